/** The example of rules: what it says of itself is so, and each of its rules finds something when what it guards is changed. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BUILT_IN_RULES } from '../../src/rule/built-in-rules.ts';
import { judgedIn, NOON } from './judged-documents.ts';

interface Edit {
  readonly file: 'acme' | 'labs' | 'rules';
  readonly from: string;
  readonly to: string;
}

function judged(edit: Edit | null) {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-example-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('examples/rules', folder, { recursive: true });
  if (edit !== null) {
    const file = join(folder, 'access', `${edit.file}.yaml`);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(edit.from);
    writeFileSync(file, text.replace(edit.from, edit.to));
  }
  const { findings, faults } = judgedIn(folder, NOON);
  expect(faults).toEqual([]);
  return findings;
}

it('has every rule that comes with Bylaw', () => {
  const rules = readFileSync('examples/rules/access/rules.yaml', 'utf8');
  const used = [...rules.matchAll(/^ {4}rule: ([a-z-]+)$/gm)].map(([, name]) => name);
  expect(new Set(used)).toEqual(new Set(BUILT_IN_RULES.map(({ name }) => name)));
});

it('as it stands has findings that are acknowledged, and no others', () => {
  const findings = judged(null);
  expect(findings.map(({ acknowledged }) => acknowledged?.name).sort()).toEqual([
    'cleo in two organizations',
    'the account for emergencies of acme',
    'the account for emergencies of labs',
    'the administrator for now',
  ]);
});

const EDITS: readonly (readonly [rule: string, edit: Edit])[] = [
  [
    'nobody gives more than they have',
    { file: 'acme', from: 'users:write]', to: 'users:write, roles:assign]' },
  ],
  ['administrators have an end', { file: 'acme', from: ', until: 2099-03-31', to: '' }],
  [
    'roles go to groups',
    { file: 'acme', from: 'ben@acme.example: {}', to: 'ben@acme.example: { roles: [viewer] }' },
  ],
  ['only our own people', { file: 'labs', from: 'members:\n', to: 'members:\n  eve@other.example: {}\n' }],
  ['teams are called teams', { file: 'labs', from: 'team-research:', to: 'research:' }],
  ['each group is owned', { file: 'rules', from: '"labs/team-*"', to: '"labs/teams-*"' }],
  ['each file is owned', { file: 'rules', from: 'access/labs.yaml:', to: 'access/lab.yaml:' }],
  [
    'nobody is mistaken for somebody',
    {
      file: 'acme',
      from: 'members:\n',
      to: 'members:\n  b3n@acme.example: {}\n  "b\u0435n@acme.example": {}\n',
    },
  ],
  ['no group is empty', { file: 'labs', from: 'members: [c.diaz@labs.example], ', to: '' }],
  ['no role is left over', { file: 'labs', from: ', roles: [writing]', to: '' }],
];

describe('a change that breaks it', () => {
  it.each(EDITS)('%s', (rule, edit) => {
    const open = judged(edit).filter(({ acknowledged }) => acknowledged === null);
    expect(open.map((one) => one.rule)).toContain(rule);
  });
});

it('a duty kept apart only within each organization is found across both', () => {
  const [found] = judged(null).filter(({ person }) => person === 'cleo');
  expect(found?.message).toBe(
    'cleo can do both sides of "who writes does not audit" everywhere together: acme audit-logs:read, labs documents:write.',
  );
  expect(found?.witnesses().map(({ message }) => message.split(':')[0])).toEqual(['documents', 'audit-logs']);
});
