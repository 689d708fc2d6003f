import { expect, test } from 'vitest';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { githubStory } from './github-story.ts';

/** Roles of the organization are known by name, and what is written is the whole list of who holds them. */

const SEED: GithubSeed = {
  organizations: [
    {
      login: 'acme',
      plan: 'enterprise',
      owners: ['octavia'],
      members: ['ben', 'chi'],
      teams: [{ name: 'security', members: ['ben', 'chi'] }],
      roleAssignments: {
        security_manager: { teams: ['security'], users: ['chi'] },
        ci_cd_admin: { users: ['ben'] },
        app_manager: { users: ['ben'] },
      },
    },
  ],
};

const docs = (ben: string, chi: string, team = '[security_manager]') => `members:
  octavia: { roles: [owner] }
  ben:${ben}
  chi:${chi}
groups:
  security: { title: security, members: [ben, chi], roles: ${team} }
`;
const AS_LIVE = docs(' { roles: [ci_cd_admin, app_manager] }', ' { roles: [security_manager] }');

test('what a team gives is nobody’s own: indirect is not direct, and mixed is both', async () => {
  const story = await githubStory({ seed: SEED });
  const facts = await story.plan(AS_LIVE);
  expect(facts).toEqual([]);
});

test('an empty list means nobody, a security manager among them, and other holders stay', async () => {
  const story = await githubStory({ seed: SEED });
  const wanted = docs('', ' { roles: [security_manager] }', '[]');
  await story.apply(wanted);
  const { roles } = story.github.organization('acme');
  const holders = Object.fromEntries(
    [...roles.values()].map(({ name, users, teams }) => [
      name,
      [...[...users].map((id) => story.github.world.user(id).login), ...[...teams].map(String)],
    ]),
  );
  expect(holders).toMatchObject({
    security_manager: ['chi'],
    ci_cd_admin: [],
    app_manager: [],
  });
  const asked = story.github.requests().map(({ path }) => path);
  expect(asked.filter((path) => path.includes('security-managers'))).toEqual([]);
});

test.each(['moderator', 'billing_manager'])(
  '%s is held back with the reason, and the rest is made',
  async (role) => {
    const story = await githubStory({ seed: SEED });
    const wanted = docs(` { roles: [${role}] }`, '');
    const facts = await story.plan(wanted);
    expect(facts.some((fact) => fact.startsWith('not-supported (8:'))).toBe(true);
    await story.apply(wanted);
    const manager = [...story.github.organization('acme').roles.values()].find(
      ({ name }) => name === 'security_manager',
    );
    expect(manager?.users.size).toBe(0);
  },
);
