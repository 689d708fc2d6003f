import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type SandboxSeed, startSandbox } from '../../src/sandbox/sandbox.ts';
import { caller, type Json } from './caller.ts';
import {
  atriumWithUnitMembers,
  PLATFORMS,
  readPlatform,
  startTestSandbox,
  type TestSandbox,
} from './start.ts';

const folder = mkdtempSync(join(tmpdir(), 'bylaw-seed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seed: SandboxSeed = {
  organization: 'acme',
  scopes: [
    { path: 'emea', kind: 'unit', name: 'EMEA' },
    { path: 'emea/shop', kind: 'workspace' },
  ],
  roles: [{ slug: 'tester', permissions: ['build:*'], includes: ['build-viewer'] }],
  members: [
    { key: 'ann@acme.com', state: 'active', displayName: 'Ann' },
    { key: 'bob@acme.com' },
    { key: 'cat@acme.com', state: 'expired' },
  ],
  groups: [
    { slug: 'qa', home: 'emea', members: ['ann@acme.com'], groups: ['inner'], roles: ['tester'] },
    { slug: 'inner', permissions: ['members:read'] },
  ],
  assignments: [
    { principal: { type: 'member', name: 'ann@acme.com' }, roles: ['founder', 'owner'] },
    { scope: 'emea/shop', principal: { type: 'group', name: 'qa' } },
  ],
};

async function open(
  options: Parameters<typeof startTestSandbox>[0],
): Promise<[TestSandbox, ReturnType<typeof caller>]> {
  const sandbox = await startTestSandbox({ platformFile: PLATFORMS.atrium, ...options });
  return [sandbox, caller(() => sandbox)];
}

test('an organization starts with its seed, and keeps what became of it', async () => {
  const file = join(folder, 'kept.db');
  const [first, call] = await open({ file, seed });
  expect((await call('GET', '/members?key=ann@acme.com')).body.items).toMatchObject([{ state: 'active' }]);
  expect((await call('GET', '/members?key=cat@acme.com')).body.items).toMatchObject([{ state: 'expired' }]);
  const [cat] = (await call('GET', '/members?key=cat@acme.com')).body.items;
  expect((await call('POST', `/members/${cat?.id}/accept`)).body.code).toBe('invitation-expired');
  expect(
    (await call('GET', '/assignments')).body.items.map(({ roleIds }) => (roleIds as string[]).length).sort(),
  ).toEqual([0, 1, 2]);
  expect((await call('DELETE', `/members/${cat?.id}`)).status).toBe(204);
  const kept = await Promise.all(
    ['', '/members', '/roles', '/groups', '/scopes', '/assignments', '/memberships', '/audit-events'].map(
      (path) => call('GET', path),
    ),
  );
  await first.close();

  const [second, again] = await open({
    file,
    seed,
    organizations: [
      { slug: 'acme', name: 'A' },
      { slug: 'new', name: 'N' },
    ],
  });
  for (const [n, path] of [
    '',
    '/members',
    '/roles',
    '/groups',
    '/scopes',
    '/assignments',
    '/memberships',
    '/audit-events',
  ].entries()) {
    expect((await again('GET', path)).body).toEqual(kept[n]?.body);
  }
  expect((await again('GET', '//orgs/new/api/v1/members')).body.total).toBe(0);
  await second.close();
});

test('people are in any state of any membership, with any invitation', async () => {
  const now = () => new Date('2026-03-10T00:00:00.000Z');
  const [sandbox, call] = await open({
    platform: atriumWithUnitMembers(),
    now,
    seed: {
      organization: 'acme',
      scopes: [{ path: 'emea', kind: 'unit' }],
      members: [
        { key: 'a@acme.com' },
        { key: 'b@acme.com', state: 'active' },
        { key: 'c@acme.com', state: 'expired' },
        { key: 'd@acme.com', invitation: { sentAt: '2026-03-05T01:00:00+01:00', sent: 2 } },
        { key: 'e@acme.com', invitation: { sentAt: '2026-03-01T00:00:00Z' } },
        { key: 'f@acme.com', state: 'expired', invitation: { sentAt: '2026-02-01T00:00:00Z', sent: 3 } },
        { key: 'g@acme.com', invitation: { expiresAt: null } },
      ],
      scopeMembers: [
        { scope: 'emea', key: 'b@acme.com', state: 'deactivated' },
        { scope: 'emea', key: 'h@acme.com', state: 'active' },
        { scope: 'emea', key: 'i@acme.com', state: 'expired' },
        { scope: 'emea', key: 'j@acme.com' },
      ],
      groups: [{ slug: 'local', home: 'emea', members: ['h@acme.com'] }],
      assignments: [
        { scope: 'emea', principal: { type: 'member', name: 'h@acme.com' }, roles: ['steward'] },
        { scope: 'emea', principal: { type: 'member', name: 'j@acme.com' } },
      ],
    },
  });
  const told = ({ state, invitation }: Json) => {
    const { sentAt, expiresAt, sent } = (invitation ?? {}) as Record<string, string | number | null>;
    return invitation === null ? state : `${state} ${sentAt} ${expiresAt} ${sent}`;
  };
  const { items: people } = (await call('GET', '/members')).body;
  const days = (text: unknown) => String(text).replaceAll(/2026-|T00:00:00.000Z/g, '');
  expect(people.map((one) => days(`${String(one.key)[0]} ${told(one)}`)).sort()).toEqual([
    'a invited 03-10 03-17 1',
    'b active',
    'c expired 03-03 03-10 1',
    'd invited 03-05 03-12 2',
    'e expired 03-01 03-08 1',
    'f expired 02-01 02-08 3',
    'g invited 03-10 null 1',
    'h outside',
    'i outside',
    'j outside',
  ]);
  const { items } = (await call('GET', '/scope-members')).body;
  const key = (id: unknown) => String(people.find((one) => one.id === id)?.key)[0];
  expect(items.map((one) => days(`${key(one.memberId)} ${told(one)}`)).sort()).toEqual([
    'b deactivated',
    'h active',
    'i expired 03-03 03-10 1',
    'j invited 03-10 03-17 1',
  ]);
  await sandbox.close();
});

test('people of a project are in its groups, whichever stands first in the seed', async () => {
  const [sandbox, call] = await open({
    platformFile: fileURLToPath(new URL('../../schemas/platforms/gorules.yaml', import.meta.url)),
    seed: {
      organization: 'acme',
      scopes: [{ path: 'pricing', kind: 'project' }],
      members: [{ key: 'ann@acme.com', state: 'active' }],
      groups: [{ slug: 'authors', home: 'pricing', members: ['ann@acme.com'] }],
      assignments: [{ scope: 'pricing', principal: { type: 'member', name: 'ann@acme.com' } }],
    },
  });
  expect((await call('GET', '/memberships')).body.total).toBe(1);
  await sandbox.close();
});

describe('refuses to start', () => {
  const platform = readPlatform(PLATFORMS.atrium);
  const start = (options: object) =>
    startSandbox({
      platform,
      file: ':memory:',
      token: 't',
      organizations: [{ slug: 'acme', name: 'A' }],
      ...options,
    });

  test.each<[string, object, string]>([
    ['without a platform', { platform: null }, 'not a platform definition'],
    ['with a platform without a root', { platform: { name: 'x', scopes: {} } }, 'no scope kind is the root'],
    ['with a seed for another organization', { seed: { organization: 'b' } }, 'not one of the organizations'],
    [
      'with a seed that breaks the rules',
      { seed: { organization: 'acme', members: [{ key: 'ann' }] } },
      'invalid-member-key',
    ],
    [
      'with a seed that names nobody',
      { seed: { organization: 'acme', groups: [{ slug: 'g', members: ['x@y'] }] } },
      'no member x@y',
    ],
    [
      'with somebody active who has an invitation',
      {
        seed: {
          organization: 'acme',
          members: [{ key: 'a@b', state: 'active', invitation: { sent: 2 } }],
        },
      },
      'who is active has no invitation',
    ],
    [
      'with an invitation sent some day',
      { seed: { organization: 'acme', members: [{ key: 'a@b', invitation: { sentAt: 'some day' } }] } },
      'some day is no instant',
    ],
    [
      'with members of a scope that has none',
      { seed: { organization: 'acme', scopeMembers: [{ scope: '', key: 'a@b' }] } },
      'scope-members-not-supported',
    ],
    [
      'with something for somebody who is not there',
      {
        platform: atriumWithUnitMembers(),
        seed: {
          organization: 'acme',
          scopes: [{ path: 'u', kind: 'unit' }],
          scopeMembers: [{ scope: 'u', key: 'a@b' }],
          assignments: [{ principal: { type: 'member', name: 'a@b' }, roles: ['steward'] }],
        },
      },
      'not-a-member',
    ],
    ['in a folder that is not', { file: join(folder, 'no', 'such.db') }, 'such.db'],
  ])('%s', async (_how, options, why) => {
    await expect(start(options)).rejects.toThrow(why);
  });

  test('on a file of another platform, or of no sandbox', async () => {
    const file = join(folder, 'other.db');
    await (await start({ file })).close();
    expect(existsSync(file)).toBe(true);
    await expect(start({ file, platform: readPlatform(PLATFORMS.lumoauth) })).rejects.toThrow(
      'platform atrium, not lumoauth',
    );
    const text = join(folder, 'text.db');
    writeFileSync(text, 'not a database, and long enough to be seen as one that is not'.repeat(20));
    await expect(start({ file: text })).rejects.toThrow();
  });

  test('on a port that is taken', async () => {
    const first = await start({});
    await expect(start({ port: first.port })).rejects.toThrow('EADDRINUSE');
    await first.close();
  });
});

test('a seed that fails leaves the file without the organization', async () => {
  const file = join(folder, 'failed.db');
  const bad: SandboxSeed = { organization: 'acme', members: [{ key: 'a@b' }, { key: 'A@B' }] };
  await expect(open({ file, seed: bad })).rejects.toThrow('already-exists');
  const [sandbox, call] = await open({ file });
  expect((await call('GET', '/members')).body.total).toBe(0);
  await sandbox.close();
});

test('in memory, with a named token', async () => {
  const [sandbox, call] = await open({ file: ':memory:', token: { value: 'tok', name: 'terraform' } });
  await call('POST', '/groups', { slug: 'g', name: 'G' }, { token: 'tok' });
  const { items } = (await call('GET', '/audit-events', undefined, { token: 'tok' })).body;
  expect(items[0]).toMatchObject({ actor: { name: 'terraform' } });
  await sandbox.close();
});
