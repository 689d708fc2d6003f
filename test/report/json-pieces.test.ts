import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonList } from '../../src/report/json/json-list.ts';
import { jsonPieces } from '../../src/report/json/json-pieces.ts';
import { jsonText, reportEnvelope } from '../../src/report/json/report-envelope.ts';

const report = (more: object) => ({ ...reportEnvelope('plan', 'ok', []), ...more });

it('says the same as the whole text, whatever is in the report', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.string({ unit: 'grapheme' }), (value, text) => {
      const one = report({ value, text, nothing: undefined, list: [[], {}, [value], { text, value }] });
      expect([...jsonPieces(one)].join('')).toBe(jsonText(one));
    }),
  );
});

it('makes a list while it writes it, holds no text of the whole, and ends each piece with a line', () => {
  let made = 0;
  const grants = new JsonList(function* () {
    for (; made < 100_000; made += 1) yield { member: `u${made}@acme.co`, because: null };
  });
  let length = 0;
  let longest = 0;
  let ahead = 0;
  for (const piece of jsonPieces(report({ organizations: [{ access: { gained: grants, lost: [] } }] }))) {
    if (length === 0) ahead = made;
    length += piece.length;
    longest = Math.max(longest, piece.length);
    expect(piece.endsWith('\n')).toBe(true);
  }
  expect(made).toBe(100_000);
  expect(length).toBeGreaterThan(5_000_000);
  expect(longest).toBeLessThan(70_000);
  expect(ahead).toBeLessThan(2_000);
});

it('writes an empty list that is made as an empty one', () => {
  const one = { list: new JsonList(() => []) };
  expect([...jsonPieces(report(one))].join('')).toBe(jsonText(report({ list: [] })));
});
