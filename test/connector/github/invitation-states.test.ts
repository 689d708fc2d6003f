import { describe, expect, test } from 'vitest';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { githubStory } from './github-story.ts';

/** Invitations are states: to the organization, into a team, to a repository. */

const seed: GithubSeed = {
  users: [{ login: 'dan' }],
  organizations: [
    {
      login: 'acme',
      owners: ['octavia'],
      members: ['ben'],
      teams: [{ name: 'qa' }],
      repositories: [{ name: 'web' }],
    },
  ],
};

const docs = (dan: string, qa = '', web = '') => `members:
  octavia: { roles: [owner] }
  ben:
${dan}groups:
  qa: { title: qa, members: [${qa}] }
repositories:
  web: { members: { ${web} } }
`;
const WANTED = docs('  dan:\n', 'dan');
const PEN = docs('', '', 'dan: { roles: [write] }');

describe('pending', () => {
  test('and wanted is no change, in the organization and in a team', async () => {
    const story = await githubStory({ seed });
    expect(await story.apply(WANTED)).toEqual([]);
    expect(await story.plan(WANTED)).toEqual([]);
    const [invitation] = story.github.organization('acme').invitations.values();
    expect(invitation?.teams.size).toBe(1);
    // Six days on it is the same; a day later it is over.
    story.days(6);
    expect(await story.plan(WANTED)).toEqual([]);
    story.days(1);
    expect((await story.plan(WANTED)).some((fact) => fact.includes('member:acme/dan'))).toBe(true);
  });

  test('and not wanted is cancelled', async () => {
    const story = await githubStory({ seed });
    await story.apply(WANTED);
    expect(await story.plan(docs(''))).toContain('delete member:acme/dan');
    expect(await story.apply(docs(''))).toEqual([]);
    expect(story.github.organization('acme').invitations.size).toBe(0);
  });

  test('and wanted as an owner, or no more: the role of the open invitation changes in place', async () => {
    const story = await githubStory({ seed });
    await story.apply(WANTED);
    const acme = story.github.organization('acme');
    const [before] = acme.invitations.keys();
    const owner = WANTED.replace('dan:', 'dan: { roles: [owner] }');
    expect(await story.apply(owner)).toEqual([]);
    expect([...acme.invitations.entries()].map(([id, { role }]) => [id, role])).toEqual([[before, 'admin']]);
    expect(await story.plan(owner)).toEqual([]);
    expect(await story.apply(WANTED)).toEqual([]);
    expect([...acme.invitations.entries()].map(([id, { role }]) => [id, role])).toEqual([
      [before, 'direct_member'],
    ]);
  });

  test('to a repository: no change, another role in place, cancelled', async () => {
    const story = await githubStory({ seed });
    const web = [...story.github.organization('acme').repositories.values()][0];
    const held = () => [...(web?.invitations.values() ?? [])].map(({ id, role }) => [id, role]);
    expect(await story.apply(PEN)).toEqual([]);
    expect(await story.plan(PEN)).toEqual([]);
    const [[id] = []] = held();
    expect(held()).toEqual([[id, 'write']]);
    expect(await story.apply(PEN.replace('write', 'maintain'))).toEqual([]);
    expect(held()).toEqual([[id, 'maintain']]);
    expect(await story.apply(docs(''))).toEqual([]);
    expect(held()).toEqual([]);
  });
});

describe('failed', () => {
  test('and wanted is put away and sent again; and not wanted is put away', async () => {
    const story = await githubStory({ seed });
    await story.apply(WANTED);
    story.days(7);
    story.github.resetRequests();
    expect(await story.apply(WANTED)).toEqual([]);
    const sent = story.github.requests().filter(({ method }) => method !== 'GET');
    const changing = sent.filter(({ path }) => !path.startsWith('/graphql'));
    expect(changing.map(({ method, path }) => `${method} ${path.replace(/\d+/, 'ID')}`)).toEqual([
      'DELETE /orgs/acme/invitations/ID',
      'PUT /orgs/acme/memberships/dan',
      'PUT /orgs/acme/teams/qa/memberships/dan',
    ]);
    story.days(7);
    expect(await story.apply(docs(''))).toEqual([]);
    expect(story.github.organization('acme').failedInvitations.size).toBe(0);
  });

  test('to a repository, over after 7 days: sent again with its role', async () => {
    const story = await githubStory({ seed });
    const web = [...story.github.organization('acme').repositories.values()][0];
    await story.apply(PEN);
    story.days(7);
    expect((await story.plan(PEN)).length).toBeGreaterThan(0);
    await story.apply(PEN);
    const [invitation] = web?.invitations.values() ?? [];
    expect(invitation).toMatchObject({ role: 'write', createdAt: expect.any(Number) });
    expect((invitation?.createdAt ?? 0) / 1000).toBeGreaterThan(Date.UTC(2026, 11, 6) / 1000);
  });
});

test('accepted is active, and nothing is left to do', async () => {
  const story = await githubStory({ seed });
  await story.apply(WANTED);
  story.github.accept('acme', 'dan');
  expect(await story.plan(WANTED)).toEqual([]);
  expect(story.github.team('acme', 'qa')).toEqual({ dan: 'member' });
});
