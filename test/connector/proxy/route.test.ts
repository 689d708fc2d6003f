import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bypassesProxy } from '../../../src/connector/http/no-proxy.ts';
import { type ProxyEnvironment, proxyRouteTo } from '../../../src/connector/http/proxy.ts';

/** Which proxy, and by whom; `direct`; or the code of what is wrong. */
function way(url: string, environment: ProxyEnvironment): string {
  const proxyRoute = proxyRouteTo(url, environment);
  switch (proxyRoute.via) {
    case 'direct':
      return 'direct';
    case 'proxy':
      return `${proxyRoute.proxy.url} by ${proxyRoute.proxy.variable}`;
    case 'nothing':
      return `${proxyRoute.diagnostic.code}: ${proxyRoute.diagnostic.message}`;
  }
}

const HTTP = 'http://platform.test/orgs';
const HTTPS = 'https://platform.test/orgs';

describe('which variable counts', () => {
  test.each<[string, string, ProxyEnvironment, string]>([
    ['nothing is set', HTTPS, {}, 'direct'],
    ['https', HTTPS, { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128 by HTTPS_PROXY'],
    ['https, lower case', HTTPS, { https_proxy: 'http://p:3128' }, 'http://p:3128 by https_proxy'],
    [
      'upper case first, as in Go',
      HTTPS,
      { https_proxy: 'http://q', HTTPS_PROXY: 'http://p' },
      'http://p by HTTPS_PROXY',
    ],
    ['an empty one is none', HTTPS, { HTTPS_PROXY: '', https_proxy: 'http://q' }, 'http://q by https_proxy'],
    ['blanks are none', HTTPS, { HTTPS_PROXY: '  ' }, 'direct'],
    ['HTTP_PROXY is not for https', HTTPS, { HTTP_PROXY: 'http://p' }, 'direct'],
    ['HTTPS_PROXY is not for http', HTTP, { HTTPS_PROXY: 'http://p' }, 'direct'],
    ['ALL_PROXY is none of Go', HTTPS, { ALL_PROXY: 'http://p', all_proxy: 'http://p' }, 'direct'],
    ['http', HTTP, { HTTP_PROXY: 'http://p' }, 'http://p by HTTP_PROXY'],
    ['http, lower case', HTTP, { http_proxy: 'http://p' }, 'http://p by http_proxy'],
    [
      'under CGI it may be a header of a client',
      HTTP,
      { HTTP_PROXY: 'http://evil', REQUEST_METHOD: 'GET' },
      'direct',
    ],
    [
      'under CGI, lower case',
      HTTP,
      { HTTP_PROXY: 'http://evil', http_proxy: 'http://p', REQUEST_METHOD: 'GET' },
      'http://p by http_proxy',
    ],
    [
      'under CGI, https',
      HTTPS,
      { HTTPS_PROXY: 'http://p', REQUEST_METHOD: 'GET' },
      'http://p by HTTPS_PROXY',
    ],
    ['NO_PROXY', HTTPS, { HTTPS_PROXY: 'http://p', NO_PROXY: 'platform.test' }, 'direct'],
    ['no_proxy', HTTPS, { HTTPS_PROXY: 'http://p', no_proxy: 'platform.test' }, 'direct'],
    [
      'NO_PROXY before no_proxy',
      HTTPS,
      { HTTPS_PROXY: 'http://p', NO_PROXY: 'x', no_proxy: '*' },
      'http://p by HTTPS_PROXY',
    ],
    ['what nothing is asked of may be wrong', HTTPS, { HTTPS_PROXY: 'socks5://p', NO_PROXY: '*' }, 'direct'],
    ['not a URL', 'platform.test', { HTTPS_PROXY: 'http://p' }, 'direct'],
    ['another scheme', 'ftp://platform.test', { HTTPS_PROXY: 'http://p', HTTP_PROXY: 'http://p' }, 'direct'],
  ])('%s', (_, url, environment, expected) => {
    expect(way(url, environment)).toBe(expected);
  });
});

describe('what a variable may say', () => {
  test.each([
    ['proxy:3128', 'http://proxy:3128'],
    ['proxy', 'http://proxy'],
    ['10.1.2.3:8080', 'http://10.1.2.3:8080'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['HTTP://Proxy.Acme.COM:80/', 'http://proxy.acme.com'],
    ['https://proxy:443', 'https://proxy'],
    [' http://proxy:3128 ', 'http://proxy:3128'],
    ['http://proxy:3128/some/path?x#y', 'http://proxy:3128'],
    ['name:pass@proxy:3128', 'http://proxy:3128'],
    ['http://na%40me:p%3Ass@proxy:3128', 'http://proxy:3128'],
    ['http://name:100%@proxy:3128', 'http://proxy:3128'],
    ['http://bücher.test', 'http://xn--bcher-kva.test'],
  ])('%j', (value, url) => {
    expect(way(HTTPS, { HTTPS_PROXY: value })).toBe(`${url} by HTTPS_PROXY`);
  });

  test.each([
    ['socks5://name:s3cret@proxy:1080', 'HTTPS_PROXY names a SOCKS proxy, which is not supported'],
    ['SOCKS5H://proxy:1080', 'HTTPS_PROXY names a SOCKS proxy, which is not supported'],
    ['socks://proxy', 'HTTPS_PROXY names a SOCKS proxy, which is not supported'],
    ['ftp://name:s3cret@proxy', 'HTTPS_PROXY names a proxy of a kind that is not supported'],
    ['file:///s3cret', 'HTTPS_PROXY names a proxy of a kind that is not supported'],
    ['http://', 'HTTPS_PROXY is not the URL of a proxy'],
    ['http://name:s3cret@', 'HTTPS_PROXY is not the URL of a proxy'],
    ['http://name:s3cret@proxy:port', 'HTTPS_PROXY is not the URL of a proxy'],
    ['http://proxy:99999', 'HTTPS_PROXY is not the URL of a proxy'],
    ['http://proxy:0', 'HTTPS_PROXY is not the URL of a proxy: it names port 0'],
    [
      'http://name:12#s3cret@proxy',
      'HTTPS_PROXY is not the URL of a proxy: a /, ? or # before the @ has to be percent-encoded',
    ],
    [
      'http://s3cret/@proxy',
      'HTTPS_PROXY is not the URL of a proxy: a /, ? or # before the @ has to be percent-encoded',
    ],
    ['name:s3cret/@proxy:3128', 'HTTPS_PROXY is not the URL of a proxy'],
    ['http://a b', 'HTTPS_PROXY is not the URL of a proxy'],
  ])('%j is told, and not repeated', (value, message) => {
    const proxyRoute = proxyRouteTo(HTTPS, { HTTPS_PROXY: value });
    expect(way(HTTPS, { HTTPS_PROXY: value })).toBe(`proxy-invalid: ${message}`);
    expect(inspect(proxyRoute, { depth: 9, showHidden: true })).not.toContain('s3cret');
  });

  test('any text at all is a proxy or a diagnostic, and shows no password', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'http://', 'http://n:s3cret@'),
        (text, before) => {
          const proxyRoute = proxyRouteTo(HTTPS, { HTTPS_PROXY: `${before}${text}` });
          expect(inspect(proxyRoute, { depth: 9, showHidden: true, getters: true })).not.toContain('s3cret');
        },
      ),
    );
  });

  test('name and password are in the header, as they were before they were encoded, and in nothing that is shown', () => {
    const proxyRoute = proxyRouteTo(HTTPS, { HTTPS_PROXY: 'http://na%40me:p%3As%25s@proxy:3128' });
    if (proxyRoute.via !== 'proxy') throw new Error(proxyRoute.via);
    const { proxy } = proxyRoute;
    expect(proxy.authorization()).toBe(`Basic ${Buffer.from('na@me:p:s%s').toString('base64')}`);
    const shown = `${inspect(proxy, { showHidden: true, depth: 9, getters: true })}${JSON.stringify(proxy)}${proxy}`;
    expect(shown).not.toMatch(/na@me|na%40me|s%s|Basic/);
    expect(String(proxy)).toBe('the proxy http://proxy:3128 (HTTPS_PROXY)');
  });

  test('a name alone is a password of some proxies', () => {
    const proxyRoute = proxyRouteTo(HTTPS, { HTTPS_PROXY: 'http://token@proxy' });
    expect(proxyRoute.via === 'proxy' && proxyRoute.proxy.authorization()).toBe(
      `Basic ${Buffer.from('token:').toString('base64')}`,
    );
  });
});

