import { type Outcome, success } from '../../source/outcome.ts';
import type { GithubRestReads } from './github-client.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import type { GithubTeam, IdentityGroups } from './github-facts.ts';
import { readRestList, readRestObject } from './rest-lists.ts';
import { hiddenBecause } from './unknown-lists.ts';

/** What an identity provider decides in an organization. */
export interface IdentityProvider {
  /** Teams whose people it chooses, by the groups that they come from. */
  readonly groupsOf: ReadonlyMap<number, IdentityGroups>;
  /** All accounts are the enterprise's own: nobody is ever invited, and there is no list of invitations. */
  readonly isManaged: boolean;
}

/**
 * Which teams an identity provider fills: those of external groups (one request, and one for each group), and those that
 * are synchronized (one request, and one for each team where the organization has groups at all). An organization without
 * an identity provider answers 403 or 404 to the first, and pays two requests.
 */
export async function readIdentityProvider(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  teams: readonly GithubTeam[],
  absentWhile: string | null,
): Promise<Outcome<IdentityProvider>> {
  const [external, synchronized] = await Promise.all([
    externalGroupTeams(client, endpoint, absentWhile),
    synchronizedTeams(client, endpoint, teams, absentWhile),
  ]);
  if (!external.ok) return external;
  if (!synchronized.ok) return synchronized;
  return success({
    groupsOf: new Map([
      ...identityGroups('synchronized', synchronized.value),
      ...identityGroups('external', external.value ?? []),
    ]),
    isManaged: external.value !== null,
  });
}

/** One group and a team that it fills. */
interface FilledTeam {
  readonly teamId: number;
  readonly group: string;
}

function identityGroups(
  kind: IdentityGroups['kind'],
  filled: readonly FilledTeam[],
): ReadonlyMap<number, IdentityGroups> {
  const groupsOf = new Map<number, IdentityGroups>();
  for (const { teamId, group } of filled) {
    const names = groupsOf.get(teamId)?.names ?? [];
    groupsOf.set(teamId, { kind, names: [...names, group].sort() });
  }
  return groupsOf;
}

/** Null where there are no external groups to be asked for: only enterprises with managed accounts have them. */
async function externalGroupTeams(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  absentWhile: string | null,
): Promise<Outcome<readonly FilledTeam[] | null>> {
  const groups = await readRestList(client, endpoint, {
    name: `external groups of ${endpoint.login}`,
    route: 'GET /orgs/{org}/external-groups',
    parameters: { org: endpoint.login },
    below: 'groups',
    absentWhile,
    item: (found) => found.whole('group_id'),
    id: String,
  });
  if (!groups.ok) return hiddenBecause(groups) === null && !isRefused(groups) ? groups : success(null);
  const filled: FilledTeam[] = [];
  for (const group of groups.value) {
    const read = await readRestObject(client, endpoint, {
      name: `external group ${group}`,
      route: 'GET /orgs/{org}/external-group/{group_id}',
      parameters: { org: endpoint.login, group_id: group },
      shape: (found) => {
        const name = found.text('group_name');
        return found.list('teams').map((team) => ({ teamId: team.whole('team_id'), group: name }));
      },
    });
    if (!read.ok) return read;
    filled.push(...read.value);
  }
  return success(filled);
}

async function synchronizedTeams(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  teams: readonly GithubTeam[],
  absentWhile: string | null,
): Promise<Outcome<readonly FilledTeam[]>> {
  const groups = await readRestList(client, endpoint, {
    name: `groups of the identity provider of ${endpoint.login}`,
    route: 'GET /orgs/{org}/team-sync/groups',
    parameters: { org: endpoint.login },
    below: 'groups',
    absentWhile,
    item: (found) => found.text('group_id'),
    id: String,
  });
  if (!groups.ok) return hiddenBecause(groups) === null && !isRefused(groups) ? groups : success([]);
  if (groups.value.length === 0) return success([]);
  const read = await Promise.all(
    teams.map(async (team): Promise<Outcome<readonly FilledTeam[]>> => {
      const mapped = await readRestObject(client, endpoint, {
        name: `groups of team ${team.slug}`,
        route: 'GET /orgs/{org}/teams/{team_slug}/team-sync/group-mappings',
        parameters: { org: endpoint.login, team_slug: team.slug },
        shape: (found) =>
          found.list('groups').map((group) => ({ teamId: team.id, group: group.text('group_name') })),
      });
      if (mapped.ok) return mapped;
      return hiddenBecause(mapped) === null && !isRefused(mapped) ? mapped : success([]);
    }),
  );
  const filled: FilledTeam[] = [];
  for (const one of read) {
    if (!one.ok) return one;
    filled.push(...one.value);
  }
  return success(filled);
}

/** An organization that has no such thing may refuse in other words than 403 and 404 (400, 422). */
function isRefused({
  diagnostics,
}: {
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}) {
  return diagnostics.some(
    ({ code, message }) => code === 'connector-incomplete-read' && /\((400|422)\)$/.test(message),
  );
}
