import { describe, expect, test } from 'vitest';
import type {
  GithubSeed,
  GithubSeedOrganization,
  GithubSeedTeam,
} from '../../../src/sandbox/github/world/github-seed.ts';
import { githubWorkspace, withWorkspaceToken } from './at-the-command-line.ts';
import { githubOf } from './github-connections.ts';
import { acme, rehearse } from './rehearsal.ts';

/** Teams whose people something else decides over: what that is stands wherever such a team is told of. */

const MANAGED: Partial<GithubSeedOrganization> = {
  managedUsers: 'corp',
  externalGroups: [{ name: 'All Staff', members: ['ben'] }],
};
const ACCOUNTS = ['octavia', 'ben', 'chi'].map((login) => ({ login, managedBy: 'corp' }));

interface SourceCase {
  readonly name: string;
  readonly team: Pick<GithubSeedTeam, 'source' | 'groups'>;
  readonly managed: boolean;
  /** As a path names it; null: the organization decides over it. */
  readonly from: string | null;
  /** Why its people are held back. */
  readonly held: string | null;
}

const comeFrom = (from: string): Pick<SourceCase, 'from' | 'held'> => ({
  from,
  held: `The people of the team Staff come from ${from}`,
});

const CASES: readonly SourceCase[] = [
  {
    name: 'an external group',
    team: { source: 'external-group', groups: ['All Staff'] },
    managed: true,
    ...comeFrom('the external group All Staff of the identity provider'),
  },
  {
    name: 'a synchronized group',
    team: { source: 'team-sync', groups: ['Quality'] },
    managed: false,
    ...comeFrom('the group Quality of the identity provider'),
  },
  {
    name: 'two synchronized groups',
    team: { source: 'team-sync', groups: ['Quality', 'All'] },
    managed: false,
    ...comeFrom('the groups All, Quality of the identity provider'),
  },
  {
    name: 'the enterprise',
    team: { source: 'enterprise' },
    managed: false,
    from: 'the enterprise',
    held: 'The team Staff belongs to the enterprise, which decides over its people',
  },
  { name: 'the organization', team: {}, managed: false, from: null, held: null },
];

/** ben is in the team Staff, which may write to web; and in Own, which is the organization's. */
function seedOf({ team, managed }: SourceCase): GithubSeed {
  return withWorkspaceToken(
    acme(
      {
        plan: 'enterprise',
        members: ['ben', 'chi'],
        repositories: [{ name: 'web' }],
        teams: [
          { name: 'Staff', members: ['ben'], repositories: { web: 'write' }, ...team },
          { name: 'Own', members: ['ben'] },
        ],
        ...(managed ? MANAGED : {}),
      },
      managed ? { users: ACCOUNTS } : {},
    ),
  );
}

const documentsWith = (staff: string) => `title: acme
members: { octavia: { roles: [owner] }, ben: , chi: }
groups:
  staff: { title: Staff, members: [${staff}] }
  own: { title: Own, members: [ben] }
repositories: { web: { groups: { staff: { roles: [write] } } } }
`;

const WHY = ['access', 'why', 'ben', 'contents:write', 'acme/repositories/web'] as const;

/** The end of the words of one step; what follows it is its place. */
const stepOf = (from: string | null): string =>
  from === null ? 'group staff' : `group staff, whose people come from ${from}`;

describe.each(['', 'graphql: false'])('read with settings %o', (settings) => {
  test.each(CASES)('$name: what cannot be written is told with its source', async (one) => {
    const standIn = await githubOf({ seed: seedOf(one) });
    const workspace = githubWorkspace(standIn.url, { documents: documentsWith('chi'), settings });
    const plan = await workspace.run('plan', '--engine', 'embedded');
    const drift = await workspace.run('drift');
    for (const person of ['ben', 'chi']) {
      const said = `${person} in group staff: waits for a way to do it: ${one.held}\n`;
      expect(drift.out.includes(said)).toBe(one.held !== null);
    }
    // Once for each person, and once more at the line that asks for it.
    const waits = plan.out
      .split('\n')
      .filter((line) => line.includes(`waits for a way to do it: ${one.held}`));
    expect(waits).toHaveLength(one.held === null ? 0 : 2);
    const warnings = plan.out.match(/^warning\[not-supported\]: .*$/gm);
    expect(warnings).toEqual(
      one.held === null
        ? null
        : ['ben', 'chi'].map(
            (person) => `warning[not-supported]: ${person} in group staff is left as it is. ${one.held}.`,
          ),
    );
    // What drift gave came through the team.
    expect(drift.out).toContain(`      through ${stepOf(one.from)} → role write on acme/repositories/web`);
  });

  test.each(CASES)('$name: it is nothing that is compared', async (one) => {
    const standIn = await githubOf({ seed: seedOf(one) });
    const workspace = githubWorkspace(standIn.url, { documents: documentsWith('ben'), settings });
    expect((await workspace.run('drift')).out).toBe('acme: no drift\n');
    expect((await workspace.run('plan', '--engine', 'embedded')).out).toMatch(/^acme: no changes\n/);
  });

  test.each(CASES)('$name: a way through the team names it', async (one) => {
    const standIn = await githubOf({ seed: seedOf(one) });
    const workspace = githubWorkspace(standIn.url, { documents: documentsWith('ben'), settings });
    const team = `${standIn.url}/orgs/acme/teams/${one.team.source === 'enterprise' ? 'ent%3A' : ''}staff`;
    const live = await workspace.run(...WHY, '--live');
    const [verdict, , person, step] = live.out.split('\n');
    expect([verdict, person]).toEqual([
      'yes (live): ben has contents:write on acme/repositories/web, 1 way',
      '  1. ben',
    ]);
    expect(step?.split(/ {2,}/)).toEqual(['', `→ ${stepOf(one.from)}`, team]);
    const told = await workspace.run(...WHY, '--live', '--json');
    expect(JSON.parse(told.out).paths[0].steps[0]).toEqual({
      step: 'member-of',
      member: 'ben',
      group: 'acme/staff',
      ...(one.from === null ? {} : { membersFrom: one.from }),
      origin: { from: 'live', text: team, url: team },
    });
    // In the documents somebody wrote ben into the group: that is where it comes from.
    expect((await workspace.run(...WHY)).out).not.toContain('whose people come from');
  });
});

test('of a snapshot: the groups that are not the organization’s own, by what documents call them', async () => {
  const read = async (one: SourceCase) => [
    ...((await (await rehearse(seedOf(one))).read()).membersFrom ?? []),
  ];
  for (const one of CASES) {
    expect(await read(one)).toEqual(one.from === null ? [] : [['acme/staff', one.from]]);
  }
});

test('a name that would draw on the terminal arrives as visible text', async () => {
  const [external] = CASES;
  if (external === undefined) throw new Error('a table without cases');
  const name = 'All\u001b[31m\nStaff';
  const seed = seedOf({ ...external, team: { source: 'external-group', groups: [name] } });
  const organizations = seed.organizations.map((organization) => ({
    ...organization,
    externalGroups: [{ name, members: ['ben'] }],
  }));
  const standIn = await githubOf({ seed: { ...seed, organizations } });
  const workspace = githubWorkspace(standIn.url, { documents: documentsWith('chi') });
  for (const words of [[...WHY, '--live'], ['drift'], ['plan', '--engine', 'embedded']]) {
    const { out } = await workspace.run(...words);
    expect(out).toContain('the external group All\\u{1b}[31m\\u{a}Staff of the identity provider');
    expect(out).not.toContain('\u001b[31m');
  }
});
