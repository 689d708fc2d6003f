import {
  isProxyVariable,
  passwordsIn,
  redactKnownTokens,
  SHOWN_INSTEAD,
  secretRedactorOf,
} from './redact.ts';

/** The variables of a process, as the shell has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that may hold some: enough to hide them where nobody looks for anything else. */
const MAY_BE_SECRET = /PASS|SECRET|TOKEN|KEY|CREDENTIAL|CONN_STR|AUTH|SAS|PEM/i;

/**
 * Takes out of a text what variables may hold of secrets, those that are handed, and what looks like one. In a provider
 * package this is a file of its own, which few runs load: it shares nothing with them but what it is handed.
 */
export function errorRedactor(environment: Environment, secrets: Iterable<string>): (text: string) => string {
  const named = Object.entries(environment).flatMap(([name, value = '']) => {
    if (MAY_BE_SECRET.test(name)) return [value, ...passwordsIn(value)];
    return isProxyVariable(name) ? passwordsIn(value) : [];
  });
  const hide = secretRedactorOf([...named, ...secrets]);
  return (text) =>
    redactKnownTokens(hide(text))
      .replace(/:\/\/[^/?#\s"'@]*@/g, `://${SHOWN_INSTEAD}@`)
      .replace(/\b((?:ssl)?password\s*=\s*)('[^']*'|[^\s&"']+)/gi, `$1${SHOWN_INSTEAD}`)
      .replace(
        /\b((?:proxy-)?authorization:?\s*(?:basic|bearer)?|basic|bearer)\s+[A-Za-z0-9+/_.~-]{8,}=*/gi,
        `$1 ${SHOWN_INSTEAD}`,
      )
      .replace(/([?&](?:[a-z_-]*token|sig|secret|[a-z_-]*key)=)[^&\s"']+/gi, `$1${SHOWN_INSTEAD}`);
}
