import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Draft, isDraftMap, sameDraft } from '../../../src/source/edit/draft.ts';
import { openText } from '../../../src/source/edit/open-text.ts';
import { documentText, flowText, type Layout } from '../../../src/source/edit/render-yaml.ts';
import { readYaml } from '../../../src/source/yaml.ts';

const layout: Layout = {
  spread: (path) => path.join('').length % 2 === 0,
  subject: (item) => (typeof item.get('member') === 'string' ? `${item.get('member')}` : null),
  notes: () => [],
  gap: (path) => path[0] === 'c',
};

const text = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'yes',
    '12',
    'x: y',
    '#',
    '- z',
    "it's",
    '"',
    '',
    'line\nline',
    '__proto__',
    '1e3',
    'a, b',
    '🚀',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }).filter((s) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(s)),
);
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'd', 'member', 'yes', '12', '__proto__'),
  text.filter((s) => !s.includes('\n') && s !== '<<'),
);
const { draft } = fc.letrec<{ draft: Draft; map: Draft; list: Draft }>((tie) => ({
  draft: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constant(null),
    text,
    fc.boolean(),
    fc.nat(99),
    tie('map'),
    tie('list'),
  ),
  map: fc.array(fc.tuple(key, tie('draft')), { maxLength: 5 }).map((entries) => new Map(entries) as Draft),
  list: fc
    .uniqueArray(tie('draft'), { maxLength: 4, selector: (item) => flowText(item) })
    .map((items): Draft => items),
}));
const root = fc
  .array(fc.tuple(key, draft), { minLength: 1, maxLength: 6 })
  .map((entries) => new Map(entries));

/** Comments behind values and between lines, where no quotes and no text block are near. */
function commented(yaml: string): string {
  return yaml
    .split('\n')
    .map((line, at) =>
      at % 3 === 0 && /^[\w :[\]{},-]+$/.test(line) && !/[|]-?$/.test(line) ? `${line}   # c${at}` : line,
    )
    .join('\n');
}

/** Some keys of block maps with a `?` before them, of which a few have lines of comments before their colon. */
function questioned(yaml: string): string {
  return yaml
    .split('\n')
    .map((line, at) => {
      const [, before = '', key, rest = ''] = /^((?:- )* *)(\w+):((?: .*)?)$/.exec(line) ?? [];
      if (key === undefined || at % 2 === 0) return line;
      const indent = before.replaceAll('-', ' ');
      return `${before}? ${key}\n${at % 3 === 0 ? `${indent}# a: b\n` : ''}${indent}:${rest}`;
    })
    .join('\n');
}

it('what is rendered is read again as it was', () => {
  fc.assert(
    fc.property(root, (value) => {
      const made = documentText(['head'], value, layout);
      expect(readYaml(made, 'a.yaml').diagnostics).toEqual([]);
      expect(sameDraft(openText(made).documents[0] ?? null, value)).toBe(true);
    }),
    { numRuns: 1500 },
  );
});

it('a text revised to any other value is that value, and to its own is the same bytes', () => {
  fc.assert(
    fc.property(
      root,
      root,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (before, after, windows, flow, asked) => {
        const rendered = flow
          ? [...before].map(([name, value]) => `${flowText(name)}: ${flowText(value) || 'null'}\n`).join('')
          : documentText([], before, layout);
        const plain = asked ? questioned(rendered) : commented(rendered);
        const source = windows ? plain.replaceAll('\n', '\r\n') : plain;
        const open = openText(source);
        const [own] = open.documents;
        if (!isDraftMap(own)) return;
        expect(open.revised([own], layout)).toBe(source);
        // Half of what was there stays.
        const mixed = new Map([...own].filter((_, at) => at % 2 === 0));
        for (const [name, value] of after) mixed.set(name, value);
        const made = open.revised([mixed], layout);
        expect(made).not.toBeNull();
        expect(sameDraft(openText(made ?? '').documents[0] ?? null, mixed)).toBe(true);
      },
    ),
    { numRuns: 1500 },
  );
});

it.each([
  ['m:\n  c: 1 # why\nb: 0\n', 'm:\n  c: |- # why\n    x\n    y\nb: 0\n'],
  ['m:\n  c:\n', 'm:\n  c: |-\n    x\n    y\n'],
  ['m:\n  c:\n    d: 1\n', 'm:\n  c: |-\n    x\n    y\n'],
])('a value of %j becomes a text of lines in its place', (source, revised) => {
  const open = openText(source);
  const [own] = open.documents;
  if (!isDraftMap(own)) throw new Error('a map');
  const made = new Map(own).set('m', new Map([['c', 'x\ny']]));
  expect(open.revised([made], layout)).toBe(revised);
});
