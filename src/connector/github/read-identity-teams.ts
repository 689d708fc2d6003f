import { type Outcome, success } from '../../source/outcome.ts';
import type { GithubRestReads } from './github-client.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import type { GithubTeam } from './github-facts.ts';
import { readRestList, readRestObject } from './rest-lists.ts';
import { hiddenBecause } from './unknown-lists.ts';

/** What an identity provider decides in an organization. */
export interface IdentityProvider {
  /** Teams whose people it chooses. */
  readonly teamIds: ReadonlySet<number>;
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
    teamIds: new Set([...(external.value ?? []), ...synchronized.value]),
    isManaged: external.value !== null,
  });
}

/** Null where there are no external groups to be asked for: only enterprises with managed accounts have them. */
async function externalGroupTeams(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  absentWhile: string | null,
): Promise<Outcome<readonly number[] | null>> {
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
  const ids: number[] = [];
  for (const group of groups.value) {
    const read = await readRestObject(client, endpoint, {
      name: `external group ${group}`,
      route: 'GET /orgs/{org}/external-group/{group_id}',
      parameters: { org: endpoint.login, group_id: group },
      shape: (found) => found.list('teams').map((team) => team.whole('team_id')),
    });
    if (!read.ok) return read;
    ids.push(...read.value);
  }
  return success(ids);
}

async function synchronizedTeams(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  teams: readonly GithubTeam[],
  absentWhile: string | null,
): Promise<Outcome<readonly number[]>> {
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
    teams.map(async (team): Promise<Outcome<readonly number[]>> => {
      const mapped = await readRestObject(client, endpoint, {
        name: `groups of team ${team.slug}`,
        route: 'GET /orgs/{org}/teams/{team_slug}/team-sync/group-mappings',
        parameters: { org: endpoint.login, team_slug: team.slug },
        shape: (found) => found.list('groups').length,
      });
      if (!mapped.ok) return hiddenBecause(mapped) === null && !isRefused(mapped) ? mapped : success([]);
      return success(mapped.value > 0 ? [team.id] : []);
    }),
  );
  const ids: number[] = [];
  for (const one of read) {
    if (!one.ok) return one;
    ids.push(...one.value);
  }
  return success(ids);
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
