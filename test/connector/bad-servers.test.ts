/** Servers that ask to wait, that send too much, and that say nothing: each is told, in a time that people have. */
import { createServer } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bearer } from '../../src/connector/http/authorization.ts';
import { openHttpWriter } from '../../src/connector/http/http-client.ts';
import { createRateLimiter } from '../../src/connector/http/rate-limiter.ts';
import { readBody, UnreadableBody } from '../../src/connector/http/response-body.ts';
import { RETRY_RULES } from '../../src/connector/http/retry.ts';
import { Secret } from '../../src/connector/http/secret.ts';
import type { ClientClock } from '../../src/connector/http/time.ts';
import { DIRECT_TRANSPORT } from '../../src/connector/http/transport.ts';
import type { WaitNotice } from '../../src/connector/http/wait-notices.ts';
import { codesOf, connectionTo, fast, rawServer, sandboxOf } from './connections.ts';
import { type FastTime, fastTime } from './fast-time.ts';

interface Made {
  readonly time?: ClientClock;
  readonly timeout?: number;
  readonly stop?: AbortSignal;
  readonly onWait?: (waitNotice: WaitNotice) => void;
  readonly concurrency?: number;
}

const clientOf = (base: string, { time = fastTime(), timeout = 5000, concurrency = 4, ...rest }: Made = {}) =>
  openHttpWriter({
    base,
    authorization: bearer(new Secret('raw-token')),
    way: DIRECT_TRANSPORT,
    pace: createRateLimiter(concurrency, time),
    timeout,
    retry: RETRY_RULES,
    time,
    onRequest: () => {},
    ...rest,
  });

const JSON_TYPE = { 'content-type': 'application/json' };

describe('a platform that asks to wait', () => {
  /** Refuses the first request so, and would answer all others. */
  const refusingOnce = async (retryAfter: string) => {
    let asked = 0;
    const { url } = await rawServer((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(429, { ...JSON_TYPE, 'retry-after': retryAfter }).end('{}');
      else response.writeHead(200, JSON_TYPE).end('{}');
    });
    return { url, asked: () => asked };
  };

  test.each([
    ['an hour', '3600'],
    ['longer than timers go', '2147484'],
    ['until tomorrow', 'Tue, 02 Mar 2027 12:00:00 GMT'],
    ['until an instant in seconds', String(Date.parse('2027-03-02T12:00:00Z') / 1000)],
    ['until an instant in milliseconds', String(Date.parse('2027-03-02T12:00:00Z'))],
    ['for ever', '9'.repeat(400)],
  ])('%s: given up by all that wait, and none of them sleeps', async (_, retryAfter) => {
    const time = fastTime();
    const { url, asked } = await refusingOnce(retryAfter);
    const client = clientOf(url, { time, concurrency: 1 });
    const ends = await Promise.all(['/a', '/b', '/c'].map((path) => client.get(path)));
    for (const end of ends)
      expect(end).toMatchObject({ end: 'failure', diagnostic: { code: 'connector-rate-limited' } });
    expect(time.slept).toEqual([]);
    expect(asked()).toBe(1);
    expect(ends[1]).toMatchObject({ diagnostic: { message: expect.stringContaining('asks to wait until') } });
  });

  test('a minute: waited for by all, and told once', async () => {
    const told: WaitNotice[] = [];
    const time = fastTime();
    const { url } = await refusingOnce('60');
    const client = clientOf(url, { time, concurrency: 1, onWait: (waitNotice) => told.push(waitNotice) });
    const ends = await Promise.all(['/a', '/b', '/c'].map((path) => client.get(path)));
    expect(ends.map(({ end }) => end)).toEqual(['answer', 'answer', 'answer']);
    const host = new URL(url).host;
    expect(told).toEqual([
      { text: `${host} asks to wait 60 s (429), until 2027-03-01T12:01:00Z`, long: true },
    ]);
  });

  test('a minute again and again: nobody waits for longer than there is patience', async () => {
    const time = fastTime();
    const { url } = await rawServer((_, response) => {
      response.writeHead(429, { ...JSON_TYPE, 'retry-after': '50' }).end('{}');
    });
    const client = clientOf(url, { time });
    await Promise.all(['/a', '/b', '/c'].map((path) => client.get(path)));
    const slept = time.slept.reduce((sum, one) => sum + one, 0);
    expect(slept).toBeLessThanOrEqual(3 * RETRY_RULES.patience);
  });

  test('the lists of an organization on two pages end with it, whoever was refused', async () => {
    const members = Array.from({ length: 150 }, (_, n) => ({ key: `u${n}@acme.com` }));
    for (const nth of [1, 2, 5, 7]) {
      const sandbox = await sandboxOf('lumoauth', {
        seed: { organization: 'acme', members },
        faults: [{ kind: 'status', status: 429, retryAfter: 3600, nth }],
      });
      const time = fastTime();
      const read = await fast(time).openReader(connectionTo(sandbox)).read();
      expect(codesOf(read)).toEqual(['connector-rate-limited']);
      expect(time.slept).toEqual([]);
    }
  });

  test.each([
    ['a pause of all', 429],
    ['the pause of one', 503],
  ])('Ctrl-C ends %s at once', async (_, status) => {
    const { url } = await rawServer((_, response) => {
      response.writeHead(status, { ...JSON_TYPE, 'retry-after': '100' }).end('{}');
    });
    const stop = new AbortController();
    let asleep = 0;
    const waiting: FastTime = {
      ...fastTime(),
      // Wakes for nothing but the signal.
      sleep: (_, signal) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve(), { once: true });
          asleep += 1;
          if (asleep === 2) stop.abort();
        }),
    };
    const client = clientOf(url, { time: waiting, stop: stop.signal, concurrency: 2 });
    const ends = await Promise.all([
      client.get('/a'),
      client.send({ method: 'PUT', path: '/b', body: {} }),
      client.get('/c'),
    ]);
    const codes = ends.map((end) => (end.end === 'failure' ? end.diagnostic.code : end.end));
    expect(codes.filter((code) => code === 'interrupted').length).toBeGreaterThanOrEqual(2);
    // Of a 503 nobody knows; by a 429 nothing was done.
    expect(ends[1]).toMatchObject({ end: 'failure', inDoubt: status === 503 });
  });
});

