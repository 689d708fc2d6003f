import { expect, onTestFinished } from 'vitest';
import { openReader } from '../../../src/connector/connect.ts';
import { GITHUB_LIMITS } from '../../../src/sandbox/github/door/github-limits.ts';
import { OWNER_TOKEN } from '../../../src/sandbox/github/door/github-tokens.ts';
import { startGithubStandIn } from '../../../src/sandbox/github/github-stand-in.ts';
import { GithubClock } from '../../../src/sandbox/github/world/github-clock.ts';
import type { RecordedExchange } from '../../../src/sandbox/http/recorded-exchange.ts';
import { itWithKubernetes, KUBERNETES } from '../../import/peer/kubernetes-data.ts';
import { kubernetesSeed } from '../../sandbox/github/kubernetes-seed.ts';
import { must } from '../connections.ts';
import { fastTime } from '../fast-time.ts';
import { fastGithub, githubConnection } from './github-connections.ts';

/** What a read of the Kubernetes project costs, counted where the requests arrive, under all of GitHub's limits. */

/** Queries that read members, teams, who is in them, and what they have. */
const OF_PEOPLE_AND_TEAMS = new Set([
  'BylawMembers',
  'BylawTeams',
  'BylawTeamMembers',
  'BylawTeamRepositories',
]);
const OF_REPOSITORIES = new Set(['BylawRepositories', 'BylawCollaborators']);
const BUDGET = 80;
/** Custom repository roles and two kinds of identity providers: not asked for again where the plan has none. */
const OF_ENTERPRISE = 3;

/** The name of a query, or the path of a request of REST. */
function kindOf({ path, requestBody }: RecordedExchange): string {
  if (path !== '/graphql') return 'REST';
  return /query (\w+)/.exec(JSON.stringify(requestBody))?.[1] ?? 'another query';
}

itWithKubernetes(
  'members, teams, memberships and grants of 8 organizations take at most 80 requests; REST as its page says, and the second time nothing',
  async () => {
    const time = fastTime(Date.UTC(2026, 10, 29, 12));
    const exchanges: RecordedExchange[] = [];
    const seed = kubernetesSeed(KUBERNETES);
    // The server counts its minutes by the clock that the connector sleeps by.
    const standIn = await startGithubStandIn({
      seed,
      clock: new GithubClock(() => time.now()),
      limits: GITHUB_LIMITS,
      onExchange: (exchange) => exchanges.push(exchange),
    });
    onTestFinished(() => standIn.close());
    const connector = fastGithub(time);
    const table: Record<string, Readonly<Record<string, number>>> = {};
    const sums = { teamQueries: 0, repositoryQueries: 0, rest: 0, again: 0 };
    const kept = new Map<string, Uint8Array>();
    const answers = {
      load: (name: string) => kept.get(name) ?? null,
      save: (name: string, content: Uint8Array) => void kept.set(name, content),
    };
    for (const { login } of seed.organizations) {
      exchanges.length = 0;
      const connection = githubConnection(
        { url: standIn.url, token: OWNER_TOKEN },
        {},
        { organization: login, remote: login, answers },
      );
      const spentBefore = standIn.restCount().spent;
      const reader = openReader(connector, connection);
      const read = must(await reader.read());
      const live = standIn.world.organizationByLogin(login);
      if (live === undefined) throw new Error(`no organization ${login}`);
      const counted = (of: (exchange: RecordedExchange) => boolean) => exchanges.filter(of).length;
      const teamQueries = counted((one) => OF_PEOPLE_AND_TEAMS.has(kindOf(one)));
      const repositoryQueries = counted((one) => OF_REPOSITORIES.has(kindOf(one)));
      const rest = counted((one) => kindOf(one) === 'REST');
      expect(teamQueries + repositoryQueries + rest).toBe(exchanges.length);
      expect(reader.requests?.()).toBe(exchanges.length);
      // As docs/connectors/github.md says of an organization without invitations, roles of its own and identity provider.
      const byPage = 8 + 2 * live.roles.size + live.repositories.size;
      expect({ login, rest }).toEqual({ login, rest: byPage });
      // What the server counts against the quota is what was asked for.
      expect(standIn.restCount().spent - spentBefore).toBe(rest);
      // Nothing was left out to save requests.
      const found = { members: 0, teams: 0, memberships: 0 };
      for (const one of read.resources) {
        if (one.type === 'member' && one.attributes.scope === login) found.members += 1;
        if (one.type !== 'group') continue;
        found.teams += 1;
        found.memberships += one.attributes.members.size;
      }
      const memberships = [...live.teams.values()].reduce((sum, team) => sum + team.members.size, 0);
      expect(found).toEqual({ members: live.members.size, teams: live.teams.size, memberships });
      expect(read.unknown).toBeUndefined();
      // The next run: each request but those for what only Enterprise has is told that nothing changed.
      const before = standIn.restCount();
      const again = openReader(fastGithub(time), connection);
      expect(must(await again.read()).revision).toBe(read.revision);
      const after = standIn.restCount();
      expect(after).toEqual({ spent: before.spent, unchanged: before.unchanged + rest - OF_ENTERPRISE });
      sums.again += after.spent - before.spent;
      const teams = live.teams.size;
      const members = live.members.size;
      const repositories = live.repositories.size;
      table[login] = { members, teams, repositories, teamQueries, repositoryQueries, rest };
      sums.teamQueries += teamQueries;
      sums.repositoryQueries += repositoryQueries;
      sums.rest += rest;
    }
    console.table({ ...table, together: sums });
    expect(Object.keys(table)).toHaveLength(8);
    expect(sums.teamQueries).toBeLessThanOrEqual(BUDGET);
  },
  180_000,
);
