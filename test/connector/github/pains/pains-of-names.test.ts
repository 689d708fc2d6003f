import { expect, test } from 'vitest';
import type { GithubSeed } from '../../../../src/sandbox/github/world/github-seed.ts';
import { githubStory } from '../github-story.ts';
import { pain } from '../named-for.ts';

const SEED: GithubSeed = {
  users: [
    { login: 'ben', id: 42 },
    { login: 'eve', id: 43 },
  ],
  organizations: [
    { login: 'acme', owners: ['octavia'], members: ['ben'], teams: [{ name: 'qa', members: ['ben'] }] },
  ],
};
const DOCUMENTS = `members:
  octavia: { roles: [owner] }
  ben:
groups:
  qa: { title: qa, members: [ben] }
`;

pain('renamed-login', () => {
  test('who renamed the account stays where they are, and nothing is sent for it', async () => {
    const story = await githubStory({ seed: SEED });
    await story.apply(DOCUMENTS);
    story.github.rename('ben', 'benjamin');
    story.github.resetRequests();
    await story.apply(DOCUMENTS);
    expect(story.github.team('acme', 'qa')).toEqual({ benjamin: 'member' });
    const sent = story.github
      .requests()
      .filter(({ method, path }) => method !== 'GET' && path !== '/graphql');
    expect(sent).toEqual([]);
  });

  test('whoever takes the freed login is given nothing', async () => {
    const story = await githubStory({ seed: SEED });
    await story.apply(DOCUMENTS);
    story.github.rename('ben', 'benjamin');
    story.github.rename('eve', 'ben');
    await story.apply(DOCUMENTS);
    const { members, invitations } = story.github.organization('acme');
    expect(members.has(43)).toBe(false);
    expect(invitations.size).toBe(0);
    expect(story.github.team('acme', 'qa')).toEqual({ benjamin: 'member' });
  });
});
