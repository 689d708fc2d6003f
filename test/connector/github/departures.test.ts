import { describe, expect, test } from 'vitest';
import type { GithubUserRecord } from '../../../src/sandbox/github/world/github-records.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { githubStory } from './github-story.ts';

/** Who left or does not want to come is told as that, and not asked again every night. */

const seed = (plan: 'team' | 'enterprise'): GithubSeed => ({
  users: [{ login: 'dan' }],
  organizations: [
    {
      login: 'acme',
      plan,
      owners: ['octavia'],
      members: ['ben', 'chi'],
      teams: [{ name: 'qa', members: ['ben', 'chi'] }],
    },
  ],
});

const docs = (members: string, qa = 'ben, chi') => `members:
  octavia: { roles: [owner] }
  ben:
  chi:
${members}groups:
  qa: { title: qa, members: [${qa}] }
`;
const WITHOUT_CHI = `members:
  octavia: { roles: [owner] }
  ben:
groups:
  qa: { title: qa, members: [ben] }
`;
const DAN = docs('  dan:\n', 'ben, chi, dan');

describe('with an audit log', () => {
  test('who removed themselves is not invited again, and the line that wants them is named', async () => {
    const story = await githubStory({ seed: seed('enterprise') });
    story.github.leave('acme', 'chi');
    const facts = await story.plan(docs(''));
    expect(facts).toEqual([
      'waits chi in group qa',
      'waits member chi',
      'not-invited-again (9:3): member chi is left as it is. chi left acme at 2026-11-29 12:00 UTC (org.remove_member in the audit log). Nobody is invited again without a word for it.',
    ]);
    expect(await story.apply(docs(''))).toEqual([]);
    expect(story.github.organization('acme').invitations.size).toBe(0);
  });

  test('who was removed by somebody else is put back, as any drift', async () => {
    const story = await githubStory({ seed: seed('enterprise') });
    await story.github.ask('DELETE', '/orgs/acme/members/chi');
    expect(await story.plan(docs(''))).toEqual([
      'add group:acme/qa members chi',
      'create member:acme/chi {"state":"active"}',
    ]);
  });

  test('who declined is told so', async () => {
    const story = await githubStory({ seed: seed('enterprise') });
    expect(await story.apply(DAN)).toEqual([]);
    story.github.decline('acme', 'dan');
    story.remembered = { ids: new Map(), people: new Map() };
    expect(await story.plan(DAN)).toContainEqual(
      expect.stringMatching(/^not-invited-again \(10:3\): .*they declined it\./),
    );
  });

  test('many are looked for in four lists, and not one by one', async () => {
    const story = await githubStory({ seed: seed('enterprise') });
    for (let n = 0; n < 12; n += 1) story.github.world.addUser(newcomer(n));
    story.github.leave('acme', 'chi');
    story.github.resetRequests();
    const many = docs(Array.from({ length: 12 }, (_, n) => `  new-${n}:\n`).join(''));
    const facts = await story.plan(many);
    expect(facts.filter((fact) => fact.startsWith('create member:'))).toHaveLength(12);
    expect(facts.filter((fact) => fact.startsWith('not-invited-again'))).toHaveLength(1);
    const asked = story.github.requests().filter(({ path }) => path.includes('/audit-log'));
    expect(asked).toHaveLength(4);
  });

  test('a log that cannot be read now holds back the invitations, and not the revocation beside them', async () => {
    const story = await githubStory({ seed: seed('enterprise') });
    story.github.setFaults([{ kind: 'html', match: { path: 'audit-log' }, every: 1 }]);
    const facts = await story.plan(DAN.replaceAll('  chi:\n', '').replace('ben, chi, dan', 'ben, dan'));
    expect(facts).toContain('delete member:acme/chi');
    expect(facts.some((fact) => fact.startsWith('create member:acme/dan'))).toBe(false);
    expect(facts.some((fact) => fact.startsWith('not-invited-again'))).toBe(true);
    expect(facts.some((fact) => fact.startsWith('connector-protocol'))).toBe(true);
  });
});

