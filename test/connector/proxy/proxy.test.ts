/** Requests through a real proxy on loopback, which alone knows where `platform.test` is. */
import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../../src/connector/connector.ts';
import { group } from '../attributes.ts';
import { codesOf, connectionTo, fast, must, rawServer, sandboxOf } from '../connections.ts';
import { fastTime } from '../fast-time.ts';
import { lumoauth } from '../platforms.ts';
import { makeAuthority } from './authority.ts';
import { inTls, type ProxyOptions, type ProxyServer, startMute, startProxy } from './proxy-server.ts';

const PASSWORD = 'p@ss/w%rd-7f3a';
const NAME_AND_PASSWORD = `dan:${PASSWORD}`;

const portOf = (url: string): number => Number(new URL(url).port);

function withPassword(url: string): string {
  return url.replace('://', `://dan:${encodeURIComponent(PASSWORD)}@`);
}

/** A connection to a made-up host, which this proxy is asked for. */
function by(
  proxy: string,
  scheme: 'http' | 'https',
  token: string,
  more: Partial<Connection> = {},
): Connection {
  const environment = { [`${scheme}_proxy`.toUpperCase()]: proxy };
  return connectionTo({ url: `${scheme}://platform.test`, token }, lumoauth, { environment, ...more });
}

/** Everything by which a password could come out. */
function shown(...things: readonly unknown[]): string {
  return things
    .map(
      (thing) => `${inspect(thing, { depth: 20, showHidden: true, getters: true })}${JSON.stringify(thing)}`,
    )
    .join('\n');
}

function expectNoPassword(...things: readonly unknown[]): void {
  const text = shown(...things);
  for (const form of [
    PASSWORD,
    encodeURIComponent(PASSWORD),
    Buffer.from(NAME_AND_PASSWORD).toString('base64'),
  ])
    expect(text).not.toContain(form);
}

describe('http is asked of the proxy', () => {
  test('an organization is read and written, over connections that are kept', async () => {
    const sandbox = await sandboxOf('lumoauth');
    const proxy = await startProxy({
      hosts: { 'platform.test:80': portOf(sandbox.url) },
      password: NAME_AND_PASSWORD,
    });
    const writer = fast().openWriter(by(withPassword(proxy.url), 'http', sandbox.token));
    const read = must(await writer.read());
    must(await writer.write({ write: 'create-group', group: group('qa') }));
    for (let more = 0; more < 20; more += 1) must(await writer.events(null));
    expect(read.resources.length).toBeGreaterThan(0);
    expect(proxy.seen).toHaveLength(writer.requests());
    expect(proxy.seen).toContain('POST http://platform.test/orgs/acme/api/v1/groups');
    expect(proxy.connections()).toBeLessThan(writer.requests() / 2);
    expectNoPassword(writer, read);
  });

  test('organizations side by side stay within one pace', async () => {
    let now = 0;
    let most = 0;
    const { url, token } = await rawServer((_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      }, 20);
    });
    const proxy = await startProxy({ hosts: { 'platform.test:80': portOf(url) } });
    const connector = fast();
    const environment = { HTTP_PROXY: proxy.url };
    const readers = Array.from({ length: 12 }, () =>
      connector.openReader(by(proxy.url, 'http', token, { environment, concurrency: 3 })),
    );
    await Promise.all(readers.map((reader) => reader.events(null)));
    expect(most).toBe(3);
    expect(proxy.connections()).toBeLessThanOrEqual(6);
  });

  test('what the platform says of itself comes through: 429 and Retry-After, 412, a lost answer', async () => {
    const sandbox = await sandboxOf('lumoauth', {
      faults: [
        { kind: 'status', status: 429, retryAfter: 7, nth: 2 },
        { kind: 'drop-before', nth: 4 },
      ],
    });
    const proxy = await startProxy({ hosts: { 'platform.test:80': portOf(sandbox.url) } });
    const time = fastTime();
    const reader = fast(time).openReader(by(proxy.url, 'http', sandbox.token));
    must(await reader.read());
    expect(Math.max(...time.slept)).toBe(7000);
    expect(reader.requests()).toBe(8);
  });

  test('no proxy is asked for what NO_PROXY names, nor for this machine', async () => {
    const sandbox = await sandboxOf('lumoauth');
    const proxy = await startProxy();
    const environment = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
    must(
      await fast()
        .openReader(connectionTo(sandbox, lumoauth, { environment }))
        .read(),
    );
    const named = { ...environment, NO_PROXY: '.test' };
    const found = await fast()
      .openReader(by(proxy.url, 'http', 'token', { environment: named }))
      .read();
    expect(codesOf(found)).toEqual(['connector-unreachable']);
    expect(shown(found)).not.toContain('proxy');
    expect(proxy.connections()).toBe(0);
  });

  test('what goes by itself is not disturbed by what goes through a proxy', async () => {
    const sandbox = await sandboxOf('lumoauth');
    const proxy = await startProxy({ hosts: { 'platform.test:80': portOf(sandbox.url) } });
    const connector = fast();
    const through = () => connector.openReader(by(proxy.url, 'http', sandbox.token)).read();
    const straight = () => connector.openReader(connectionTo(sandbox)).read();
    const [a, b, c] = await Promise.all([through(), straight(), through()]);
    must(await straight());
    expect(must(a).resources).toHaveLength(must(b).resources.length);
    must(c);
  });
});

