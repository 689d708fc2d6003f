import { type GithubOrganization, type GithubTeam, roleRank } from './github-facts.ts';

/** Team → repository → role, of what was given to the team itself. */
export type TeamGrants = ReadonlyMap<number, ReadonlyMap<number, string>>;

/**
 * The lists of a team's repositories show what its parents have, and what a role of the organization gives, as if it were
 * the team's own. What is more than all of these was given to the team; what is not is theirs, and no grant here.
 */
export function directGrants(organization: GithubOrganization): TeamGrants {
  const teams = new Map(organization.teams.map((team) => [team.id, team]));
  const rank = (role: string): number | null => roleRank(role, organization.repositoryRoles);
  return new Map(
    organization.teams.map((team) => {
      const line = ancestorsOf(team, teams);
      const byRole = rolesGivenTo([team, ...line], organization);
      const direct = team.repositories.filter(({ id, role }) => {
        const own = rank(role);
        const inherited = [
          ...byRole,
          ...line.flatMap(({ repositories }) =>
            repositories.filter((one) => one.id === id).map((one) => one.role),
          ),
        ];
        // Of a role that nobody knows, only the same one is no more than it.
        return inherited.every((other) => {
          const known = rank(other);
          return own === null || known === null ? other !== role : known < own;
        });
      });
      return [team.id, new Map(direct.map(({ id, role }) => [id, role]))] as const;
    }),
  );
}

/** Roles on every repository that come from roles of the organization. */
function rolesGivenTo(
  line: readonly GithubTeam[],
  { organizationRoles }: GithubOrganization,
): readonly string[] {
  const ids = new Set(line.map(({ id }) => id));
  return organizationRoles.flatMap(({ baseRole, teams }) =>
    baseRole !== null && teams.some(({ id }) => ids.has(id)) ? [baseRole] : [],
  );
}

/** From the parent up; a ring, which GitHub refuses, ends. */
export function ancestorsOf(team: GithubTeam, teams: ReadonlyMap<number, GithubTeam>): readonly GithubTeam[] {
  const line: GithubTeam[] = [];
  const seen = new Set([team.id]);
  for (let at = parentOf(team, teams); at !== null && !seen.has(at.id); at = parentOf(at, teams)) {
    seen.add(at.id);
    line.push(at);
  }
  return line;
}

function parentOf({ parentId }: GithubTeam, teams: ReadonlyMap<number, GithubTeam>): GithubTeam | null {
  return parentId === null ? null : (teams.get(parentId) ?? null);
}
