import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openReader } from '../../../../src/connector/connect.ts';
import { group } from '../../attributes.ts';
import { codesOf, must } from '../../connections.ts';
import { fastTime } from '../../fast-time.ts';
import { fastGithub, githubConnection, githubOf } from '../github-connections.ts';
import { trap } from '../named-for.ts';
import { acme, rehearse } from '../rehearsal.ts';
import { EMULATE_LACKS } from '../servers/emulate-faults.ts';

const people = (count: number) => Array.from({ length: count }, (_, n) => `person-${n}`);

trap('security-managers', () => {
  test('the role is read and written by its name, and the endpoints that were are not there', async () => {
    const { live, apply, standIn } = await rehearse(
      acme({
        members: ['ben', 'chi'],
        roleAssignments: { security_manager: { users: ['ben'] } },
        teams: [{ name: 'Security', members: ['chi'] }],
      }),
    );
    expect((await standIn.ask('GET', '/orgs/acme/security-managers')).status).toBe(404);
    expect((await standIn.ask('PUT', '/orgs/acme/security-managers/teams/security')).status).toBe(404);
    standIn.resetRequests();
    expect(await live()).toMatchObject({ 'assignment:acme|member:ben': { roles: ['security_manager'] } });
    await apply(`members: { octavia: { roles: [owner] }, ben: , chi: }
groups: { security: { title: Security, members: [chi], roles: [security_manager] } }
`);
    expect(await live()).toMatchObject({
      'assignment:acme|group:acme/security': { roles: ['security_manager'] },
    });
    expect(await live()).not.toHaveProperty(['assignment:acme|member:ben']);
    expect(standIn.requests().filter(({ path }) => path.includes('security-managers'))).toEqual([]);
  });
});

trap('pages-of-100', () => {
  test('50 teams of 100 people are read whole under GitHub’s limit of a query, and nothing of 2,500 is asked at once', async () => {
    const all = people(150);
    const seed = acme({
      members: all,
      teams: Array.from({ length: 50 }, (_, n) => ({ name: `Team ${n}`, members: all.slice(n, n + 100) })),
    });
    const standIn = await githubOf({ seed, limits: 'github' });
    const read = must(await openReader(fastGithub(), githubConnection(standIn)).read());
    const groups = read.resources.filter(({ type }) => type === 'group');
    expect(groups).toHaveLength(50);
    for (const { attributes } of groups) {
      expect('members' in attributes && attributes.members instanceof Map && attributes.members.size).toBe(
        100,
      );
    }
    // It never came to a partial answer.
    const stopped = standIn.exchanges.filter(({ responseBody }) =>
      JSON.stringify(responseBody === undefined ? null : responseBody).includes('RESOURCE_LIMITS_EXCEEDED'),
    );
    expect(stopped).toEqual([]);
  });
});

trap('eighty-requests', () => {
  test('a repository is one request more, a role two: as the page says', async () => {
    const counted = async (repositories: number) => {
      const seed = acme({ repositories: people(repositories).map((name) => ({ name })) });
      const standIn = await githubOf({ seed });
      const reader = openReader(fastGithub(), githubConnection(standIn));
      must(await reader.read());
      const rest = standIn.exchanges.filter(({ path }) => path !== '/graphql').length;
      expect(reader.requests()).toBe(standIn.exchanges.length);
      return { rest, roles: standIn.organization('acme').roles.size };
    };
    for (const repositories of [0, 1, 7]) {
      const { rest, roles } = await counted(repositories);
      expect(rest).toBe(8 + 2 * roles + repositories);
    }
  });
});

trap('plugins', () => {
  test('queries wait for no lane of writes, and a create answered by 502 is not sent four times', async () => {
    const all = people(130);
    const { writer, standIn, time } = await rehearse(
      acme({ members: all, teams: people(60).map((name) => ({ name, members: all.slice(0, 60) })) }),
    );
    const before = time.now();
    must(await writer.read());
    const queries = standIn.requests().filter(({ path }) => path === '/graphql').length;
    expect(queries).toBeGreaterThan(10);
    expect(time.slept.filter((pause) => pause >= 1000)).toEqual([]);
    expect(time.now() - before).toBeLessThan(queries * 1000);
    standIn.resetRequests();
    standIn.setFaults([{ kind: 'status', status: 502, match: { method: 'POST', path: 'teams$' } }]);
    expect(codesOf(await writer.write({ write: 'create-group', group: group('tools') }))).toEqual([
      'connector-server-error',
    ]);
    const sent = standIn.requests().map(({ method, path }) => `${method} ${path}`);
    const posts = sent.filter((one) => one === 'POST /orgs/acme/teams');
    // One, and one more after a read has said that it did not happen; never a third.
    expect(posts).toHaveLength(2);
    expect(
      sent.slice(sent.indexOf('POST /orgs/acme/teams') + 1, sent.lastIndexOf('POST /orgs/acme/teams')),
    ).toContain('GET /orgs/acme/teams/tools');
  });
});

trap('paginate-plugin', () => {
  test('a team of 250 has 250, a repository of 250 direct collaborators too, and a short list is no read', async () => {
    const all = people(250);
    const standIn = await githubOf({
      seed: acme({
        members: all,
        teams: [
          { name: 'Everybody', members: all },
          { name: 'Few', members: all.slice(0, 3) },
        ],
        repositories: [{ name: 'web', collaborators: Object.fromEntries(all.map((one) => [one, 'write'])) }],
      }),
    });
    const read = must(await openReader(fastGithub(), githubConnection(standIn)).read());
    const team = read.resources.find(({ address }) => address === 'group:acme/everybody');
    expect(team?.type === 'group' && team.attributes.members.size).toBe(250);
    const grants = read.resources.filter(({ address }) =>
      address.startsWith('assignment:acme/repositories/web'),
    );
    expect(grants).toHaveLength(250);
    const source = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
    expect(source).not.toContain('plugin-paginate-graphql');
  });
});

trap('emulate', () => {
  test('it is pinned, read without GraphQL, and what it lacks is written down', () => {
    const own = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
    expect(own.devDependencies.emulate).toBe('0.12.2');
    const lock = JSON.parse(readFileSync(new URL('../../../../package-lock.json', import.meta.url), 'utf8'));
    expect(lock.packages['node_modules/emulate']).toMatchObject({ version: '0.12.2', license: 'Apache-2.0' });
    const round = readFileSync(new URL('../servers/emulate-round-trip.test.ts', import.meta.url), 'utf8');
    expect(round).toContain('{ graphql: false }');
    expect(EMULATE_LACKS).toEqual(
      expect.arrayContaining(['GET /orgs/acme/invitations', 'GET /orgs/acme/organization-roles']),
    );
  });
});

trap('audit', () => {
  test('an organization that has no log tells of nobody; one on Enterprise Cloud tells who', async () => {
    for (const plan of ['team', 'enterprise'] as const) {
      const { standIn, writer } = await rehearse(
        acme({ plan, members: ['ben'], teams: [{ name: 'Docs' }] }),
        {
          time: fastTime(),
        },
      );
      must(await writer.read());
      await standIn.ask('PUT', '/orgs/acme/teams/docs/memberships/ben');
      const told = must(await writer.events(null));
      expect(told.map(({ actor, address, entry }) => [actor, address, entry])).toEqual(
        plan === 'team' ? [] : [['octavia', 'group:acme/docs', 'ben']],
      );
    }
  });
});
