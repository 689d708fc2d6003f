import { expect, it } from 'vitest';
import { cutDiagnostics } from '../../src/report/diagnostics/cut-diagnostics.ts';
import { diagnosticsText } from '../../src/report/diagnostics/diagnostics-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import type { TableCode } from '../../src/source/codes/codes.ts';
import { type Diagnostic, diagnostic, sortDiagnostics } from '../../src/source/diagnostic.ts';
import { fileOrigin } from '../../src/source/origin.ts';

const many = (code: TableCode, count: number, file: string | null, from = 1): readonly Diagnostic[] =>
  Array.from({ length: count }, (_, at) =>
    diagnostic(
      code,
      `number ${from + at} is wrong.`,
      file === null
        ? null
        : fileOrigin({ file, line: from + at, column: 1, endLine: from + at, endColumn: 2 }),
    ),
  );

it('leaves few as they are, by place', () => {
  const few = [...many('unknown-role', 120, 'b.yaml'), ...many('invalid-date', 80, 'a.yaml')];
  expect(cutDiagnostics(few)).toEqual({ shown: sortDiagnostics(few), left: null });
  expect(diagnosticsText(few, plain)).not.toContain('--json');
});

it('counts what was told twice once, and cuts nothing for it', () => {
  const twice = many('unknown-role', 150, 'a.yaml');
  expect(cutDiagnostics([...twice, ...twice]).left).toBeNull();
});

it.each([
  [
    'one more than is read',
    many('unknown-role', 201, 'a.yaml'),
    'and 1 more: 1 error unknown-role; in a.yaml (1)',
  ],
  ['what has no place', many('unknown-role', 40_000, null), 'and 39800 more: 39800 errors unknown-role'],
  [
    'several files, most first',
    [1, 2, 3, 4, 5, 6].flatMap((nth) => many('unknown-role', nth * 100, `${nth}.yaml`)),
    'and 1900 more: 1900 errors unknown-role; most in 6.yaml (600), 5.yaml (500), 4.yaml (400) and 2 more',
  ],
  [
    'several codes',
    [...many('unknown-role', 300, 'a.yaml'), ...many('invalid-date', 250, 'a.yaml', 301)],
    'and 350 more: 299 errors unknown-role and 51 errors invalid-date; in a.yaml (350)',
  ],
])('counts the rest: %s', (_, diagnostics, left) => {
  const cut = cutDiagnostics(diagnostics);
  expect(cut.shown).toHaveLength(200);
  expect(cut.left).toBe(left);
});

it('shows the one of another code first, though its file comes last', () => {
  const { shown } = cutDiagnostics([
    ...many('unknown-role', 40_000, 'a.yaml'),
    ...many('invalid-date', 1, 'z.yaml'),
  ]);
  expect(shown.slice(0, 2).map(({ code }) => code)).toEqual(['invalid-date', 'unknown-role']);
});

it('shows errors before warnings, and the first of each code of both', () => {
  const { shown } = cutDiagnostics([
    ...many('unknown-role', 40_000, 'a.yaml'),
    ...many('invalid-date', 300, 'b.yaml'),
    ...many('grant-expired', 1, 'd.yaml'),
  ]);
  const codes = [...new Set(shown.map(({ code }) => code))];
  expect(codes).toEqual(['invalid-date', 'unknown-role', 'grant-expired']);
  expect(shown.at(-1)?.severity).toBe('warning');
});

it('of more rules than are read shows as many as are read, each a kind of its own', () => {
  const diagnostics = Array.from(
    { length: 500 },
    (_, at): Diagnostic => ({
      ...diagnostic('rule-broken', `number ${at} is wrong.`, null),
      finding: {
        rule: `r${at}`,
        check: 'custom',
        state: 'open',
        organization: null,
        person: null,
        group: null,
        role: null,
        scope: null,
        permissions: [],
        acknowledged: null,
      },
    }),
  );
  const { shown, left } = cutDiagnostics(diagnostics);
  expect(shown).toHaveLength(200);
  expect(left).toMatch(/^and 300 more: (1 error custom\/r\d+, ){8}1 error custom\/r\d+ and 291 more$/);
});

it('says where all are, and counts all in the last line', () => {
  const text = diagnosticsText(many('unknown-role', 40_000, 'a.yaml'), plain);
  expect(text).toContain('\nand 39800 more: 39800 errors unknown-role; in a.yaml (39800) (--json has all)\n');
  expect(text.endsWith('\n40000 errors\n')).toBe(true);
});
