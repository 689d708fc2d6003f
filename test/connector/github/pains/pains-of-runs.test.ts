import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openReader } from '../../../../src/connector/connect.ts';
import { GithubClock } from '../../../../src/sandbox/github/world/github-clock.ts';
import { must } from '../../connections.ts';
import { fastTime } from '../../fast-time.ts';
import { githubWorkspace, withWorkspaceToken } from '../at-the-command-line.ts';
import { fastGithub, githubConnection, githubOf } from '../github-connections.ts';
import { pain } from '../named-for.ts';
import { acme, effectiveOf, rehearse, saidOf, writesSentTo } from '../rehearsal.ts';

const OCTAVIA = 'octavia: { roles: [owner] }';
const DAY = 86_400;
const repositoriesOf = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `repo-${n}` }));

/** On a server that keeps all of GitHub's limits by the clock that the connector sleeps by. */
function underAllLimits() {
  const time = fastTime(Date.UTC(2026, 10, 29, 12));
  return { time, clock: new GithubClock(() => time.now()), limits: 'github' as const };
}

pain('slow', () => {
  test('900 repositories are read in less than three minutes by the pace of GitHub, in 18 queries', async () => {
    const { writer, standIn, time } = await rehearse(
      acme({ repositories: repositoriesOf(900) }),
      underAllLimits(),
    );
    const before = time.now();
    const read = must(await writer.read());
    expect(read.resources.filter(({ type }) => type === 'scope')).toHaveLength(901);
    // By the connector's own clock, which only its waiting moves.
    expect(time.now() - before).toBeLessThan(180_000);
    const queries = standIn.exchanges.filter(({ requestBody }) =>
      JSON.stringify(requestBody === undefined ? null : requestBody).includes('BylawRepositories('),
    );
    expect(queries).toHaveLength(18);
  });
});

pain('429', () => {
  test('a large read and a hundred writes are refused for their number by none of GitHub’s limits', async () => {
    const people = Array.from({ length: 100 }, (_, n) => `person-${n}`);
    const { apply, standIn } = await rehearse(
      acme({ members: people, teams: [{ name: 'Docs' }], repositories: repositoriesOf(200) }),
      underAllLimits(),
    );
    const { outcome, sent } =
      await apply(`members: { ${OCTAVIA}, ${people.map((one) => `${one}: `).join(', ')} }
groups: { docs: { title: Docs, members: [${people.join(', ')}] } }
repositories: { ${repositoriesOf(200)
        .map(({ name }) => `${name}: `)
        .join(', ')} }
`);
    expect(outcome.ok).toBe(true);
    expect(sent).toHaveLength(100);
    expect(standIn.exchanges.filter(({ status }) => status === 403 || status === 429)).toEqual([]);
  });
});

pain('hundred-resources', () => {
  test('a hundred teams, each with a grant, are made without a secondary limit', async () => {
    const { apply, standIn } = await rehearse(acme({ repositories: [{ name: 'web' }] }), underAllLimits());
    const teams = Array.from({ length: 100 }, (_, n) => `team-${n}`);
    const { outcome, sent } = await apply(`members: { ${OCTAVIA} }
groups: { ${teams.map((team) => `${team}: { title: ${team} }`).join(', ')} }
repositories: { web: { groups: { ${teams.map((team) => `${team}: { roles: [write] }`).join(', ')} } } }
`);
    expect(outcome.diagnostics).toEqual([]);
    // Each is made, emptied of whoever made it, and given its role.
    expect(sent).toHaveLength(300);
    expect(standIn.exchanges.filter(({ status }) => status === 403 || status === 429)).toEqual([]);
  });
});

