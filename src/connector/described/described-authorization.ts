import { known } from '../../source/known.ts';
import type { Connection } from '../connector.ts';
import { type Authorization, basic, bearer, headerNamed } from '../http/authorization.ts';
import { Secret } from '../http/secret.ts';
import type { AuthDescription } from './api-description.ts';
import { variablesOf } from './described-settings.ts';

/** What a connection that nobody checked holds: nothing is sent with it, and `token-missing` is said. */
const NO_SECRET = '';

/** What lets requests in, as the file says, with what the variables hold. */
export function describedAuthorization(auth: AuthDescription, secrets: Connection['secrets']): Authorization {
  const [first, second] = Object.keys(variablesOf(auth)).map(
    (setting) => new Secret(secrets[setting] ?? NO_SECRET),
  );
  switch (auth.by) {
    case 'bearer':
      return bearer(known(first, 'a token'), auth.word);
    case 'header':
      return headerNamed(auth.header, known(first, 'a token'));
    case 'basic':
      return basic(
        known(first, 'a user').reveal((user) => user),
        known(second, 'a password'),
      );
  }
}
