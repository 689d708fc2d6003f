import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/source/origin.ts';
import { readYaml } from '../../src/source/yaml.ts';

/** The text between two places, by counting lines and columns anew. */
function textAt(text: string, span: Span): string {
  const lines = text.split('\n');
  if (span.line === span.endLine)
    return (lines[span.line - 1] ?? '').slice(span.column - 1, span.endColumn - 1);
  return 'more than one line';
}

const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '<<',
    'no',
    '123',
    'a: b',
    '~',
    '- x',
    '#',
    "it's",
    '\u{1f600}',
  ),
);
const tree = fc.letrec((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, word, fc.array(tie('node'), { maxLength: 4 }), tie('map')),
  map: fc
    .uniqueArray(fc.tuple(word, tie('node')), { maxLength: 5, selector: ([key]) => key })
    .map((pairs) => new Map(pairs as [string, unknown][])),
})).node;

/** Written with each key and scalar in JSON quotes, which YAML takes; block style below, so that lines differ. */
function write(node: unknown, indent: string): string {
  if (typeof node === 'string') return ` ${JSON.stringify(node)}\n`;
  const inner = `${indent}  `;
  if (Array.isArray(node)) {
    if (node.length === 0) return ' []\n';
    return `\n${node.map((item) => `${indent}-${write(item, inner)}`).join('')}`;
  }
  const map = node as Map<string, unknown>;
  if (map.size === 0) return ' {}\n';
  return `\n${[...map].map(([key, value]) => `${indent}${JSON.stringify(key)}:${write(value, inner)}`).join('')}`;
}

function walk(
  node: unknown,
  path: (string | number)[],
  visit: (path: (string | number)[], node: unknown) => void,
): void {
  visit(path, node);
  if (Array.isArray(node)) for (const [index, item] of node.entries()) walk(item, [...path, index], visit);
  else if (node instanceof Map) for (const [key, value] of node) walk(value, [...path, key], visit);
}

describe('positions', () => {
  it('of every key and scalar lead back to its text', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const text = write(node, '').replace(/^\n/, '');
        const read = readYaml(text, 'f.yaml');
        expect(read.diagnostics).toEqual([]);
        const [document] = read.ok ? read.value : [];
        walk(node, [], (path, value) => {
          if (typeof value === 'string') {
            expect(textAt(text, (document ?? fail()).valueSpan(path))).toBe(JSON.stringify(value));
          }
          const key = path.at(-1);
          if (typeof key === 'string') {
            expect(textAt(text, (document ?? fail()).keySpan(path))).toBe(JSON.stringify(key));
          }
        });
      }),
    );
  });

  it('of what is not there is the nearest around it', () => {
    const read = readYaml('a:\n  b: x\n', 'f.yaml');
    expect(read.ok && read.value[0]?.keySpan(['a', 'zzz', 'deeper'])).toMatchObject({ line: 1, column: 1 });
  });
});

describe('duplicate keys', () => {
  it('are found as often as they are written again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), { minLength: 1 }),
        (keys) => {
          const read = readYaml(keys.map((key) => `${key}: 1`).join('\n'), 'f.yaml');
          expect(read.diagnostics.length).toBe(keys.length - new Set(keys).size);
          expect(read.diagnostics.every((d) => d.code === 'yaml-duplicate-key')).toBe(true);
        },
      ),
    );
  });
});

describe('byte soup', () => {
  it('never throws, and fails with a reason or gives documents', () => {
    const yamlish = fc
      .array(
        fc.constantFrom(
          'a',
          ':',
          ' ',
          '\n',
          '-',
          '[',
          ']',
          '{',
          '}',
          ',',
          '&a',
          '*a',
          '!',
          '"',
          "'",
          '|',
          '>',
          '%',
          '#',
          '?',
          '\t',
          '---',
          '...',
          '\\',
          '<<',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string(), yamlish), (soup) => {
        const read = readYaml(soup, 'f.yaml');
        if (!read.ok) expect(read.diagnostics.length).toBeGreaterThan(0);
        for (const problem of read.diagnostics) {
          expect(problem.message).not.toMatch(/[\p{Cc}]/u);
          expect(problem.origin).not.toBeNull();
        }
      }),
      { numRuns: 3000 },
    );
  });
});

function fail(): never {
  throw new Error('no document');
}
