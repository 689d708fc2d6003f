import type { Connection } from '../connector.ts';
import { type Authorization, basic, bearer, headerNamed, issued } from '../http/authorization.ts';
import type { HttpReader } from '../http/http-interface.ts';
import { Secret } from '../http/secret.ts';
import type { ClientClock } from '../http/time.ts';
import { askForToken, asksWith } from './asked-token.ts';
import { variablesOf } from './described-settings.ts';
import type { ApiDescription } from './description/api-description.ts';

/** What a connection that nobody checked holds: nothing is sent with it, and `token-missing` is said. */
const NO_SECRET = '';

export interface AuthorizationContext {
  readonly secrets: Connection['secrets'];
  readonly time: ClientClock;
  /** What a token is asked for through, at the url of the connection. */
  readonly openLogin: (asking: Authorization, headers: Readonly<Record<string, string>>) => HttpReader;
}

export interface DescribedAuthorization {
  readonly authorization: Authorization;
  /** Requests for tokens so far. */
  readonly sent: () => number;
}

/** What lets requests in, as the file says, with what the variables hold. */
export function describedAuthorization(
  { auth, errors }: ApiDescription,
  { secrets, time, openLogin }: AuthorizationContext,
): DescribedAuthorization {
  const texts = Object.keys(variablesOf(auth)).map((setting) => secrets[setting] ?? NO_SECRET);
  const [first = NO_SECRET, second = NO_SECRET] = texts;
  const alone = (authorization: Authorization): DescribedAuthorization => ({ authorization, sent: () => 0 });
  switch (auth.by) {
    case 'bearer':
      return alone(bearer(new Secret(first), auth.word));
    case 'header':
      return alone(headerNamed(auth.header, new Secret(first)));
    case 'basic':
      return alone(basic(first, new Secret(second)));
    case 'login':
    case 'client-credentials': {
      const secret = new Secret(second);
      const { asking, headers } = asksWith(auth, first, secret);
      const http = openLogin(asking, headers);
      const send = auth.by === 'login' ? auth.send : ({ as: 'authorization', word: 'Bearer' } as const);
      const carried = (token: Secret): Authorization =>
        send.as === 'header' ? headerNamed(send.name, token) : bearer(token, send.word);
      const ask = () => askForToken({ auth, user: first, secret, http, time, inBody: errors.inBody });
      return { authorization: issued(asking, ask, time, carried), sent: () => http.sent() };
    }
  }
}
