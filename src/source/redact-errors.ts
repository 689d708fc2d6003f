import { passwordsIn, redactKnownTokens, SHOWN_INSTEAD, secretRedactorOf } from './redact.ts';

/** The variables of a process, as the shell has them. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Shorter ones are words, which documents and reports may hold as well. */
const SHORTEST = 8;

/** Variables that by their names hold secrets. An author's name is none. */
const SECRET_NAME =
  /(?:^|_)(?:TOKEN|PASSWORD|PASSWD|PGPASSWORD|SECRET|SECRET_KEY|ACCESS_KEY|API_KEY|PRIVATE_KEY|CONN_STR)$/i;
const PROXY_NAME = /^https?_proxy$/i;
/** Variables that may hold some: enough to hide them where nobody looks for anything else. */
const MAY_BE_SECRET = /PASS|SECRET|TOKEN|KEY|CREDENTIAL|CONN_STR|AUTH|SAS|PEM/i;

/** What the variables of a process hold that nobody is to read in a result. */
export function environmentSecrets(environment: Environment): readonly string[] {
  return Object.entries(environment)
    .flatMap(([name, value = '']) => {
      if (SECRET_NAME.test(name)) return [value, ...passwordsIn(value)];
      return PROXY_NAME.test(name) ? passwordsIn(value) : [];
    })
    .filter((secret) => secret.trim().length >= SHORTEST);
}

/** Secrets that no name gives away. A crash comes from anywhere, so they are the process's and nobody's in particular. */
const remembered = new Set<string>();

/** From now on in no crash report, whatever its variable is called and however it came here. */
export function rememberSecret(secret: string): void {
  remembered.add(secret);
}

/**
 * For texts that somebody else made: an exception, or what terraform says. Takes out every secret that this process knows
 * or may know, and what looks like one. Results are not for this: `basic` and `password` are words in them.
 */
export function errorRedactorOf(environment: Environment): (text: string) => string {
  const named = Object.entries(environment).flatMap(([name, value = '']) => {
    if (MAY_BE_SECRET.test(name)) return [value, ...passwordsIn(value)];
    return PROXY_NAME.test(name) ? passwordsIn(value) : [];
  });
  const hide = secretRedactorOf([...named, ...remembered]);
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
