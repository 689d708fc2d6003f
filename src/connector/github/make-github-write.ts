import type { Write } from '../../plan/write/write.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { notSupported } from '../not-supported.ts';
import { GITHUB_PATHS, githubOrigin } from './github-endpoint.ts';
import type { GithubWriteContext } from './github-write-step.ts';
import { unsupportedOnGithub } from './unsupported-github-writes.ts';
import { removeCollaborator, setCollaborator } from './write-collaborators.ts';
import { addGithubMember, removeGithubMember, resendGithubInvitation } from './write-github-members.ts';
import { setOrganization } from './write-organization.ts';
import { setOrganizationRoles } from './write-organization-roles.ts';
import { createRepository, removeTeamRole, renameRepository, setTeamRole } from './write-repositories.ts';
import { addTeamMember, removeTeamMember, setTeamMemberRole } from './write-team-members.ts';
import { createTeam, deleteTeam, nestTeam, unnestTeam, updateTeam } from './write-teams.ts';

/** Makes one write. Fails as the function for it does. */
export function makeGithubWrite(writeContext: GithubWriteContext, write: Write): Promise<Outcome<null>> {
  const { organization } = writeContext.endpoint;
  switch (write.write) {
    case 'create-scope':
      return createRepository(writeContext, write.scope);
    case 'update-scope':
      return write.path === organization
        ? setOrganization(writeContext, write)
        : renameRepository(writeContext, write.path, write.title);
    case 'add-member':
      return addGithubMember(writeContext, write.member);
    case 'resend-invitation':
      return resendGithubInvitation(writeContext, write.scope, write.member);
    case 'remove-member':
      return removeGithubMember(writeContext, write.scope, write.member);
    case 'create-group':
      return createTeam(writeContext, write.group);
    case 'update-group':
      return updateTeam(writeContext, write.group, write);
    case 'delete-group':
      return deleteTeam(writeContext, write.group);
    case 'add-group-member':
      return addTeamMember(writeContext, write.group, write.member, write.role ?? null);
    case 'set-membership-role':
      return setTeamMemberRole(writeContext, write.group, write.member, write.role);
    case 'remove-group-member':
      return removeTeamMember(writeContext, write.group, write.member);
    case 'nest-group':
      return nestTeam(writeContext, write.group, write.child);
    case 'unnest-group':
      return unnestTeam(writeContext, write.group, write.child);
    case 'put-assignment': {
      const { scope, principal, roles } = write.assignment;
      if (scope === organization) return setOrganizationRoles(writeContext, principal, new Set(roles.keys()));
      const [role] = roles.keys();
      if (role === undefined) return Promise.resolve(impossible(writeContext, write));
      return principal.type === 'member'
        ? setCollaborator(writeContext, scope, principal.member, role)
        : setTeamRole(writeContext, scope, principal.group, role);
    }
    case 'delete-assignment': {
      const { scope, principal } = write;
      if (scope === organization) return setOrganizationRoles(writeContext, principal, new Set());
      return principal.type === 'member'
        ? removeCollaborator(writeContext, scope, principal.member)
        : removeTeamRole(writeContext, scope, principal.group);
    }
    case 'create-role':
    case 'update-role':
    case 'delete-role':
    case 'delete-scope':
    case 'set-member-state':
      return Promise.resolve(impossible(writeContext, write));
  }
}

function impossible({ endpoint }: GithubWriteContext, write: Write): Outcome<null> {
  const unsupported = unsupportedOnGithub(write);
  if (unsupported !== null) return failure(notSupported(unsupported));
  const origin = githubOrigin(endpoint, GITHUB_PATHS.organization(endpoint.login));
  return failure(diagnostic('not-supported', `GitHub has no way for ${write.write}.`, origin));
}
