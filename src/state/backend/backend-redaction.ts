import { passwordsIn, redactKnownTokens, secretRedactorOf } from '../../source/redact.ts';

/** Names of variables whose values are secrets, whatever backend they are for. */
const SECRET_NAME = /PASS|SECRET|TOKEN|KEY|CREDENTIAL|CONN_STR|AUTH|SAS|PEM/;

const HIDDEN = '***';

/** Takes every secret of an environment, and whatever looks like one, out of what terraform says. */
export function redactorOf(environment: NodeJS.ProcessEnv): (text: string) => string {
  const secrets = Object.entries(environment)
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([, value = '']) => [value, ...passwordsIn(value)]);
  const hide = secretRedactorOf(secrets, HIDDEN);
  return (text) =>
    redactKnownTokens(hide(text))
      .replace(/:\/\/[^/?#\s"'@]*@/g, `://${HIDDEN}@`)
      .replace(/\b((?:ssl)?password\s*=\s*)('[^']*'|[^\s&"']+)/gi, `$1${HIDDEN}`)
      .replace(
        /\b((?:proxy-)?authorization:?\s*(?:basic|bearer)?|basic|bearer)\s+[A-Za-z0-9+/_.~-]{8,}=*/gi,
        `$1 ${HIDDEN}`,
      )
      .replace(/([?&](?:[a-z_-]*token|sig|secret|[a-z_-]*key)=)[^&\s"']+/gi, `$1${HIDDEN}`);
}
