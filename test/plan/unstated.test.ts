import { describe, expect, it } from 'vitest';
import { attributeKey, type Desired } from '../../src/compile/desired.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { AttributeSpec } from '../../src/resource/attribute-spec.ts';
import type { Resource, ResourceTypeName } from '../../src/resource/resource.ts';
import { RESOURCE_TYPES } from '../../src/resource/resource-types.ts';
import { desiredIn } from './documents.ts';
import { facts, live, snapshotOf } from './fixtures.ts';

/** Everything there is a type of, named and nothing more. */
const BARE = `
members: { ann@acme.com: { roles: [owner] }, ben@acme.com: , cy@acme.com: , out@acme.com: }
roles: { helper: {} }
groups: { qa: { members: [ann@acme.com, cy@acme.com] }, ops: { title: Ops } }
units: { emea: { members: { ann@acme.com: } } }
`;
/** The same with every attribute written. */
const WHOLE = `
members: { ann@acme.com: { roles: [owner], state: active }, ben@acme.com: { state: active }, cy@acme.com: { state: active }, out@acme.com: { state: active } }
roles: { helper: { title: Helper, description: "", permissions: ["build:view"], includes: [] } }
groups:
  qa: { title: qa, description: "", settings: { privacy: visible, notices: sent }, members: [ann@acme.com, { member: cy@acme.com, role: member }], groups: [], permissions: [] }
  ops: { title: Ops, description: "", settings: { privacy: visible, notices: sent }, members: [], groups: [], permissions: [] }
units: { emea: { title: emea, settings: { listing: listed }, members: { ann@acme.com: } } }
`;

/** Nothing in it is what the documents' defaults would make of it. */
const LIVE = [
  live.scope('acme', 'organization', 'Acme Incorporated'),
  live.scope('acme/units/emea', 'unit', 'Europe and others', ['listing=hidden']),
  live.role('helper', {
    title: 'Help desk',
    description: 'of the desk',
    permissions: ['members:read'],
    includes: ['signer'],
  }),
  live.member('ann@acme.com'),
  live.member('ben@acme.com'),
  live.member('cy@acme.com'),
  live.member('out@acme.com', 'deactivated'),
  live.group('acme/qa', {
    title: 'Quality',
    description: 'of all',
    settings: ['privacy=visible', 'notices=held'],
    members: ['ann@acme.com', 'ben@acme.com', 'cy@acme.com'],
    membershipRoles: ['cy@acme.com=lead'],
    groups: ['acme/ops'],
    permissions: ['build:view'],
  }),
  live.group('acme/ops', {
    title: 'Operations',
    description: 'of all',
    settings: ['privacy=secret', 'notices=sent'],
    members: ['ben@acme.com'],
    permissions: ['signing:view'],
  }),
  live.given('acme', 'member:ann@acme.com', ['owner']),
  live.given('acme/units/emea', 'member:ann@acme.com'),
];

function atrium(body: string, authority: string): Desired {
  return desiredIn(`apiVersion: bylaw/v1
kind: Organization
name: acme
platform: atrium
authority: ${authority}
${body}`);
}

const planned = (desired: Desired, resources: readonly Resource[] = LIVE): Plan =>
  buildPlan(desired, snapshotOf(resources));

/** Attributes that follow from the place of an entry, or that are the whole truth, written or not (decision 9). */
const ALWAYS_SAID: ReadonlySet<string> = new Set([
  'scope.kind',
  'scope.parent',
  'assignment.roles',
  'assignment.below',
  'assignment.denied',
]);
/** No document of atrium can write it. */
const NOT_ON_ATRIUM: ReadonlySet<string> = new Set(['role.denies']);

const MANAGED = Object.values(RESOURCE_TYPES).flatMap(({ name: type, attributes }) =>
  Object.entries<AttributeSpec>(attributes).flatMap(([attribute, { role, wire, choice }]) =>
    (role === 'text' || role === 'entries') &&
    !ALWAYS_SAID.has(`${type}.${attribute}`) &&
    !NOT_ON_ATRIUM.has(`${type}.${attribute}`)
      ? // A setting is a field of its own: `settings.privacy`.
        [{ type: type as ResourceTypeName, attribute, wire: choice?.of === null ? `${wire}.` : `${wire} ` }]
      : [],
  ),
);

