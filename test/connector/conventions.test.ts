import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import {
  type ApiConventions,
  httpMeaning,
  PLAIN_HTTP,
  type Reply,
} from '../../src/connector/http/api-conventions.ts';
import { basic, bearer, headerNamed, issued } from '../../src/connector/http/authorization.ts';
import type { Exchange } from '../../src/connector/http/exchange.ts';
import { type HttpSettings, openHttpReader, openHttpWriter } from '../../src/connector/http/http-client.ts';
import { createRateLimiter } from '../../src/connector/http/rate-limiter.ts';
import { RETRY_RULES } from '../../src/connector/http/retry.ts';
import { Secret } from '../../src/connector/http/secret.ts';
import { DIRECT_TRANSPORT } from '../../src/connector/http/transport.ts';
import { limiterPerHost } from '../../src/connector/protocol/limiter-per-host.ts';
import { linksIn } from '../../src/connector/protocol/link-header.ts';
import { readBeforeRetry } from '../../src/connector/protocol/read-before-retry.ts';
import { nextByLink, readWhole } from '../../src/connector/protocol/whole-list.ts';
import { mapSetting, settingFaults, withDefaults } from '../../src/connector/settings.ts';
import {
  type RequestKind,
  RequestSchedule,
  type RequestWindow,
} from '../../src/plan/cost/request-windows.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import { failure, type Outcome, success } from '../../src/source/outcome.ts';
import { codesOf, must, rawServer } from './connections.ts';
import { fastTime } from './fast-time.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function settings(base: string, more: Partial<HttpSettings> = {}): HttpSettings {
  const time = fastTime();
  return {
    base,
    authorization: bearer(new Secret('raw-token')),
    way: DIRECT_TRANSPORT,
    pace: createRateLimiter(4, time),
    timeout: 1000,
    retry: RETRY_RULES,
    time,
    onRequest: () => {},
    ...more,
  };
}

