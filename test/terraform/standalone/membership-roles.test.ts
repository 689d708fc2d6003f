/** What somebody is in a group is the value beside them: a role, the ordinary one by its name, or nothing said. */
import { describe, expect, test } from 'vitest';
import { desiredRows } from '../../../src/cdktf/desired-rows.ts';
import type { Row } from '../../../src/terraform/provider/protocol/row.ts';
import { lumoauth } from '../../connector/platforms.ts';
import { desiredIn } from '../../plan/documents.ts';
import { change, create, organizationWith, planCreation, refresh, type Said, summaries } from './world.ts';

const PEOPLE: readonly Said[] = ['ada', 'ben'].map((who) => [
  'bylaw_member',
  { scope: 'acme', member: `${who}@acme.com`, state: 'active' },
]);

const qa = (members: Readonly<Record<string, string>>, more: Row = {}): Said => [
  'bylaw_group',
  {
    home: 'acme',
    name: 'qa',
    title: 'qa',
    description: '',
    members,
    groups: [],
    permissions: [],
    ...more,
  },
];

const [ADA, BEN] = ['ada@acme.com', 'ben@acme.com'];
const set = (role: string | null) => [{ write: 'set-membership-role', group: 'acme/qa', member: BEN, role }];

describe('a change of what stands beside somebody', () => {
  test.each<[string, string, string, readonly object[]]>([
    ['is an update in place', '', 'lead', set('lead')],
    ['taken back by leaving it out', 'lead', '', set(null)],
    ['taken back by the ordinary role', 'lead', 'member', set(null)],
    ['the ordinary role is what is there already', '', 'member', []],
  ])('%s', async (_, before, after, writes) => {
    const world = organizationWith([...PEOPLE, qa({ [BEN]: before })]);
    const { row, problems } = await change(world.session, qa({ [BEN]: before }), {
      members: { [BEN]: after },
    });
    expect(problems ?? []).toEqual([]);
    expect(world.writes).toEqual(writes);
    expect(row?.members).toEqual({ [BEN]: after });
  });

  test('one who is put in comes as what is written', async () => {
    const { session, writes } = organizationWith([...PEOPLE, qa({ [ADA]: '' })]);
    await change(session, qa({ [ADA]: '' }), { members: { [ADA]: '', [BEN]: 'lead' } });
    expect(writes).toEqual([{ write: 'add-group-member', group: 'acme/qa', member: BEN, role: 'lead' }]);
  });
});

describe('what is live', () => {
  test.each<[string, string, string, string]>([
    ['nothing said stays nothing said', '', 'lead', ''],
    ['the ordinary role that is so', 'member', '', 'member'],
    ['the ordinary role that is not', 'member', 'lead', 'lead'],
    ['a role that is gone', 'lead', '', ''],
  ])('%s', async (_, said, live, told) => {
    const { session } = organizationWith([...PEOPLE, qa({ [BEN]: live })]);
    const { row } = await refresh(session, qa({ [BEN]: said }));
    expect(row?.members).toEqual({ [BEN]: told });
  });

  test('taken over, of whom nothing is said stays what they are', async () => {
    const { session, writes } = organizationWith([...PEOPLE, qa({ [BEN]: 'lead' })]);
    const block = qa({ [BEN]: '' });
    expect(summaries(planCreation(session, block))).toEqual(['bylaw_group "acme/qa" is there already']);
    await create(session, block);
    expect(writes).toEqual([]);
  });
});

test('a role that the platform does not have is refused in the plan', () => {
  const { session } = organizationWith(PEOPLE);
  expect(summaries(planCreation(session, qa({ [BEN]: 'boss' })))).toEqual(['No such role in a group']);
  const alike = organizationWith(PEOPLE, { platform: lumoauth });
  const { problems = [] } = planCreation(alike.session, qa({ [BEN]: 'lead' }));
  expect(problems[0]?.detail).toContain('all members of a group are alike');
});

describe('rows out of documents', () => {
  const members = (authority: string) => {
    const desired = desiredIn(`apiVersion: bylaw/v1
kind: Organization
name: acme
platform: atrium
authority: ${authority}
members: { ada@acme.com: { roles: [owner] }, ben@acme.com: , cy@acme.com: }
groups: { qa: { members: [ada@acme.com, { member: ben@acme.com, role: lead }, cy@acme.com] } }`);
    return desiredRows(desired).find(({ type }) => type === 'bylaw_group')?.attributes;
  };
  test('under full the ordinary role is said, but of an owner, who leads everywhere', () => {
    expect(members('full')).toMatchObject({
      members: { 'ada@acme.com': '', 'ben@acme.com': 'lead', 'cy@acme.com': 'member' },
    });
  });
  test('under declared what nobody writes is left as it is', () => {
    expect(members('declared')).toMatchObject({
      members: { 'ada@acme.com': '', 'ben@acme.com': 'lead', 'cy@acme.com': '' },
    });
  });
});