pain('overlap', () => {
  test('while one apply goes on, another of the same folder waits or refuses, and sends nothing', async () => {
    const seed = withWorkspaceToken(acme({ members: ['ben', 'chi'], teams: [{ name: 'Docs' }] }));
    const standIn = await githubOf({ seed, clock: new GithubClock() });
    const workspace = githubWorkspace(standIn.url, {
      documents: `members: { ${OCTAVIA}, ben: , chi: }
groups: { docs: { title: Docs, members: [ben, chi] } }
`,
    });
    const words = ['apply', '--yes', '--engine', 'embedded', '--lock-timeout', '60s'];
    const both = await Promise.all([workspace.run(...words), workspace.run(...words)]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    // Two people, each added once, and nobody taken out again.
    expect([...writesSentTo(standIn)].sort()).toEqual([
      'PUT /orgs/acme/teams/docs/memberships/ben',
      'PUT /orgs/acme/teams/docs/memberships/chi',
    ]);
  });
});

pain('expired', () => {
  test('an invitation that ran out is expired, and is sent again by the next apply', async () => {
    const { standIn, live, plan, apply } = await rehearse(acme({ invitations: [{ login: 'dan' }] }));
    const documents = `members: { ${OCTAVIA}, dan: }\n`;
    expect(effectiveOf(await plan(documents))).toEqual([]);
    standIn.clock.advance(7 * DAY + 1);
    expect(await live()).toMatchObject({ 'member:acme/dan': { state: 'expired' } });
    const { sent } = await apply(documents);
    expect(sent).toContain('PUT /orgs/acme/memberships/dan');
    expect(await live()).toMatchObject({ 'member:acme/dan': { state: 'invited' } });
  });
});

pain('gone-already', () => {
  test.each([
    ['a member', { write: 'remove-member', scope: 'acme', member: 'ben' }, '/orgs/acme/members/ben'],
    ['an invitation', { write: 'remove-member', scope: 'acme', member: 'dan' }, '/orgs/acme/memberships/dan'],
    ['a team', { write: 'delete-group', group: 'acme/docs' }, '/orgs/acme/teams/docs'],
    [
      'somebody in a team',
      { write: 'remove-group-member', group: 'acme/docs', member: 'ben' },
      '/orgs/acme/teams/docs/memberships/ben',
    ],
  ] as const)('%s that somebody else removed meanwhile is removed: no error', async (_, write, path) => {
    const { writer, standIn } = await rehearse(
      acme({
        members: ['ben'],
        teams: [{ name: 'Docs', members: ['ben'] }],
        invitations: [{ login: 'dan' }],
      }),
    );
    must(await writer.read());
    expect((await standIn.ask('DELETE', path)).status).toBe(204);
    must(await writer.write(write));
  });
});

pain('weekly-invites', () => {
  test('who did not accept twice is not invited a third time, whatever week it is, and the plan says so', async () => {
    const { standIn, plan, apply } = await rehearse(
      acme({
        invitations: [
          { login: 'dan', failed: 'Invitation expired', createdAt: '2026-10-01T00:00:00Z' },
          { login: 'dan', failed: 'Invitation expired', createdAt: '2026-11-01T00:00:00Z' },
        ],
      }),
    );
    const documents = `members: { ${OCTAVIA}, dan: }\n`;
    for (let week = 0; week < 3; week += 1) {
      expect(saidOf(await plan(documents)).join('\n')).toMatch(
        /2 invitations of dan to acme came to nothing/,
      );
      expect((await apply(documents)).sent).toEqual([]);
      standIn.clock.advance(7 * DAY);
    }
  });
});

pain('deleted-account', () => {
  test('an account that is gone is told at its line, and everybody else is served', async () => {
    const { standIn, apply } = await rehearse(
      acme(
        { members: ['ben', 'ghost'], teams: [{ name: 'Docs', members: ['ghost'] }] },
        { users: [{ login: 'dan' }] },
      ),
    );
    const ghost = standIn.world.userByLogin('ghost');
    if (ghost === undefined) throw new Error('nobody');
    standIn.world.removeUser(ghost);
    const { outcome, sent } = await apply(`members: { ${OCTAVIA}, ben: , ghost: , dan: }
groups: { docs: { title: Docs, members: [ben, ghost] } }
`);
    expect(sent).toContain('PUT /orgs/acme/memberships/dan');
    expect(sent).toContain('PUT /orgs/acme/teams/docs/memberships/ben');
    const [about] = outcome.diagnostics;
    expect(about?.message).toContain('ghost');
    expect(about?.origin).toMatchObject({ from: 'file' });
  });
});

pain('member-to-maintainer', () => {
  test('it is one PUT, and at no moment is anybody out of the team', async () => {
    const { apply } = await rehearse(acme({ members: ['ben'], teams: [{ name: 'Docs', members: ['ben'] }] }));
    const { sent } = await apply(`members: { ${OCTAVIA}, ben: }
groups: { docs: { title: Docs, members: [{ member: ben, role: maintainer }] } }
`);
    expect(sent).toEqual(['PUT /orgs/acme/teams/docs/memberships/ben']);
  });
});

pain('idp-team', () => {
  test('its people are not written: no 403 comes, and the plan says where to change them', async () => {
    const { apply, plan, standIn } = await rehearse(
      acme({
        plan: 'enterprise',
        members: ['ben', 'chi'],
        teams: [{ name: 'Kept', source: 'team-sync', groups: ['people'], members: ['ben'] }],
      }),
    );
    const documents = `members: { ${OCTAVIA}, ben: , chi: }
groups: { kept: { title: Kept, members: [chi] } }
`;
    const told = (await plan(documents)).diagnostics.filter(({ code }) => code === 'not-supported');
    expect(told.map(({ hint }) => hint).join('\n')).toMatch(/Change the group there/);
    expect((await apply(documents)).sent).toEqual([]);
    expect(standIn.exchanges.filter(({ status }) => status === 403)).toEqual([]);
  });
});

pain('outsiders-in-emu', () => {
  test('nobody from outside is invited where accounts are managed', async () => {
    const users = [{ login: 'octavia', managedBy: 'corp' }, { login: 'stranger' }];
    const { apply, standIn } = await rehearse(acme({ plan: 'enterprise', managedUsers: 'corp' }, { users }));
    const { outcome } = await apply(`members: { ${OCTAVIA}, stranger: }\n`);
    expect(outcome.ok).toBe(false);
    expect(standIn.organization('acme').invitations.size).toBe(0);
    expect(standIn.organization('acme').members.size).toBe(1);
  });
});

pain('app-identity', () => {
  test('an App reads and plans without asking who it is', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const manifest = new URL('../../../../docs/connectors/github-apps/read-only-plan.json', import.meta.url);
    const permissions = JSON.parse(readFileSync(manifest, 'utf8')).default_permissions;
    const standIn = await githubOf({
      seed: {
        ...acme({ members: ['ben'] }),
        apps: [
          {
            id: 7,
            slug: 'bylaw-plan',
            publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
            installations: [{ id: 70, organization: 'acme', permissions }],
          },
        ],
      },
    });
    const app = { id: 7, 'key-env': 'GITHUB_APP_KEY' };
    const key = String(privateKey.export({ type: 'pkcs1', format: 'pem' }));
    const connection = {
      ...githubConnection({ url: standIn.url, token: '' }, { app }),
      secrets: { 'app.key-env': key },
    };
    const read = must(await openReader(fastGithub(), connection).read());
    expect(read.unknown).toBeUndefined();
    expect(standIn.requests().filter(({ path }) => /^\/user(\?|$)/.test(path))).toEqual([]);
  });
});

pain('failed-discovery', () => {
  test.each([403, 404, 500])(
    'where holders of security manager cannot be read (%i), nothing of the kind is deleted',
    async (status) => {
      const { writer, standIn, apply } = await rehearse(
        acme({
          members: ['ben'],
          roleAssignments: { security_manager: { users: ['ben'], teams: ['Security'] } },
          teams: [{ name: 'Security' }],
        }),
      );
      standIn.setFaults([
        { kind: 'status', status, match: { path: 'organization-roles/\\d+/(users|teams)' } },
      ]);
      if (status === 500) {
        expect((await writer.read()).ok).toBe(false);
        return;
      }
      const { sent } = await apply(`members: { ${OCTAVIA}, ben: }
groups: { security: { title: Security } }
`);
      expect(sent).toEqual([]);
    },
  );
});
