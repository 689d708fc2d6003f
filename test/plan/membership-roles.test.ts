import { describe, expect, test } from 'vitest';
import { performWrites } from '../../src/connector/perform.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { rowKey } from '../../src/terraform/provider/rows/organization-rows.ts';
import { changesOfRow } from '../../src/terraform/provider/rows/row-writes.ts';
import { rowsOfRun } from '../../src/terraform/run/run-rows.ts';
import { atriumWriter, must } from '../connector/connections.ts';
import { atrium } from '../connector/platforms.ts';
import { desiredIn } from './documents.ts';
import { facts, live, snapshotOf } from './fixtures.ts';

/** What somebody is in a group: here a lead, or an ordinary member. An owner of the organization leads every group. */

const organization = (groups: string, { authority = 'full', ben = '' } = {}) =>
  desiredIn(`apiVersion: bylaw/v1
kind: Organization
name: acme
platform: atrium
authority: ${authority}
members: { ada@acme.com: { roles: [owner] }, ben@acme.com: ${ben}, cy@acme.com: }
groups:
${groups}`);

const QA = (members: string) => `  qa: { members: [${members}] }`;
const LEAD = (who: string) => `{ member: ${who}@acme.com, role: lead }`;

const side = (members: readonly string[], leads: readonly string[], more: readonly Resource[] = []) =>
  snapshotOf([
    live.scope('acme', 'organization'),
    ...['ada@acme.com', 'ben@acme.com', 'cy@acme.com'].map((who) => live.member(who)),
    live.given('acme', 'member:ada@acme.com', ['owner']),
    live.group('acme/qa', {
      members: members.map((who) => `${who}@acme.com`),
      membershipRoles: leads.map((who) => `${who}@acme.com=lead`),
    }),
    ...more,
  ]);

interface Case {
  readonly what: string;
  readonly written: string;
  readonly authority?: string;
  readonly members: readonly string[];
  readonly leads: readonly string[];
  readonly facts: readonly string[];
  readonly writes: readonly object[];
}

const set = (who: string, role: string | null) => ({
  write: 'set-membership-role',
  group: 'acme/qa',
  member: `${who}@acme.com`,
  role,
});

const CASES: readonly Case[] = [
  {
    what: 'is made one, in place',
    written: QA(LEAD('ben')),
    members: ['ben'],
    leads: [],
    facts: ['add group:acme/qa membership-roles ben@acme.com=lead'],
    writes: [set('ben', 'lead')],
  },
  {
    what: 'is one no more, in place',
    written: QA('ben@acme.com'),
    members: ['ben'],
    leads: ['ben'],
    facts: ['remove group:acme/qa membership-roles ben@acme.com=lead'],
    writes: [set('ben', null)],
  },
  {
    what: 'the ordinary role, written or not, is one thing',
    written: QA('{ member: ben@acme.com, role: member }'),
    members: ['ben'],
    leads: [],
    facts: [],
    writes: [],
  },
  {
    what: 'joins as one, by one write',
    written: QA(LEAD('ben')),
    members: [],
    leads: [],
    facts: ['add group:acme/qa members ben@acme.com', 'add group:acme/qa membership-roles ben@acme.com=lead'],
    writes: [{ write: 'add-group-member', group: 'acme/qa', member: 'ben@acme.com', role: 'lead' }],
  },
  {
    what: 'leaves, and that is all',
    written: QA('cy@acme.com'),
    members: ['ben', 'cy'],
    leads: ['ben'],
    facts: ['remove group:acme/qa members ben@acme.com'],
    writes: [{ write: 'remove-group-member', group: 'acme/qa', member: 'ben@acme.com' }],
  },
  {
    what: 'exchanged: two updates',
    written: QA(`ben@acme.com, ${LEAD('cy')}`),
    members: ['ben', 'cy'],
    leads: ['ben'],
    facts: [
      'add group:acme/qa membership-roles cy@acme.com=lead',
      'remove group:acme/qa membership-roles ben@acme.com=lead',
    ],
    writes: [set('cy', 'lead'), set('ben', null)],
  },
  {
    what: 'declared and nobody writes it: it stays',
    written: QA('ben@acme.com, cy@acme.com'),
    authority: 'declared',
    members: ['ben', 'cy'],
    leads: ['ben'],
    facts: [],
    writes: [],
  },
  {
    what: 'declared, another is written: the first stays too',
    written: QA(`ben@acme.com, ${LEAD('cy')}`),
    authority: 'declared',
    members: ['ben', 'cy'],
    leads: ['ben'],
    facts: ['add group:acme/qa membership-roles cy@acme.com=lead'],
    writes: [set('cy', 'lead')],
  },
  {
    what: 'declared, and written as ordinary: taken back',
    written: QA('{ member: ben@acme.com, role: member }'),
    authority: 'declared',
    members: ['ben'],
    leads: ['ben'],
    facts: ['remove group:acme/qa membership-roles ben@acme.com=lead'],
    writes: [set('ben', null)],
  },
  {
    what: 'declared, and no list of people: all stays',
    written: '  qa: { title: qa }',
    authority: 'declared',
    members: ['ben'],
    leads: ['ben'],
    facts: [],
    writes: [],
  },
  {
    what: 'an owner leads, whatever is written',
    written: QA('ada@acme.com'),
    members: ['ada'],
    leads: ['ada'],
    facts: [],
    writes: [],
  },
  {
    what: 'an owner leads, whatever is live',
    written: QA(LEAD('ada')),
    members: ['ada'],
    leads: [],
    facts: [],
    writes: [],
  },
  {
    what: 'its time is over, and the place with it',
    written: QA('{ member: ben@acme.com, role: lead, until: 2027-01-01 }'),
    members: ['ben'],
    leads: ['ben'],
    facts: ['remove group:acme/qa members ben@acme.com'],
    writes: [{ write: 'remove-group-member', group: 'acme/qa', member: 'ben@acme.com' }],
  },
];

