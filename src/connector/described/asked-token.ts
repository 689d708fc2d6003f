import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { type Authorization, basic, type IssuedToken } from '../http/authorization.ts';
import type { Exchange } from '../http/exchange.ts';
import type { HttpReader } from '../http/http-interface.ts';
import type { Secret } from '../http/secret.ts';
import type { ClientClock } from '../http/time.ts';
import type { ClientDescription, LoginDescription } from './description/api-description.ts';
import { PASSWORD, USER } from './description/describe-auth.ts';
import type { FieldPath } from './description/value-description.ts';
import { fieldAt, isMissing, scalarText, shownPath } from './read/row-field.ts';

type AskingDescription = LoginDescription | ClientDescription;

/** What the request for a token is let in by, and what it says of its body. */
export function asksWith(
  auth: AskingDescription,
  user: string,
  secret: Secret,
): { readonly asking: Authorization; readonly headers: Readonly<Record<string, string>> } {
  if (auth.by === 'login') return { asking: inBody(secret), headers: {} };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  // RFC 6749, 2.3.1: both are encoded as parts of a form before they are put together.
  const asking = auth.sent === 'basic' ? basic(encodeURIComponent(user), secret) : inBody(secret);
  return { asking, headers };
}

/** Nothing goes into a header. A password may hold what no header can. */
function inBody(secret: Secret): Authorization {
  return {
    fault: (origin) =>
      secret.reveal((text) => text).trim() === ''
        ? diagnostic('token-missing', 'No password was given', origin)
        : null,
    headers: async () => success({}),
    rejected: () => false,
    hide: (text) => secret.hide(text),
    hideIn: (found) => secret.hideIn(found),
  };
}

interface AskedToken {
  readonly auth: AskingDescription;
  readonly user: string;
  readonly secret: Secret;
  readonly http: HttpReader;
  readonly time: Pick<ClientClock, 'now'>;
  /** Where an answer has an error inside. */
  readonly inBody: FieldPath | null;
}

/** Fails with token-rejected, token-forbidden, connector-protocol, and as a request does. No message holds an answer. */
export async function askForToken(asked: AskedToken): Promise<Outcome<IssuedToken>> {
  const { auth, http, time } = asked;
  const exchange = await http.query(auth.post, bodyOf(asked));
  if (exchange.end === 'failure') return failure(ofLogin(exchange.diagnostic));
  const wrong = (what: string, code: 'token-rejected' | 'connector-protocol' = 'connector-protocol') =>
    failure(diagnostic(code, `The login at ${auth.post}: ${what}`, null));
  if (exchange.end === 'refusal') {
    return wrong(`the platform answers ${exchange.problem.status}`, 'token-rejected');
  }
  if (asked.inBody !== null && !isMissing(fieldAt(exchange.body, asked.inBody))) {
    return wrong(`there is an error inside of the answer, at ${shownPath(asked.inBody)}`, 'token-rejected');
  }
  const token = tokenIn(auth, exchange);
  if (token === null) return wrong('the answer has no token where the file says');
  const expires = auth.by === 'login' ? auth.expires : EXPIRES_IN;
  const told = expires === null ? undefined : fieldAt(exchange.body, expires);
  // RFC 6749, 5.1: recommended, and so left out by some. What a file names has to be there.
  if (expires === null || (auth.by === 'client-credentials' && isMissing(told)))
    return success({ token, expiresAt: null });
  const now = time.now();
  const expiresAt = endOf(told, now);
  if (expiresAt === null)
    return wrong(`it does not say at ${shownPath(expires)} until when the token is good`);
  // Over before it began: the clocks differ. The platform says when it is over.
  return success({ token, expiresAt: expiresAt <= now ? null : expiresAt });
}

function ofLogin(found: Extract<Exchange, { end: 'failure' }>['diagnostic']) {
  return { ...found, message: `The login: ${found.message}` };
}

const ACCESS_TOKEN: FieldPath = ['access_token'];
const EXPIRES_IN: FieldPath = ['expires_in'];

function tokenIn(
  auth: AskingDescription,
  { body, headers }: Extract<Exchange, { end: 'answer' }>,
): string | null {
  const at = auth.by === 'login' ? auth.token : ({ in: 'body', path: ACCESS_TOKEN } as const);
  const told = at.in === 'header' ? headers.get(at.name) : fieldAt(body, at.path);
  return typeof told === 'string' && told !== '' ? told : null;
}

/** An instant, or so many seconds from now. */
function endOf(told: unknown, now: number): number | null {
  const text = scalarText(told);
  if (text === null) return null;
  if (/^\d{1,10}$/.test(text)) return now + Number(text) * 1000;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
}

function bodyOf({ auth, user, secret }: AskedToken): unknown {
  if (auth.by === 'login') return filled(auth.body, user, secret);
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (auth.scope !== null) form.set('scope', auth.scope);
  if (auth.sent === 'form') {
    form.set('client_id', user);
    secret.reveal((text) => {
      form.set('client_secret', text);
      return text;
    });
  }
  return form;
}

function filled(value: unknown, user: string, secret: Secret): unknown {
  if (value === USER) return user;
  if (value === PASSWORD) return secret.reveal((text) => text);
  if (Array.isArray(value)) return value.map((one) => filled(one, user, secret));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, user, secret)]));
  }
  return value;
}