/** As GitHub says it: a secondary limit is a 403 that asks to wait, a primary one a 403 or a 200 with nothing left. */
const LIKE_GITHUB: ApiConventions = {
  ...PLAIN_HTTP,
  headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  meaning: (reply, request, clientClock) => {
    const { status, headers, body } = reply;
    const errors = typeof body === 'object' && body !== null && 'errors' in body;
    const limited = headers.get('x-ratelimit-remaining') === '0' && (status === 403 || errors);
    const asked = headers.get('retry-after');
    if (status === 403 && asked !== null) return { means: 'rate-limited', wait: Number(asked) * 1000 };
    if (limited) {
      const reset = Number(headers.get('x-ratelimit-reset')) * 1000;
      return { means: 'rate-limited', wait: Math.max(0, reset - clientClock.now()) };
    }
    if (status === 403) return { means: 'forbidden', needs: headers.get('x-accepted-github-permissions') };
    if (status === 451) return { means: 'refused', kind: 'refused' };
    if (status === 410) return { means: 'refused', kind: 'gone' };
    return httpMeaning(reply, request, clientClock);
  },
  repeats: ({ method }) => method === 'GET',
  reads: ({ path, body }) =>
    path === '/graphql' && /^\s*(?:query\b|\{)/.test(String((body as { query: string }).query)),
};

describe('what answers mean is the API’s own', () => {
  const reply = (status: number, headers: Record<string, string> = {}, body: unknown = {}): Reply => ({
    status,
    headers: { get: (name) => headers[name] ?? null },
    body,
    text: JSON.stringify(body),
  });
  const asked = { method: 'GET', path: '/x' } as const;

  test.each<[number, unknown]>([
    [200, { means: 'answer' }],
    [301, { means: 'unknown' }],
    [304, { means: 'unknown' }],
    [400, { means: 'refused', kind: 'refused' }],
    [401, { means: 'token-rejected' }],
    [403, { means: 'forbidden', needs: null }],
    [404, { means: 'refused', kind: 'missing' }],
    [409, { means: 'refused', kind: 'conflict' }],
    [410, { means: 'refused', kind: 'gone' }],
    [412, { means: 'refused', kind: 'changed' }],
    [422, { means: 'refused', kind: 'refused' }],
    [429, { means: 'rate-limited', wait: null }],
    [451, { means: 'refused', kind: 'refused' }],
    [500, { means: 'unavailable', again: true }],
    [501, { means: 'unavailable', again: false }],
    [503, { means: 'unavailable', again: true }],
    [100, { means: 'unknown' }],
  ])('%d by HTTP alone', (status, meaning) => {
    expect(httpMeaning(reply(status), asked, fastTime())).toEqual(meaning);
  });

  test('304 is an answer to whoever sent an ETag', () => {
    const with_ = { ...asked, headers: { 'if-none-match': '"a"' } };
    expect(httpMeaning(reply(304, {}, undefined), with_, fastTime())).toEqual({ means: 'unchanged' });
  });

  test.each([200, 404, 418])('a page of HTML is nobody’s answer (%d)', (status) => {
    expect(httpMeaning({ ...reply(status), body: undefined, text: '<p>' }, asked, fastTime())).toEqual({
      means: 'unknown',
    });
  });

  test.each<[string, number, Record<string, string>, number]>([
    ['a secondary limit, 403 with Retry-After', 403, { 'retry-after': '7' }, 7000],
    [
      'a primary limit, 403 with nothing left',
      403,
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Date.parse('2027-03-01T12:00:30Z') / 1000),
      },
      30_000,
    ],
    ['429', 429, { 'retry-after': '3' }, 3000],
  ])('%s is waited for, writes too, and then made once', async (_, status, headers, pause) => {
    let seen = 0;
    let made = 0;
    const { url } = await rawServer((_request, response) => {
      seen += 1;
      if (seen === 1) response.writeHead(status, { ...JSON_TYPE, ...headers }).end('{"message":"slow down"}');
      else {
        made += 1;
        response.writeHead(201, JSON_TYPE).end('{}');
      }
    });
    const time = fastTime();
    const http = openHttpWriter(
      settings(url, { conventions: LIKE_GITHUB, time, pace: createRateLimiter(4, time) }),
    );
    expect(await http.send({ method: 'POST', path: '/x', body: {} })).toMatchObject({ end: 'answer' });
    expect(made).toBe(1);
    expect(Math.max(...time.slept)).toBe(pause);
  });

  test('a 403 that is none says which permission is needed, where the platform does', async () => {
    const { url } = await rawServer((_, response) => {
      response
        .writeHead(403, { ...JSON_TYPE, 'x-accepted-github-permissions': 'members=read' })
        .end('{"message":"Resource not accessible by integration"}');
    });
    const http = openHttpReader(settings(url, { conventions: LIKE_GITHUB }));
    expect(await http.get('/orgs/acme/teams')).toMatchObject({
      end: 'failure',
      diagnostic: {
        code: 'token-forbidden',
        message: expect.stringContaining('Resource not accessible by integration; it needs members=read'),
      },
    });
  });

  test('headers of the API go with every request, and none of its answers are dropped', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const { url } = await rawServer((request, response) => {
      seen.push(request.headers);
      response
        .writeHead(200, { ...JSON_TYPE, link: '<x>; rel="next"', 'x-ratelimit-remaining': '7' })
        .end('[]');
    });
    const exchange = await openHttpReader(settings(url, { conventions: LIKE_GITHUB })).get('/x');
    expect(seen[0]).toMatchObject({
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    });
    if (exchange.end !== 'answer') throw new Error(exchange.end);
    expect([exchange.headers.get('link'), exchange.headers.get('x-ratelimit-remaining')]).toEqual([
      '<x>; rel="next"',
      '7',
    ]);
  });

  test.each(['break', 502] as const)(
    'a write without a key is sent once, whatever comes: %s',
    async (how) => {
      let asked = 0;
      const { url } = await rawServer((request, response) => {
        asked += 1;
        if (how === 'break') request.socket.destroy();
        else response.writeHead(how).end();
      });
      const http = openHttpWriter(settings(url, { conventions: LIKE_GITHUB }));
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        expect(await http.send({ method, path: '/x', body: {} })).toMatchObject({
          end: 'failure',
          inDoubt: true,
        });
      }
      expect(asked).toBe(4);
    },
  );

  test('a POST that only asks is repeated; one that does not is no query', async () => {
    let asked = 0;
    const { url } = await rawServer((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(502).end();
      else response.writeHead(200, JSON_TYPE).end('{"data":{}}');
    });
    const http = openHttpReader(settings(url, { conventions: LIKE_GITHUB }));
    expect(await http.query('/graphql', { query: '{ viewer { login } }' })).toMatchObject({ end: 'answer' });
    expect(asked).toBe(2);
    expect(() => http.query('/graphql', { query: 'mutation { x }' })).toThrow('no query');
    expect(() => http.query('/orgs', { query: 'query' })).toThrow('no query');
    expect(asked).toBe(2);
  });

  test('a next page elsewhere is not asked for: the token stays here', async () => {
    const elsewhere: unknown[] = [];
    const other = await rawServer((request, response) => {
      elsewhere.push(request.headers.authorization);
      response.end();
    });
    const here = await rawServer((request, response) => {
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ path: request.url }));
    });
    const http = openHttpReader(settings(`${here.url}/api`));
    expect(await http.get(`${here.url}/api/x?page=2`)).toMatchObject({ body: { path: '/api/x?page=2' } });
    for (const url of [`${other.url}/x`, 'http://127.0.0.1:1/x', 'https://', 'http://u:p@h/x']) {
      expect(await http.get(url)).toMatchObject({
        end: 'failure',
        diagnostic: { code: 'connector-protocol' },
      });
    }
    expect(elsewhere).toEqual([]);
  });
});

