/** What stops a write by a connector file, and what is looked at again, on a small real server. */
import { expect, it } from 'vitest';
import { openWriter } from '../../../src/connector/connect.ts';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { shown } from '../../source/shown.ts';
import { given, joins, team } from '../attributes.ts';
import { must } from '../connections.ts';
import { described, fastDescribed } from './describing.ts';
import { type Meddling, WRITABLE, type WritablePlatform, writablePlatform } from './writable-platform.ts';

const QA = 'acme/qa';
const BO_OUT: Write = { write: 'remove-group-member', group: QA, member: 'bo@acme.com' };
const CY_IN: Write = { write: 'add-group-member', group: QA, member: 'cy@acme.com' };
const roles = (...names: string[]): Write => ({
  write: 'put-assignment',
  assignment: given('acme', team(QA), names),
});

async function written(
  meddling: Meddling = {},
  file = WRITABLE,
): Promise<{ readonly platform: WritablePlatform; readonly writer: LiveWriter }> {
  const platform = await writablePlatform(meddling);
  const writer = openWriter(fastDescribed(must(described(file))), platform.connection);
  must(await writer.read());
  return { platform, writer };
}

const usersOf = ({ rows }: WritablePlatform): unknown => rows.groups[0]?.users;

async function stops(writer: LiveWriter, write: Write): Promise<string> {
  const result = await writer.write(write);
  expect(result.ok).toBe(false);
  return result.diagnostics.map(shown).join('\n');
}

it('a whole list is read, changed, sent and read again', async () => {
  const { platform, writer } = await written();
  must(await writer.write(CY_IN));
  must(await writer.write(BO_OUT));
  expect(usersOf(platform)).toEqual([1, 3]);
  expect(platform.written).toHaveLength(2);
});

it('a list that somebody else changed meanwhile is left as it is', async () => {
  const { platform, writer } = await written();
  platform.rows.groups[0] = { id: 'g1', name: 'qa', users: [1, 2, 3] };
  expect(await stops(writer, BO_OUT)).toMatch(/live-changed.*remove-group-member.*rule as-read/);
  expect(usersOf(platform)).toEqual([1, 2, 3]);
  expect(platform.written).toEqual([]);
});

it('a list that is not as it was sent is told', async () => {
  const { writer } = await written({ answer: () => ({ status: 200, body: {}, done: false }) });
  expect(await stops(writer, BO_OUT)).toMatch(/connector-contradiction.*rule whole-set/);
  expect(writer.asides?.()).toMatchObject([{ write: BO_OUT, inDoubt: true }]);
});

it('a role is a request: what comes first, then what goes', async () => {
  const { platform, writer } = await written();
  must(await writer.write(roles('viewer', 'auditor')));
  expect(platform.written.map(({ method }) => method)).toEqual(['POST', 'POST', 'DELETE']);
  expect(platform.rows.grants.map(({ role }) => role)).toEqual(['viewer', 'auditor']);
  // What was made since has its row only in a list that is read again.
  must(await writer.write({ write: 'delete-assignment', scope: 'acme', principal: team(QA) }));
  expect(platform.rows.grants).toEqual([]);
});

it('what broke in the middle is told by what was made', async () => {
  const { platform, writer } = await written({
    answer: ({ nth }) => (nth === 2 ? { status: 422, body: { detail: 'no more roles' }, done: false } : null),
  });
  expect(await stops(writer, roles('viewer', 'auditor', 'editor'))).toMatch(
    /connector-refused.*no more roles.*rule done/,
  );
  expect(writer.asides?.()).toMatchObject([{ inDoubt: false, partly: ['viewer'] }]);
  expect(platform.rows.grants.map(({ role }) => role)).toEqual(['editor', 'viewer']);
  // Made again, only the rest is sent.
  must(await writer.write(roles('viewer', 'auditor', 'editor')));
  expect(platform.written).toHaveLength(3);
});

it('an error inside of a 200 is none that is done', async () => {
  const { platform, writer } = await written({
    answer: () => ({ status: 200, body: { error: { code: -32602 } }, done: false }),
  });
  expect(await stops(writer, joins('eve@acme.com'))).toMatch(/connector-refused.*error.*rule done/);
  expect(platform.rows.users).toHaveLength(3);
});

