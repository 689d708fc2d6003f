/** Where a person is in one group at a time: what several blocks say of it, and what terraform's order makes of a move. */
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/terraform/provider/protocol/row.ts';
import { desk } from '../../connector/platforms.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';
import {
  change,
  create,
  destroy,
  organizationWith,
  planChange,
  planCreation,
  planDeletion,
  type Said,
} from './world.ts';

const BEN = 'ben@acme.com';
const PEOPLE: readonly Said[] = ['ada', 'ben'].map((who) => [
  'bylaw_member',
  { scope: 'acme', member: `${who}@acme.com`, state: 'active' },
]);
const group = (name: string, people: readonly string[]): Said => [
  'bylaw_group',
  {
    home: 'acme',
    name,
    title: name,
    description: '',
    members: Object.fromEntries(people.map((one) => [one, ''])),
    groups: [],
    permissions: [],
  },
];
const IN: Row = { members: { [BEN]: '' } };
const OUT: Row = { members: {} };
const world = (...there: readonly Said[]) => organizationWith([...PEOPLE, ...there], { platform: desk });
const told = ({ problems = [] }: { readonly problems?: readonly { severity: string; summary: string }[] }) =>
  problems.map(({ severity, summary }) => `${severity}: ${summary}`);

describe('a plan', () => {
  const two = `error: ${BEN} would be in two groups`;

  it('two blocks that both have somebody are refused, whichever is planned first', () => {
    for (const [first, second] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const { session } = world();
      expect(told(planCreation(session, group(first, [BEN])))).toEqual([]);
      expect(told(planCreation(session, group(second, ['Ben@acme.com'])))).toEqual([
        `error: Ben@acme.com would be in two groups: acme/${second} and acme/${first}`,
      ]);
    }
  });

  it('one block that keeps somebody and one that puts him in', () => {
    const { session, again } = world(group('a', []), group('b', [BEN]));
    planChange(session, group('a', []), IN);
    expect(told(planChange(session, group('b', [BEN]), {}))).toEqual([`${two}: acme/b and acme/a`]);
    const other = again();
    planChange(other, group('b', [BEN]), {});
    expect(told(planChange(other, group('a', []), IN))).toEqual([`${two}: acme/a and acme/b`]);
  });

  it('a move is none, and warned of while the block that lets go was not planned', () => {
    const { session, again } = world(group('a', []), group('b', [BEN]));
    expect(told(planChange(session, group('b', [BEN]), OUT))).toEqual([]);
    expect(told(planChange(session, group('a', []), IN))).toEqual([]);
    const other = again();
    expect(told(planChange(other, group('a', []), IN))).toEqual([
      `warning: ${BEN} is taken out of acme/b by this`,
    ]);
    expect(told(planChange(other, group('b', [BEN]), OUT))).toEqual([]);
  });

  it('a block that goes lets go', () => {
    const { session } = world(group('a', []), group('b', [BEN]));
    planDeletion(session, group('b', [BEN]));
    expect(told(planChange(session, group('a', []), IN))).toEqual([]);
  });

  it('where anybody can be in many, nothing is said', () => {
    const many = { ...desk, groups: { ...desk.groups, perMember: 'many' as const } };
    const { session } = organizationWith([...PEOPLE, group('b', [BEN])], { platform: many });
    expect(told(planCreation(session, group('a', [BEN])))).toEqual([]);
  });
});

describe('an apply', () => {
  const added = { write: 'add-group-member', group: 'acme/a', member: BEN };

  it('in first: one write, and nothing is asked of the other group', async () => {
    const { session, writes } = world(group('a', []), group('b', [BEN]));
    await change(session, group('a', []), IN);
    expect(told(await change(session, group('b', [BEN]), OUT))).toEqual([]);
    expect(writes).toEqual([added]);
  });

  it('out first: both are made', async () => {
    const { session, writes } = world(group('a', []), group('b', [BEN]));
    await change(session, group('b', [BEN]), OUT);
    await change(session, group('a', []), IN);
    expect(writes).toEqual([{ write: 'remove-group-member', group: 'acme/b', member: BEN }, added]);
  });

  it('a group that goes after that goes', async () => {
    const { session, writes } = world(group('b', [BEN]));
    await create(session, group('a', [BEN]));
    expect(told(await destroy(session, group('b', [BEN])))).toEqual([]);
    expect(writes.map(({ write }) => write)).toEqual(['create-group', 'add-group-member', 'delete-group']);
  });
});

describe('terraform', () => {
  const block = (name: string, people: string, more = '') =>
    `resource "bylaw_group" "${name}" {\n  home = "acme"\n  name = "${name}"\n  title = "${name}"\n  members = { ${people} }\n  depends_on = [bylaw_member.ben${more}]\n}`;
  const ben = 'resource "bylaw_member" "ben" {\n  member = "ben@acme.com"\n}';
  const [place, none] = ['"ben@acme.com" = ""', ''];

  for (const [order, afterB, afterA] of [
    ['in first', '', ', bylaw_group.a'],
    ['out first', ', bylaw_group.b', ''],
  ] as const)
    itWithTerraform(`moves somebody, ${order}, and finds nothing to do then`, async () => {
      const on = await stage({
        on: 'desk',
        seed: { organization: 'acme', members: [{ key: 'ben@acme.com', state: 'active' }] },
      });
      try {
        on.configure(ben, block('a', none), block('b', place));
        await on.succeed('init', '-no-color');
        await on.apply();
        await on.expectNoChanges();
        const before = on.sandbox.requests().length;
        on.configure(ben, block('a', place, afterB), block('b', none, afterA));
        await on.apply();
        await on.expectNoChanges();
        const writes = on.sandbox
          .requests()
          .slice(before)
          .filter(({ method }) => method !== 'GET');
        expect(writes.map(({ method }) => method)).toEqual(afterA === '' ? ['DELETE', 'POST'] : ['POST']);
      } finally {
        await on.close();
      }
    });
});
