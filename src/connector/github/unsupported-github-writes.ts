import type { Unsupported, Write } from '../../plan/write/write.ts';
import { repositoryKey } from '../../platform/repository-key.ts';
import { teamSlug } from '../../platform/team-slug.ts';
import { type Principal, scopeChain } from '../../resource/identifiers.ts';
import type { Entries } from '../../resource/resource.ts';

/** What GitHub has no request for, whatever organization it is; null for what it has. */
export function unsupportedOnGithub(write: Write): Unsupported | null {
  switch (write.write) {
    case 'set-member-state':
      return {
        why: 'GitHub has no deactivated members.',
        wayOut: 'Mark the entry `absent: true` to end the membership.',
      };
    case 'create-role':
    case 'update-role':
    case 'delete-role':
      return {
        why: 'Bylaw does not write roles that an organization made.',
        wayOut: 'Change it on the page of the organization.',
      };
    case 'delete-scope':
      return {
        why: 'Bylaw deletes no repository: its code, issues and packages would go with it.',
        wayOut:
          'Write the repository, or set `authority` of scopes to `declared`; delete or archive it on GitHub.',
      };
    case 'create-group':
      return slugFault(write.group.name, write.group.title);
    case 'update-group':
      return slugFault(write.name ?? write.group.slice(write.group.lastIndexOf('/') + 1), write.title);
    case 'create-scope':
      return repositoryNameFault(write.scope.path, write.scope.title);
    case 'update-scope':
      return scopeChain(write.path).length === 1
        ? null
        : repositoryNameFault(write.name ?? write.path, write.title);
    case 'put-assignment': {
      const { scope, principal, roles } = write.assignment;
      return scopeChain(scope).length === 1
        ? organizationRolesFault(principal, roles)
        : repositoryRolesFault(roles);
    }
    case 'add-member':
    case 'resend-invitation':
    case 'remove-member':
    case 'delete-group':
    case 'add-group-member':
    case 'set-membership-role':
    case 'remove-group-member':
    case 'nest-group':
    case 'unnest-group':
    case 'delete-assignment':
      return null;
  }
}

function slugFault(slug: string, title: string): Unsupported | null {
  const made = teamSlug(title);
  if (made === slug) return null;
  return {
    why: `GitHub calls a team by a slug of its name, and ${title} gets ${made === '' ? 'none' : made}, not ${slug}.`,
    wayOut:
      made === ''
        ? 'Give it a title with letters or digits.'
        : `Write the group under the key ${made}, or another title.`,
  };
}

/** A repository has a name and no title: the title says how the name is spelled, and the key is made of it. */
function repositoryNameFault(path: string, title: string): Unsupported | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const key = repositoryKey(title);
  if (key === name) return null;
  // Of a name that is no key, the key is another one: who writes the title means that repository.
  if (key !== title.toLowerCase()) {
    return {
      why: `The repository ${title} has the key ${key} in documents, not ${name}.`,
      wayOut: `Write it under the key ${key}.`,
    };
  }
  return {
    why: `A repository on GitHub has no title besides its name, ${name}.`,
    wayOut: 'Leave the title out.',
  };
}

function organizationRolesFault(principal: Principal, roles: Entries): Unsupported | null {
  if (roles.has('billing_manager')) {
    return {
      why: "GitHub's API does not tell who is a billing manager, so Bylaw makes nobody one.",
      wayOut: 'Invite billing managers on the billing page of the organization.',
    };
  }
  if (principal.type === 'group' && (roles.has('owner') || roles.has('member'))) {
    return {
      why: 'On GitHub people are owners or members, and teams are not.',
      wayOut: 'Write the people instead.',
    };
  }
  return roles.size === 0
    ? { why: 'GitHub attaches nobody to an organization without a role.', wayOut: 'Leave the entry out.' }
    : null;
}

function repositoryRolesFault(roles: Entries): Unsupported | null {
  if (roles.size === 1) return null;
  return {
    why: 'On GitHub exactly one role is given on a repository; it holds those below it.',
    wayOut: 'Write the highest one alone.',
  };
}
