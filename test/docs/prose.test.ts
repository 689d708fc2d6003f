/** How Bylaw speaks to people: on its pages, and in every text of its program. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Nobody's sex is known; the rest is old, and slow to read. */
const UNWANTED = /\b(?:he|his|him|himself|whoever|whomever|for ever)\b/gi;
/** A sentence with more words than this is read twice. */
const LONGEST = 35;

const filesIn = (folder: string, ending: RegExp): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => ending.test(file) && !file.includes('node_modules'))
    .sort();

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...['docs', 'examples', 'bench'].flatMap((folder) => filesIn(folder, /\.md$/)),
];

const proseOf = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```/gm, '');
const unwantedIn = (text: string): readonly string[] => text.match(UNWANTED) ?? [];

it.each([...PAGES, ...filesIn('schemas', /\.(json|yaml)$/)])('%s has no unwanted words', (page) => {
  expect(unwantedIn(proseOf(readFileSync(page, 'utf8')))).toEqual([]);
});

describe('the README', () => {
  /** A paragraph, an item of a list or a cell of a table each begins a sentence. */
  const sentences = proseOf(readFileSync('README.md', 'utf8'))
    .split(/\n\s*\n|\n *- |\||(?<=[.!?])\s+(?=[A-Z`*])/)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim());
  const wordsOf = (sentence: string): number =>
    sentence.split(' ').filter((word) => /[a-z]/i.test(word) && !/\]\(/.test(word)).length;

  it(`has no sentence of more than ${LONGEST} words`, () => {
    expect(sentences.length).toBeGreaterThan(50);
    expect(sentences.filter((sentence) => wordsOf(sentence) > LONGEST)).toEqual([]);
  });

  it('says on its first screen what Bylaw is, for whom, and the two commands', () => {
    const first = readFileSync('README.md', 'utf8').split('\n').slice(0, 24).join('\n');
    expect(first).toContain('**Access as code.**');
    expect(first).toContain('It is for');
    expect(first).toMatch(/^npm ci && npm run demo\b/m);
    expect(first).toMatch(/^npm cit\b/m);
  });
});

it.each([...filesIn('src', /\.ts$/), ...filesIn('build/pages', /\.ts$/)])(
  '%s has no unwanted words in its texts',
  (file) => {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node)) found.push(...unwantedIn(node.text));
      else if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
        found.push(...unwantedIn(node.text));
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
    expect(found).toEqual([]);
  },
);
