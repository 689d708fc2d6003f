/** `--base` of check and plan: what judged before judges the change too, and what became weaker is an error. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EMBEDDED } from './bylaw.ts';
import { organization, stageOf, type Workspace } from './workspaces.ts';

const RULES =
  'apiVersion: bylaw/v1\nkind: Rules\norganizations: "*"\nrules:\n  two do it: { rule: separation-of-duties, either: [users:write], or: [roles:assign] }\n';
const KNOWN =
  'acknowledged:\n  for now: { rule: two do it, organization: acme, person: ana@acme.example, scope: acme, permissions: [users:write, roles:assign], reason: CHG-1, owner: bo, until: 2099-12-31 }\n';
const RAILS = 'apiVersion: bylaw/v1\nkind: Guardrails\norganizations: "*"\n';
const HELD = `${RAILS}holders: { two of them: { role: admin, on: acme, minimum: 2 } }\n`;
const TESTS =
  'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n  only bo writes: { members: [ana@acme.example], cannot: documents:write, on: acme }\n';
const ANA = (role: string) =>
  `members:\n  ana@acme.example: { roles: [${role}] }\n  bo@acme.example: { roles: [admin] }\n`;

type Files = Readonly<Record<string, string>>;

/** A folder as the change leaves it, with the base below it. */
function based(workspace: Workspace, before: Files, now: Files): void {
  const old = mkdtempSync(join(tmpdir(), 'bylaw-base-'));
  onTestFinished(() => rmSync(old, { recursive: true, force: true }));
  cpSync(workspace.folder, old, { recursive: true });
  cpSync(old, join(workspace.folder, 'old'), { recursive: true });
  for (const [file, text] of Object.entries(before)) workspace.write(`old/access/${file}`, text);
  for (const [file, text] of Object.entries(now)) workspace.write(`access/${file}`, text);
}

const CASES: readonly (readonly [
  what: string,
  role: string,
  before: Files,
  now: Files,
  told: readonly string[],
])[] = [
  ['nothing that became weaker', 'viewer', { 'r.yaml': RULES }, { 'r.yaml': RULES }, []],
  ['what became stricter', 'viewer', {}, { 'r.yaml': RULES }, []],
  [
    'a rule that is removed, and is broken',
    'admin',
    { 'r.yaml': RULES },
    {},
    [
      'error[guard-weakened]: In acme, the rule "two do it" is removed.',
      'error[rule-broken]: By the rules of the base: ana@acme.example can do both sides of "two do it" on acme',
    ],
  ],
  [
    'a rule that is lowered',
    'viewer',
    { 'r.yaml': RULES },
    { 'r.yaml': RULES.replace('either:', 'severity: warning, either:') },
    ['error[guard-weakened]: In acme, the rule "two do it" is weaker: severity error becomes warning.'],
  ],
  [
    'an acknowledgement that the change brings along',
    'admin',
    { 'r.yaml': RULES },
    { 'r.yaml': RULES + KNOWN },
    [
      'error[guard-weakened]: In acme, the change brings the acknowledgement "for now".',
      'note[rule-acknowledged]: ana@acme.example can do both sides',
      'error[rule-broken]: By the rules of the base: ana@acme.example can do both sides',
    ],
  ],
  [
    'too few holders by the base alone',
    'viewer',
    { 'g.yaml': HELD },
    {},
    [
      'error[guard-weakened]: In acme, the rule of holders "two of them" is removed.',
      'error[holders]: "two of them" asks for at least 2',
    ],
  ],
  [
    'an expectation that is removed, and does not hold',
    'admin',
    { 't.yaml': TESTS },
    {},
    [
      'error[guard-weakened]: In acme, the expectation "only bo writes" is removed.',
      'error[expectation-failed]: The expectation "only bo writes" does not hold',
    ],
  ],
];

