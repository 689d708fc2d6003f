import type { Unsupported, Write } from '../../plan/write/write.ts';
import type { GroupPath, MemberId, ScopePath } from '../../resource/identifiers.ts';
import { roleRank } from './github-facts.ts';
import type { GithubIndex } from './github-index.ts';
import { givenAlready } from './given-already.ts';
import { apiName } from './role-words.ts';
import { teamSource } from './team-sources.ts';

/** So many invitations of one person may run out before nobody sends another. */
const MOST_EXPIRED = 2;

/**
 * What cannot be written in this organization, by what was read of it: each is told at its own line, and holds back
 * nothing else.
 */
export function unsupportedHere(write: Write, index: GithubIndex): Unsupported | null {
  switch (write.write) {
    case 'add-member':
      return blocked(write.member.member, index);
    case 'resend-invitation':
      return blocked(write.member, index) ?? ranOut(write.member, index);
    case 'add-group-member':
    case 'set-membership-role':
    case 'remove-group-member':
      return peopleOfElsewhere(write.group, index);
    case 'update-group':
    case 'delete-group':
      return teamOfEnterprise(write.group, index);
    case 'nest-group':
      return nesting(write.group, write.child, index);
    case 'unnest-group':
      return teamOfEnterprise(write.child, index);
    case 'put-assignment': {
      const { scope, principal, roles } = write.assignment;
      const [role = ''] = roles.keys();
      return (
        archived(scope, index) ??
        unknownRole(scope, roles.keys(), index) ??
        givenAlready(scope, principal, role, index)
      );
    }
    case 'delete-assignment':
      return archived(write.scope, index);
    case 'remove-member':
      return archived(write.scope, index);
    case 'create-scope':
    case 'update-scope':
    case 'delete-scope':
    case 'create-role':
    case 'update-role':
    case 'delete-role':
    case 'set-member-state':
    case 'create-group':
      return null;
  }
}

function blocked(member: MemberId, { organization }: GithubIndex): Unsupported | null {
  if (organization.blocked?.has(member) !== true) return null;
  return {
    why: `The organization blocks ${member}, and GitHub invites nobody who is blocked.`,
    wayOut: 'Unblock the account on the page of the organization, or remove the entry.',
  };
}

/** Somebody who does not want to come is not asked every night. */
function ranOut(member: MemberId, { failedInvitations }: GithubIndex): Unsupported | null {
  const failed = failedInvitations.get(member) ?? [];
  const [last] = failed.toSorted((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
  if (last === undefined) return null;
  const reason = last.failed?.reason;
  const declined = reason !== undefined && reason !== null && /declin|reject|left/i.test(reason);
  if (!declined && failed.length < MOST_EXPIRED) return null;
  return {
    why: declined
      ? `${last.login ?? member} did not want to come (${reason}), and is not invited again.`
      : `${failed.length} invitations of ${last.login ?? member} ran out, and no other is sent.`,
    wayOut: 'Ask the person; then invite on the page of the organization, or remove the entry.',
  };
}

function peopleOfElsewhere(group: GroupPath, { teams }: GithubIndex): Unsupported | null {
  const team = teams.get(group);
  if (team === undefined) return null;
  switch (team.owner) {
    case 'organization':
      return null;
    case 'enterprise':
      return {
        why: `The team ${team.name} belongs to the enterprise, which decides over its people.`,
        wayOut: 'Change its people in the enterprise.',
      };
    default:
      return {
        why: `The people of the team ${team.name} come from ${teamSource(team)}.`,
        wayOut: 'Change the group there, or end its connection on the page of the team.',
      };
  }
}

function teamOfEnterprise(group: GroupPath, index: GithubIndex): Unsupported | null {
  return index.teams.get(group)?.owner === 'enterprise' ? peopleOfElsewhere(group, index) : null;
}

function nesting(group: GroupPath, child: GroupPath, index: GithubIndex): Unsupported | null {
  return teamOfEnterprise(group, index) ?? teamOfEnterprise(child, index);
}

function archived(scope: ScopePath, { repositories }: GithubIndex): Unsupported | null {
  const repository = repositories.get(scope);
  if (repository?.archived !== true) return null;
  return {
    why: `The repository ${repository.name} is archived, and GitHub changes nothing of it.`,
    wayOut: 'Unarchive it on its settings page, or remove the entries.',
  };
}

function unknownRole(scope: ScopePath, roles: Iterable<string>, index: GithubIndex): Unsupported | null {
  const onOrganization = !index.repositories.has(scope) && !scope.includes('/');
  for (const role of roles) {
    const known = onOrganization
      ? role === 'owner' || role === 'member' || index.organizationRoles.has(role)
      : roleRank(apiName(role, index), index.organization.repositoryRoles) !== null;
    if (known) continue;
    const names = onOrganization ? [...index.organizationRoles.keys()] : [...index.repositoryRoles.keys()];
    return {
      why: `The organization has no role ${role} that can be given here.`,
      wayOut:
        names.length === 0
          ? 'Roles of its own need a plan that has them.'
          : `Its own roles are ${names.join(', ')}.`,
    };
  }
  return null;
}
