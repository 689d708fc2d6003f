/** What is written to a SCIM server takes out nobody else, in whatever dialect; and where it did, everybody hears of it. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../../src/connector/connect.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { live } from '../../plan/fixtures.ts';
import { group, joins, updated } from '../attributes.ts';
import { codesOf, must, plain } from '../connections.ts';
import { MODELS, SERVER_DIALECTS } from './random-servers.ts';
import { fastScim, SECRET, scimConnection, seed } from './scim-harness.ts';
import { type ScimServer, startScimServer } from './scim-server.ts';
import { PLAIN_SERVER, type ServerDialect } from './server-dialect.ts';

const ORGANIZATION = [
  live.scope('acme', 'organization', 'acme'),
  ...['ana', 'bo', 'cy', 'di'].map((name) => live.member(name)),
  live.group('acme/qa', { members: ['ana', 'bo', 'cy'] }),
  live.group('acme/ops', { members: ['ana', 'bo', 'cy'], groups: ['acme/qa'] }),
];

type Written = Record<string, string | number | boolean>;

async function writerTo(server: ScimServer, dialect: Written = {}) {
  const writer = openWriter(fastScim(), scimConnection(server.url, server.world.dialect, dialect));
  must(await writer.read());
  return writer;
}

async function serverWith(dialect: Partial<ServerDialect> = {}): Promise<ScimServer> {
  const server = await startScimServer(SECRET, { ...PLAIN_SERVER, ...dialect });
  onTestFinished(() => server.close());
  seed(server, ORGANIZATION);
  return server;
}

const takes = (member: string, path = 'acme/qa'): Write => ({
  write: 'remove-group-member',
  group: path,
  member,
});
const puts = (member: string, path = 'acme/qa'): Write => ({
  write: 'add-group-member',
  group: path,
  member,
});

function peopleIn({ world }: ScimServer, name: string): readonly string[] {
  const members = world.groupNamed(name)?.members ?? [];
  return members.map((id) => world.users.get(id)?.userName ?? world.groups.get(id)?.displayName ?? id).sort();
}

describe('a removal that takes out everybody', () => {
  const hostile = { removeByValue: 'everybody', removeByFilter: 'refused' } as const;

  test('is a failure that names them, and nobody is taken out of a group after it', async () => {
    const server = await serverWith(hostile);
    const writer = await writerTo(server, { remove: 'value' });
    const first = await writer.write(takes('bo'));
    expect(codesOf(first)).toEqual(['connector-contradiction']);
    expect(first.diagnostics[0]?.message).toBe(
      'group acme/qa: taking bo out has taken out ana, cy too; nobody put them back',
    );
    expect(first.diagnostics[0]?.hint).toContain('`remove: value`');
    expect(codesOf(await writer.write(takes('bo', 'acme/ops')))).toEqual(['connector-contradiction']);
    expect(peopleIn(server, 'ops')).toEqual(['ana', 'bo', 'cy', 'qa']);
    expect(writer.asides?.()).toMatchObject([{ inDoubt: true }]);
  });

  test('strikes one group, however many removals are asked for at once', async () => {
    const server = await serverWith(hostile);
    const writer = await writerTo(server, { remove: 'value' });
    await Promise.all([writer.write(takes('bo')), writer.write(takes('bo', 'acme/ops'))]);
    expect([peopleIn(server, 'qa'), peopleIn(server, 'ops')]).toEqual([[], ['ana', 'bo', 'cy', 'qa']]);
  });

  test('is seen in an add that takes the place of everybody', async () => {
    const server = await serverWith({ add: 'replaces' });
    const writer = await writerTo(server, { add: 'patch' });
    const made = await writer.write(puts('di'));
    expect(made.diagnostics[0]?.message).toBe(
      'group acme/qa: putting di in has taken out ana, bo, cy too; nobody put them back',
    );
  });

  test('does not happen in the dialect of the server', async () => {
    const server = await serverWith(hostile);
    const writer = await writerTo(server);
    expect(codesOf(await writer.write(takes('bo')))).toEqual([]);
    expect(peopleIn(server, 'qa')).toEqual(['ana', 'cy']);
  });
});

test('a success that did nothing is none', async () => {
  const server = await serverWith({ removeByFilter: 'nothing' });
  const writer = await writerTo(server, { remove: 'filter' });
  expect(codesOf(await writer.write(takes('bo')))).toEqual(['connector-contradiction']);
});

test('what the server does not know is refused with its reason', async () => {
  const server = await serverWith({ removeByFilter: 'refused' });
  const writer = await writerTo(server, { remove: 'filter' });
  const made = await writer.write(takes('bo'));
  expect(codesOf(made)).toEqual(['connector-refused']);
  expect(made.diagnostics[0]?.message).toContain('no filters here (400)');
});

describe('a filter', () => {
  test.each(['exact', 'ignored', 'nobody'] as const)(
    'that is answered so (%s) finds who is there already',
    async (filters) => {
      const server = await serverWith({ filters, most: 1 });
      const writer = await writerTo(server);
      server.world.addUser('eve');
      expect(codesOf(await writer.write(joins('Eve')))).toEqual([]);
      expect(writer.memberState?.('acme', 'eve')).toBe('active');
    },
  );

  test('that is ignored is not sent a second time', async () => {
    const server = await serverWith({ filters: 'ignored' });
    const writer = await writerTo(server);
    for (const name of ['eve', 'fay']) {
      server.world.addUser(name);
      expect(codesOf(await writer.write(joins(name)))).toEqual([]);
    }
    expect(server.heard.filter((one) => one.includes('filter=')).length).toBe(1);
  });
});

test('somebody who is there already, and not active, is not taken for active', async () => {
  const server = await serverWith();
  const writer = await writerTo(server);
  server.world.addUser('eve', false);
  expect(codesOf(await writer.write(joins('eve')))).toEqual(['live-changed']);
});

test('a group that is there already, with people in it, is not taken for a new one', async () => {
  const server = await serverWith();
  const writer = await writerTo(server);
  server.world.addGroup('DOCS', [String(server.world.userNamed('di')?.id)]);
  expect(codesOf(await writer.write({ write: 'create-group', group: group('docs') }))).toEqual([
    'live-changed',
  ]);
});

test('what has changed between the read and the write is not written over (412)', async () => {
  const server = await serverWith({ etag: 'header' });
  const writer = await writerTo(server);
  let moved = false;
  server.meddle((method, path) => {
    const qa = server.world.groupNamed('qa');
    if (method !== 'GET' || qa === undefined || path !== `/Groups/${qa.id}` || moved) return null;
    moved = true;
    qa.version += 1;
    return null;
  });
  expect(codesOf(await writer.write(takes('bo')))).toEqual(['live-changed']);
  expect(peopleIn(server, 'qa')).toEqual(['ana', 'bo', 'cy']);
});

test.each([
  [{ deletes: false }, { write: 'remove-member', scope: 'acme', member: 'ana' }],
  [
    { nesting: false, members: 'user' },
    { write: 'nest-group', group: 'acme/qa', child: 'acme/ops' },
  ],
  [{ patch: false, put: false }, updated('acme/qa', { title: 'Q A' })],
] as const)('what a server does not take is said before: %o', async (dialect, write) => {
  const server = await startScimServer(SECRET, { ...PLAIN_SERVER, ...dialect });
  onTestFinished(() => server.close());
  seed(server, ORGANIZATION.slice(0, -1));
  const writer = await writerTo(server, {});
  const why = writer.supports?.(write as Write)?.why ?? updatedWhy;
  expect(why).toMatch(/\.$/);
  expect(codesOf(await writer.write(write as Write))).toEqual(['not-supported']);
});
const updatedWhy = 'nothing was said';

test('random writes behind random servers: the wanted is done, and nobody else is touched', async () => {
  const writes = fc.array(
    fc.tuple(
      fc.constantFrom('put', 'take', 'deactivate', 'activate', 'rename', 'delete', 'nest', 'unnest'),
      fc.nat(),
      fc.nat(),
    ),
    { minLength: 1, maxLength: 8 },
  );
  let made = 0;
  await fc.assert(
    fc.asyncProperty(SERVER_DIALECTS, MODELS, writes, async (dialect, make, asked) => {
      const server = await startScimServer(SECRET, dialect);
      try {
        seed(server, make(dialect));
        const writer = await writerTo(server);
        const { users, groups } = server.world;
        for (const [kind, one, other] of asked) {
          const user = [...users.values()][one % Math.max(1, users.size)];
          const place = [...groups.values()][other % Math.max(1, groups.size)];
          const before = plain(
            must(await fastScim().openReader(scimConnection(server.url, dialect)).read()).resources,
          );
          const expected = structuredClone(before);
          const write = writeOf(
            kind,
            user?.userName,
            place?.displayName,
            [...groups.values()][one % Math.max(1, groups.size)]?.displayName,
          );
          if (write === null || (writer.supports?.(write) ?? null) !== null) continue;
          expectWritten(expected, write);
          expect([kind, codesOf(await writer.write(write))]).toEqual([kind, []]);
          const after = plain(
            must(await fastScim().openReader(scimConnection(server.url, dialect)).read()).resources,
          );
          expect(after).toEqual(expected);
          made += 1;
        }
      } finally {
        await server.close();
      }
    }),
    { seed: 92, numRuns: 60 },
  );
  expect(made).toBeGreaterThan(100);
});

function writeOf(
  kind: string,
  userName: string | undefined,
  place: string | undefined,
  other: string | undefined,
): Write | null {
  const member = userName?.toLowerCase();
  const path = place === undefined ? undefined : `acme/${place}`;
  switch (kind) {
    case 'put':
      return member === undefined || path === undefined ? null : puts(member, path);
    case 'take':
      return member === undefined || path === undefined ? null : takes(member, path);
    case 'deactivate':
    case 'activate':
      if (member === undefined) return null;
      return {
        write: 'set-member-state',
        scope: 'acme',
        member,
        state: kind === 'activate' ? 'active' : 'deactivated',
      };
    case 'delete':
      return member === undefined ? null : { write: 'remove-member', scope: 'acme', member };
    case 'rename':
      return path === undefined || place === undefined ? null : updated(path, { title: place });
    default:
      if (path === undefined || other === undefined || other === place) return null;
      return { write: kind === 'nest' ? 'nest-group' : 'unnest-group', group: path, child: `acme/${other}` };
  }
}

type Plain = Record<string, unknown>;

/** The same, with one write made. */
function expectWritten(state: Plain, write: Write): void {
  const lists = (path: string) => state[`group:${path}`] as Record<'members' | 'groups', string[]>;
  const withOne = (list: readonly string[], one: string) => [...new Set([...list, one])].sort();
  const without = (list: readonly string[], one: string) => list.filter((entry) => entry !== one);
  switch (write.write) {
    case 'add-group-member':
      lists(write.group).members = withOne(lists(write.group).members, write.member);
      return;
    case 'remove-group-member':
      lists(write.group).members = without(lists(write.group).members, write.member);
      return;
    case 'nest-group':
      lists(write.group).groups = withOne(lists(write.group).groups, write.child);
      return;
    case 'unnest-group':
      lists(write.group).groups = without(lists(write.group).groups, write.child);
      return;
    case 'set-member-state':
      (state[`member:acme/${write.member}`] as Plain).state = write.state;
      return;
    case 'remove-member':
      delete state[`member:acme/${write.member}`];
      for (const [address, one] of Object.entries(state)) {
        if (!address.startsWith('group:')) continue;
        const group = one as { members: string[] };
        group.members = without(group.members, write.member);
      }
      return;
    default:
      return;
  }
}
