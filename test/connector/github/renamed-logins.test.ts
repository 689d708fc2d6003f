import { describe, expect, test } from 'vitest';
import { planJson } from '../../../src/report/plan/plan-json.ts';
import { planText } from '../../../src/report/plan/plan-text.ts';
import { plain } from '../../../src/report/text/text-style.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { formatOrigin } from '../../../src/source/origin.ts';
import { githubStory } from './github-story.ts';

/** Numbers are what people are; a login that was renamed is the same person, and a freed login is a stranger's. */

const seed = (plan: 'team' | 'enterprise' = 'team'): GithubSeed => ({
  users: [{ login: 'Ben', id: 42 }, { login: 'eve' }],
  organizations: [
    {
      login: 'acme',
      plan,
      owners: ['octavia'],
      members: ['Ben', 'chi'],
      teams: [{ name: 'qa', members: ['Ben', 'chi'], repositories: { web: 'write' } }],
      repositories: [{ name: 'web' }],
    },
  ],
});

const docs = (ben: string, members = `${ben}, chi`) => `members:
  octavia: { roles: [owner] }
  ${ben}:
  chi:
groups:
  qa: { title: qa, members: [${members}] }
repositories:
  web: { groups: { qa: { roles: [write] } } }
`;
const PEN = `members:
  octavia: { roles: [owner] }
  ben: { roles: [owner] }
  chi:
groups:
  qa: { title: qa, members: [ben, chi] }
repositories:
  web: { groups: { qa: { roles: [write] } }, members: { ben: { roles: [admin] } } }
`;

test.each(['ben', 'BEN', 'Ben'])('letter case is no difference: %s', async (ben) => {
  const story = await githubStory({ seed: seed() });
  expect(await story.plan(docs(ben))).toEqual([]);
});