describe('an answer without end', () => {
  const GIGABYTE = 1024 * 1024 * 1024;
  /** A gigabyte of blanks, packed: a megabyte on the way. */
  const bombs: Readonly<Record<string, (text: Buffer) => Buffer>> = {
    gzip: (text) => gzipSync(text),
    deflate: (text) => deflateSync(text),
    br: (text) => brotliCompressSync(text),
  };

  test.each(Object.entries(bombs))(
    'packed as %s is taken no further than the limit',
    async (encoding, pack) => {
      const block = pack(Buffer.alloc(8 * 1024 * 1024, 0x20));
      const read = readBody(Readable.from([block]), encoding, 1024 * 1024);
      await expect(read).rejects.toThrow(UnreadableBody);
      expect(await readBody(Readable.from([pack(Buffer.from('{"ä":1}'))]), encoding)).toBe('{"ä":1}');
    },
  );

  test('as it is: no more is taken than the limit', async () => {
    let given = 0;
    const endless = new Readable({
      read() {
        given += 65536;
        this.push(given > GIGABYTE ? null : Buffer.alloc(65536, 0x20));
      },
    });
    await expect(readBody(endless, null, 1024 * 1024)).rejects.toThrow('larger than 1 MiB');
    expect(given).toBeLessThan(2 * 1024 * 1024);
  });

  test.each([
    ['packed twice', 'gzip, gzip'],
    ['packed as nobody asked', 'zstd'],
  ])('%s is not unpacked', async (_, encoding) => {
    const { url } = await rawServer((_, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': encoding }).end('{}');
    });
    expect(await clientOf(url).get('/x')).toMatchObject({
      end: 'failure',
      diagnostic: { code: 'connector-protocol' },
    });
  });

  test('of a write: a failure that says that nobody knows, and no second try', async () => {
    let asked = 0;
    const { url } = await rawServer((_, response) => {
      asked += 1;
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20)));
    });
    const end = await clientOf(url).send({ method: 'PUT', path: '/x', body: {} });
    expect(end).toMatchObject({
      end: 'failure',
      inDoubt: true,
      diagnostic: { code: 'connector-protocol', message: expect.stringContaining('larger than 32 MiB') },
    });
    expect(asked).toBe(1);
  });

  test('packed and cut off is a lost answer, and tried again', async () => {
    let asked = 0;
    const { url } = await rawServer((_, response) => {
      asked += 1;
      const packed = gzipSync('{"a":1}');
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' });
      response.end(asked === 1 ? packed.subarray(0, -9) : packed);
    });
    expect(await clientOf(url).get('/x')).toMatchObject({ end: 'answer', body: { a: 1 } });
  });

  test('a list that says it has more pages than anybody could ask for', async () => {
    const server = await rawServer((_, response) => {
      const page = { items: [], page: 1, pageSize: 100, total: Number.MAX_SAFE_INTEGER, revision: 1 };
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(page));
    });
    expect(codesOf(await fast().openReader(connectionTo(server)).read())).toEqual(['connector-protocol']);
  });
});

