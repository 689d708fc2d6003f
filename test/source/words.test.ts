import { describe, expect, it } from 'vitest';
import { didYouMean, nearest, nearestFirst } from '../../src/source/did-you-mean.ts';
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

describe('names to choose from', () => {
  it('are all told while they are few', () => {
    expect(nearestFirst('editr', ['viewer', 'editor'])).toBe('viewer, editor');
  });
  it('are, of very many, the likeliest first and then a number', () => {
    const many = Array.from({ length: 46 }, (_, at) => `module-${at}-manager`);
    const told = nearestFirst('ownr', [...many, 'owner']);
    expect(told).toMatch(/^owner, module-0-manager, /);
    expect(told).toMatch(/, and 39 more$/);
    expect(told.split(', ')).toHaveLength(9);
  });
});
