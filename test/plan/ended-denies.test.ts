/** Ends of what takes away: a deny that is over gives what it kept back, as the end of a narrower entry does. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import type { Desired, Forbidden } from '../../src/compile/desired.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { changeDetails } from '../../src/report/plan/change-words.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import type { MembershipState, Resource } from '../../src/resource/resource.ts';
import { documentsOf, got, onlyDocument, policy } from '../policy/fixture.ts';
import { facts } from './fixtures.ts';

const BEFORE = '2027-01-31T23:59:59Z';
const AFTER = '2027-02-01T00:00:00Z';

function platformWith(joining: string): PlatformDefinition {
  const text = `apiVersion: bylaw/v1
kind: Platform
name: hall
title: Hall
description: Roles can be denied.
scopes:
  organization: { title: Organization, root: true, inherits: union, manage: false }
  floor: { title: Floor, plural: floors, parents: [organization], inherits: union, manage: true }
permissions:
  documents:read: { title: Read }
  documents:write: { title: Write }
roles:
  admin: { title: Admin, permissions: ["*"], assignable-at: [organization, floor] }
  editor: { title: Editor, permissions: ["documents:*"], assignable-at: [organization, floor] }
  reader: { title: Reader, permissions: ["documents:read"], assignable-at: [organization, floor] }
assignments: { denied: true, below: true }
members: { key: email, compare: fold-case, roles: many, joining: ${joining}, deactivation: true }
groups: { homes: [organization], carry: [roles], nesting: native }
capabilities: { page-size: 50 }
`;
  return got(policy.readPlatform(onlyDocument(text, 'hall.yaml')));
}

function desired(platform: PlatformDefinition, body: string, instant: string): Desired {
  const head = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: hall\nauthority: full\n`;
  const platforms = new Map([['hall', platform]]);
  const [document] = got(policy.readOrganizations(documentsOf(`${head}${body}`), platforms));
  if (document === undefined) throw new Error('no document');
  return got(compile(document, platform, instant));
}

const inState =
  (state: MembershipState) =>
  (r: Resource): Resource =>
    r.type === 'member' ? { ...r, attributes: { ...r.attributes, state } } : r;

function onTheDay(
  body: string,
  {
    forbidden,
    state = 'active',
    was = body,
  }: { forbidden: readonly Forbidden[]; state?: MembershipState; was?: string },
) {
  const platform = platformWith(state === 'invited' ? 'invited' : 'provisioned');
  const resources = inPlatformForm(desired(platform, was, BEFORE).resources, platform).map(inState(state));
  return buildPlan(
    { ...desired(platform, body, AFTER), forbidden },
    { organization: 'acme', resources, revision: '1', readAt: AFTER },
  );
}

const forbidden: readonly Forbidden[] = [
  {
    expectation: 'bob reads nothing',
    origin: { from: 'platform', platform: 'hall', what: 'x' },
    members: ['bob@acme.example'],
    permissions: ['documents:read'],
    scopes: ['acme'],
  },
];

const DENIED = 'denied: [{ role: reader, until: 2027-01-31 }]';
const BODIES = {
  'beside what gives it': `members:
  bob@acme.example: { roles: [editor], ${DENIED} }
  eve@acme.example: { roles: [editor], ${DENIED} }
`,
  'alone, and a group gives it': `members:
  bob@acme.example: { ${DENIED} }
  eve@acme.example: { ${DENIED} }
groups:
  writers: { members: [bob@acme.example, eve@acme.example], roles: [editor] }
`,
} as const;

describe.each(Object.entries(BODIES))('a deny that is over, %s', (_, body) => {
  it('is taken away where nothing rules out what it kept back', () => {
    expect(facts(onTheDay(body, { forbidden: [] }).changes).join('\n')).toContain('member:bob@acme.example');
  });

  it.each(['active', 'invited'] as const)('of somebody %s stays, and that of others goes', (state) => {
    const plan = onTheDay(body, { forbidden, state });
    const made = facts(plan.changes).join('\n');
    expect(made).not.toContain('bob@acme.example');
    expect(made).toContain('member:eve@acme.example');
    const waits = plan.changes.flatMap((c) =>
      c.action === 'deferred' ? [`${c.wanted}: ${c.waitsFor}`] : [],
    );
    expect(waits).toHaveLength(1);
    expect(waits.join()).toMatch(/bob@acme.example on acme.* the expectation "bob reads nothing"/);
    expect(plan.delta.gained.filter(({ member }) => member === 'bob@acme.example')).toEqual([]);
    expect((plan.onceAccepted?.gained ?? []).filter(({ member }) => member === 'bob@acme.example')).toEqual(
      [],
    );
  });
});

it.each(['active', 'invited'] as const)(
  'a deny that never was live keeps nothing from somebody %s: it is refused',
  (state) => {
    const body = `members:\n  bob@acme.example: { roles: [editor], ${DENIED} }\n`;
    const was = 'members:\n  bob@acme.example:\n';
    const codes = onTheDay(body, { forbidden, state, was }).diagnostics.map(({ code }) => code);
    expect(codes).toContain('expectation-failed');
  },
);

describe('what is denied, or held below alone', () => {
  const body = 'members:\n  bob@acme.example: { roles: [admin], below: [editor], denied: [reader] }\n';
  const without = 'members:\n  bob@acme.example: { roles: [admin] }\n';
  const platform = platformWith('provisioned');
  const between = (was: string, now: string) => {
    const resources = inPlatformForm(desired(platform, was, BEFORE).resources, platform);
    const live = { organization: 'acme', resources, revision: '1', readAt: AFTER };
    return buildPlan(desired(platform, now, AFTER), live);
  };

  it('is called so in a plan, and nothing that is denied reads as given', () => {
    const spelled = (plan: ReturnType<typeof between>) =>
      plan.changes.flatMap((change) =>
        changeDetails(change, (name) => name).map(({ sign, text }) => sign + text),
      );
    expect(spelled(between(without, body))).toEqual(['+below: editor', '+deny of reader']);
    expect(spelled(between(body, without))).toEqual(['-below: editor', '-deny of reader']);
    expect(spelled(between('', body))).toEqual(
      expect.arrayContaining(['+admin', '+below: editor', '+deny of reader']),
    );
  });

  it('is called so in a report of drift', () => {
    const told = (plan: ReturnType<typeof between>) => driftOf(plan).map(({ what }) => what);
    expect(told(between(body, without))).toEqual([
      'role editor is given to bob@acme.example below acme and not written',
      'role reader is denied to bob@acme.example on acme and not written',
    ]);
    expect(told(between(without, body))).toEqual([
      'role editor is written for bob@acme.example below acme and not given',
      'role reader is written as denied to bob@acme.example on acme and not denied',
    ]);
  });
});
