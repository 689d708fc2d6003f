import { describe, expect, test } from 'vitest';
import { bearer } from '../../src/connector/http/authorization.ts';
import { openHttpWriter } from '../../src/connector/http/http-client.ts';
import { createRateLimiter } from '../../src/connector/http/rate-limiter.ts';
import { backOff, RETRY_RULES, retryAfter } from '../../src/connector/http/retry.ts';
import { Secret } from '../../src/connector/http/secret.ts';
import { DIRECT_TRANSPORT } from '../../src/connector/http/transport.ts';
import { createObjectQueue } from '../../src/connector/protocol/object-queue.ts';
import { rawServer } from './connections.ts';
import { fastTime } from './fast-time.ts';

const clientOf = (base: string, time = fastTime()) =>
  openHttpWriter({
    base,
    authorization: bearer(new Secret('raw-token')),
    way: DIRECT_TRANSPORT,
    pace: createRateLimiter(4, time),
    timeout: 1000,
    retry: RETRY_RULES,
    time,
    onRequest: () => {},
  });

test.each([
  ['7', 7000],
  ['0', 0],
  ['Mon, 01 Mar 2027 12:00:30 GMT', 30_000],
  ['Mon, 01 Mar 2027 11:00:00 GMT', 0],
  ['3600', 3_600_000],
  ['Mon, 01 Mar 2027 14:00:00 GMT', 7_200_000],
  ['Monday, 01-Mar-27 12:00:30 GMT', 30_000],
  // 24.8 days and more are what no timer takes.
  ['2147484', 2_147_484_000],
  // Some services send an instant as a number: a minute ahead, in seconds and in milliseconds, and one long gone.
  [String(Date.parse('2027-03-01T12:01:00Z') / 1000), 60_000],
  [String(Date.parse('2027-03-01T12:01:00Z')), 60_000],
  ['1764403200', 0],
  ['9'.repeat(400), Number.POSITIVE_INFINITY],
  ['-1', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
])('Retry-After %j', (header, milliseconds) => {
  expect(retryAfter(header, fastTime())).toBe(milliseconds);
});

test('back-off doubles up to a ceiling, and chance moves it by half', () => {
  const steps = (chance: number) =>
    [1, 2, 3, 9].map((attempt) => backOff(attempt, RETRY_RULES, fastTime(0, chance)));
  expect(steps(0)).toEqual([100, 200, 400, 5000]);
  expect(steps(0.9999)).toEqual([200, 400, 800, 10_000]);
});

test('a post without a key is never repeated once it may have arrived', async () => {
  let asked = 0;
  const { url } = await rawServer((request) => {
    asked += 1;
    request.socket.destroy();
  });
  const client = clientOf(url);
  await client.send({ method: 'POST', path: '/x', body: {} });
  expect(asked).toBe(1);
  await client.send({ method: 'POST', path: '/x', body: {}, headers: { 'idempotency-key': 'k' } });
  expect(asked).toBe(1 + RETRY_RULES.attempts);
});

test('all tries of one request carry the same key', async () => {
  const keys: unknown[] = [];
  const { url } = await rawServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    if (keys.length < 3) response.writeHead(503).end();
    else response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
  });
  const end = await clientOf(url).send({
    method: 'POST',
    path: '',
    body: {},
    headers: { 'idempotency-key': 'k' },
  });
  expect(end).toMatchObject({ end: 'answer', status: 201, uncertain: true });
  expect(keys).toEqual(['k', 'k', 'k']);
});

test('a body that breaks off is a lost answer', async () => {
  let asked = 0;
  const { url } = await rawServer((_, response) => {
    asked += 1;
    if (asked > 1) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
    response.write('{"items":[', () => response.destroy());
  });
  expect(await clientOf(url).get('/x')).toMatchObject({ end: 'answer', body: {} });
  expect(asked).toBe(2);
});

test('a 503 that names a date is waited for', async () => {
  let asked = 0;
  const { url } = await rawServer((_, response) => {
    asked += 1;
    const date = 'Mon, 01 Mar 2027 12:00:20 GMT';
    if (asked === 1) response.writeHead(503, { 'retry-after': date }).end();
    else response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('[]');
  });
  const time = fastTime();
  expect(await clientOf(url, time).get('/x')).toMatchObject({ end: 'answer', body: [] });
  expect(time.slept).toEqual([20_000]);
});

