import { describe, expect, it } from 'vitest';
import { crashReport } from '../../src/command/crash.ts';
import { codePointName } from '../../src/source/code-point.ts';
import { ImpossibleState, known } from '../../src/source/known.ts';
import { groupBy, ListsByKey } from '../../src/source/lists-by-key.ts';
import { memoize } from '../../src/source/memoize.ts';
import { reachableFrom } from '../../src/source/reachable.ts';
import { sentences } from '../../src/source/sentences.ts';

describe('what is taken for granted', () => {
  it.each([0, '', false, [], Number.NaN])('is there, however little it is: %j', (value) => {
    expect(known(value, 'something')).toBe(value);
  });

  it.each([undefined, null])('is a bug where it is %s, and the report says what it was', (value) => {
    const take = () => known(value, 'the path of a scope');
    expect(take).toThrow(ImpossibleState);
    let report = '';
    try {
      take();
    } catch (error) {
      report = crashReport('bylaw plan', error, {});
    }
    expect(report).toContain('bylaw plan met a bug in Bylaw');
    expect(report).toContain('taken for granted, but not there: the path of a scope');
  });
});

describe('lists by key', () => {
  it('keep the order of what was added, and have an empty list for a key that nothing has', () => {
    const lists = ListsByKey.from([
      ['b', 1],
      ['a', 2],
      ['b', 3],
    ]);
    expect([...lists]).toEqual([
      ['b', [1, 3]],
      ['a', [2]],
    ]);
    expect([...lists.keys()]).toEqual(['b', 'a']);
    expect([lists.size, lists.has('a'), lists.has('c'), lists.get('c')]).toEqual([2, true, false, []]);
  });

  it('do not share what one of them is given', () => {
    const [one, other] = [new ListsByKey<string, number>(), new ListsByKey<string, number>()];
    expect(one.get('a')).toEqual([]);
    one.add('a', 1);
    expect(other.get('a')).toEqual([]);
  });

  it('can be made of what each value says', () => {
    expect(groupBy(['qa', 'sre', 'ops'], (name) => name.length).get(3)).toEqual(['sre', 'ops']);
  });
});

describe('a walk', () => {
  const next: Readonly<Record<string, readonly string[]>> = { a: ['b', 'c'], b: ['a'], c: ['c'], d: ['a'] };
  const from = (...starts: readonly string[]) => [
    ...reachableFrom(starts, (one) => known(next[one], 'a node')),
  ];

  it('finds what is reached, once, rings or not', () => {
    expect(from('a')).toEqual(['a', 'b', 'c']);
    expect(from('d', 'a')).toEqual(['d', 'a', 'b', 'c']);
    expect(from()).toEqual([]);
  });
});

it('an answer is worked out once for each key, null too', () => {
  const asked: number[] = [];
  const half = memoize((number: number) => {
    asked.push(number);
    return number % 2 === 0 ? number / 2 : null;
  });
  expect([half(4), half(3), half(4), half(3)]).toEqual([2, null, 2, null]);
  expect(asked).toEqual([4, 3]);
});

it('sentences are joined, and nothing is said for nothing', () => {
  expect(sentences('No such role.', null, 'Did you mean viewer?')).toBe('No such role. Did you mean viewer?');
  expect(sentences(null, '')).toBe('');
});

it.each([
  ['\u00ad', 'U+00AD'],
  ['\u{1f600}', 'U+1F600'],
  ['a', 'U+0061'],
])('%j is called %s', (character, name) => {
  expect(codePointName(character)).toBe(name);
});
