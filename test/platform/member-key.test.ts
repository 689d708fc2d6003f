import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableKey } from '../../src/platform/member-key.ts';
import type { UnitOfWork } from '../../src/sandbox/api/handler.ts';
import { comparedKey } from '../../src/sandbox/records/member-record.ts';

const COMPARISONS = ['fold-case', 'exact'] as const;

/** Letters that fold strangely, and marks that compose with them, between all others. */
const letter = fc.oneof(
  fc.constantFrom(...'HJTWYIİıßſKÅΣσςΪΫΑΩǅͅ'),
  fc.constantFrom(...'\u0300\u0301\u0307\u0308\u030a\u030c\u0323\u0331\u0342\u0345\u0313'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const key = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(''));

function sandboxKey(text: string, compare: (typeof COMPARISONS)[number]): string {
  return comparedKey({ rules: { foldMemberKeys: compare === 'fold-case' } } as UnitOfWork, text);
}

describe('the comparable form of a key', () => {
  it.each(COMPARISONS)('is its own comparable form (%s)', (compare) => {
    fc.assert(
      fc.property(key, (text) => {
        const form = comparableKey(text, compare);
        expect(comparableKey(form, compare)).toBe(form);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(COMPARISONS)('is one, however its marks are composed, and composed itself (%s)', (compare) => {
    fc.assert(
      fc.property(key, (text) => {
        const form = comparableKey(text, compare);
        expect(form.normalize('NFC')).toBe(form);
        expect(comparableKey(text.normalize('NFD'), compare)).toBe(form);
        expect(comparableKey(text.normalize('NFC'), compare)).toBe(form);
      }),
    );
  });

  it('is that of the small letters, which platforms keep, whatever composes them afterwards', () => {
    fc.assert(
      fc.property(key, (text) => {
        const small = text.toLowerCase();
        for (const kept of [small, small.normalize('NFC'), small.normalize('NFD')])
          expect(comparableKey(kept, 'fold-case')).toBe(comparableKey(text, 'fold-case'));
      }),
    );
  });

  it('is one for each letter that has a composed small form and no composed capital', () => {
    const strange = [];
    for (let code = 0x80; code <= 0x1fff; code += 1) {
      const small = String.fromCodePoint(code);
      const capital = small.toUpperCase();
      if ([...capital].length === 1 || capital.toLowerCase().normalize('NFC') !== small.normalize('NFC'))
        continue;
      strange.push(small);
      expect(comparableKey(`${capital}a@acme.example`, 'fold-case')).toBe(
        comparableKey(`${small}a@acme.example`, 'fold-case'),
      );
    }
    expect(strange).toEqual(expect.arrayContaining([...'ẖǰẗẘẙΐΰ'].map((one) => one.normalize('NFC'))));
  });

  it.each(COMPARISONS)('is the same in the sandbox, which shares no code (%s)', (compare) => {
    fc.assert(
      fc.property(key, (text) => {
        expect(sandboxKey(text, compare)).toBe(comparableKey(text, compare));
      }),
    );
  });
});
