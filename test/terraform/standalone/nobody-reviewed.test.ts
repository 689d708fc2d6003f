/** What a plan has not shown is not done by an apply: taking over, undoing, taking along, and looking elsewhere. */
import { describe, expect, test } from 'vitest';
import { type Row, UNKNOWN } from '../../../src/terraform/provider/protocol/row.ts';
import type { TypeName } from '../../../src/terraform/standalone/schema/resource-tables.ts';
import { lumoauth } from '../../connector/platforms.ts';
import {
  change,
  create,
  destroy,
  organizationWith,
  planChange,
  planCreation,
  planDeletion,
  refresh,
  type Said,
  summaries,
  waiting,
} from './world.ts';

const EMEA: Said = ['bylaw_scope', { path: 'acme/units/emea', kind: 'unit', title: 'EMEA', parent: 'acme' }];
const DAN: Said = ['bylaw_member', { scope: 'acme', member: 'dan@acme.com', state: 'active' }];
const QA: Said = [
  'bylaw_group',
  {
    home: 'acme',
    name: 'qa',
    title: 'Quality',
    description: 'the real one',
    members: { 'dan@acme.com': '' },
    groups: ['acme/child'],
    permissions: ['build:view'],
  },
];
const WRITER: Said = [
  'bylaw_role',
  {
    home: 'acme',
    name: 'writer',
    title: 'Writer',
    description: 'writes',
    permissions: ['build:view'],
    includes: ['signer'],
  },
];
const held = (principal: string, scope = 'acme', roles = ['signer']): Said => [
  'bylaw_assignment',
  { scope, principal, roles },
];

describe('taken over as it is', () => {
  test.each<[string, Said, Row]>([
    ['a scope', EMEA, { path: 'acme/units/emea' }],
    ['a role', WRITER, { name: 'writer', permissions: ['build:view'] }],
    ['a group', QA, { name: 'qa' }],
    [
      'a person who is deactivated',
      [DAN[0], { ...DAN[1], state: 'deactivated' }],
      { member: 'Dan@acme.com' },
    ],
  ])('%s of which everything is left out keeps everything', async (_what, live, block) => {
    const { session, writes } = organizationWith([live]);
    const [type] = live;
    const planned = planCreation(session, [type, block]);
    expect(planned.problems).toMatchObject([
      { severity: 'warning', detail: expect.stringContaining('nothing is written') },
    ]);
    const { row, problems } = await create(session, [type, block]);
    expect(problems ?? []).toEqual([]);
    expect(writes).toEqual([]);
    expect(row).toMatchObject({ ...live[1], ...block });
    expect(Object.values(row ?? {})).not.toContain(UNKNOWN);
  });

  test('what stays as it is is told, a deactivated person above all', () => {
    const { session } = organizationWith([[DAN[0], { ...DAN[1], state: 'deactivated' }]]);
    const { problems = [] } = planCreation(session, ['bylaw_member', { member: 'dan@acme.com' }]);
    expect(problems[0]?.detail).toContain('state: "deactivated"');
  });

  test('where it would take away, the way past it for a destruction is told', () => {
    const { session } = organizationWith([QA]);
    const { problems = [] } = planCreation(session, ['bylaw_group', { name: 'qa', members: {} }]);
    expect(problems[0]?.detail).toContain('terraform destroy -refresh=false');
  });

  test('what is written is changed, and the rest is not', async () => {
    const { session, writes } = organizationWith([QA]);
    const { row } = await create(session, ['bylaw_group', { name: 'qa', title: 'QA' }]);
    expect(writes).toMatchObject([{ write: 'update-group', title: 'QA', description: 'the real one' }]);
    expect(row).toMatchObject({ title: 'QA', description: 'the real one', members: { 'dan@acme.com': '' } });
  });

  test.each<[string, TypeName, Row, Row]>([
    ['a scope', 'bylaw_scope', { path: 'acme/units/x' }, { title: 'x', kind: 'unit', parent: 'acme' }],
    [
      'a role',
      'bylaw_role',
      { name: 'r', permissions: ['build:view'] },
      { title: 'r', description: '', includes: [], home: 'acme', id: 'acme/r' },
    ],
    [
      'a group',
      'bylaw_group',
      { name: 'g' },
      { title: 'g', description: '', members: {}, groups: [], permissions: [], id: 'acme/g' },
    ],
    ['a person', 'bylaw_member', { member: 'new@acme.com' }, { state: 'active', scope: 'acme' }],
  ])('%s that is not there begins as the pages say', async (_what, type, block, expected) => {
    const { session } = organizationWith([]);
    expect((await create(session, [type, block])).row).toMatchObject(expected);
  });
});

describe('taken away between plan and apply', () => {
  test.each<[string, Said, Row]>([
    ['an assignment', held('member:dan@acme.com'), { roles: ['build-viewer'] }],
    ['a group', QA, { title: 'Other' }],
    ['a member', DAN, { state: 'deactivated' }],
    ['a role', WRITER, { title: 'Other' }],
    [
      'one of a roster',
      ['bylaw_roster', { scope: 'acme', roles: { 'member:dan@acme.com': 'signer' } }],
      { roles: { 'member:dan@acme.com': 'build-viewer' } },
    ],
  ])('%s is not given back', async (_what, said, wanted) => {
    const { session, writes } = organizationWith([]);
    const { problems } = await change(session, said, wanted);
    expect(problems).toMatchObject([
      { severity: 'error', detail: expect.stringContaining('it is not there any more') },
    ]);
    expect(writes).toEqual([]);
  });
});