describe('authorization of any style', () => {
  const headersWith = async (authorization: HttpSettings['authorization']) => {
    const seen: IncomingHttpHeaders[] = [];
    const { url } = await rawServer((request, response) => {
      seen.push(request.headers);
      response.writeHead(200, JSON_TYPE).end('{}');
    });
    await openHttpReader(settings(url, { authorization })).get('/x');
    return seen[0] ?? {};
  };

  test('bearer, another word, basic, a header of its own', async () => {
    const secret = new Secret('s3cret-1');
    expect((await headersWith(bearer(secret))).authorization).toBe('Bearer s3cret-1');
    expect((await headersWith(bearer(secret, 'token'))).authorization).toBe('token s3cret-1');
    const named = await headersWith(headerNamed('X-Api-Key', secret));
    expect([named['x-api-key'], named.authorization]).toEqual(['s3cret-1', undefined]);
    expect((await headersWith(basic('ana', secret))).authorization).toBe(
      `Basic ${Buffer.from('ana:s3cret-1').toString('base64')}`,
    );
  });

  test('a token that is issued: once for many, again before it ends, once more when it is rejected', async () => {
    const time = fastTime();
    let number = 0;
    const authorization = issued(
      bearer(new Secret('app-key')),
      async () => {
        number += 1;
        return success({ token: `issued-${number}`, expiresAt: time.now() + 3_600_000 });
      },
      time,
    );
    const seen: unknown[] = [];
    let rejects = '';
    const { url } = await rawServer((request, response) => {
      seen.push(request.headers.authorization);
      const known = request.headers.authorization !== `Bearer ${rejects}`;
      response.writeHead(known ? 200 : 401, JSON_TYPE).end('{}');
    });
    const http = openHttpReader(settings(url, { authorization, time }));
    await Promise.all([http.get('/a'), http.get('/b'), http.get('/c')]);
    expect(new Set(seen)).toEqual(new Set(['Bearer issued-1']));
    await time.sleep(3_600_000 - 30_000);
    await http.get('/d');
    expect(seen.at(-1)).toBe('Bearer issued-2');
    rejects = 'issued-2';
    const [first, second] = await Promise.all([http.get('/e'), http.get('/f')]);
    expect([first?.end, second?.end, number]).toEqual(['answer', 'answer', 3]);
    rejects = 'issued-4';
    const hidden = diagnostic('connector-protocol', 'it said issued-1 and issued-3 and app-key', null);
    expect(authorization.hideIn(hidden).message).toBe('it said [token] and [token] and [token]');
  });

  test('one that is always rejected is asked for once more and not again', async () => {
    let number = 0;
    const authorization = issued(
      bearer(new Secret('app-key')),
      async () => {
        number += 1;
        return success({ token: `t${number}`, expiresAt: null });
      },
      fastTime(),
    );
    const { url } = await rawServer((_, response) => response.writeHead(401).end());
    const exchange = await openHttpReader(settings(url, { authorization })).get('/x');
    expect([exchange, number]).toMatchObject([{ diagnostic: { code: 'token-rejected' } }, 2]);
  });

  test.each<[string, Outcome<{ token: string; expiresAt: null }>, string]>([
    [
      'nobody issues one',
      failure(diagnostic('token-rejected', 'no such app (key-7f3a)', null)),
      'token-rejected',
    ],
    ['what is issued cannot be sent', success({ token: 'two words', expiresAt: null }), 'token-rejected'],
    ['nothing is issued', success({ token: '', expiresAt: null }), 'token-missing'],
  ])('%s: nothing is sent', async (_, issue, code) => {
    const authorization = issued(bearer(new Secret('key-7f3a')), async () => issue, fastTime());
    const { url } = await rawServer(() => {
      throw new Error('asked');
    });
    const http = openHttpReader(settings(url, { authorization }));
    const exchange = await http.get('/x');
    expect(exchange).toMatchObject({ end: 'failure', diagnostic: { code } });
    expect(JSON.stringify(exchange)).not.toContain('7f3a');
    expect(http.sent()).toBe(0);
  });
});

