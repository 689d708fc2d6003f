/** What can be told of a file by its head is what the parser says of it; the rest is told to be in doubt. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { organizationOfDocument } from '../../src/policy/document-kind.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { organizationInHead } from '../../src/workspace/document-head.ts';

const head = (text: string): string | null => organizationInHead(Buffer.from(text));
const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\n';

describe('a head that is beyond doubt:', () => {
  it.each([
    [HEAD, 'acme'],
    [HEAD.trimEnd(), 'acme'],
    [`# a comment\n\n${HEAD}platform: oten\n`, 'acme'],
    [`---\n${HEAD}members: {}\n`, 'acme'],
    [HEAD.replaceAll('\n', '\r\n'), 'acme'],
    ['kind: Organization\nname: a.b-c_d   # ours\napiVersion: bylaw/v1\ntitle: x\n', 'a.b-c_d'],
    [
      'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n  x: { members: "*" }\n',
      'acme',
    ],
    // What is broken further down is the owner's to tell.
    [`${HEAD}members: [\n  {\n`, 'acme'],
    [`${HEAD}name: other\n`, 'acme'],
  ])('%j', (text, organization) => {
    if (text.includes('name: other')) expect(head(text)).toBeNull();
    else expect(head(text)).toBe(organization);
  });
});

describe('a head that leaves a doubt:', () => {
  it.each([
    '',
    '# only a comment\n',
    'apiVersion: bylaw/v1\n',
    HEAD.replace('acme', '"acme"'),
    HEAD.replace('acme', '&a acme'),
    HEAD.replace('acme', '*a'),
    HEAD.replace('acme', '!!str acme'),
    HEAD.replace('acme', '|\n  acme'),
    HEAD.replace('acme', ''),
    HEAD.replace('acme', 'null'),
    HEAD.replace('acme', 'true'),
    HEAD.replace('acme', 'No'),
    HEAD.replace('acme', '7'),
    HEAD.replace('acme', 'acme # x').replace('name:', 'name:\t'),
    HEAD.replace('acme', 'acme\n  more'),
    HEAD.replace('acme', 'acme\n\n more'),
    HEAD.replace('acme', 'a b'),
    HEAD.replace('acme', 'acme: x'),
    HEAD.replace('Organization', 'Organisation'),
    HEAD.replace('Organization', 'Workspace'),
    HEAD.replace('Organization', 'Platform'),
    HEAD.replace('bylaw/v1', 'bylaw/v2'),
    HEAD.replace('name', '"name"'),
    HEAD.replace('name: acme\n', 'title: x\nname: acme\n'),
    `x: 1\n${HEAD}`,
    `{ ${HEAD} }`,
    ` ${HEAD}`,
    `\ufeff${HEAD}`,
    `%YAML 1.2\n---\n${HEAD}`,
    `${HEAD}---\n${HEAD.replace('acme', 'globex')}`,
    `${HEAD}...\n`,
    `${HEAD}--- # more\n`,
    `${HEAD}x: |\n--- not a text\n`,
    `---\n---\n${HEAD}`,
    `${HEAD}name: acme\n`,
    HEAD.replace('\n', '\r'),
  ])('%j', (text) => {
    expect(head(text)).toBeNull();
  });

  it('a text in another encoding', () => {
    expect(organizationInHead(Buffer.from(HEAD, 'utf16le'))).toBeNull();
  });
});

/** Pieces that a head is made of, and what could be taken for one. */
const piece = fc.constantFrom(
  'apiVersion: bylaw/v1',
  'kind: Organization',
  'kind: Expectations',
  'kind: Platform',
  'name: acme',
  'name: globex',
  'organization: acme',
  'organization: globex',
  'name: "globex"',
  'name: null',
  '"name": globex',
  '? name',
  ': globex',
  '<<: { name: globex }',
  '# comment',
  '#\rname: globex',
  '',
  '  ',
  '  more',
  '\tmore',
  '---',
  '...',
  '--- name: globex',
  'platform: oten',
  'x: |',
  '  name: globex',
  'x: "',
  '"',
  'name: acme # y',
  'name: acme ',
  'name: &a acme',
  '- name: globex',
  '{ name: globex }',
  'x: >-',
  "x: '",
  "'",
  '\u2028name: globex',
  '\u0085name: globex',
);

it('where the parser finds documents of an organization, no head speaks of another', () => {
  let told = 0;
  fc.assert(
    fc.property(
      fc
        .tuple(
          fc.shuffledSubarray(['apiVersion: bylaw/v1', 'kind: Organization', 'name: acme'], { minLength: 3 }),
          fc.array(fc.tuple(fc.nat(5), piece), { maxLength: 4 }),
        )
        .map(([whole, more]) => more.reduce((lines, [at, one]) => lines.toSpliced(at, 0, one), whole)),
      fc.constantFrom('\n', '\r\n'),
      (lines, end) => {
        const text = lines.join(end);
        const named = head(text);
        const parsed = readYaml(Buffer.from(text), 'x.yaml');
        if (named === null) return;
        told += 1;
        // A file that is broken is judged by whom its head names; one that is not is of nobody else.
        if (!parsed.ok) return;
        for (const document of parsed.value) {
          const organization = organizationOfDocument(document);
          if (organization !== null) expect([text, organization]).toEqual([text, named]);
        }
      },
    ),
    {
      numRuns: 20_000,
      examples: [
        [['apiVersion: bylaw/v1', 'kind: Organization', 'name: acme', 'x: |', '  name: globex'], '\n'],
      ],
    },
  );
  expect(told).toBeGreaterThan(2000);
});
