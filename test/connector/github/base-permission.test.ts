import { describe, expect, test } from 'vitest';
import { openReader, openWriter } from '../../../src/connector/connect.ts';
import { countedBasePermission } from '../../../src/connector/github/base-permission.ts';
import { performWrites } from '../../../src/connector/perform.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { writesOf } from '../../../src/plan/write/change-writes.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import { modelOf } from '../../../src/resource/organization-model.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import type { GithubBasePermission, GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { desiredIn } from '../../plan/documents.ts';
import { facts } from '../../plan/fixtures.ts';
import { must } from '../connections.ts';
import { fastGithub, githubConnection, githubOf, githubPlatform } from './github-connections.ts';

/** Effective access is counted by the platform file: where live gives members something else, a read says so. */

function seed(basePermission: GithubBasePermission): GithubSeed {
  return { organizations: [{ login: 'acme', owners: ['octavia'], members: ['ben'], basePermission }] };
}

/** A platform file of somebody's own, which has the base permission in a role and not as a setting; null: none. */
function counting(role: string | null): PlatformDefinition {
  const { defaultRole } = githubPlatform.members;
  const member = defaultRole === null ? undefined : githubPlatform.roles.get(defaultRole);
  const root = githubPlatform.scopeKinds.get('organization');
  if (defaultRole === null || member === undefined || root === undefined)
    throw new Error('the platform has no default role');
  const roles = new Map(githubPlatform.roles);
  roles.set(defaultRole, { ...member, includes: role === null ? [] : [role] });
  const scopeKinds = new Map(githubPlatform.scopeKinds).set('organization', { ...root, settings: new Map() });
  return { ...githubPlatform, name: 'github-own', roles, scopeKinds };
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
  const platform = { ...counting('read'), members: { ...githubPlatform.members, defaultRole: null } };
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
  const reader = openReader(fastGithub(), githubConnection(standIn, {}, { platform: counting('read') }));
  for (const read of [await reader.read(), await reader.read(), reader.under?.(new Map())]) {
    expect(read?.diagnostics.map(({ code }) => code)).toEqual(['connector-mismatch']);
  }
  await standIn.ask('PATCH', '/orgs/acme', { default_repository_permission: 'read' });
  expect((await reader.read()).diagnostics).toEqual([]);
});

describe('as a setting of the organization', () => {
  const text = (settings: string) => `apiVersion: bylaw/v1
kind: Organization
name: acme
platform: github
authority: { members: full, groups: full, assignments: full }
${settings}
members: { octavia: { roles: [owner] }, ben: }
`;
  const settingsOf = (resources: readonly Resource[]) =>
    modelOf(resources)
      .all('scope')
      .flatMap(({ attributes }) => [...attributes.settings.keys()]);

  test.each(LIVE)('%s is read, and said of nobody else', async (live) => {
    const standIn = await githubOf({ seed: seed(live) });
    for (const settings of [{}, { graphql: false }]) {
      const read = await openReader(fastGithub(), githubConnection(standIn, settings)).read();
      expect(read.diagnostics).toEqual([]);
      expect(settingsOf(must(read).resources)).toEqual([`base-permission=${live}`]);
    }
  });

  test.each(LIVE.flatMap((live) => LIVE.map((wanted) => ({ live, wanted }))))(
    'written $wanted where it is $live: one request, and the second plan is empty',
    async ({ live, wanted }) => {
      const standIn = await githubOf({ seed: seed(live) });
      const writer = openWriter(fastGithub(), githubConnection(standIn));
      const desired = desiredIn(text(`settings: { base-permission: ${wanted} }`));
      const plan = buildPlan(desired, must(await writer.read()));
      expect(facts(plan.changes)).toEqual(
        live === wanted ? [] : [`set scope:acme settings.base-permission "${wanted}"`],
      );
      const writes = plan.changes.flatMap((c) => (c.action === 'deferred' ? [] : writesOf(c)));
      expect((await performWrites(writes, writer, githubPlatform)).failed).toEqual([]);
      const after = must(await openReader(fastGithub(), githubConnection(standIn)).read());
      expect(settingsOf(after.resources)).toEqual([`base-permission=${wanted}`]);
      expect(facts(buildPlan(desired, after).changes)).toEqual([]);
    },
  );

  test('nobody writes it: it stays, and what people have by it is counted', async () => {
    const standIn = await githubOf({
      seed: {
        organizations: [
          {
            login: 'acme',
            owners: ['octavia'],
            members: ['ben'],
            basePermission: 'write',
            repositories: [{ name: 'web' }],
          },
        ],
      },
    });
    const live = must(await openReader(fastGithub(), githubConnection(standIn)).read());
    const plan = buildPlan(desiredIn(text('')), live);
    expect(facts(plan.changes)).toEqual([]);
    expect(plan.after.can('ben', 'contents:write', 'acme/repositories/web')).toBe(true);
  });

  test('a token that does not see it: unknown, and never none; nothing of it is written', async () => {
    const standIn = await githubOf({
      seed: { ...seed('none'), tokens: [{ value: 'ghp_ben', login: 'ben', scopes: ['read:org', 'repo'] }] },
    });
    const connection = { ...githubConnection(standIn), secrets: { 'token-env': 'ghp_ben' } };
    const read = await openReader(fastGithub(), connection).read();
    expect(settingsOf(must(read).resources)).toEqual([]);
    expect(read.diagnostics.map(({ code }) => code)).toContain('token-forbidden');
    for (const settings of ['', 'settings: { base-permission: write }'])
      expect(facts(buildPlan(desiredIn(text(settings)), must(read)).changes)).not.toContainEqual(
        expect.stringContaining('base-permission'),
      );
  });
});
