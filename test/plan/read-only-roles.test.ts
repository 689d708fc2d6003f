/** Custom roles that something else owns: read, given by name, explained, and never written. */
import { describe, expect, it } from 'vitest';
import { plannedWrites } from '../../src/plan/write/change-writes.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { said } from '../compile/said.ts';
import { desk } from '../connector/platforms.ts';
import { organizationWith, planCreation } from '../terraform/standalone/world.ts';
import { DECLARED, FULL, facts, live, planOf, written } from './fixtures.ts';

const hub: PlatformDefinition = { ...desk, owners: { role: 'the configuration file of the hub' } };
const BEN = 'ben@acme.com';
const ANALYST = { permissions: ['items:read'] };

const side = (make: typeof live, roles: Readonly<Record<string, object>>, given: readonly string[] = []) => [
  make.scope('acme', 'organization'),
  make.member('ada@acme.com'),
  make.member(BEN),
  make.given('acme', 'member:ada@acme.com', ['admin']),
  make.group('acme/a', { members: [BEN] }),
  ...Object.entries(roles).map(([name, says]) => make.role(name, says)),
  ...given.map((role) => make.given('acme', 'group:acme/a', [role])),
];
const warned = (plan: ReturnType<typeof planOf>) =>
  plan.diagnostics.map(({ code, severity, message }) => `${severity} ${code}: ${message}`);

describe('documents', () => {
  const acme = (roles: string) =>
    `name: acme\nplatform: desk\nmembers: { ada@acme.com: { roles: [admin] } }\nroles:\n  ${roles}\n`;

  it('declare none: refused with a way out', () => {
    expect(said(hub, acme('analyst: { permissions: [items:read] }'))).toEqual([
      'error a.yaml:5:3 read-only-type: On Desk the configuration file of the hub owns custom roles: documents do not declare analyst.',
      '  Change it there. To name it here as it is live, write `declared: false` beside it; `bylaw import` does.',
    ]);
    expect(said(hub, acme('analyst: { absent: true }'))[0]).toContain('documents do not rule out analyst');
    expect(said(hub, acme('analyst: { declared: false, absent: true }'))[0]).toContain('read-only-type');
  });

  it('record them, and give them by name', () => {
    const text = acme('analyst: { declared: false, permissions: [items:read] }').replace(
      '[admin] }',
      '[admin] }, ben@acme.com: { roles: [analyst] }',
    );
    expect(said(hub, text)).toEqual([]);
    expect(said(hub, text.replace('[analyst]', '[analist]'))[0]).toContain('unknown-role');
  });

  it('record nothing where documents own them', () => {
    expect(said(desk, acme('analyst: { declared: false, permissions: [items:read] }'))).toEqual([
      'error a.yaml:5:14 read-only-type: analyst is recorded, and on Desk documents own custom roles.',
      '  Remove `declared: false`.',
    ]);
  });
});

describe('a plan', () => {
  it.each([
    ['full', FULL],
    ['declared', DECLARED],
  ])('under %s writes none of them, whatever is recorded', (_, authority) => {
    const found = side(live, { analyst: ANALYST, other: { permissions: ['settings:write'] } });
    for (const recorded of [{}, { analyst: ANALYST }, { analyst: { permissions: ['items:write'] } }]) {
      const plan = planOf(hub, side(written, recorded), found, { authority });
      expect(plannedWrites(plan.changes)).toEqual([]);
      expect(plan.unmanaged).toEqual([]);
    }
  });

  it('gives one to a group by its name, with what it is live', () => {
    const plan = planOf(
      hub,
      side(written, { analyst: ANALYST }, ['analyst']),
      side(live, { analyst: { permissions: ['items:write'] } }),
    );
    expect(facts(plan.changes).filter((fact) => !fact.startsWith('create assignment'))).toEqual([]);
    expect(plannedWrites(plan.changes).map(({ write }) => write)).toEqual(['put-assignment']);
    expect(plan.after.can(BEN, 'items:write', 'acme')).toBe(true);
    expect(warned(plan)).toEqual([
      'info record-outdated: role analyst is not as it is recorded: permissions items:write added, permissions items:read removed. It belongs to the configuration file of the hub.',
    ]);
  });

  it('one that is not live holds back what is given, and nothing else', () => {
    const plan = planOf(
      hub,
      side(written, { analyst: ANALYST }, ['analyst']),
      side(live, { other: ANALYST }, ['other']),
      { authority: FULL },
    );
    expect(
      plan.changes.flatMap((c) => (c.action === 'deferred' ? [`${c.wanted}: ${c.waitsFor}`] : [])),
    ).toContain('role analyst: the configuration file of the hub having it');
    expect(plannedWrites(plan.changes).some(({ write }) => write === 'create-role')).toBe(false);
    expect(plan.after.can(BEN, 'settings:write', 'acme')).toBe(false);
  });

  it('an explanation names the owner', () => {
    const found = side(live, { analyst: ANALYST }, ['analyst']);
    const plan = planOf(hub, side(written, { analyst: ANALYST }, ['analyst']), found);
    expect(plan.changes).toEqual([]);
    const paths = plan.after.explain(BEN, 'items:read', 'acme');
    expect(JSON.stringify(paths)).toContain('role analyst, owned by the configuration file of the hub');
  });
});

describe('terraform', () => {
  it('a block of one is refused', () => {
    const { session } = organizationWith([], { platform: hub });
    const { problems = [] } = planCreation(session, [
      'bylaw_role',
      { home: 'acme', name: 'analyst', title: 'analyst', description: '', permissions: [], includes: [] },
    ]);
    expect(problems.map(({ summary }) => summary)).toEqual(['Roles are owned elsewhere']);
  });
});
