/** What the comment of a review says: short enough and still of use, and harmless whatever documents call things. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReviewFacts } from '../../src/pull-request/read-review-facts.ts';
import { reviewComment } from '../../src/pull-request/review-comment.ts';
import type { ReviewFacts, ReviewRow } from '../../src/pull-request/review-facts.ts';
import { COMMENT_LIMIT } from '../../src/report/markdown/pull-request-comment.ts';
import { expectGolden } from '../golden.ts';

const SETTINGS = { limit: COMMENT_LIMIT, artifact: 'review.json', foundBy: null };

function factsOf(rows: readonly ReviewRow[], more: Partial<ReviewFacts> = {}): ReviewFacts {
  return {
    format: 'bylaw.review/v1',
    verdict: 'changes',
    title: 'acme: 5000 people gain, 1 loses',
    commit: 'a'.repeat(40),
    compared: 'compared with origin/main',
    sections: [
      {
        title: 'Effective access',
        holds: 'who gains and loses access in acme',
        head: ['Who', '', 'What', 'Where', 'Because'],
        rows,
        isFolded: false,
      },
    ],
    lines: [],
    ...more,
  };
}

const row = (
  names: readonly string[],
  verb: string,
  rank: number,
  why = 'role editor on acme',
): ReviewRow => ({
  cells: [
    { names: names.slice(0, 25), before: '', more: '' },
    { text: verb },
    { names: ['documents:write'], before: '', more: '' },
    { names: ['acme'], before: '', more: '' },
    { text: why },
  ],
  rank,
  names,
});

test('a change that touches 5,000 people, each in another way, fits, and removals are kept', () => {
  const gains = Array.from({ length: 5000 }, (_, at) =>
    row([`person-${at}@acme.example`], 'gains', 4, `${at}. way: group engineers → role editor on acme`),
  );
  const comment = reviewComment(factsOf([row(['zoe@acme.example'], 'loses', 2), ...gains]), SETTINGS);
  expect([...comment].length).toBeLessThanOrEqual(COMMENT_LIMIT);
  expect(comment).toContain('zoe@acme.example');
  expect(comment).toContain('review.json');
  expect(comment).toMatch(/more rows \(\d+ named\) left out/);
  expectGolden('test/pull-request/golden/five-thousand.md', comment);
});

const NASTY = [
  '@everyone',
  '@acme/security',
  'a|b',
  '`@octocat`',
  '<img src=x onerror=alert(1)>',
  '</details>@octocat',
  '<!-- bylaw review 00 commit=none body=00 -->',
  '[click](https://evil.example)',
  'https://evil.example',
  '\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007',
  '\u001b[2J',
  'a\nb',
  '\u202egnp.exe',
  'owner/repo#12',
  '#12',
  'GH-12',
  '!12',
  '~label',
  '/close',
  '\n/close\n',
  '=HYPERLINK("x")',
  '-->',
];

/** As a renderer takes code away: nothing is read inside of it. */
function outsideOfCode(markdown: string): string {
  return markdown.replace(/<code>.*?<\/code>/g, '').replace(/`[^`\n]*`/g, '');
}

test('names are names: nobody is mentioned, nothing linked, no markup read, no line of a table begun', () => {
  const name = fc.oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  );
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), name, (names, text) => {
      const facts = factsOf([row(names, text, 4, text)], { title: text, compared: text });
      const sections = facts.sections.map((section) => ({ ...section, title: text, holds: text }));
      const list = { title: text, holds: text, head: null, rows: [item(text)], isFolded: true };
      const comment = reviewComment(
        { ...facts, sections: [...sections, list] },
        { ...SETTINGS, artifact: text },
      );
      const plain = outsideOfCode(comment);
      expect(plain).not.toMatch(/@|https?:|www\.|<img|<!--|-->|\]\(|#\d|GH-\d|!\d|~l|^\/\w/m);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
      expect(comment).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      const rows = comment.split('\n').filter((line) => line.startsWith('| '));
      for (const line of rows) expect(line.replace(/`[^`]*`/g, '').split(' | ')).toHaveLength(5);
    }),
    { numRuns: 300 },
  );
});

const item = (text: string): ReviewRow => ({ cells: [{ text }], rank: 6, names: [] });

test('what another job wrote is taken of its form alone', () => {
  const facts = factsOf([row(['ana'], 'gains', 4)]);
  expect(readReviewFacts(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
  const broken: readonly unknown[] = [
    null,
    [],
    {},
    { ...facts, format: 'bylaw.review/v2' },
    { ...facts, verdict: 'fine' },
    { ...facts, commit: 'main' },
    { ...facts, title: 'x'.repeat(30_000) },
    { ...facts, sections: [{ ...facts.sections[0], head: ['Who'] }] },
    { ...facts, lines: [{ file: 'a', line: '1', level: 'notice', title: '', message: '' }] },
  ];
  for (const one of broken) expect(() => readReviewFacts(one)).toThrow();
});
