/** What is written where a person is in one group, a group in one other, and a role is rows of rights. */
import { expect, it } from 'vitest';
import { openWriter } from '../../../src/connector/connect.ts';
import { describedSupports } from '../../../src/connector/described/write/described-supports.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { shown } from '../../source/shown.ts';
import { group, role, updated } from '../attributes.ts';
import { must } from '../connections.ts';
import { described, fastDescribed } from './describing.ts';
import { ONE_PLACE, oneGroup, onePlacePlatform } from './one-place-platform.ts';

const QA = 'acme/the-qa';
const OPS = 'acme/ops';
const STAFF = 'acme/staff';
const ANA = 'ana@acme.com';

async function written(file = ONE_PLACE) {
  const platform = await onePlacePlatform();
  const writer = openWriter(fastDescribed(must(described(file))), platform.connection);
  must(await writer.read());
  const stopped = async (write: Write): Promise<string> => {
    const result = await writer.write(write);
    expect(result.ok).toBe(false);
    return result.diagnostics.map(shown).join('\n');
  };
  return { ...platform, writer, stopped };
}

const plain = (name: string, permissions: string[], includes: string[] = [], title = name) => ({
  ...role(name, permissions, includes, title),
  description: '',
});
const READ = 'documents:read';
const WRITE = 'documents:write';
const DELETE = 'documents:delete';
const AUDIT = 'audit-logs:read';

it('a role is made of parts of its permissions, and of whether it has a word', async () => {
  const { writer, written: sent } = await written();
  const made = plain('all-of-it', [WRITE, AUDIT, READ], ['admin'], 'All of it');
  must(await writer.write({ write: 'create-role', role: made }));
  must(await writer.write({ write: 'create-role', role: plain('none', []) }));
  const rights = [
    { thing: 'documents', act: 'write' },
    { thing: 'documents', act: 'read' },
  ];
  expect(sent.map(([, body]) => body)).toEqual([
    { name: 'All of it', all: true, audits: true, rights },
    { name: 'none', all: false, audits: false, rights: [] },
  ]);
});

it('of a role that changes, what comes is sent, and each row of what goes; what stays is left', async () => {
  const { writer, written: sent } = await written();
  const wanted = plain('writing', [DELETE, 'documents:share'], [], 'Writing');
  must(await writer.write({ write: 'update-role', role: wanted, gains: ['documents:share'] }));
  expect(sent).toEqual([
    [
      'PATCH /api/roles/r1',
      {
        ...{ name: 'Writing', all: false, audits: false },
        rights: { new: [{ act: 'share' }], gone: [72, 73, 71] },
      },
    ],
  ]);
});

it('what no part of the request sends stops it, before anything is sent', async () => {
  const { stopped, written: sent } = await written();
  const wanted = plain('writing', [DELETE, READ, WRITE, AUDIT, 'users:read'], [], 'Writing');
  expect(await stopped({ write: 'update-role', role: wanted })).toMatch(
    /not-supported.*users:read.*rule all-sent/,
  );
  expect(sent).toEqual([]);
});

it('what goes and has no row stops it', async () => {
  const file = ONE_PLACE.replace(
    '{ where: { audits: { not: ["false"] } }',
    '{ where: { name: present }',
  ).replaceAll('        audits: { has: "audit-logs:read", in: permissions }\n', '');
  const { stopped, written: sent } = await written(file.replace('leaves: [', 'leaves: [audits, '));
  const wanted = plain('writing', [DELETE, READ, WRITE], [], 'Writing');
  expect(await stopped({ write: 'update-role', role: wanted })).toMatch(
    /audit-logs:read goes.*rule all-sent/,
  );
  expect(sent).toEqual([]);
});