test('a refusal of one request is waited for by all', async () => {
  const time = fastTime();
  const arrivals: [string, number][] = [];
  const { url } = await rawServer((request, response) => {
    arrivals.push([request.url ?? '', time.now()]);
    if (arrivals.length === 1) response.writeHead(429, { 'retry-after': '9' }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const client = clientOf(url, time);
  const start = time.now();
  let second: Promise<unknown> | undefined;
  const sleep = time.sleep;
  // The first request is refused and about to wait: now another one, of its own, wants to go.
  time.sleep = async (milliseconds) => {
    if (second === undefined) {
      second = client.get('/second');
      // Time for it to arrive, were it not held back, before the clock moves.
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await sleep(milliseconds);
  };
  await client.get('/first');
  await second;
  expect(arrivals.map(([path]) => path).sort()).toEqual(['/first', '/first', '/second']);
  for (const [, at] of arrivals.slice(1)) expect(at - start).toBeGreaterThanOrEqual(9000);
});

test('a deletion with a body tells its length: what follows on the connection is the next request', async () => {
  const heard: string[] = [];
  const { url } = await rawServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.push(`${request.method} ${request.url} ${body}`);
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  });
  const client = clientOf(url);
  await client.send({ method: 'DELETE', path: '/groups/qa/users', body: { users: ['zoë'] } });
  await client.get('/groups');
  await client.send({ method: 'DELETE', path: '/groups/qa' });
  expect(heard).toEqual(['DELETE /groups/qa/users {"users":["zoë"]}', 'GET /groups ', 'DELETE /groups/qa ']);
});

describe('pace', () => {
  test('after a refusal nobody sends until the pause is over, then fewer at once, then more again', async () => {
    const time = fastTime(0);
    const rateLimiter = createRateLimiter(8, time);
    let inFlight = 0;
    let most = 0;
    const attempt = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      return time.now();
    };
    const many = async (count: number) => {
      const made = await Promise.all(Array.from({ length: count }, () => rateLimiter.run(attempt)));
      return made.filter((one) => typeof one === 'number');
    };
    await many(30);
    expect(most).toBe(8);
    rateLimiter.slowDown(5000);
    rateLimiter.slowDown(3000);
    most = 0;
    const times = await many(30);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(5000);
    expect(most).toBe(4);
    for (let n = 0; n < 100; n += 1) rateLimiter.wentWell();
    most = 0;
    await many(30);
    expect(most).toBe(8);
  });
});

describe('turns', () => {
  test('same object in order, others side by side, alone means alone', async () => {
    const objectQueue = createObjectQueue();
    const log: string[] = [];
    const task = (name: string, ticks: number) => async () => {
      log.push(`+${name}`);
      for (let n = 0; n < ticks; n += 1) await new Promise((resolve) => setImmediate(resolve));
      log.push(`-${name}`);
    };
    await Promise.all([
      objectQueue.on(['a'], task('a1', 4)),
      objectQueue.on(['b'], task('b1', 2)),
      objectQueue.on(['b', 'a'], task('ab', 1)),
      objectQueue.on(['a', 'b'], task('ba', 1)),
      objectQueue.on(['c'], task('c1', 1)),
      objectQueue.alone(task('all', 1)),
      objectQueue.on(['c'], task('c2', 1)),
    ]);
    expect(log.slice(0, 3)).toEqual(['+a1', '+b1', '+c1']);
    const order = (...names: string[]) => names.map((name) => log.indexOf(name));
    expect(order('-a1', '+ab', '-ab', '+ba', '-ba', '+all', '-all', '+c2')).toEqual(
      [...order('-a1', '+ab', '-ab', '+ba', '-ba', '+all', '-all', '+c2')].sort((x, y) => x - y),
    );
  });

  test('a task that throws gives its turn on', async () => {
    const objectQueue = createObjectQueue();
    const failing = objectQueue.on(['a'], async () => Promise.reject(new Error('bug')));
    const next = objectQueue.on(['a'], async () => 'went on');
    await expect(failing).rejects.toThrow('bug');
    expect(await next).toBe('went on');
  });
});