describe('https goes through a tunnel', () => {
  const authority = makeAuthority();
  const issued = authority.issue('platform.test');

  /** The sandbox in TLS, and a proxy that knows the way to it. */
  async function platform(options: ProxyOptions = {}) {
    const sandbox = await sandboxOf('lumoauth');
    const port = await inTls(portOf(sandbox.url), issued);
    const proxy = await startProxy({ hosts: { 'platform.test:443': port }, ...options });
    return { sandbox, proxy };
  }

  describe('where the authority is known', () => {
    // Node reads the file of NODE_EXTRA_CA_CERTS at its start: that is tested with processes of their own.
    beforeEach(() => {
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    });
    afterEach(() => {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    });

    test.each([
      ['spoken to in the clear', undefined],
      ['spoken to in TLS', authority.issue('localhost')],
    ])('a proxy %s sees host and port and no more', async (_, certificate) => {
      const { sandbox, proxy } = await platform({
        password: NAME_AND_PASSWORD,
        ...(certificate === undefined ? {} : { certificate }),
      });
      const writer = fast().openWriter(by(withPassword(proxy.url), 'https', sandbox.token));
      must(await writer.read());
      must(await writer.write({ write: 'create-group', group: group('qa') }));
      for (let more = 0; more < 20; more += 1) must(await writer.events(null));
      expect(new Set(proxy.seen)).toEqual(new Set(['CONNECT platform.test:443']));
      expect(proxy.headers.join('\n')).not.toContain(sandbox.token);
      // Tunnels are kept: a read side by side opens several, what comes after it hardly another one.
      expect(proxy.seen.length).toBeLessThan(writer.requests() / 2);
      expectNoPassword(writer);
    });

    test('http to a proxy in TLS goes through a tunnel as well', async () => {
      const sandbox = await sandboxOf('lumoauth');
      const proxy = await startProxy({
        hosts: { 'platform.test:80': portOf(sandbox.url) },
        certificate: authority.issue('localhost'),
      });
      must(
        await fast()
          .openReader(by(proxy.url, 'http', sandbox.token))
          .read(),
      );
      expect(new Set(proxy.seen)).toEqual(new Set(['CONNECT platform.test:80']));
    });

    test('tunnels that break are got over', async () => {
      const tunnels = new Set<Socket>();
      const { sandbox, proxy } = await platform({
        tunnel: (socket) => {
          tunnels.add(socket);
          return 'go on';
        },
      });
      const reader = fast().openReader(by(proxy.url, 'https', sandbox.token));
      must(await reader.read());
      for (const socket of tunnels) socket.destroy();
      must(await reader.read());
      const before = proxy.seen.length;
      const reading = reader.read();
      for (const socket of tunnels) socket.destroy();
      must(await reading);
      expect(proxy.seen.length).toBeGreaterThan(before);
    });

    test('a platform that does not answer is given up on in time', async () => {
      const mute = await startMute(null);
      const proxy = await startProxy({ hosts: { 'platform.test:443': portOf(mute) } });
      const reader = fast().openReader(by(proxy.url, 'https', 'token', { timeout: 200 }));
      const read = await reader.events(null);
      expect(codesOf(read)).toEqual(['connector-unreachable']);
      expect(read.diagnostics[0]?.message).toContain(
        `no answer within 200 ms (tried 5 times); asked through the proxy ${proxy.url} (HTTPS_PROXY)`,
      );
    });
  });

  test('an authority that nobody here knows is told as that', async () => {
    const { sandbox, proxy } = await platform();
    const read = await fast()
      .openReader(by(proxy.url, 'https', sandbox.token))
      .events(null);
    expect(read.diagnostics).toMatchObject([
      {
        code: 'certificate-untrusted',
        message: `GET https://platform.test/orgs/acme/api/v1/audit-events?page=1&pageSize=100: the certificate comes from no authority that is trusted here (UNABLE_TO_VERIFY_LEAF_SIGNATURE); asked through the proxy ${proxy.url} (HTTPS_PROXY)`,
        hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      },
    ]);
    expect(proxy.headers.join('\n')).not.toContain(sandbox.token);
  });

  test('also where others were named, in other words', async () => {
    const { sandbox, proxy } = await platform();
    const environment = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: 'missing.pem' };
    const read = await fast()
      .openReader(by(proxy.url, 'https', sandbox.token, { environment }))
      .events(null);
    expect(read.diagnostics).toMatchObject([
      { code: 'certificate-untrusted', hint: expect.stringContaining('could not be read') },
    ]);
  });

  test('so is one of the proxy itself', async () => {
    const { sandbox, proxy } = await platform({ certificate: authority.issue('localhost') });
    const read = await fast()
      .openReader(by(proxy.url, 'https', sandbox.token))
      .read();
    expect(codesOf(read)).toEqual(['certificate-untrusted']);
    expect(read.diagnostics[0]?.message).toContain("the proxy's own certificate");
    expect(proxy.seen).toEqual([]);
  });

  test('and without any proxy', async () => {
    const sandbox = await sandboxOf('lumoauth');
    const port = await inTls(portOf(sandbox.url), authority.issue('localhost'));
    const read = await fast()
      .openReader(connectionTo({ url: `https://localhost:${port}`, token: sandbox.token }))
      .read();
    expect(read.diagnostics).toMatchObject([
      { code: 'certificate-untrusted', hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') },
    ]);
    expect(read.diagnostics[0]?.message).not.toContain('proxy');
  });
});