describe('check --base', () => {
  it.each(CASES)('%s', async (_, role, before, now, told) => {
    const workspace = organization(ANA(role));
    based(workspace, before, now);
    const { status, out } = await workspace.run('check', '--base', './old');
    for (const one of told) expect(out).toContain(one);
    expect(status).toBe(told.length === 0 ? (await workspace.run('check')).status : 1);
    if (told.length === 0) expect(out).not.toMatch(/guard-weakened|of the base/);
  });

  it('says so in every format', async () => {
    const workspace = organization(ANA('admin'));
    based(workspace, { 'r.yaml': RULES }, {});
    for (const format of ['json', 'sarif', 'junit', 'markdown']) {
      const { status, out } = await workspace.run('check', '--base', './old', '--format', format);
      expect(status, format).toBe(1);
      expect(out, format).toContain('guard-weakened');
      expect(out, format).toContain('By the rules of the base');
    }
  });

  it.each([
    ['a base that is none', ['--base', 'no-such-revision'], 'base-unreadable'],
    ['a way to compare without a base', ['--two-dot'], 'usage'],
  ])('refuses %s', async (_, words, code) => {
    const { status, err } = await organization(ANA('viewer')).run('check', ...words);
    expect(status).toBe(1);
    expect(err).toContain(`error[${code}]`);
  });

  it('is an error where the rules of the base cannot be read', async () => {
    const workspace = organization(ANA('viewer'));
    based(workspace, { 'r.yaml': `${RULES}nonsense: 1\n` }, {});
    const { status, err } = await workspace.run('check', '--base', './old');
    expect(status).toBe(1);
    expect(err).toContain('nonsense');
  });
});

describe('plan --base', () => {
  it('tells what became weaker, and judges by both, and shows the plan', async () => {
    const stage = await stageOf(organization(ANA('viewer')));
    expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
    based(stage, { 'r.yaml': RULES }, { 'acme.yaml': organization(ANA('admin')).read('access/acme.yaml') });
    const { status, out } = await stage.run('plan', ...EMBEDDED.words, '--base', './old');
    expect(out).toContain('acme: 1 change');
    expect(out).toContain('error[guard-weakened]: In acme, the rule "two do it" is removed.');
    expect(out).toContain('error[rule-broken]: By the rules of the base: ana@acme.example');
    expect(status).toBe(1);
  });

  it('judges removals by the limits of the base too', async () => {
    const people = Array.from({ length: 8 }, (_, n) => `  p${n}@acme.example: { roles: [viewer] }\n`);
    const members = (count: number) => `${ANA('viewer')}${people.slice(0, count).join('')}`;
    const limit = (count: number) => `${RAILS}limits: { members: { count: ${count} } }\n`;
    const stage = await stageOf(organization(members(8)));
    expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
    based(
      stage,
      { 'g.yaml': limit(1) },
      { 'g.yaml': limit(5), 'acme.yaml': organization(members(5)).read('access/acme.yaml') },
    );
    const alone = await stage.run('plan', ...EMBEDDED.words);
    expect(alone.out).not.toContain('removal-limit');
    const { status, out } = await stage.run('plan', ...EMBEDDED.words, '--base', './old');
    expect(out).toContain('warning[removal-limit]');
    expect(out).toContain('error[guard-weakened]: In acme, the limit of members is raised');
    expect(status).toBe(1);
  });

  it('is a plan like any other where nothing became weaker', async () => {
    const stage = await stageOf(organization(ANA('viewer')));
    based(stage, { 'r.yaml': RULES }, { 'r.yaml': RULES });
    const plain = await stage.run('plan', ...EMBEDDED.words, '--json');
    const judged = await stage.run('plan', ...EMBEDDED.words, '--json', '--base', './old');
    const changes = ({ out }: { readonly out: string }) => JSON.parse(out).organizations[0].changes;
    expect(changes(judged)).toEqual(changes(plain));
    expect(judged.status).toBe(plain.status);
  });
});

describe('assert no-weakening', () => {
  it('compares rules', async () => {
    const workspace = organization(ANA('viewer'));
    based(workspace, { 'r.yaml': RULES }, { 'r.yaml': RULES + KNOWN });
    const { status, out } = await workspace.run('assert', 'no-weakening', '--base', './old');
    expect(status).toBe(2);
    expect(out).toContain('the change brings the acknowledgement "for now"');
  });
});
