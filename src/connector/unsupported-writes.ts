import type { Unsupported, Write } from '../plan/write/write.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { parentScope, type ScopePath } from '../resource/identifiers.ts';
import { hasScopeMembers } from './live/organization-endpoint.ts';

/** What the Access API has no request for on a platform; null for what it has. */
export function unsupportedWrite(write: Write, platform: PlatformDefinition): Unsupported | null {
  switch (write.write) {
    case 'add-member':
      return membershipAt(write.member.scope, platform);
    case 'set-member-state':
      return write.state === 'deactivated' && !platform.members.deactivation
        ? { why: `${platform.title} has no deactivated members.`, wayOut: null }
        : membershipAt(write.scope, platform);
    case 'resend-invitation':
      return platform.members.joining === 'provisioned'
        ? { why: `${platform.title} has no invitations.`, wayOut: null }
        : membershipAt(write.scope, platform);
    case 'remove-member':
      return membershipAt(write.scope, platform);
    case 'create-role':
      return platform.customRoles === null
        ? { why: `${platform.title} has no custom roles.`, wayOut: null }
        : null;
    case 'nest-group':
      return platform.groups.nesting === 'native'
        ? null
        : { why: `${platform.title} does not store groups in groups.`, wayOut: null };
    case 'set-membership-role':
      return platform.groups.membershipRoles === null
        ? { why: `On ${platform.title} all members of a group are alike.`, wayOut: null }
        : null;
    case 'create-scope':
    case 'update-scope':
    case 'delete-scope':
    case 'update-role':
    case 'delete-role':
    case 'create-group':
    case 'update-group':
    case 'delete-group':
    case 'add-group-member':
    case 'remove-group-member':
    case 'unnest-group':
    case 'put-assignment':
    case 'delete-assignment':
      return null;
  }
}

function membershipAt(scope: ScopePath, platform: PlatformDefinition): Unsupported | null {
  if (parentScope(scope) === null || hasScopeMembers({ platform })) return null;
  return {
    why: `The platform keeps members at the organization, not at ${scope}.`,
    wayOut: 'Give access at the scope with an assignment.',
  };
}
