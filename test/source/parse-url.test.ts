import { readdirSync, readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { parseUrl } from '../../src/source/parse-url.ts';

it.each([
  ['http://bücher.example/ä', undefined, 'http://xn--bcher-kva.example/%C3%A4'],
  ['/ä', 'http://bücher.example', 'http://xn--bcher-kva.example/%C3%A4'],
  ['http://日本.example', undefined, 'http://xn--wgv71a.example/'],
  ['http://', undefined, null],
  ['/ä', undefined, null],
  ['http://a:port', undefined, null],
])('%j at %j is %j, also when compiled', (text, base, expected) => {
  for (let n = 0; n < 50_000; n += 1) {
    if ((parseUrl(text, base)?.href ?? null) !== expected) expect.fail(`wrong at call ${n}`);
  }
});

test('nothing asks URL.canParse', () => {
  const asking = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (path) =>
      path.endsWith('.ts') &&
      readFileSync(`src/${path}`, 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .includes('canParse'),
  );
  expect(asking).toEqual([]);
});
