import type { Unsupported, Write } from '../../plan/write/write.ts';
import { teamSlug } from '../../platform/team-slug.ts';
import { lastName, parentScope, type ScopePath } from '../../resource/identifiers.ts';

/** What SCIM has no request for, whatever server it is; null for what it has. */
export function unsupportedInScim(write: Write): Unsupported | null {
  switch (write.write) {
    case 'create-scope':
    case 'update-scope':
    case 'delete-scope':
    case 'create-role':
    case 'update-role':
    case 'delete-role':
    case 'put-assignment':
    case 'delete-assignment':
    case 'resend-invitation':
    case 'set-membership-role':
      return NOT_SCIM;
    case 'set-member-state':
      return (
        elsewhere(write.scope) ??
        (write.state === 'active' || write.state === 'deactivated' ? null : NOT_SCIM)
      );
    case 'add-member':
      return elsewhere(write.member.scope);
    case 'remove-member':
      return elsewhere(write.scope);
    case 'create-group':
      return groupFault(write.group.name, write.group);
    case 'update-group':
      return groupFault(write.name ?? lastName(write.group), write);
    case 'delete-group':
    case 'add-group-member':
    case 'remove-group-member':
    case 'nest-group':
    case 'unnest-group':
      return null;
  }
}

const NOT_SCIM: Unsupported = {
  why: 'SCIM has people, active or not, and groups of them. It has no scopes, roles, assignments or invitations.',
  wayOut: 'Change it on the server itself.',
};

function elsewhere(scope: ScopePath): Unsupported | null {
  return parentScope(scope) === null ? null : NOT_SCIM;
}

function groupFault(
  name: string,
  { title, description }: { readonly title: string; readonly description: string },
): Unsupported | null {
  if (description !== '') return { why: 'SCIM keeps no description of a group.', wayOut: 'Leave it out.' };
  const slug = teamSlug(title);
  if (slug === name) return null;
  const key = slug === '' ? 'no key' : `the key ${slug}`;
  return {
    why: `Documents name a group by its displayName, and ${title} gets ${key}, not ${name}.`,
    wayOut: 'Write another title or another key.',
  };
}
