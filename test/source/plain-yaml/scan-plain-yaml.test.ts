import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { readByBoth } from './same-by-both.ts';

const FILES = globSync(['examples/**/*.yaml', 'schemas/platforms/*.yaml', 'test/**/*.yaml'])
  .sort()
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** What people and programs write every day. */
const SCANNED: readonly string[] = [
  ...['', '# nothing\n', '---\n', '---\na: 1\n---\nb: 2\n', '---  # of what\na: 1', '  a: 1\n  b: 2\n'],
  ...[
    'a:\n',
    'a:',
    'a: \nb: 1',
    'a:\n\n  # why\n\n  b: 1\n',
    'a: 1 # why',
    'a: b#c',
    'a: "x" # why',
    '"a" : b',
  ],
  ...['a:\n- b\n- c\nd: e', '- a\n- - b\n  - c\n- d: e\n  f: g\n', 'a:\n  - b: 1\n    c:\n    - d\n  - e'],
  ...[
    '{}',
    '[]',
    'a: {b: c, "d": e, }',
    'a: [b, [c], {d: e}, ]',
    'a: {b: , c: }',
    'a: [\n  b, # why\n  c\n  ]\nd: e',
  ],
  ...[
    'a: it is',
    'a: http://x:80/y?z#w',
    "a: 'it''s'",
    'a: "\\ud83d"',
    'a: "\\u00e9\\n\\"\\\\"',
    'a: é 😀',
    'a: x - y',
    'a: -x',
  ],
  ...[
    'a: ~',
    'a: null',
    'a: true',
    'a: FALSE',
    'a: 12',
    'a: -3',
    'a: no',
    'a: 2027-01-31',
    'a: 1.2.3',
    'a: +',
    '1: a',
  ],
  ...[
    'a: |\n  b\n\n   c\n\nd: e',
    'a: |-\n  b\n# why\n',
    'a: |\n  b\n  ',
    'a: |\n  b\n \n',
    'a: >-\n  b\n  c\n',
    'a: >\n  b\n  c\nd: 1',
  ],
  ...['a: 1\r\nb:\r\n  - c\r\n', '__proto__: 1\nconstructor: 2\ntoString: 3', '~: 1\ntrue: 2\n12: 3'],
];

/** What is rare or wrong: the library reads it, or says what is wrong with it. */
const LEFT: readonly string[] = [
  ...[
    'a: &x b',
    'a: *x',
    'a: !!str b',
    '<<: {a: 1}',
    '? a\n: b',
    '%YAML 1.2\n---\na: 1',
    'a: 1\n...\n',
    'a\n',
    '"a"',
  ],
  ...[
    'a: 1\na: 2',
    '{a: 1, a: 2}',
    '"a": 1\na: 2',
    'a: b: c',
    'a: b\n  c',
    'a: b\n c: d',
    'a:\n  b: 1\n c: 2',
    '- a\nb: c',
  ],
  ...[
    'a:\n\tb: 1',
    'a: "b\n  c"',
    'a: [b\n',
    'a: [b: c]',
    'a: {b}',
    'a: {b: c',
    '{a: b\n# c\n}',
    '{a: 1}: 2',
    'a: [b,, c]',
    'a: [b] c',
    '[-]',
    'a: {b: -}',
    'a: [b, -,]',
    'a: "b" c',
  ],
  ...[
    'a: 0x1F',
    'a: 0o17',
    'a: 1e3',
    'a: 1.5',
    'a: .5',
    'a: .inf',
    'a: .nan',
    'a: +1',
    'a: 007',
    `a: ${'9'.repeat(20)}`,
  ],
  ...[
    'a: |+\n  b\n',
    'a: |2\n   b\n',
    'a: |\n\n  b\n',
    'a: |\n  b',
    'a: |\n  b\n   ',
    'a: |\n  b\n\r\n  # c',
    'a: |\n  b\n   \n  c\n',
    'a: >\n  b\n\n  c\n',
    'a: @b',
    'a: `b',
    'a: %b',
    '- \n- a',
  ],
  ...['a: "\\x41"', 'a: b\u0085c', 'a:\u2028 b', `${'k'.repeat(1100)}: 1`, `a: ${'['.repeat(40)}`],
];

