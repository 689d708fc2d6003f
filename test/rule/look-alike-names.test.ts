/** The skeleton by which names look alike: Unicode's own, of the same texts whatever form they are written in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skeletonOf } from '../../src/rule/built-in/look-alike-names.ts';
import { judgedDocuments } from './judged-documents.ts';

describe('the skeleton', () => {
  it.each([
    ['paypal', 'paypaI'],
    ['paypal', 'p\u0430yp\u0430l'],
    ['scope', '\u0455\u0441\u043e\u0440\u0435'],
    ['team', 'tearn'],
    ['l', '1'],
    ['\u00e9', 'e\u0301'],
    ['\ud835\udc1a', 'a'],
  ])('makes one text of %s and %s', (one, other) => {
    expect(skeletonOf(one)).toBe(skeletonOf(other));
  });

  it.each([
    ['a', 'b'],
    ['team', 'teams'],
    ['e', '\u00e9'],
    ['o', 'c'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(skeletonOf(one)).not.toBe(skeletonOf(other));
  });

  it('is its own skeleton, and does not depend on how a text is composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const skeleton = skeletonOf(text);
        expect(skeletonOf(skeleton)).toBe(skeleton);
        expect(skeletonOf(text.normalize('NFC'))).toBe(skeletonOf(text.normalize('NFD')));
      }),
      { seed: 20260, numRuns: 2000 },
    );
  });

  it('of two texts together is that of each, one after the other, where nothing combines', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(skeletonOf(one + other)).toBe(skeletonOf(one) + skeletonOf(other));
      }),
      { seed: 20260, numRuns: 1000 },
    );
  });
});

it('a newcomer that looks like somebody is told, though those before are known', () => {
  const members = (more: string) =>
    `members:\n  bob@acme.example: { roles: [admin] }\n  b0b@acme.example: {}\n${more}`;
  const known =
    'rules:\n  alike: { rule: look-alike-names }\nacknowledged:\n  two bobs: { rule: alike, organization: acme, person: bob@acme.example, reason: CHG-1, owner: bo, until: 2026-12-31 }\n';
  const open = (more: string) =>
    judgedDocuments({ organization: members(more), rules: known })
      .findings.filter(({ acknowledged }) => acknowledged === null)
      .map(({ person }) => person);
  expect(open('')).toEqual([]);
  for (const newcomer of ['b\u043eb@acme.example', 'b0\u0062\u0062@acme.example', '8ob@acme.example'])
    expect(open(`  "${newcomer}": {}\n`)).toEqual(newcomer.startsWith('b\u043e') ? [newcomer] : []);
});