describe('a proxy that does not let anything through', () => {
  const refusing = (): Promise<ProxyServer> => startProxy({ password: NAME_AND_PASSWORD });

  test.each<[string, 'http' | 'https', () => Promise<string>, string, string]>([
    [
      'wants a password',
      'https',
      async () => (await refusing()).url,
      'asks for another name and password (407)',
      'NAME:PASSWORD@',
    ],
    [
      'wants another password',
      'https',
      async () => (await refusing()).url.replace('://', '://dan:s3cret@'),
      'asks for another name and password (407)',
      'percent-encoded',
    ],
    [
      'wants a password for http',
      'http',
      async () => (await refusing()).url,
      'asks for another name and password (407)',
      'HTTP_PROXY',
    ],
    [
      'does not find the platform',
      'https',
      async () => (await startProxy()).url,
      'refuses the connection (502)',
      'NO_PROXY',
    ],
    [
      'closes the connection',
      'https',
      async () =>
        (
          await startProxy({
            tunnel: (socket) => {
              socket.destroy();
              return 'seen to';
            },
          })
        ).url,
      'cannot be reached (UND_ERR_SOCKET)',
      'HTTPS_PROXY',
    ],
    [
      'is no proxy',
      'https',
      () => startMute('220 mail.acme.com ready\r\n'),
      'cannot be reached',
      'HTTPS_PROXY',
    ],
    [
      'never answers',
      'https',
      () => startMute(null),
      'cannot be reached (no answer within 300 ms)',
      'HTTPS_PROXY',
    ],
    [
      'is not there',
      'https',
      async () => 'http://dan:s3cret@127.0.0.1:1',
      'cannot be reached (ECONNREFUSED)',
      'HTTPS_PROXY',
    ],
    [
      'is not there for http',
      'http',
      async () => 'http://dan:s3cret@127.0.0.1:1',
      'cannot be reached (ECONNREFUSED)',
      'HTTP_PROXY',
    ],
    [
      'has a name that is none',
      'https',
      async () => 'http://dan:s3cret@proxy.invalid:3128',
      'cannot be reached (',
      'HTTPS_PROXY',
    ],
    [
      'has a name that is none, for http',
      'http',
      async () => 'http://dan:s3cret@proxy.invalid:3128',
      'cannot be reached (',
      'HTTP_PROXY',
    ],
  ])('%s (%s)', async (_, scheme, start, says, hint) => {
    const proxy = await start();
    // Names are looked up as slowly as the machine likes.
    const timeout = says.includes('no answer') ? 400 : 10_000;
    const reader = fast().openReader(by(proxy, scheme, 'tok-3n', { timeout }));
    const read = await reader.events(null);
    const [found] = read.diagnostics;
    expect(read.diagnostics).toMatchObject([{ code: 'proxy-failed', severity: 'error' }]);
    const { origin } = new URL(proxy);
    expect(found?.message).toContain(`the proxy ${origin} (${scheme.toUpperCase()}_PROXY) ${says}`);
    expect(found?.hint).toContain(hint);
    expect(shown(read)).not.toMatch(/s3cret|tok-3n/);
    expect(reader.requests()).toBe(1);
  });

  test('is not stormed: one wish for a tunnel for each try', async () => {
    const proxy = await startProxy({
      tunnel: (socket) => {
        socket.destroy();
        return 'seen to';
      },
    });
    const reader = fast().openReader(by(proxy.url, 'https', 'token', { timeout: 400 }));
    await reader.events(null);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(proxy.seen).toEqual(['CONNECT platform.test:443']);
  });

  test('and keeps nothing open that was waited for in vain', async () => {
    const proxy = await startProxy({ tunnel: () => 'seen to' });
    await fast()
      .openReader(by(proxy.url, 'https', 'token', { timeout: 200 }))
      .events(null);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(proxy.seen).toHaveLength(1);
    // One is opened anew, for the next wish.
    expect(proxy.open()).toBeLessThanOrEqual(1);
  });

  test('a page it answers in place of the platform is told as through which proxy it came', async () => {
    const proxy = await startProxy();
    const read = await fast()
      .openReader(by(withPassword(proxy.url), 'http', 'token'))
      .events(null);
    expect(codesOf(read)).toEqual(['connector-server-error']);
    expect(read.diagnostics[0]?.message).toBe(
      `GET http://platform.test/orgs/acme/api/v1/audit-events?page=1&pageSize=100: the platform answers 502 (text/html: <html>no such host); asked through the proxy ${proxy.url} (HTTP_PROXY)`,
    );
    expectNoPassword(read);
  });

  test('a login page it leads to is not followed', async () => {
    const login = await rawServer((_, response) => {
      response.writeHead(302, { location: 'https://login.acme.test/' }).end();
    });
    const proxy = await startProxy({ hosts: { 'platform.test:80': portOf(login.url) } });
    const read = await fast()
      .openReader(by(proxy.url, 'http', 'tok-3n'))
      .events(null);
    expect(codesOf(read)).toEqual(['connector-protocol']);
    expect(read.diagnostics[0]?.message).toContain(
      `redirected to https://login.acme.test/; the token was not sent there; asked through the proxy ${proxy.url}`,
    );
  });

  test('a variable that names none: nothing is sent, and its text is not shown', async () => {
    const environment = { HTTPS_PROXY: 'socks5://dan:s3cret@127.0.0.1:1080' };
    const reader = fast().openReader(by('', 'https', 'token', { environment }));
    const read = await reader.read();
    expect(read.diagnostics).toMatchObject([
      { code: 'proxy-invalid', message: 'HTTPS_PROXY names a SOCKS proxy, which is not supported' },
    ]);
    expect(shown(read)).not.toContain('s3cret');
    expect(reader.requests()).toBe(0);
  });
});