const apart = (milliseconds: number): RequestWindow => ({
  name: 'one at a time',
  milliseconds,
  most: 1,
  points: { look: 0, take: 1, give: 1, invite: 1 },
});
const perMinute = (most: number): RequestWindow => ({
  name: `${most} a minute`,
  milliseconds: 60_000,
  most,
  points: { look: 1, take: 1, give: 1, invite: 1 },
});

const turns = (window: RequestWindow) => new RequestSchedule([window]);

describe('the pace of an API', () => {
  test('who waits long for a rule keeps nobody from a place, and one of them is told why', async () => {
    const time = fastTime(0);
    const hourly = {
      ...apart(3_600_000),
      name: '2 an hour',
      most: 2,
      points: { look: 0, take: 0, give: 1, invite: 1 },
    };
    const rateLimiter = createRateLimiter(1, time, turns(hourly));
    const made: string[] = [];
    const told: string[] = [];
    const ask = (name: string, kind: RequestKind) =>
      rateLimiter.run(
        async () => made.push(name),
        {
          milliseconds: 1000,
          onTurn: (wait, { name: rule }) => told.push(`${rule}: ${wait}`),
        },
        kind,
      );
    await Promise.all([
      ask('give 1', 'give'),
      ask('give 2', 'give'),
      ask('give 3', 'give'),
      ask('give 4', 'give'),
      ask('take', 'take'),
      ask('look', 'look'),
    ]);
    expect(made.slice(0, 4).sort()).toEqual(['give 1', 'give 2', 'look', 'take']);
    expect(made.slice(4).sort()).toEqual(['give 3', 'give 4']);
    expect(told[0]).toBe('2 an hour: 3600000');
    expect(told.length).toBeLessThanOrEqual(2);
  });

  test('whoever stops the run waits for no rule', async () => {
    const time = fastTime(0);
    const rateLimiter = createRateLimiter(1, time, turns(apart(3_600_000)));
    const stop = new AbortController();
    const patience = { milliseconds: 1000, stop: stop.signal };
    await rateLimiter.run(async () => 'made', patience, 'give');
    stop.abort();
    expect(await rateLimiter.run(async () => 'made', patience, 'give')).toEqual({
      got: 'held-up',
      until: 3_600_000,
    });
    expect(time.slept).toEqual([]);
  });

  test('writes follow each other one at a time, reads do not wait for them', async () => {
    const time = fastTime(0);
    const rateLimiter = createRateLimiter(8, time, turns(apart(1000)));
    const writes: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      await rateLimiter.run(async () => writes.push(time.now()), undefined, 'give');
      await rateLimiter.run(async () => {}, undefined, 'look');
    }
    expect(writes).toEqual([0, 1000, 2000]);
  });

  test('writes asked for side by side are apart too', async () => {
    const time = fastTime(0);
    const rateLimiter = createRateLimiter(8, time, turns(apart(1000)));
    const writes: number[] = [];
    await Promise.all(
      Array.from({ length: 4 }, () =>
        rateLimiter.run(async () => writes.push(time.now()), undefined, 'give'),
      ),
    );
    for (const [at, one] of writes.slice(1).entries())
      expect(one - (writes[at] ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  test('so many in any minute, and no more', async () => {
    const time = fastTime(0);
    const rateLimiter = createRateLimiter(8, time, turns(perMinute(3)));
    const starts: number[] = [];
    for (let n = 0; n < 7; n += 1) await rateLimiter.run(async () => starts.push(time.now()));
    expect(starts).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000]);
  });

  test('a rule of ours is no loss of patience; a platform’s wish is', async () => {
    const time = fastTime(0);
    const rateLimiter = createRateLimiter(8, time, turns(apart(10_000)));
    const patience = { milliseconds: 5000 };
    await rateLimiter.run(async () => 'made', patience, 'give');
    expect(await rateLimiter.run(async () => 'made', patience, 'give')).toBe('made');
    rateLimiter.slowDown(20_000);
    expect(await rateLimiter.run(async () => 'made', patience, 'give')).toMatchObject({ got: 'held-up' });
  });

  test('one limiter for a host, whatever the path', () => {
    const limiterOf = limiterPerHost(fastTime());
    const one = limiterOf('https://api.example.com/a', 8);
    expect(limiterOf('https://api.example.com/b', 8)).toBe(one);
    expect(limiterOf('https://other.example.com/a', 8)).not.toBe(one);
    expect(limiterOf('https://api.example.com/a', 2)).not.toBe(one);
  });
});

describe('paging of any style', () => {
  test.each<[string | null, Record<string, string> | null]>([
    [null, {}],
    ['', {}],
    ['<https://h/x?page=2>; rel="next"', { next: 'https://h/x?page=2' }],
    ['<a>; rel=next, <b>; rel="last"', { next: 'a', last: 'b' }],
    ['<a,b;c>; title="x, <y>; rel=\\"next\\""; rel="prev next"', { prev: 'a,b;c', next: 'a,b;c' }],
    ['<a>; rel="next"; rel="last"', { next: 'a' }],
    ['<a>', {}],
    ['<a>; rel="next", <b>; rel="next"', { next: 'a' }],
    ['a; rel="next"', null],
    ['<a; rel="next"', null],
    ['<a>; rel="next",', null],
    ['<a>; rel="next" <b>', null],
  ])('Link %j', (header, links) => {
    const found = linksIn(header);
    expect(found === null ? null : Object.fromEntries(found)).toEqual(links);
  });

  const origin = { from: 'live', url: 'https://h/x' } as const;
  const plan = { name: 'teams', origin, id: (item: string) => item, pageSize: 2 };
  const pages = (table: Record<string, { items: string[]; next: string | null; total?: number }>) => ({
    ...plan,
    first: '1',
    page: async (at: string) => {
      const page = table[at];
      return page === undefined ? failure(diagnostic('connector-protocol', at, origin)) : success(page);
    },
  });

  test('pages are followed to their end', async () => {
    const list = pages({
      1: { items: ['a', 'b'], next: 'x', total: 3 },
      x: { items: ['c'], next: null, total: 3 },
    });
    expect(must(await readWhole(list))).toEqual(['a', 'b', 'c']);
    expect(must(await readWhole(pages({ 1: { items: [], next: null } })))).toEqual([]);
    expect(
      must(await readWhole(pages({ 1: { items: [], next: '2' }, 2: { items: ['a'], next: null } }))),
    ).toEqual(['a']);
  });

  test.each<[string, Parameters<typeof pages>[0]]>([
    ['a page that leads to itself', { 1: { items: ['a'], next: '1' } }],
    ['a circle', { 1: { items: ['a'], next: '2' }, 2: { items: ['b'], next: '1' } }],
    ['an item that comes twice', { 1: { items: ['a', 'a'], next: null } }],
    ['… on two pages', { 1: { items: ['a'], next: '2' }, 2: { items: ['a'], next: null } }],
    ['more than were asked for', { 1: { items: ['a', 'b', 'c'], next: null } }],
    ['a total that is not reached', { 1: { items: ['a'], next: null, total: 2 } }],
    ['a total that is passed', { 1: { items: ['a'], next: null, total: 0 } }],
    [
      'totals that differ',
      { 1: { items: ['a'], next: '2', total: 2 }, 2: { items: ['b'], next: null, total: 3 } },
    ],
    ['no id', { 1: { items: [''], next: null } }],
  ])('%s is no whole list', async (_, table) => {
    expect(codesOf(await readWhole(pages(table)))).toEqual(['connector-incomplete-read']);
  });

  test('a page that fails fails the list', async () => {
    expect(codesOf(await readWhole(pages({ 1: { items: ['a'], next: '2' } })))).toEqual([
      'connector-protocol',
    ]);
  });

  test('the next page by a Link header, or a reason', () => {
    const told = (link: string | null) => nextByLink({ get: () => link }, origin);
    expect(must(told('<b>; rel="next"'))).toBe('b');
    expect(must(told(null))).toBe(null);
    expect(codesOf(told('b'))).toEqual(['connector-protocol']);
  });
});

describe('read before a second try', () => {
  const answer: Exchange = {
    end: 'answer',
    status: 201,
    body: {},
    headers: { get: () => null },
    etag: null,
    uncertain: false,
  };
  const lost: Exchange = {
    end: 'failure',
    diagnostic: diagnostic('connector-unreachable', 'lost', null),
    inDoubt: true,
  };
  const refused: Exchange = { ...lost, inDoubt: false };
  const run = async (exchanges: Exchange[], looks: Outcome<boolean>[]) => {
    let sent = 0;
    const made = await readBeforeRetry({
      send: async () => exchanges[sent++] ?? lost,
      isInDoubt: (exchange) => exchange.end === 'failure' && exchange.inDoubt,
      isDone: async () => looks.shift() ?? success(false),
      time: fastTime(),
      pauses: [100, 200],
    });
    return [made.end, sent];
  };
  const yes = success(true);
  const no = success(false);
  const blind: Outcome<boolean> = failure(diagnostic('connector-unreachable', 'blind', null));

  test.each<[string, Exchange[], Outcome<boolean>[], [string, number]]>([
    ['answered', [answer], [], ['sent', 1]],
    ['refused', [refused], [], ['sent', 1]],
    ['lost, and done', [lost], [yes], ['found-done', 1]],
    ['lost, and done as a list shows later', [lost], [no, yes], ['found-done', 1]],
    ['lost, and not done', [lost, answer], [no, no], ['sent', 2]],
    ['lost twice, and done the second time', [lost, lost], [no, no, yes], ['found-done', 2]],
    ['lost twice', [lost, lost], [no, no, no, no], ['unknown', 2]],
    ['lost, and nobody can look', [lost], [blind], ['unknown', 1]],
  ])('%s', async (_, exchanges, looks, expected) => {
    expect(await run(exchanges, looks)).toEqual(expected);
  });
});

describe('settings of a connector', () => {
  const table = {
    url: { is: 'url', title: 'URL', description: 'Where.', required: true },
    'token-env': { is: 'variable', title: 'Token', description: 'Whose.', default: 'X_TOKEN' },
    app: {
      is: 'map',
      title: 'App',
      description: 'In place of a token.',
      settings: {
        id: { is: 'number', title: 'Id', description: 'Its number.', least: 1, most: 9, required: true },
        'key-env': { is: 'variable', title: 'Key', description: 'Its key.', default: 'X_KEY' },
      },
    },
    style: { is: 'text', title: 'Style', description: 'How.', among: ['rest', 'graphql'], default: 'rest' },
    quick: { is: 'flag', title: 'Quick', description: 'Sooner.' },
  } as const;

  test('defaults are filled in, and a way that is not taken stays away', () => {
    const filled = withDefaults(table, { url: 'https://h/x//' });
    expect(filled).toEqual({ url: 'https://h/x', 'token-env': 'X_TOKEN', style: 'rest' });
    expect(mapSetting(filled, 'app')).toBe(null);
    const app = withDefaults(table, { url: 'https://h', app: { id: 3 }, 'token-env': 'MINE', quick: false });
    expect(mapSetting(app, 'app')).toEqual({ id: 3, 'key-env': 'X_KEY' });
    expect(app).toMatchObject({ 'token-env': 'MINE', quick: false });
  });

  test.each<[Parameters<typeof settingFaults>[1], readonly string[]]>([
    [{ url: 'https://h' }, []],
    [{}, ['url missing']],
    [{ url: null }, ['url missing']],
    [{ url: 'ftp://h' }, ['url not-a-url']],
    [{ url: 'https://u:p@h' }, ['url not-a-url']],
    [{ url: 7 }, ['url not-a-url']],
    [{ url: 'https://h', 'token-env': 'ghp_aB3xY9Kd02LmQz7RtV5w' }, ['token-env not-a-variable']],
    [{ url: 'https://h', 'token-env': 'two words' }, ['token-env not-a-variable']],
    [{ url: 'https://h', app: {} }, ['app.id missing']],
    [{ url: 'https://h', app: { id: 10 } }, ['app.id not-a-value']],
    [{ url: 'https://h', app: { id: '3' } }, ['app.id not-a-value']],
    [{ url: 'https://h', app: { id: 3, key: 'x' } }, ['app.key unknown']],
    [{ url: 'https://h', app: 'x' }, ['app not-a-value']],
    [{ url: 'https://h', app: [] }, ['app not-a-value']],
    [{ url: 'https://h', style: 'soap' }, ['style not-a-value']],
    [{ url: 'https://h', style: '' }, ['style not-a-value']],
    [{ url: 'https://h', quick: 'yes' }, ['quick not-a-value']],
    [{ url: 'https://h', ulr: 'x', toString: 'x' }, ['ulr unknown', 'toString unknown']],
  ])('%j', (written, expected) => {
    expect(settingFaults(table, written).map(({ setting, fault }) => `${setting} ${fault}`)).toEqual(
      expected,
    );
    expect(JSON.stringify(settingFaults(table, written))).not.toMatch(/ghp_|u:p/);
  });
});
