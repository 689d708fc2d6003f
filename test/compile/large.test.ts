import { expect, test } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { lumoauth } from './platforms.ts';
import { NOON } from './said.ts';
import { written } from './written.ts';

function people(count: number): string {
  const lines = Array.from({ length: count }, (_, i) => `  person-${i}@acme.com: { roles: [viewer] }`);
  return `members:\n${lines.join('\n')}\n`;
}

function groups(count: number, of: number, step: number): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const members = Array.from({ length: of }, (_, j) => `person-${(i * step + j) % 10_000}@acme.com`);
    const child = i + 1 < count ? `, groups: [group-${i + 1}]` : '';
    return `  group-${i}: { members: [${members.join(', ')}], roles: [editor]${child} }`;
  });
  return `groups:\n${lines.join('\n')}\n`;
}

const head = 'name: acme\nplatform: lumoauth\nauthority: full\n';

test('ten thousand people in a thousand groups, nested in one chain', () => {
  const document = written(`${head}${people(10_000)}${groups(1_000, 30, 10)}`);
  const result = compile(document, lumoauth, NOON);
  expect(result.diagnostics).toEqual([]);
  expect(result.ok && result.value.resources.length).toBe(1 + 10_000 + 1_000 + 10_000 + 1_000);
});

test('a forgotten file: thirty thousand unknown names are all said', () => {
  const document = written(`${head}${people(5_000).replaceAll('person', 'people')}${groups(1_000, 30, 10)}`);
  const { diagnostics } = compile(document, lumoauth, NOON);
  expect(diagnostics).toHaveLength(30_000);
});