const asked: readonly (readonly [string, Write, RegExp | null])[] = [
  [
    'a permission that is like none',
    { write: 'create-role', role: plain('x', ['users:read']) },
    /sends users:read of/,
  ],
  [
    'an included role that is no word',
    { write: 'create-role', role: plain('x', [], ['editor']) },
    /sends editor of/,
  ],
  [
    'what stays, whatever it is',
    { write: 'update-role', role: plain('x', ['users:read', READ]), gains: [READ] },
    null,
  ],
  [
    'what comes',
    { write: 'update-role', role: plain('x', ['users:read']), gains: ['users:read'] },
    /sends users:read/,
  ],
  [
    'by its name',
    { write: 'update-role', role: plain('guest', [], ['admin']) },
    /^A guest is no administrator\.$/,
  ],
  ['by its name, and not otherwise', { write: 'update-role', role: plain('guest', []) }, null],
  ['a group by its name', { write: 'delete-group', group: STAFF }, /^The staff is always there\.$/],
  ['another group', { write: 'delete-group', group: QA }, null],
  ['a title that is made into the name', { write: 'update-role', role: plain('x-y', [], [], 'X y') }, null],
  [
    'another title',
    { write: 'update-role', role: plain('x', [], [], 'Yours') },
    /documents would call that "yours" and not "x"/,
  ],
  ['another title of a group', updated(QA, { title: 'Quality' }), /documents would call that "quality"/],
  ['a group that is called so', { write: 'create-group', group: group('qa') }, null],
];

it.each(asked)('what it cannot, it says at plan time: %s', (_, write, why) => {
  const unsupported = describedSupports(must(described(ONE_PLACE)), write, oneGroup);
  if (why === null) expect(unsupported).toBeNull();
  else expect(unsupported?.why).toMatch(why);
});

it('a group is sent as the platform is to call it', async () => {
  const { writer, rows } = await written();
  must(await writer.write(updated(QA, { title: 'THE QA' })));
  must(await writer.write(updated(OPS, { title: 'OPS' })));
  expect(rows.groups.map(({ name }) => name)).toEqual(['THE QA', 'OPS', 'staff']);
});

it('people are taken out of a group before it is deleted', async () => {
  const { writer, rows, written: sent } = await written();
  rows.groups[1] = { id: 'g2', name: 'ops', parent: null };
  must(await writer.read());
  must(await writer.write({ write: 'delete-group', group: QA }));
  expect(sent).toEqual([
    ['PATCH /api/users/1', { team: null }],
    ['DELETE /api/groups/g1', null],
  ]);
});

it('somebody who is in another group meanwhile stays there', async () => {
  const { stopped, rows, written: sent } = await written();
  rows.users[0] = { id: 1, email: ANA, team: 'g2' };
  expect(await stopped({ write: 'remove-group-member', group: QA, member: ANA })).toMatch(/rule as-read/);
  expect(await stopped({ write: 'delete-group', group: QA })).toMatch(/rule as-read/);
  expect(sent).toEqual([]);
});

it('a group is in one other: it is put there, taken out, and never into a second', async () => {
  const { writer, stopped, rows } = await written();
  must(await writer.write({ write: 'nest-group', group: OPS, child: STAFF }));
  expect(rows.groups[2]).toMatchObject({ parent: 'g2' });
  expect(await stopped({ write: 'nest-group', group: QA, child: STAFF })).toMatch(
    /not-supported.*there would be 2.*rule one-place/,
  );
  expect(rows.groups[2]).toMatchObject({ parent: 'g2' });
  must(await writer.write({ write: 'unnest-group', group: OPS, child: STAFF }));
  expect(rows.groups[2]).toMatchObject({ parent: null });
});

it('a way is found by the name of a group', async () => {
  const { writer, rows } = await written();
  must(await writer.write({ write: 'add-group-member', group: STAFF, member: ANA }));
  must(await writer.write({ write: 'add-group-member', group: OPS, member: 'bo@acme.com' }));
  expect(rows.users.map(({ team }) => team)).toEqual(['g3', 'g2']);
});