describe('a lead of a group', () => {
  test.each(CASES)('$what', (one) => {
    const plan = buildPlan(
      organization(one.written, one.authority === undefined ? {} : { authority: one.authority }),
      side(one.members, one.leads),
    );
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(facts(plan.changes)).toEqual(one.facts);
    const writes = plan.changes.flatMap((c) => (c.action === 'deferred' ? [] : writesOf(c)));
    expect(writes).toEqual(one.writes);
    // Terraform is told the same.
    const { live: before, wanted: after } = rowsOfRun(plan);
    const wanted = new Map(after.map((row) => [rowKey(row.type, row.key), row]));
    const changes = before.map(({ type, key, row }) => ({
      type,
      before: row,
      after: wanted.get(rowKey(type, key))?.row ?? null,
    }));
    const departures = after.flatMap(({ type, key, row }) =>
      before.some((other) => other.type === type && other.key === key)
        ? []
        : [{ type, before: null, after: row }],
    );
    expect(facts([...changes, ...departures].flatMap((c) => changesOfRow(c, plan.spelling)))).toEqual(
      one.facts,
    );
  });

  test('who was made an owner by hand is no lead to be taken back', () => {
    const found = side(['ben'], ['ben'], [live.given('acme', 'member:ben@acme.com', ['owner'])]);
    const plan = buildPlan(organization(QA('ben@acme.com')), found);
    expect(facts(plan.changes)).toEqual(['delete assignment:acme|member:ben@acme.com']);
  });

  test('on a real platform: made, exchanged, an owner, and demoted', async () => {
    const { writer } = await atriumWriter({
      seed: {
        organization: 'acme',
        members: ['ada', 'ben', 'cy'].map((who) => ({ key: `${who}@acme.com`, state: 'active' as const })),
        assignments: [{ principal: { type: 'member', name: 'ada@acme.com' }, roles: ['owner'] }],
      },
    });
    const apply = async (written: string, more = {}): Promise<readonly string[]> => {
      const desired = organization(written, more);
      const plan = buildPlan(desired, must(await writer.read()));
      const writes = plan.changes.flatMap((c) => (c.action === 'deferred' ? [] : writesOf(c)));
      expect((await performWrites(writes, writer, atrium)).failed).toEqual([]);
      expect(facts(buildPlan(desired, must(await writer.read())).changes)).toEqual([]);
      return writes.map(({ write }) => write);
    };
    expect(await apply(QA(`ada@acme.com, ${LEAD('ben')}, cy@acme.com`))).toEqual([
      'create-group',
      'add-group-member',
      'add-group-member',
      'add-group-member',
    ]);
    expect(await apply(QA(`${LEAD('ada')}, ben@acme.com, ${LEAD('cy')}`))).toEqual([
      'set-membership-role',
      'set-membership-role',
    ]);
    // Nothing but the role of the organization: what ben is in the group goes with it, and comes back.
    const owner = { ben: '{ roles: [owner] }' };
    const both = QA(`ada@acme.com, ben@acme.com, ${LEAD('cy')}`);
    expect(await apply(both, owner)).toEqual(['put-assignment']);
    expect(await apply(both)).toEqual(['delete-assignment']);
    expect(await apply(QA('ada@acme.com'))).toEqual(['remove-group-member', 'remove-group-member']);
  });
});

describe('what is written of it', () => {
  test('an unknown role is told with those there are', () => {
    expect(() => organization(QA('{ member: ben@acme.com, role: laed }'))).toThrow(/lead/);
  });
  test('where all members of a group are alike, the key is unknown', () => {
    expect(() =>
      desiredIn(`apiVersion: bylaw/v1
kind: Organization
name: acme
platform: lumoauth
authority: full
members: { ada@acme.com: { roles: [admin] } }
groups: { qa: { members: [{ member: ada@acme.com, role: lead }] } }`),
    ).toThrow(/role/);
  });
});
