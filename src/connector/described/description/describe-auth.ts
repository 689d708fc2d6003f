import type { Findings } from '../../../source/findings.ts';
import { known } from '../../../source/known.ts';
import { quote } from '../../../source/quote.ts';
import { looksLikeToken } from '../../../source/redact.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import type { AuthDescription, LoginDescription } from './api-description.ts';
import type { ConnectorDocument, WrittenAuth, WrittenLogin } from './connector-document.ts';
import { fieldPath } from './describe-values.ts';

/** What lets requests in. Codes: `connector-invalid`, `secret-in-file`. */
export function describeAuth({ auth }: ConnectorDocument, findings: Findings): AuthDescription {
  const { bearer, basic, header, variable, word, login } = auth;
  const client = auth['client-credentials'];
  const wrong = (message: string): AuthDescription => {
    findings.atKey('connector-invalid', ['auth'], message, {
      hint: 'Write bearer, basic, header with variable, login, or client-credentials.',
    });
    return { by: 'bearer', variable: 'NONE', word: 'Bearer' };
  };
  const ways = [bearer, basic, header, login, client].filter((way) => way !== undefined);
  if (ways.length !== 1) return wrong(`${ways.length} ways to be let in are described, and one is needed.`);
  if ((header === undefined) !== (variable === undefined))
    return wrong('`header` and `variable` belong together.');
  if (word !== undefined && bearer === undefined) return wrong('`word` belongs to bearer.');
  for (const [at, name] of namedVariables(auth)) {
    if (looksLikeToken(name)) secretInFile(['auth', ...at], findings);
  }
  if (bearer !== undefined)
    return { by: 'bearer', variable: bearer, word: word === undefined ? 'Bearer' : word };
  if (basic !== undefined) return { by: 'basic', ...basic };
  if (login !== undefined) return describeLogin(login, findings);
  if (client !== undefined) {
    checkPath(client.post, ['auth', 'client-credentials', 'post'], findings);
    const { id, secret, post, scope, sent } = client;
    return {
      by: 'client-credentials',
      id,
      secret,
      post,
      scope: scope === undefined ? null : scope,
      sent: sent === undefined ? 'basic' : sent,
    };
  }
  return { by: 'header', header: known(header, 'a header'), variable: known(variable, 'a variable') };
}

function secretInFile(at: DocumentPath, findings: Findings): void {
  const message = 'This holds what looks like a token: it does not belong in a file.';
  findings.atValue('secret-in-file', at, message, {
    hint: 'Write the name of the variable that holds the token, such as BYLAW_TOKEN.',
  });
}

function namedVariables(auth: WrittenAuth): readonly (readonly [readonly string[], string])[] {
  const { bearer, basic, variable, login } = auth;
  const client = auth['client-credentials'];
  return [
    [['bearer'], bearer] as const,
    [['variable'], variable] as const,
    [['basic', 'user'], basic?.user] as const,
    [['basic', 'password'], basic?.password] as const,
    [['login', 'user'], login?.user] as const,
    [['login', 'password'], login?.password] as const,
    [['client-credentials', 'id'], client?.id] as const,
    [['client-credentials', 'secret'], client?.secret] as const,
  ].flatMap(([at, name]) => (name === undefined ? [] : [[at, name] as const]));
}

/** What a login and a token endpoint are asked for of no row. */
function checkPath(path: string, at: DocumentPath, findings: Findings): void {
  if (/[{}]/.test(path)) findings.atValue('connector-invalid', at, 'A token is asked for of no row.');
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) {
    findings.atValue('connector-invalid', at, 'A path never leads back.');
  }
}

function describeLogin(written: WrittenLogin, findings: Findings): LoginDescription {
  const at: DocumentPath = ['auth', 'login'];
  const { user, password, post, body, token, expires, send } = written;
  checkPath(post, [...at, 'post'], findings);
  const said = new Set<string>();
  checkBody(body, [...at, 'body'], said, findings);
  if (!said.has(PASSWORD)) {
    findings.atKey('connector-invalid', [...at, 'body'], `The login sends no password.`, {
      hint: `Write "${PASSWORD}" where it belongs.`,
    });
  }
  return {
    by: 'login',
    user,
    password,
    post,
    body,
    token:
      token.header === undefined
        ? { in: 'body', path: fieldPath(known(token.path, 'where the token is')) }
        : { in: 'header', name: token.header.toLowerCase() },
    expires: expires === undefined ? null : fieldPath(expires),
    send:
      send.header === undefined
        ? { as: 'authorization', word: known(send.bearer, 'the word before the token') }
        : { as: 'header', name: send.header },
  };
}

export const USER = '{user}';
export const PASSWORD = '{password}';

/** Names stand whole: a text around one would let a file say what a secret is put into. */
function checkBody(value: unknown, at: DocumentPath, said: Set<string>, findings: Findings): void {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) checkBody(one, [...at, index], said, findings);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) checkBody(one, [...at, key], said, findings);
  } else if (typeof value === 'string') {
    if (value === USER || value === PASSWORD) said.add(value);
    else if (/[{}]/.test(value)) {
      const message = `${quote(value)} is neither ${USER} nor ${PASSWORD}, and nothing else stands for something.`;
      findings.atValue('connector-invalid', at, message);
    } else if (looksLikeToken(value)) secretInFile(at, findings);
  }
}