describe('a server that says nothing', () => {
  test('accepts and closes: told, not waited for without end', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}`;
    const read = await fast()
      .openReader(connectionTo({ url, token: 'raw' }))
      .read();
    expect(codesOf(read)).toEqual(['connector-unreachable']);
    expect(JSON.stringify(read)).toContain('closed without an answer, ECONNRESET (tried 5 times)');
  });

  test('is asked twice and not five times, then once by each', async () => {
    let asked = 0;
    const { url } = await rawServer(() => {
      asked += 1;
    });
    // Two such tries are all the silence there is patience for.
    const client = openHttpWriter({
      base: url,
      authorization: bearer(new Secret('raw-token')),
      way: DIRECT_TRANSPORT,
      pace: createRateLimiter(4, fastTime()),
      timeout: 40,
      retry: { ...RETRY_RULES, silence: 80 },
      time: fastTime(),
      onRequest: () => {},
    });
    expect(await client.get('/x')).toMatchObject({
      diagnostic: { code: 'connector-unreachable', message: expect.stringContaining('(tried 2 times)') },
    });
    expect(asked).toBe(2);
    await client.get('/y');
    expect(asked).toBe(3);
  });

  test('is told of while it is waited for, once in a line that stays', async () => {
    const time = fastTime();
    const told: WaitNotice[] = [];
    let answer = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      void rawServer((_, response) => {
        answer = () => response.writeHead(200, JSON_TYPE).end('{}');
        resolve();
      }).then(({ url }) => {
        const client = clientOf(url, {
          time,
          onWait: (waitNotice) => told.push(waitNotice),
          timeout: 60_000,
        });
        ended = client.get('/x');
      });
    });
    let ended: Promise<unknown> = Promise.resolve();
    await arrived;
    for (let n = 0; n < 4; n += 1) time.ring();
    answer();
    expect(await ended).toMatchObject({ end: 'answer' });
    expect(told.map(({ text, long }) => [text.replace(/127\.0\.0\.1:\d+/, 'HOST'), long])).toEqual([
      ['no answer from HOST for 5 s', false],
      ['no answer from HOST for 10 s', false],
      ['no answer from HOST for 15 s', true],
      ['no answer from HOST for 20 s', false],
    ]);
    time.ring();
    expect(told.length).toBe(4);
  });

  test('Ctrl-C ends what reads at once, and what writes is waited for', async () => {
    const stop = new AbortController();
    const answers: (() => void)[] = [];
    const { url } = await rawServer((_, response) => {
      answers.push(() => response.writeHead(200, JSON_TYPE).end('{}'));
      if (answers.length === 2) stop.abort();
    });
    const client = clientOf(url, { stop: stop.signal });
    const read = client.get('/read');
    const write = client.send({ method: 'PUT', path: '/write', body: {} });
    expect(await read).toMatchObject({ end: 'failure', diagnostic: { code: 'interrupted' } });
    for (const answer of answers) answer();
    expect(await write).toMatchObject({ end: 'answer' });
    // Whoever then asks what is left is answered.
    const after = client.get('/left');
    await new Promise((resolve) => setImmediate(resolve));
    const answering = setInterval(() => answers.at(-1)?.(), 5);
    expect(await after).toMatchObject({ end: 'answer' });
    clearInterval(answering);
  });

  test('ports that a browser would not ask are asked', async () => {
    // 6667 and its like are refused by fetch; nobody listens there.
    const read = await fast()
      .openReader(connectionTo({ url: 'http://127.0.0.1:6667', token: 'raw' }))
      .read();
    expect(JSON.stringify(read)).toContain('ECONNREFUSED');
  });
});

test('a body that nobody ends is ended with the deadline', async () => {
  const { url } = await rawServer((_, response) => {
    response.writeHead(200, JSON_TYPE);
    const slow = new PassThrough();
    slow.pipe(response);
    slow.write('{');
  });
  const end = await clientOf(url, { timeout: 30 }).get('/x');
  expect(end).toMatchObject({ diagnostic: { message: expect.stringContaining('no answer within 30 ms') } });
});
