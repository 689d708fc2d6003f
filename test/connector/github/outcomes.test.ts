import { describe, expect, test } from 'vitest';
import type { GithubSeed, GithubSeedOrganization } from '../../../src/sandbox/github/world/github-seed.ts';
import { githubStory } from './github-story.ts';

/**
 * What GitHub takes from nobody, or not from Bylaw: each is held back alone with its reason and a way out, and the
 * revocation beside it (chi leaves) is made.
 */

const acme = (more: Partial<GithubSeedOrganization>, users: GithubSeed['users'] = []): GithubSeed => ({
  users: [{ login: 'dan' }, ...users],
  organizations: [{ login: 'acme', owners: ['octavia'], members: ['ben', 'chi'], ...more }],
});

const people = (more = '') => `members:
  octavia: { roles: [owner] }
  ben:
${more}`;

const isGone = (story: Awaited<ReturnType<typeof githubStory>>, login: string) =>
  ![...story.github.organization('acme').members.keys()].some(
    (id) => story.github.world.user(id).login === login,
  );

describe('held back by the plan', () => {
  const TEAM = `${people()}groups:\n  qa: { title: qa, members: [ben] }\n`;
  test.each([
    {
      name: 'a blocked account',
      seed: acme({ blocked: ['dan'] }),
      yaml: people('  dan:\n'),
      says: /^not-supported \(9:3\): .*The organization blocks dan/,
    },
    {
      name: 'an archived repository',
      seed: acme({ repositories: [{ name: 'attic', archived: true }] }),
      yaml: `${people()}repositories:\n  attic: { members: { ben: { roles: [write] } } }\n`,
      says: /^not-supported .*The repository attic is archived/,
    },
    {
      name: 'a team that an identity provider synchronizes',
      seed: acme({
        plan: 'enterprise',
        teams: [{ name: 'qa', source: 'team-sync', groups: ['Quality'], members: ['octavia'] }],
      }),
      yaml: TEAM,
      says: /^not-supported .*The people of the team qa come from the group Quality of the identity provider/,
    },
    {
      name: 'a team of an enterprise',
      seed: acme({
        plan: 'enterprise',
        teams: [{ name: 'qa', source: 'enterprise', members: ['octavia'] }],
      }),
      // Its slug is no name that documents can write: nobody writes it, and all the same it stays.
      yaml: people(),
      says: /^not-supported .*The team qa belongs to the enterprise/,
    },
  ])('$name', async ({ seed, yaml, says }) => {
    const story = await githubStory({ seed });
    expect(await story.plan(yaml)).toContainEqual(expect.stringMatching(says));
    expect(await story.apply(yaml)).toEqual([]);
    expect(isGone(story, 'chi')).toBe(true);
  });

  test('a team that an external group fills, where all accounts are managed: nobody is invited', async () => {
    const managed = ['octavia', 'ben', 'chi', 'dan'].map((login) => ({ login, managedBy: 'corp' }));
    const story = await githubStory({
      seed: {
        users: managed,
        organizations: [
          {
            login: 'acme',
            plan: 'enterprise',
            managedUsers: 'corp',
            owners: ['octavia'],
            members: ['ben', 'chi'],
            teams: [{ name: 'qa', source: 'external-group', groups: ['Quality'], members: ['octavia'] }],
            externalGroups: [{ name: 'Quality', members: ['octavia'] }],
          },
        ],
      },
    });
    const yaml = `${people('  dan:\n')}groups:\n  qa: { title: qa, members: [ben] }\n`;
    expect(await story.plan(yaml)).toContainEqual(
      expect.stringMatching(/come from the external group Quality of the identity provider/),
    );
    expect(await story.apply(yaml)).toEqual([]);
    // Looked up by REST, and a member at once: no invitation is ever sent.
    expect(isGone(story, 'dan')).toBe(false);
    expect(isGone(story, 'chi')).toBe(true);
    expect(story.github.organization('acme').invitations.size).toBe(0);
    const sent = story.github.requests().filter(({ method }) => method !== 'GET');
    expect(sent.some(({ path }) => path.includes('/invitations'))).toBe(false);
    expect(sent.some(({ path }) => path === '/users/dan' || path.includes('graphql'))).toBe(true);
  });
});

describe('refused by GitHub in the middle of an apply', () => {
  test.each(['2022-11-28', '2026-03-10'])('trade controls, under version %s', async (version) => {
    const seed = acme({}, [{ login: 'eve', tradeControlled: true }]);
    const story = await githubStory({ seed }, { 'api-version': version });
    const said = await story.apply(people('  eve:\n  dan:\n'));
    expect(said).toEqual([expect.stringMatching(/^connector-refused: .*trade controls/i)]);
    expect(isGone(story, 'chi')).toBe(true);
    expect(story.github.organization('acme').invitations.size).toBe(1);
  });

  test('an account that was closed since the read', async () => {
    const seed = acme({ teams: [{ name: 'qa' }] });
    const story = await githubStory({ seed });
    const yaml = `${people()}groups:\n  qa: { title: qa, members: [ben] }\n`;
    const closing = story.apply(yaml);
    const stop = setInterval(() => {
      const asked = story.github.requests().some(({ path }) => path.includes('/blocks'));
      if (asked && story.github.world.userByLogin('ben') !== undefined) story.github.closeAccount('ben');
    }, 1);
    const said = await closing;
    clearInterval(stop);
    for (const one of said) expect(one).toMatch(/^connector-refused: There is no account ben/);
    expect(isGone(story, 'chi')).toBe(true);
  });

  test('a repository that was archived since the read', async () => {
    const story = await githubStory({ seed: acme({ repositories: [{ name: 'web' }] }) });
    const yaml = `${people()}repositories:\n  web: { members: { ben: { roles: [write] } } }\n`;
    const web = [...story.github.organization('acme').repositories.values()][0];
    const applied = story.apply(yaml);
    const stop = setInterval(() => {
      const read = story.github.requests().some(({ path }) => path.includes('/repos/acme/web/invitations'));
      if (read && web !== undefined) web.archived = true;
    }, 1);
    const said = await applied;
    clearInterval(stop);
    for (const one of said) expect(one).toMatch(/^connector-refused: .*archived/);
    expect(isGone(story, 'chi')).toBe(true);
  });
});