describe('under declared, what an entry does not write keeps its live value', () => {
  it.each(MANAGED)('$attribute of a $type', ({ type, attribute, wire }) => {
    const [bare, whole] = [atrium(BARE, 'declared'), atrium(WHOLE, 'declared')];
    const open = (desired: Desired) =>
      desired.resources.filter(
        (r) =>
          r.type === type &&
          [...(desired.unstated ?? [])].some((key) => {
            const own = attributeKey(r.address, attribute);
            return key === own || (attribute === 'settings' && key.startsWith(`${own}/`));
          }),
      );
    // The compiler knows of each whether it is written, the organization's own title apart, which both leave out.
    expect(open(bare).length).toBeGreaterThan(0);
    expect(open(whole).filter((r) => r.address !== 'scope:acme')).toEqual([]);
    const told = (plan: Plan) =>
      facts(plan.changes).filter((fact) => fact.includes(` ${type}:`) && fact.includes(` ${wire}`));
    // Only what BARE does write of it can differ.
    expect(told(planned(bare))).toEqual(
      (
        {
          'group.title': ['set group:acme/ops title "Ops"'],
          'group.members': ['remove group:acme/qa members ben@acme.com'],
        } as Record<string, string[]>
      )[`${type}.${attribute}`] ?? [],
    );
    // Owned in full, the default stands for it; written, it is what is written.
    if (`${type}.${attribute}` !== 'role.permissions')
      expect(
        told(planned(atrium(BARE.replace('helper: {}', 'helper: { permissions: ["build:view"] }'), 'full')))
          .length,
      ).toBeGreaterThan(0);
    expect(told(planned(whole)).length).toBeGreaterThan(0);
  });

  it('and nothing but what is written changes', () => {
    expect(facts(planned(atrium(BARE, 'declared')).changes)).toEqual([
      'remove group:acme/qa members ben@acme.com',
      'set group:acme/ops title "Ops"',
    ]);
  });

  it('also where a role is written at a scope that a live role does not tell', () => {
    const below = atrium(
      'members: { ann@acme.com: { roles: [owner] } }\nunits: { emea: { roles: { helper: { title: Helper } } } }',
      'declared',
    );
    expect(facts(planned(below).changes)).toEqual(['set role:acme/helper title "Helper"']);
  });

  it('each type by its own authority', () => {
    const mixed = atrium(
      BARE,
      '{ members: full, groups: declared, roles: declared, scopes: declared, assignments: declared }',
    );
    expect(facts(planned(mixed).changes)).toContain('set member:acme/out@acme.com state "active"');
    expect(facts(planned(mixed).changes)).not.toContain('set scope:acme/units/emea title "emea"');
  });

  it('but an invitation that waits or ran out is nobody’s decision: who is written is to be a member', () => {
    const invitation = { sent: 1, sentAt: '2027-01-01T00:00:00Z', expiresAt: '2027-01-15T00:00:00Z' };
    const expired = LIVE.map((r) =>
      r.address === 'member:acme/ben@acme.com' ? live.member('ben@acme.com', 'expired', { invitation }) : r,
    );
    expect(facts(planned(atrium(BARE, 'declared'), expired).changes)).toContain(
      'set member:acme/ben@acme.com state "active"',
    );
  });

  it('a new thing begins with the defaults', () => {
    const plan = planned(atrium(BARE, 'declared'), [
      live.scope('acme', 'organization'),
      live.member('ann@acme.com'),
      live.given('acme', 'member:ann@acme.com', ['owner']),
    ]);
    expect(facts(plan.changes)).toContain(
      'create scope:acme/units/emea {"kind":"unit","title":"emea","settings":["listing=listed"],"parent":"acme"}',
    );
  });
});

describe('under declared, where child groups are people and a group writes its child groups alone', () => {
  const flat = (groups: string, authority = 'declared') =>
    desiredIn(`apiVersion: bylaw/v1
kind: Organization
name: acme
platform: lumoauth
authority: ${authority}
members: { ada@acme.com: { roles: [admin] }, ben@acme.com: , cy@acme.com: }
groups:
${groups}`);
  const people = (outer: readonly string[], inner: readonly string[]) => [
    live.scope('acme', 'organization'),
    ...['ada@acme.com', 'ben@acme.com', 'cy@acme.com'].map((who) => live.member(who)),
    live.given('acme', 'member:ada@acme.com', ['admin']),
    live.group('acme/outer', { members: outer }),
    live.group('acme/inner', { members: inner }),
  ];
  const of = (groups: string, outer: readonly string[], inner: readonly string[], authority?: string) =>
    facts(planned(flat(groups, authority), people(outer, inner)).changes);
  const [BEN, CY] = ['ben@acme.com', 'cy@acme.com'];

  it('its own people stay, those of the child come', () => {
    expect(of('  outer: { groups: [inner] }\n  inner: { members: [cy@acme.com] }', [BEN], [CY])).toEqual([
      `add group:acme/outer members ${CY}`,
    ]);
    expect(of('  outer: { groups: [inner] }\n  inner: { members: [cy@acme.com] }', [BEN, CY], [CY])).toEqual(
      [],
    );
  });

  it('who leaves the child leaves both', () => {
    expect(of('  outer: { groups: [inner] }\n  inner: { members: [] }', [BEN, CY], [CY])).toEqual([
      `remove group:acme/inner members ${CY}`,
      `remove group:acme/outer members ${CY}`,
    ]);
    const ended =
      '  outer: { groups: [inner] }\n  inner: { members: [{ member: cy@acme.com, until: 2027-01-01 }] }';
    expect(of(ended, [BEN, CY], [CY])).toEqual([
      `remove group:acme/inner members ${CY}`,
      `remove group:acme/outer members ${CY}`,
    ]);
    // Somebody took him out of the child alone: the entry that is over says so of both.
    expect(of(ended, [BEN, CY], [])).toEqual([`remove group:acme/outer members ${CY}`]);
  });

  it('when the entry of the child ends, the people of the child go and nobody else', () => {
    const ended =
      '  outer: { groups: [{ group: inner, until: 2027-01-01 }] }\n  inner: { members: [cy@acme.com] }';
    expect(of(ended, [BEN, CY], [CY])).toEqual([`remove group:acme/outer members ${CY}`]);
  });

  it('through a child whose own people nobody writes either', () => {
    expect(of('  outer: { groups: [inner] }\n  inner: { title: inner }', [BEN], [CY])).toEqual([
      `add group:acme/outer members ${CY}`,
    ]);
  });

  it('an empty list of members is written, and under full so is a missing one', () => {
    const inner = '\n  inner: { members: [cy@acme.com] }';
    expect(of(`  outer: { groups: [inner], members: [] }${inner}`, [BEN, CY], [CY])).toEqual([
      `remove group:acme/outer members ${BEN}`,
    ]);
    expect(of(`  outer: { groups: [inner] }${inner}`, [BEN, CY], [CY], 'full')).toEqual([
      `remove group:acme/outer members ${BEN}`,
    ]);
  });
});
