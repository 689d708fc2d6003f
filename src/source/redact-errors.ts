import { type Environment, errorRedactor } from './error-redactor.ts';
import { isProxyVariable, passwordsIn } from './redact.ts';

/** Shorter ones are words, which documents and reports may hold as well. */
const SHORTEST = 8;

/** Variables that by their names hold secrets. An author's name is none. */
const SECRET_NAME =
  /(?:^|_)(?:TOKEN|PASSWORD|PASSWD|PGPASSWORD|SECRET|SECRET_KEY|ACCESS_KEY|API_KEY|PRIVATE_KEY|CONN_STR)$/i;

/** What the variables of a process hold that nobody is to read in a result. */
export function environmentSecrets(environment: Environment): readonly string[] {
  return Object.entries(environment)
    .flatMap(([name, value = '']) => {
      if (SECRET_NAME.test(name)) return [value, ...passwordsIn(value)];
      return isProxyVariable(name) ? passwordsIn(value) : [];
    })
    .filter((secret) => secret.trim().length >= SHORTEST);
}

/** Secrets that no name gives away. A crash comes from anywhere, so they are the process's and nobody's in particular. */
const remembered = new Set<string>();

/** From now on in no crash report, whatever its variable is called and however it came here. */
export function rememberSecret(secret: string): void {
  remembered.add(secret);
}

const NOT_SHOWN = '(not shown: what takes secrets out of it could not be loaded)';

/**
 * For texts that somebody else made: an exception, or what terraform says. Takes out every secret that this process knows
 * or may know, and what looks like one. Results are not for this: `basic` and `password` are words in them.
 */
export function errorRedactorOf(environment: Environment): (text: string) => string {
  try {
    return errorRedactor(environment, remembered);
  } catch {
    // In a provider package this loads a file. Without it, nothing of the text is told rather than all of it.
    return () => NOT_SHOWN;
  }
}
