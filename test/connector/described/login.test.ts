/** A token that is asked for: kept, renewed, never printed; and one diagnostic where none is to be had. */
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/connector/connector.ts';
import { describedConnector } from '../../../src/connector/described/described-connector.ts';
import { RETRY_RULES } from '../../../src/connector/http/retry.ts';
import { shown } from '../../source/shown.ts';
import { must, plain, rawServer } from '../connections.ts';
import { fastTime } from '../fast-time.ts';
import { described, fastDescribed } from './describing.ts';
import { FILE, hostilePlatform } from './hostile-platform.ts';

const PASSWORD = 'p4ss w0rd-ü-8261';

const LOGIN = `auth:
  login:
    user: HUB_USER
    password: HUB_PASSWORD
    post: /v3/tokens
    body: { auth: { methods: [password], name: "{user}", password: "{password}", scope: { system: { all: true } } } }
    token: { header: X-Subject-Token }
    expires: token.until
    send: { header: X-Auth-Token }
`;
const IN_BODY = LOGIN.replace('token: { header: X-Subject-Token }', 'token: { path: result }')
  .replace('send: { header: X-Auth-Token }', 'send: { bearer: Token }')
  .replace('    expires: token.until\n', '');
const CLIENT = `auth:
  client-credentials: { id: HUB_ID, secret: HUB_SECRET, post: /oauth/token, scope: "read all" }
`;

const fileWith = (auth: string): string => FILE.replace('auth: { bearer: BYLAW_TOKEN }\n', auth);

interface Asked {
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

interface Front {
  readonly connection: Connection;
  /** Requests for tokens. */
  readonly logins: Asked[];
  /** What was let through. */
  readonly passed: readonly string[];
}

interface FrontOptions {
  /** What the login answers instead; by how often it was asked. */
  readonly login?: (
    nth: number,
  ) => { status?: number; headers?: Record<string, string>; body?: unknown } | null;
  /** Requests that one token is good for. */
  readonly uses?: number;
  /** Until when a token says that it is good. */
  readonly until?: unknown;
}

/** The hostile platform behind a door that wants tokens. */
async function front({ login = () => null, uses = 1000, until = null }: FrontOptions = {}): Promise<Front> {
  const behind = await hostilePlatform();
  const logins: Asked[] = [];
  const left = new Map<string, number>();
  const { url } = await rawServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? '/';
    const say = (status: number, headers: Record<string, string>, said: unknown): void =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(said));
    if (request.method === 'POST') {
      logins.push({ path, body, headers: request.headers });
      const token = `tok-${logins.length}-7f3Qz9vXw2`;
      left.set(token, uses);
      const plainly = {
        status: 201,
        headers: { 'x-subject-token': token },
        body: {
          token: { until },
          result: token,
          access_token: token,
          token_type: 'bearer',
          expires_in: 3600,
        },
      };
      const { status, headers, body: said } = { ...plainly, ...login(logins.length) };
      return say(status, headers, said);
    }
    const sent = request.headers['x-auth-token'] ?? request.headers.authorization?.split(' ')[1];
    const uses_ = typeof sent === 'string' ? left.get(sent) : undefined;
    if (typeof sent !== 'string' || uses_ === undefined || uses_ === 0)
      return say(401, {}, { message: `no ${sent}` });
    left.set(sent, uses_ - 1);
    const answer = await fetch(`${String(behind.connection.settings.url)}${path}`, {
      headers: { authorization: 'Bearer raw-token' },
    });
    const link = answer.headers.get('link');
    const total = answer.headers.get('x-total');
    say(
      answer.status,
      { ...(link === null ? {} : { link }), ...(total === null ? {} : { 'x-total': total }) },
      await answer.json(),
    );
  });
  const secrets = {
    'user-env': 'bylaw',
    'password-env': PASSWORD,
    'client-id-env': 'by law',
    'client-secret-env': 's3cret-77-Xq',
  };
  return {
    connection: { ...behind.connection, settings: { url }, secrets },
    logins,
    passed: behind.asked,
  };
}

const api = (auth: string) => must(described(fileWith(auth)));

