import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type SandboxSeed, startSandbox } from '../../src/sandbox/sandbox.ts';
import { caller } from './caller.ts';
import { PLATFORMS, readPlatform, startTestSandbox, type TestSandbox } from './start.ts';

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
