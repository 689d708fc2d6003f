import { expect, test } from 'vitest';
import { openReader } from '../../../src/connector/connect.ts';
import { countedBasePermission } from '../../../src/connector/github/base-permission.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import type { GithubBasePermission, GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { must } from '../connections.ts';
import { fastGithub, githubConnection, githubOf, githubPlatform } from './github-connections.ts';

/** Effective access is counted by the platform file: where live gives members something else, a read says so. */

function seed(basePermission: GithubBasePermission): GithubSeed {
  return { organizations: [{ login: 'acme', owners: ['octavia'], members: ['ben'], basePermission }] };
}

/** The platform with another base permission, as its page says to write it; null: without one. */
function counting(role: string | null): PlatformDefinition {
  const { defaultRole } = githubPlatform.members;
  const member = defaultRole === null ? undefined : githubPlatform.roles.get(defaultRole);
  if (defaultRole === null || member === undefined) throw new Error('the platform has no default role');
  const roles = new Map(githubPlatform.roles);
  roles.set(defaultRole, { ...member, includes: role === null ? [] : [role] });
  return { ...githubPlatform, name: 'github-own', roles };
}

const LIVE: readonly GithubBasePermission[] = ['none', 'read', 'write', 'admin'];
const COUNTED = [null, 'read', 'write', 'admin'] as const;
const CASES = LIVE.flatMap((live) => COUNTED.map((counted) => ({ live, counted })));

test.each(CASES)('live $live, counted $counted', async ({ live, counted }) => {
  const standIn = await githubOf({ seed: seed(live) });
  const platform = counting(counted);
  expect(countedBasePermission(platform)).toBe(counted ?? 'none');
  for (const settings of [{}, { graphql: false }]) {
    const connection = githubConnection(standIn, settings, { platform });
    const read = await openReader(fastGithub(), connection).read();
    must(read);
    const told = read.diagnostics.map(({ code, severity }) => [code, severity]);
    expect(told).toEqual(live === (counted ?? 'none') ? [] : [['connector-mismatch', 'warning']]);
    if (told.length === 0) continue;
    const [found] = read.diagnostics;
    expect(found?.message).toBe(
      `The base permission of acme is "${live}" on GitHub; effective access counts "${counted ?? 'none'}" for every member, as platform github-own says`,
    );
    expect(found?.hint).toContain('Use a platform file of your own');
    expect(found?.hint).toContain(live === 'none' ? 'does not include' : `includes "${live}"`);
    expect(found?.origin).toEqual({ from: 'live', url: `${standIn.url}/orgs/acme` });
  }
});

test('a platform without a default role counts none', () => {
  const platform = { ...githubPlatform, members: { ...githubPlatform.members, defaultRole: null } };
  expect(countedBasePermission(platform)).toBe('none');
});

test('the platform file that comes with Bylaw counts what a new organization has', async () => {
  expect(countedBasePermission(githubPlatform)).toBe('read');
  const standIn = await githubOf();
  expect((await openReader(fastGithub(), githubConnection(standIn)).read()).diagnostics).toEqual([]);
});

test('a token that is not shown it does not take it for none: a warning, and the read stands', async () => {
  const standIn = await githubOf({
    seed: { ...seed('read'), tokens: [{ value: 'ghp_ben', login: 'ben', scopes: ['read:org', 'repo'] }] },
  });
  const read = await openReader(fastGithub(), githubConnection(standIn)).read();
  must(read);
  const told = read.diagnostics.map(({ code, severity, message }) => [code, severity, message]);
  expect(told).toContainEqual([
    'token-forbidden',
    'warning',
    'GitHub does not show the base permission of acme to this token; effective access counts "read" for every member, as platform github says',
  ]);
});

test('it is told again of every read, and by names that are not its own', async () => {
  const standIn = await githubOf({ seed: seed('write') });
  const reader = openReader(fastGithub(), githubConnection(standIn));
  for (const read of [await reader.read(), await reader.read(), reader.under?.(new Map())]) {
    expect(read?.diagnostics.map(({ code }) => code)).toEqual(['connector-mismatch']);
  }
  await standIn.ask('PATCH', '/orgs/acme', { default_repository_permission: 'read' });
  expect((await reader.read()).diagnostics).toEqual([]);
});