it('an error inside of a 200 of what is so all the same is done', async () => {
  const { writer } = await written({ answer: () => ({ status: 200, body: { error: 'late' }, done: true }) });
  must(await writer.write(joins('eve@acme.com')));
});

it('a status that the file does not expect is looked at again', async () => {
  const taken = await written({ answer: () => ({ status: 202, body: { id: 7 }, done: false }) });
  expect(await stops(taken.writer, joins('eve@acme.com'))).toMatch(/connector-protocol.*202.*rule done/);
  expect(taken.writer.asides?.()).toMatchObject([{ inDoubt: true }]);
  const made = await written({ answer: () => ({ status: 202, body: { id: 7 }, done: true }) });
  must(await made.writer.write(joins('eve@acme.com')));
});

it('a lost answer is looked for, and not sent a second time', async () => {
  const { platform, writer } = await written({ answer: () => 'lose' });
  must(await writer.write(joins('eve@acme.com')));
  expect(platform.written).toHaveLength(1);
});

it('already there is adopted where it is the same, and gone of a removal is done', async () => {
  const { platform, writer } = await written({
    before: (_, rows) => {
      if (!rows.users.some(({ email }) => email === 'eve@acme.com'))
        rows.users.push({ id: 9, email: 'eve@acme.com' });
      rows.grants = [];
    },
    answer: ({ method }) =>
      method === 'POST' ? { status: 409, body: { detail: 'already there' }, done: false } : null,
  });
  must(await writer.write(joins('eve@acme.com')));
  must(await writer.write({ write: 'delete-assignment', scope: 'acme', principal: team(QA) }));
  expect(platform.rows.users).toHaveLength(4);
});

it('gone, says the platform, and lists it: a contradiction', async () => {
  const { writer } = await written({
    answer: () => ({ status: 404, body: { detail: 'gone' }, done: false }),
  });
  expect(await stops(writer, { write: 'remove-member', scope: 'acme', member: 'cy@acme.com' })).toMatch(
    /connector-contradiction.*rule read-again/,
  );
});

it('a group that somebody came into since is not deleted', async () => {
  const { platform, writer } = await written();
  platform.rows.groups[1] = { id: 'g2', name: 'ops', users: [3] };
  expect(await stops(writer, { write: 'delete-group', group: 'acme/ops' })).toMatch(
    /live-changed.*rule as-read/,
  );
  expect(platform.written).toEqual([]);
});

it('a new id that was there before is none', async () => {
  const { platform, writer } = await written({
    answer: ({ path }) => (path === '/api/groups' ? { status: 201, body: { id: 'g1' }, done: true } : null),
  });
  const docs: Write = {
    write: 'create-group',
    group: {
      ...{ home: 'acme', name: 'docs', title: 'docs', description: '' },
      ...{
        settings: new Map(),
        members: new Map(),
        membershipRoles: new Map(),
        groups: new Map(),
        permissions: new Map(),
      },
    },
  };
  expect(await stops(writer, docs)).toMatch(/connector-contradiction.*rule read-again/);
  expect(usersOf(platform)).toEqual([1, 2]);
});

it.each(['..', '.', 'a/b', 'a\\b'])('an id that leads elsewhere is not sent: %j', async (id) => {
  const { platform, writer } = await written();
  platform.rows.groups[1] = { id, name: 'ops', users: [] };
  must(await writer.read());
  expect(await stops(writer, { write: 'delete-group', group: 'acme/ops' })).toMatch(/rule sent-path/);
  expect(platform.written).toEqual([]);
});

it('what is sent is percent-encoded', async () => {
  const { platform, writer } = await written();
  platform.rows.groups[1] = { id: 'ö?x=1#y', name: 'ops', users: [] };
  must(await writer.read());
  must(await writer.write({ write: 'delete-group', group: 'acme/ops' }));
  expect(platform.written.map(({ path }) => path)).toEqual(['/api/groups/%C3%B6%3Fx%3D1%23y']);
});