describe('without an audit log, by what an apply wrote down', () => {
  test('who is gone is not invited, and the message says what is not known', async () => {
    const story = await githubStory({ seed: seed('team') });
    await story.apply(docs(''));
    story.github.leave('acme', 'chi');
    expect(await story.plan(docs(''))).toContainEqual(
      expect.stringContaining(
        'chi was in acme when an apply last looked (2026-11-29 12:00 UTC) and is not any more: they left, or somebody removed them; GitHub has no audit log here that would tell which.',
      ),
    );
    // An apply that looks again does not forget it.
    await story.apply(docs(''));
    expect((await story.plan(docs(''))).filter((fact) => fact.startsWith('create'))).toEqual([]);
    // Nobody wants them any more: then they may be wanted anew.
    await story.apply(WITHOUT_CHI);
    expect(await story.plan(docs(''))).toContain('create member:acme/chi {"state":"active"}');
  });

  test('who declined is not asked again', async () => {
    const story = await githubStory({ seed: seed('team') });
    await story.apply(DAN);
    story.github.decline('acme', 'dan');
    expect(await story.plan(DAN)).toContainEqual(
      expect.stringMatching(/^not-invited-again \(10:3\): .*they declined, or somebody cancelled it;/),
    );
  });

  test('with nothing written down they are invited: nobody knows of them', async () => {
    const story = await githubStory({ seed: seed('team') });
    story.github.leave('acme', 'chi');
    expect(await story.plan(docs(''))).toContain('create member:acme/chi {"state":"active"}');
  });

  test('somebody from outside who declined a repository is not asked again', async () => {
    const own = seed('team');
    const [acme] = own.organizations;
    const story = await githubStory({
      seed: {
        ...own,
        organizations: [{ ...(acme ?? { login: '', owners: [] }), repositories: [{ name: 'web' }] }],
      },
    });
    const yaml = `${docs('')}repositories:\n  web: { members: { dan: { roles: [write] } } }\n`;
    await story.apply(yaml);
    const web = [...story.github.organization('acme').repositories.values()][0];
    expect(web?.invitations.size).toBe(1);
    web?.invitations.clear();
    expect(await story.plan(yaml)).toContainEqual(
      expect.stringMatching(/^not-invited-again \(13:21\): .*dan was invited to repository web /),
    );
    const again = yaml.replace('roles: [write]', 'roles: [write], invite-again: 2026-11-29');
    expect((await story.plan(again)).filter((fact) => fact.startsWith('create'))).not.toEqual([]);
  });
});

describe('invitations that run out', () => {
  test('the first is sent again after a while, the second is not, and a word with a date sends one more', async () => {
    const story = await githubStory({ seed: seed('team') });
    await story.apply(DAN);
    story.days(7);
    // Wanted and failed: put away, and sent anew.
    expect(await story.apply(DAN)).toEqual([]);
    expect(story.github.organization('acme').invitations.size).toBe(1);
    expect(story.github.organization('acme').failedInvitations.size).toBe(0);
    story.days(8);
    expect(await story.plan(DAN)).toContainEqual(
      expect.stringMatching(
        /^not-invited-again \(10:3\): .* 2 invitations of dan to acme came to nothing, .*2026-12-13/,
      ),
    );
    expect(await story.apply(DAN)).toEqual([]);
    expect(story.github.organization('acme').invitations.size).toBe(0);
    const again = DAN.replace('dan:', 'dan: { invite-again: 2026-12-14 }');
    expect(await story.apply(again)).toEqual([]);
    expect(story.github.organization('acme').invitations.size).toBe(1);
    // The word forgives what was before it, and no more.
    story.days(8);
    expect((await story.plan(again)).filter((fact) => fact.startsWith('not-invited-again'))).toHaveLength(1);
    story.days(30);
    await story.apply(again);
    expect(story.github.organization('acme').invitations.size).toBe(0);
  });

  test('the log counts them too', async () => {
    const story = await githubStory({ seed: seed('enterprise') });
    await story.apply(DAN);
    story.days(7);
    await story.apply(DAN);
    story.days(8);
    story.remembered = { ids: new Map(), people: new Map() };
    expect(await story.plan(DAN)).toContainEqual(expect.stringContaining('2 invitations of dan'));
  });
});

function newcomer(n: number): GithubUserRecord {
  return {
    id: 5000 + n,
    login: `new-${n}`,
    name: null,
    email: null,
    managedBy: null,
    twoFactor: true,
    tradeControlled: false,
    hiddenInGraphql: false,
    createdAt: 0,
  };
}