describe('renamed, by the number that an apply wrote down', () => {
  test('somebody is neither removed nor invited, and the documents are to be edited', async () => {
    const story = await githubStory({ seed: seed() });
    expect(await story.apply(docs('ben'))).toEqual([]);
    story.github.rename('Ben', 'Benjamin');
    expect(await story.plan(docs('ben'))).toEqual([
      'waits member ben, called "Benjamin" on the platform',
      expect.stringMatching(
        /^renamed-live \(8:3\): member ben is called "Benjamin" on the platform, and is the same by its number \(user:42\), last seen under the written name at 2026-11-29T/,
      ),
    ]);
    // Each line that has the old login, in what people read and in JSON.
    const plan = await story.planned(docs('ben'));
    const edits = plan.changes.flatMap((change) =>
      change.action === 'deferred' ? (change.edits ?? []) : [],
    );
    expect(edits.map(({ at, before, after }) => `${formatOrigin(at)} ${before} → ${after}`)).toEqual([
      'a.yaml:8:3 ben → Benjamin',
      'a.yaml:11:30 ben → Benjamin',
    ]);
    const text = planText([plan], plain);
    expect(text).toContain('write "Benjamin" for "ben"');
    expect(JSON.stringify(planJson([plan]))).toContain('"before":"ben"');
    expect(await story.apply(docs('ben'))).toEqual([]);
    expect(story.github.team('acme', 'qa')).toEqual({ Benjamin: 'member', chi: 'member' });
    // The edit is made, and there is nothing to do; nor does the old number stand in the way of anything.
    expect(await story.plan(docs('Benjamin'))).toEqual([]);
  });

  test('a new owner and a grant reach the renamed account under its login', async () => {
    const story = await githubStory({ seed: seed() });
    await story.apply(docs('ben'));
    story.github.rename('Ben', 'Benjamin');
    expect(await story.apply(PEN)).toEqual([]);
    const acme = story.github.organization('acme');
    expect(acme.members.get(42)).toBe('admin');
    expect([...acme.repositories.values()][0]?.collaborators.get(42)).toBe('admin');
  });

  test('a stranger under the freed login is given nothing', async () => {
    const story = await githubStory({ seed: seed() });
    await story.apply(docs('ben'));
    story.github.rename('Ben', 'Benjamin');
    story.github.rename('eve', 'Ben');
    expect((await story.plan(docs('ben'))).some((fact) => fact.startsWith('create'))).toBe(false);
    // Somebody lets the stranger in: under the written login there is another account now.
    const acme = story.github.organization('acme');
    const stranger = story.github.world.userByLogin('Ben');
    acme.members.set(stranger?.id ?? 0, 'member');
    const facts = await story.plan(PEN);
    expect(facts.filter((fact) => /^(create|add|set|remove|delete)/.test(fact))).toEqual([]);
    expect(facts).toContainEqual(
      expect.stringMatching(
        /^account-changed .*\(number 42\) is called Benjamin now, and another account has the login\./,
      ),
    );
    await story.apply(PEN);
    expect(acme.members.get(stranger?.id ?? 0)).toBe('member');
    expect([...acme.repositories.values()][0]?.collaborators.size).toBe(0);
    // What an apply writes down is not the stranger's number.
    expect(story.remembered.ids.get('member:acme/ben')?.id).toBe('user:42');
  });

  test('who left and renamed the account is not looked for under the freed login', async () => {
    const story = await githubStory({ seed: seed() });
    await story.apply(docs('ben'));
    story.github.leave('acme', 'Ben');
    story.github.rename('Ben', 'Benjamin');
    story.github.rename('eve', 'Ben');
    const facts = await story.plan(docs('ben'));
    expect(facts.filter((fact) => /^(create|add|set)/.test(fact))).toEqual([]);
    expect(facts).toContainEqual(
      expect.stringMatching(
        /^account-changed \(8:3\): .*is called Benjamin now, and who has the login is somebody else\./,
      ),
    );
    expect(story.github.requests().filter(({ path }) => path.startsWith('/user/42'))).toHaveLength(1);
    // Somebody looked, and means the new account.
    const meant = docs('ben').replace('ben:', 'ben: { invite-again: 2026-11-30 }');
    expect(await story.plan(meant)).toContain('create member:acme/ben {"state":"active"}');
    await story.apply(meant);
    const invited = [...story.github.organization('acme').invitations.values()][0];
    expect(story.github.world.user(invited?.userId ?? 0).login).toBe('Ben');
  });

  test('a deleted account is told as that, and everything else goes on', async () => {
    const story = await githubStory({ seed: seed() });
    await story.apply(docs('ben'));
    story.github.closeAccount('Ben');
    const wanted = docs('ben', 'ben').replace('  chi:\n', '');
    expect(await story.plan(wanted)).toContainEqual(
      expect.stringMatching(/^account-changed \(8:3\): .*\(number 42\) is not there any more/),
    );
    expect(await story.apply(wanted)).toEqual([]);
    expect(story.github.organization('acme').members.size).toBe(1);
  });

  test('a team and a repository that were renamed are updates too', async () => {
    const story = await githubStory({ seed: seed() });
    await story.apply(docs('ben'));
    await story.github.ask('PATCH', '/orgs/acme/teams/qa', { name: 'quality' });
    await story.github.ask('PATCH', '/repos/acme/web', { name: 'site' });
    const facts = await story.plan(docs('ben'));
    expect(facts.filter((fact) => /^(create|delete)/.test(fact))).toEqual([]);
    expect(facts).toContain('set group:acme/qa name "qa"');
    expect(facts).toContain('set scope:acme/repositories/web name "web"');
    expect(await story.apply(docs('ben'))).toEqual([]);
    expect(story.github.team('acme', 'qa')).toEqual({ Ben: 'member', chi: 'member' });
    expect(await story.plan(docs('ben'))).toEqual([]);
  });
});

describe('renamed, by the numbers in an audit log', () => {
  test('an old line tells whose the login was', async () => {
    const story = await githubStory({ seed: seed('enterprise') });
    await story.github.ask('PUT', '/orgs/acme/memberships/Ben', { role: 'admin' });
    story.github.rename('Ben', 'Benjamin');
    const wanted = docs('ben').replace('ben:', 'ben: { roles: [owner] }');
    expect(await story.plan(wanted)).toEqual([
      'waits member ben, called "Benjamin" on the platform',
      expect.stringMatching(/^renamed-live \(8:3\): .*user:42/),
    ]);
  });
});

describe('nothing is known', () => {
  test('a login that nobody has is refused alone, and the revocation beside it is made', async () => {
    const story = await githubStory({ seed: seed() });
    const wanted = docs('ben', 'ben').replace('  chi:\n', '  nobody-of-that-name:\n');
    expect(await story.apply(wanted)).toEqual([
      'connector-refused: There is no account nobody-of-that-name on GitHub; nothing was sent',
    ]);
    expect(story.github.organization('acme').members.size).toBe(2);
  });

  test('a rename is two people, and who is removed is told before', async () => {
    const story = await githubStory({ seed: seed() });
    story.github.rename('Ben', 'Benjamin');
    const facts = await story.plan(docs('ben'));
    expect(facts).toContain('delete member:acme/benjamin');
    expect(facts.some((fact) => fact.startsWith('create member:acme/ben '))).toBe(true);
  });
});