describe('a login', () => {
  it('is asked for once, whatever is read, and counted', async () => {
    const { connection, logins, passed } = await front();
    const reader = fastDescribed(api(LOGIN.replace('    expires: token.until\n', ''))).openReader(connection);
    const { resources } = must(await reader.read());
    expect(resources.filter(({ type }) => type === 'member')).toHaveLength(5);
    must(await reader.read());
    expect(logins).toHaveLength(1);
    expect(logins[0]?.path).toBe('/v3/tokens');
    expect(JSON.parse(logins[0]?.body ?? '')).toEqual({
      auth: { methods: ['password'], name: 'bylaw', password: PASSWORD, scope: { system: { all: true } } },
    });
    expect(reader.requests()).toBe(passed.length + 1);
  });

  it('whose token is in the body, and sent with a word of its own', async () => {
    const { connection, logins } = await front();
    must(await fastDescribed(api(IN_BODY)).openReader(connection).read());
    expect(logins).toHaveLength(1);
  });

  it('of a client, by OAuth 2.0: as Basic, or in the form', async () => {
    const asBasic = await front();
    must(await fastDescribed(api(CLIENT)).openReader(asBasic.connection).read());
    expect(asBasic.logins).toMatchObject([
      {
        path: '/oauth/token',
        body: 'grant_type=client_credentials&scope=read+all',
        headers: {
          authorization: `Basic ${Buffer.from('by%20law:s3cret-77-Xq').toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
      },
    ]);
    const inForm = await front();
    must(
      await fastDescribed(api(CLIENT.replace('scope:', 'sent: form, scope:')))
        .openReader(inForm.connection)
        .read(),
    );
    expect(inForm.logins[0]?.headers.authorization).toBeUndefined();
    expect(inForm.logins[0]?.body).toBe(
      'grant_type=client_credentials&scope=read+all&client_id=by+law&client_secret=s3cret-77-Xq',
    );
  });
});

describe('a token that ends', () => {
  it.each([4, 5, 7, 11])(
    'after %i requests, in the middle of a read: it is renewed, and nothing is lost',
    async (uses) => {
      const { connection, logins, passed } = await front({ uses });
      const whole = must(
        await fastDescribed(api(IN_BODY))
          .openReader((await front()).connection)
          .read(),
      );
      const read = must(await fastDescribed(api(IN_BODY)).openReader(connection).read());
      expect(plain(read.resources)).toEqual(plain(whole.resources));
      expect(logins.length).toBeGreaterThanOrEqual(Math.floor(passed.length / uses));
      expect(logins.length).toBeLessThanOrEqual(passed.length + 1);
    },
  );

  it.each([1, 2])('after %i requests that others have made: a stop, and never half a read', async (uses) => {
    const { connection } = await front({ uses });
    const read = await fastDescribed(api(IN_BODY)).openReader(connection).read();
    expect([...new Set(read.diagnostics.map(({ code }) => code))]).toEqual(['token-rejected']);
    expect(read.ok).toBe(false);
  });

  it('at an instant: it is renewed before that, and not with each request', async () => {
    const time = fastTime();
    const at = (minutes: number): string => new Date(time.now() + minutes * 60_000).toISOString();
    const { connection, logins } = await front({ until: at(10) });
    const connector = describedConnector(api(LOGIN), { time, retry: RETRY_RULES });
    const reader = connector.openReader(connection);
    must(await reader.read());
    expect(logins).toHaveLength(1);
    await time.sleep(8 * 60_000);
    must(await reader.read());
    expect(logins).toHaveLength(1);
    await time.sleep(90_000);
    must(await reader.read());
    expect(logins).toHaveLength(2);
  });

  it.each([
    ['half a minute', 30],
    ['before it began, by another clock', '2020-01-01T00:00:00Z'],
  ])('in %s: one login for a read', async (_, until) => {
    const { connection, logins } = await front({ until });
    must(await fastDescribed(api(LOGIN)).openReader(connection).read());
    expect(logins).toHaveLength(1);
  });
});

describe('one diagnostic, and no secret in it, where', () => {
  const echo = { body: { message: PASSWORD, error: `no ${PASSWORD}`, result: '', access_token: 7 } };
  it.each<[string, string, FrontOptions, string]>([
    ['the password is wrong', LOGIN, { login: () => ({ status: 401, ...echo }) }, 'token-rejected'],
    ['the login is forbidden', LOGIN, { login: () => ({ status: 403, ...echo }) }, 'token-forbidden'],
    ['there is no login', LOGIN, { login: () => ({ status: 404, ...echo }) }, 'token-rejected'],
    ['the login is broken', LOGIN, { login: () => ({ status: 500, ...echo }) }, 'connector-server-error'],
    [
      'the login leads elsewhere',
      LOGIN,
      { login: () => ({ status: 302, headers: { location: 'http://elsewhere.example/' } }) },
      'connector-protocol',
    ],
    [
      'an error is inside a 200',
      IN_BODY,
      { login: () => ({ status: 200, body: { error: `no ${PASSWORD}`, result: 'x' } }) },
      'token-rejected',
    ],
    ['no token is in the answer', LOGIN, { login: () => ({ headers: {} }) }, 'connector-protocol'],
    ['an empty token is', IN_BODY, { login: () => ({ body: { result: '' } }) }, 'connector-protocol'],
    [
      'a token that is no text is',
      IN_BODY,
      { login: () => ({ body: { result: { a: 1 } } }) },
      'connector-protocol',
    ],
    [
      'a token that no header can hold is',
      IN_BODY,
      { login: () => ({ body: { result: 'a\nb' } }) },
      'token-rejected',
    ],
    ['no end is told', LOGIN, {}, 'connector-protocol'],
    ['no token is ever taken', IN_BODY, { uses: 0 }, 'token-rejected'],
  ])('%s', async (_, auth, options, code) => {
    const { connection, passed } = await front(options);
    const read = await fastDescribed(api(auth)).openReader(connection).read();
    expect(read).toMatchObject({ ok: false });
    expect([...new Set(read.diagnostics.map((one) => one.code))]).toEqual([code]);
    expect(read.diagnostics).toHaveLength(1);
    const said = read.diagnostics.map(shown).join('\n');
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 's3cret-77-Xq', 'tok-1-7f3Qz9vXw2']) {
      expect(said).not.toContain(secret);
    }
    expect(passed).toEqual([]);
  });
});

describe('a file says', () => {
  it.each<[string, string, string]>([
    ['no password', LOGIN.replace('"{password}"', 'x'), 'connector-invalid: The login sends no password.'],
    ['a name that is none', LOGIN.replace('"{user}"', '"{token}"'), 'is neither {user} nor {password}'],
    [
      'a text around a name',
      LOGIN.replace('"{password}"', '"x{password}"'),
      'is neither {user} nor {password}',
    ],
    [
      'a token in the body',
      LOGIN.replace('"{user}"', 'ghp_a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1'),
      'secret-in-file',
    ],
    ['a path that leads back', LOGIN.replace('/v3/tokens', '/v3/../tokens'), 'A path never leads back.'],
    ['another host', LOGIN.replace('/v3/tokens', '"https://elsewhere.example/"'), 'invalid-value'],
    ['a path of a row', CLIENT.replace('/oauth/token', '"/{users.id}"'), 'A token is asked for of no row.'],
    ['two ways', `${CLIENT}  bearer: BYLAW_TOKEN\n`, '2 ways to be let in are described'],
    [
      'two places of the token',
      LOGIN.replace('{ header: X-Subject-Token }', '{ header: X-A, path: a }'),
      'invalid-value: `token`',
    ],
    ['no place of the token', LOGIN.replace('    token: { header: X-Subject-Token }\n', ''), 'missing-key'],
    ['a grant of its own', CLIENT.replace('scope:', 'grant: password, scope:'), 'unknown-key'],
  ])('%s', (_, auth, expected) => {
    const read = described(fileWith(auth));
    expect(read.ok).toBe(false);
    expect(read.diagnostics.map(shown).join('\n')).toContain(expected);
  });
});
