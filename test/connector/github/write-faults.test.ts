import { describe, expect, test } from 'vitest';
import { openWriter } from '../../../src/connector/connect.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import type { InjectedFault } from '../../../src/sandbox/faults/fault.ts';
import { given, group, joins, person, team } from '../attributes.ts';
import { codesOf, must } from '../connections.ts';
import { fastTime } from '../fast-time.ts';
import { fastGithub, githubConnection, githubOf } from './github-connections.ts';

const WEB = 'acme/repositories/web';

async function writerOn(options: Parameters<typeof githubOf>[0] = {}) {
  const standIn = await githubOf({
    seed: {
      organizations: [
        {
          login: 'acme',
          owners: ['octavia'],
          members: ['ben', 'chi'],
          teams: [{ name: 'Docs', members: ['ben'] }],
          repositories: [{ name: 'web', collaborators: { chi: 'read' } }],
        },
      ],
      users: [{ login: 'eve' }],
    },
    ...options,
  });
  const time = fastTime(Date.UTC(2026, 10, 29, 12));
  const writer = openWriter(fastGithub(time), githubConnection(standIn));
  must(await writer.read());
  standIn.resetRequests();
  const sent = () =>
    standIn.requests().filter(({ method, path }) => method !== 'GET' && !path.startsWith('/graphql'));
  return { standIn, writer, time, sent };
}

const WRITES: readonly Write[] = [
  { write: 'create-group', group: group('tools') },
  joins('eve'),
  { write: 'add-group-member', group: 'acme/docs', member: 'chi' },
  { write: 'put-assignment', assignment: given(WEB, team('acme/docs'), ['write']) },
  { write: 'put-assignment', assignment: given(WEB, person('chi'), ['maintain']) },
  { write: 'put-assignment', assignment: given('acme', person('ben'), ['owner']) },
];

const FAULTS: readonly (readonly [string, InjectedFault])[] = [
  ['a connection cut after it was done', { kind: 'drop-after-write', match: { method: 'P(OST|UT)' } }],
];

describe('a write whose answer is lost is looked for, and not sent again', () => {
  test.each(WRITES)('$write', async (write) => {
    for (const [, { match: _, ...fault }] of FAULTS) {
      const method = write.write === 'create-group' ? 'POST' : 'PUT';
      const { standIn, writer, sent } = await writerOn();
      standIn.setFaults([{ ...fault, match: { method }, nth: 1 }]);
      expect(codesOf(await writer.write(write))).toEqual([]);
      expect(sent().filter((one) => one.method === method)).toHaveLength(1);
    }
  });
});

test('one create that is answered by 502 is one POST', async () => {
  const { standIn, writer, sent } = await writerOn();
  standIn.setFaults([{ kind: 'status', status: 502, match: { method: 'POST' }, nth: 1 }]);
  // Not done: it is looked for, and sent once more.
  expect(codesOf(await writer.write({ write: 'create-group', group: group('tools') }))).toEqual([]);
  expect(
    sent()
      .filter(({ method }) => method === 'POST')
      .map(({ status }) => status),
  ).toEqual([502, 201]);
  standIn.setFaults([{ kind: 'status', status: 502, match: { method: 'POST' }, nth: 1, every: 1 }]);
  standIn.resetRequests();
  expect(codesOf(await writer.write({ write: 'create-group', group: group('more') }))).toEqual([
    'connector-server-error',
  ]);
  expect(sent().filter(({ method }) => method === 'POST')).toHaveLength(2);
  expect(writer.asides?.()).toMatchObject([{ inDoubt: true }]);
});

test('writes are a second apart, and invitations three', async () => {
  const { writer, time } = await writerOn();
  const before = time.now();
  for (const name of ['one', 'two', 'three']) {
    must(await writer.write({ write: 'create-group', group: group(name) }));
  }
  // A team is made, and whoever makes it is taken out: two writes each.
  expect(time.now() - before).toBeGreaterThanOrEqual(5000);
});

test('a new team is empty, though GitHub makes whoever creates it its maintainer', async () => {
  const { standIn, writer } = await writerOn();
  must(await writer.write({ write: 'create-group', group: group('tools') }));
  expect(standIn.team('acme', 'tools')).toEqual({});
});

test('a role changes in place: one PUT, and nothing is taken away between', async () => {
  const { writer, sent } = await writerOn();
  must(await writer.write({ write: 'put-assignment', assignment: given(WEB, person('chi'), ['admin']) }));
  expect(sent().map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /repos/acme/web/collaborators/chi',
  ]);
});

test('somebody who is not there is told, and the rest goes on', async () => {
  const { writer } = await writerOn();
  const unknown = await writer.write(joins('nobody-of-that-name'));
  expect(codesOf(unknown)).toEqual(['connector-refused']);
  expect(unknown.diagnostics[0]?.message).toContain('nobody-of-that-name');
  expect(codesOf(await writer.write(joins('eve')))).toEqual([]);
  expect(writer.memberState?.('acme', 'eve')).toBe('invited');
});

test('the last owner stays', async () => {
  const { writer } = await writerOn();
  const write = { write: 'delete-assignment', scope: 'acme', principal: person('octavia') } as const;
  expect(codesOf(await writer.write(write))).toEqual(['token-forbidden']);
});

test('a team with teams below it that nobody has read is not deleted', async () => {
  const { standIn, writer } = await writerOn();
  const { body } = await standIn.ask('GET', '/orgs/acme/teams/docs');
  await standIn.ask('POST', '/orgs/acme/teams', { name: 'Below', parent_team_id: body.id });
  expect(codesOf(await writer.write({ write: 'delete-group', group: 'acme/docs' }))).toEqual([
    'live-changed',
  ]);
  expect(standIn.team('acme', 'docs')).toEqual({ ben: 'member' });
});
