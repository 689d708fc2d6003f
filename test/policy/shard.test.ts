/** `3/8` as a text, and where an organization belongs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isShard, shardOf, shardText } from '../../src/policy/shard.ts';
import { membershipOf, shardNumberOf } from '../../src/workspace/shard-membership.ts';

describe('a shard is written NUMBER/COUNT:', () => {
  it.each([
    ['1/1', 1, 1],
    ['3/8', 3, 8],
    ['8/8', 8, 8],
    ['1000/1000', 1000, 1000],
  ])('%s', (text, number, count) => {
    expect(shardOf(text)).toEqual({ number, count });
    expect(shardText({ number, count })).toBe(text);
  });

  it.each([
    '0/8',
    '9/8',
    '3/',
    '/8',
    'a/b',
    '',
    '3',
    '3/8/9',
    '03/8',
    '3/08',
    '-1/8',
    '1.5/8',
    ' 3/8',
    '3/8 ',
    '3 / 8',
    '1e1/20',
    '1/1001',
    '1/9999',
    '1/10000',
    '0/0',
    '3\\8',
    '٣/٨',
    '1/1\n',
  ])('%j is none', (text) => {
    expect(shardOf(text)).toBeNull();
  });

  it('numbers out of a file are held to the same', () => {
    for (const [number, count] of [
      [0, 8],
      [9, 8],
      [1.5, 8],
      [1, Number.NaN],
      [1, 1001],
    ] as const)
      expect(isShard({ number, count })).toBe(false);
  });
});

const name = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-._é'),
  minLength: 1,
  maxLength: 30,
});

describe('an organization', () => {
  it('is in exactly one shard, however many there are', () => {
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 1000 }), (organization, count) => {
        const number = shardNumberOf(organization, count);
        expect(isShard({ number, count })).toBe(true);
        const claimed = [...new Array(count).keys()].filter((at) =>
          membershipOf({ number: at + 1, count })(organization),
        );
        expect(claimed).toEqual([number - 1]);
        expect(membershipOf(null)(organization)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('stays where it is for ever: what other programs compute, they compute too', () => {
    const at = (count: number) =>
      ['acme', 'globex', 'initech', 'umbrella'].map((one) => shardNumberOf(one, count));
    expect({ 1: at(1), 2: at(2), 8: at(8), 1000: at(1000) }).toMatchInlineSnapshot(`
      {
        "1": [
          1,
          1,
          1,
          1,
        ],
        "1000": [
          106,
          349,
          125,
          857,
        ],
        "2": [
          2,
          1,
          1,
          1,
        ],
        "8": [
          2,
          5,
          5,
          1,
        ],
      }
    `);
  });

  it('shares its shard with about as many as any other', () => {
    const counts = new Array<number>(8).fill(0);
    for (let n = 0; n < 8000; n += 1) {
      const at = shardNumberOf(`org-${n}`, 8) - 1;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