describe('what hangs on what is removed', () => {
  const cases: readonly (readonly [string, Said, readonly Said[], string])[] = [
    [
      'a scope',
      EMEA,
      [held('member:dan@acme.com', 'acme/units/emea')],
      'assignment:acme/units/emea|member:dan@acme.com',
    ],
    ['a scope', EMEA, [[QA[0], { ...QA[1], home: 'acme/units/emea' }]], 'group:acme/units/emea/qa'],
    [
      'a scope',
      EMEA,
      [
        [
          'bylaw_scope',
          { path: 'acme/units/emea/units/de', kind: 'unit', title: 'DE', parent: 'acme/units/emea' },
        ],
      ],
      'scope:acme/units/emea/units/de',
    ],
    ['a member', DAN, [held('member:dan@acme.com')], 'assignment:acme|member:dan@acme.com'],
    ['a member', DAN, [QA], 'dan@acme.com in group:acme/qa'],
    ['a group', QA, [held('group:acme/qa')], 'assignment:acme|group:acme/qa'],
  ];

  test.each(cases)('of %s is said by the plan, and then goes along', async (_what, gone, there, words) => {
    const { session, writes, again } = organizationWith([gone, ...there]);
    const planned = planDeletion(session, gone);
    expect(planned.problems).toMatchObject([{ severity: 'warning', detail: expect.stringContaining(words) }]);
    expect(summaries(await destroy(again(), gone, planned.note))).toEqual([]);
    expect(writes).toHaveLength(1);
  });

  test.each(cases)('of %s, and came since the plan, stops it', async (_what, gone, there, words) => {
    const { note } = planDeletion(organizationWith([gone]).session, gone);
    const { session, writes } = organizationWith([gone, ...there]);
    const { problems, row } = await destroy(session, gone, note);
    expect(problems).toMatchObject([{ severity: 'error', detail: expect.stringContaining(words) }]);
    expect(row).not.toBeNull();
    expect(writes).toEqual([]);
  });

  test('and has a block of its own that was seen needs no words', async () => {
    const own = held('member:dan@acme.com');
    const { session } = organizationWith([DAN, own]);
    planDeletion(session, own);
    expect(planDeletion(session, DAN).problems).toEqual([]);
  });

  test('a replacement hands what was seen from its plan to its deletion', async () => {
    const own = held('member:dan@acme.com');
    const { session, again, writes } = organizationWith([DAN, own]);
    const first = planChange(session, DAN, { member: 'daniel@acme.com' });
    const { note } = planCreation(
      session,
      ['bylaw_member', { ...DAN[1], member: 'daniel@acme.com' }],
      first.note,
    );
    expect(summaries(await destroy(again(), DAN, note))).toEqual([]);
    expect(writes).toMatchObject([{ write: 'remove-member' }]);
  });

  test('nonsense for a note is none', async () => {
    const own = held('member:dan@acme.com');
    for (const note of [null, '', '{', '[]', 'null', '{"along":[1]}']) {
      const { session } = organizationWith([DAN, own]);
      expect((await destroy(session, DAN, note)).problems).toHaveLength(1);
    }
  });
});

describe('a state of another organization', () => {
  test.each<[string, Said]>([
    ['a scope', ['bylaw_scope', { path: 'beta/units/x', kind: 'unit', title: 'X', parent: 'beta' }]],
    ['a role', [WRITER[0], { ...WRITER[1], home: 'beta' }]],
    ['a group', [QA[0], { ...QA[1], home: 'beta' }]],
    ['a member', [DAN[0], { ...DAN[1], scope: 'beta' }]],
    ['an assignment', held('member:dan@acme.com', 'beta')],
    ['a roster', ['bylaw_roster', { scope: 'beta', roles: {} }]],
  ])('%s is neither gone, nor destroyed, nor made here', async (_what, said) => {
    const { session, writes } = organizationWith([]);
    const answers = [
      await refresh(session, said),
      planChange(session, said, {}),
      planDeletion(session, said),
      await change(session, said, {}),
      await destroy(session, said),
    ];
    for (const { problems = [] } of answers) {
      expect(problems).toMatchObject([{ severity: 'error' }]);
      expect(problems[0]?.summary).toMatch(/"beta".*"acme"/);
    }
    expect((await refresh(session, said)).row).toMatchObject(said[1]);
    expect(writes).toEqual([]);
  });
});

describe('while the provider waits', () => {
  test.each<[string, Said, Row, Row]>([
    ['a member', DAN, { member: 'Dan@Acme.com' }, { member: 'dan@acme.com' }],
    [
      'an assignment',
      held('member:dan@acme.com'),
      { principal: 'member:DAN@acme.com' },
      { principal: 'member:dan@acme.com' },
    ],
    ['a group', QA, { members: { 'Dan@acme.com': '' } }, { members: { 'dan@acme.com': '' } }],
    ['another person', DAN, { member: 'dan@acme.org' }, { member: 'dan@acme.org' }],
    ['another group', QA, { members: { 'eve@acme.com': '' } }, { members: { 'eve@acme.com': '' } }],
    ['a title', QA, { title: 'quality' }, { title: 'quality' }],
  ])('%s in other words', (_what, said, wanted, expected) => {
    for (const platform of [null, lumoauth])
      expect(planChange(waiting(platform), said, wanted).row).toMatchObject(expected);
  });
});

test('a deletion that fails says what it was', async () => {
  const { session } = organizationWith([QA, DAN]);
  session.course.stop();
  const { problems = [] } = await destroy(session, QA);
  expect(problems).toMatchObject([{ summary: 'bylaw_group "acme/qa": Not done: delete group acme/qa' }]);
  const later = await destroy(waiting(), DAN);
  expect(later.problems).toMatchObject([
    { summary: 'bylaw_member "acme|dan@acme.com": The provider is not configured yet' },
  ]);
});
