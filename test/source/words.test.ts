import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/source/nearest.ts';
import { quote } from '../../src/source/quote.ts';

describe('nearest', () => {
  it.each([
    ['titel', ['title', 'members'], 'title'],
    ['mebers', ['title', 'members'], 'members'],
    ['Editor', ['viewer', 'editor'], 'editor'],
    ['qa', ['db', 'qb'], 'qb'],
    ['units', ['members', 'groups'], null],
    ['x'.repeat(1000), ['x'], null],
    ['', ['a'], 'a'],
  ])('%s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it('is the first of equally near ones', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
  });

  it('makes a sentence', () => {
    expect(didYouMean('grops', ['groups'])).toBe('Did you mean `groups`?');
    expect(didYouMean('zzzz', ['groups'])).toBeNull();
  });
});

describe('quote', () => {
  it.each([
    ['plain', '"plain"'],
    ['a\u0007b\nc', '"a\\u{7}b\\u{a}c"'],
    ['\u202egnp', '"\\u{202e}gnp"'],
    ['\ud800', '"\\u{d800}"'],
    ['a"b', '"a\\"b"'],
    ['ü 🦊', '"ü 🦊"'],
    ['x'.repeat(100), `"${'x'.repeat(79)}…"`],
  ])('%j', (text, expected) => {
    expect(quote(text)).toBe(expected);
  });
});