describe('who is asked without a proxy', () => {
  test.each([
    // This machine, whatever the list says.
    ['http://localhost', '', true],
    ['http://LOCALHOST:7070', 'x', true],
    ['https://127.0.0.1', '', true],
    ['https://127.9.9.9:8443', '', true],
    ['https://[::1]:8443', '', true],
    ['https://[::ffff:127.0.0.1]', '', true],
    ['http://0x7f.1', '', true],
    ['http://localhost.acme.com', '', false],
    ['http://128.0.0.1', '', false],
    // Names.
    ['http://acme.com', 'acme.com', true],
    ['http://acme.com', 'ACME.com', true],
    ['http://ACME.com', 'acme.com', true],
    ['http://api.acme.com', 'acme.com', true],
    ['http://notacme.com', 'acme.com', false],
    ['http://acme.com', '.acme.com', false],
    ['http://api.acme.com', '.acme.com', true],
    ['http://acme.com', '*.acme.com', false],
    ['http://a.b.acme.com', '*.acme.com', true],
    ['http://api.acme.com', 'a*.acme.com', false],
    ['http://acme.com', '*', true],
    ['http://acme.com', 'x,*,y', true],
    ['http://acme.com', 'x, acme.com ,y', true],
    ['http://acme.com', 'x acme.com', true],
    ['http://acme.com', ', ,', false],
    ['http://bücher.de', 'bücher.de', true],
    ['http://xn--bcher-kva.de', 'BÜCHER.de', true],
    // Ports.
    ['http://acme.com', 'acme.com:80', true],
    ['https://acme.com', 'acme.com:443', true],
    ['https://acme.com', 'acme.com:80', false],
    ['http://acme.com:8080', 'acme.com:8080', true],
    ['http://acme.com:8080', 'acme.com:', true],
    ['http://api.acme.com:8080', '.acme.com:8080', true],
    ['http://acme.com:8080', ':8080', false],
    // Addresses.
    ['http://10.1.2.3', '10.1.2.3', true],
    ['http://10.1.2.3', '10.1.2.3:80', true],
    ['http://10.1.2.3', '10.1.2.3:81', false],
    ['http://10.1.2.30', '10.1.2.3', false],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.0.0.0/33', false],
    ['http://10.1.2.3', '0.0.0.0/0', true],
    ['http://ten.acme.com', '0.0.0.0/0', false],
    ['http://[fd00::7]', 'fd00::/8', true],
    ['http://[fe80::7]', 'fd00::/8', false],
    ['http://[fd00::7]', 'fd00:0:0::7', true],
    ['http://[fd00::7]:81', '[fd00::7]:81', true],
    ['http://[fd00::7]:81', '[fd00::7]:82', false],
    ['http://[fd00::7]', '[fd00::7]', true],
    // Of no form.
    ['http://acme.com', '[', false],
    ['http://acme.com', 'acme.com:80:80', false],
    ['http://acme.com', 'http://acme.com', false],
  ])('%s with %j: %s', (url, list, expected) => {
    expect(bypassesProxy(new URL(url), list)).toBe(expected);
  });

  test('no list breaks it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (list) => typeof bypassesProxy(new URL(HTTP), list) === 'boolean',
      ),
    );
  });
});