describe('a text', () => {
  it.each(SCANNED)('is scanned, and means what it does to the library: %j', (text) => {
    expect(readByBoth(text)).toEqual({ left: false, differs: null });
  });

  it.each(LEFT)('is left to the library: %j', (text) => {
    expect(readByBoth(text)).toEqual({ left: true, differs: null });
  });

  it.each(FILES)('of the project means the same to both: $file', ({ text }) => {
    expect(readByBoth(text).differs).toBeNull();
  });

  it('is seldom left to the library', () => {
    const left = FILES.filter(({ text }) => readByBoth(text).left).map(({ text }) => /[&*!]\w/.test(text));
    expect(left.length).toBeLessThan(FILES.length / 10);
    expect(left).not.toContain(false);
  });
});

/** Signs that mean something, in the places where they do and where they do not. */
const PIECES: readonly string[] = [
  ...[
    '\n',
    ' ',
    '  ',
    '- ',
    ': ',
    ':',
    '#',
    ' #',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '\n\n',
    '\n# c\n',
    '\n  # c\n',
  ],
  ...[
    'a',
    '1',
    '~',
    '- a: 1',
    'b:\n',
    '\r\n',
    '---\n',
    '\n---',
    '&a',
    '*a',
    '|',
    '>',
    '!',
    '?',
    '? ',
    '\t',
    '\\',
    '\\n',
  ],
  ...[
    'true',
    '0x1F',
    '1e3',
    '.5',
    '-',
    '--',
    'é',
    '\u00a0',
    '😀',
    '<<: ',
    '__proto__: ',
    "''",
    '""',
    '[]',
    '{}',
    '@',
    '`',
  ],
  ...[
    '%',
    '...',
    '\n...\n',
    '- - ',
    'a: b',
    'a:\n- b\n',
    'x: [\n',
    '\n]',
    '\n }',
    "'it''s'",
    '"\\u0041"',
    '|\n',
    '>-\n',
  ],
  ...[
    'd: |\n  x\n  y\n',
    'd: >-\n  x\n  y\n',
    '{a: , b: }',
    'k: {a: b, c: [d, {e: f}]}',
    '\u2028',
    '\ufeff',
    '\u0085',
  ],
];
const SMALL = FILES.map(({ text }) => text).filter((text) => text.length < 3000);

const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => parts.join(''));
/** Short texts of little but signs: where one stands beside another is what is read wrong. */
const SIGNS = [
  ...[
    'a',
    'b',
    ' ',
    '  ',
    '\n',
    '\n  ',
    '\r\n',
    '\t',
    ': ',
    ':',
    '- ',
    '-',
    '---',
    '#',
    ' #',
    '# c\n',
    '"',
    "'",
  ],
  ...['[', ']', ',', ', ', '{', '}', ' |\n', ' >-\n', 'a: b\n', '- b\n', '[a]', '{a: b}', 'é'],
];
const signs = fc
  .array(fc.constantFrom(...SIGNS), { minLength: 2, maxLength: 12 })
  .map((parts) => parts.join(''));
/** A part of a real file with up to three places changed. */
const edited = fc
  .tuple(
    fc.constantFrom(...SMALL),
    fc.nat(),
    fc.integer({ min: 40, max: 3000 }),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.oneof(fc.constant(''), fc.constantFrom(...PIECES))), {
      maxLength: 3,
    }),
  )
  .map(([file, from, length, edits]) => {
    const part = file.slice(from % 2 === 0 ? 0 : from % file.length).slice(0, length);
    return edits.reduce((text, [at, cut, piece]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + piece + text.slice(place + cut);
    }, part);
  });

/** Runs of each law; `YAML_RUNS=200000` for a night's worth. */
const RUNS = Number(process.env.YAML_RUNS ?? 3000);

describe('whatever the text', () => {
  it.each([
    ['of pieces', pieces],
    ['of signs', signs],
    ['of a file that was edited', edited],
  ])('%s, the scanner says what the library says, or nothing', (_name, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        // These never come to either: a text that holds them is refused before.
        fc.pre(!/\r(?!\n)|\p{Cs}/u.test(text));
        expect(readByBoth(text).differs).toBeNull();
      }),
      { numRuns: RUNS },
    );
  });
});
