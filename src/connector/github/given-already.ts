import type { Unsupported } from '../../plan/write/write.ts';
import { type Address, assignmentAddress, groupAddress } from '../../resource/address.ts';
import { type Principal, principalKey, type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import { type GithubTeam, roleRank } from './github-facts.ts';
import type { GithubIndex } from './github-index.ts';
import { apiName } from './role-words.ts';
import { ancestorsOf } from './team-grants.ts';

/**
 * GitHub shows of a team only what is more than its parents have, and more than a role of the organization gives it. So a
 * grant of no more than that is never seen, whether it is there or not. It is so as long as what is above it stays.
 */
export function givenAlready(
  scope: ScopePath,
  principal: Principal,
  role: string,
  index: GithubIndex,
): Unsupported | null {
  const repository = index.repositories.get(scope);
  if (principal.type !== 'group' || repository === undefined) return null;
  const team = index.teams.get(principal.group);
  if (team === undefined) return null;
  const { organization } = index;
  const organizationScope = scopeChain(scope).at(-1) ?? scope;
  const wanted = roleRank(apiName(role, index), organization.repositoryRoles);
  const isEnough = (other: string): boolean => {
    const rank = roleRank(other, organization.repositoryRoles);
    return wanted !== null && rank !== null && rank >= wanted;
  };
  const teams = new Map([...index.teams.values()].map((one) => [one.id, one]));
  const line = [team, ...ancestorsOf(team, teams)];
  for (const [at, holder] of line.entries()) {
    const given = organization.organizationRoles.find(
      ({ baseRole, teams: holders }) =>
        baseRole !== null && isEnough(baseRole) && holders.some(({ id }) => id === holder.id),
    );
    if (given === undefined) continue;
    const whose = at === 0 ? '' : ` of ${holder.name} above it`;
    return {
      why: `The team ${team.name} has ${given.baseRole} on all repositories by the role ${given.name}${whose}, and GitHub shows nothing less beside it.`,
      wayOut: WAY_OUT,
      already: placesOf(organizationScope, line.slice(0, at + 1), index),
    };
  }
  // The farthest one: what those in between show may come from it.
  const above = line
    .slice(1)
    .findLastIndex(({ repositories }) =>
      repositories.some((one) => one.id === repository.id && isEnough(one.role)),
    );
  const parent = line[above + 1];
  const grant = parent?.repositories.find(({ id }) => id === repository.id);
  if (above < 0 || parent === undefined || grant === undefined) return null;
  return {
    why: `The team ${team.name} has ${grant.role} on ${repository.name} already through its parent ${parent.name}, and GitHub shows nothing less beside it.`,
    wayOut: WAY_OUT,
    already: placesOf(scope, line.slice(0, above + 2), index),
  };
}

const WAY_OUT = 'Do nothing, or remove the entry.';

/** The grant of the last of these teams, and the teams on the way to it, by which it comes down. */
function placesOf(scope: ScopePath, line: readonly GithubTeam[], index: GithubIndex): readonly Address[] {
  const paths = line.flatMap(({ id }) => index.teamPaths.get(id) ?? []);
  const holder = paths.at(-1);
  if (holder === undefined) throw new Error('a team that was read has no path');
  const [, ...parents] = paths;
  return [
    assignmentAddress(scope, principalKey({ type: 'group', group: holder })),
    ...parents.map(groupAddress),
  ];
}
