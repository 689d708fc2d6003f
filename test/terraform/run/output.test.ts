import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excerpt, lineReader } from '../../../src/terraform/run/child-output.ts';

function linesOf(chunks: readonly Buffer[], longest?: number): readonly string[] {
  const lines: string[] = [];
  const reader = lineReader((line) => lines.push(line), longest);
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return lines;
}

function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const sorted = [0, ...places.map((at) => at % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return sorted.slice(1).map((to, at) => bytes.subarray(sorted[at], to));
}

it('lines are the same however the bytes come, in the middle of a character too', () => {
  const line = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replace(/[\r\n]/g, ''));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(500)), (lines, places) => {
      const wanted = lines.map((one) => Buffer.from(one).toString('utf8')).filter((one) => one !== '');
      expect(linesOf(cut(Buffer.from(lines.join('\n')), places))).toEqual(wanted);
      expect(linesOf(cut(Buffer.from(lines.join('\r\n')), places))).toEqual(wanted);
    }),
  );
});

it('a line too long is left out, those around it are not', () => {
  const text = Buffer.from(`before\n${'x'.repeat(50)}\nafter\n${'y'.repeat(11)}\n${'z'.repeat(10)}`);
  for (const size of [1, 3, 7, 100]) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
      text.subarray(at * size, (at + 1) * size),
    );
    expect(linesOf(chunks, 10)).toEqual(['before', 'after', 'z'.repeat(10)]);
  }
});

it('of a long text the beginning and the end are kept, and how much is not', () => {
  const short = excerpt(10, 5);
  short.add('0123');
  short.add('456789abcde');
  expect(short.text()).toBe('0123456789abcde');
  const long = excerpt(10, 5);
  long.add('0123456789');
  for (let at = 0; at < 1000; at += 1) long.add(`${at} `);
  const [first, middle, last] = long.text().split('\n');
  expect(first).toBe('0123456789');
  expect(middle).toMatch(/^… 38\d\d characters left out …$/);
  expect('998 999 '.endsWith(last ?? '?')).toBe(true);
  expect((last ?? '').length).toBeLessThanOrEqual(10);
});
