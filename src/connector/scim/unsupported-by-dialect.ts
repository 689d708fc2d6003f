import type { Unsupported, Write } from '../../plan/write/write.ts';
import type { ProviderConfig } from './provider-config.ts';
import type { ScimDialect } from './scim-dialect.ts';

/** What this server does not take, by its dialect and by what it says of itself; null for what it takes. */
export function unsupportedByDialect(
  write: Write,
  dialect: ScimDialect,
  config: ProviderConfig | null,
): Unsupported | null {
  const noPatch =
    config?.patch === false
      ? {
          why: 'The server says that it has no PATCH.',
          wayOut: 'Write `add: put` and `remove: put` in dialect.',
        }
      : null;
  switch (write.write) {
    case 'set-member-state':
      return dialect.active === 'untold'
        ? { why: 'The server does not tell who is active (`active: untold` in dialect).', wayOut: null }
        : noPatch;
    case 'update-group':
      return noPatch;
    case 'remove-member':
      return dialect.deletes
        ? null
        : {
            why: 'On this server, a person who is deleted stays in its list (`deletes: false` in dialect).',
            wayOut: 'Take them out of their groups, and delete them on the server itself.',
          };
    case 'nest-group':
      if (dialect.nests) return dialect.add === 'patch' ? noPatch : null;
      return { why: 'The server takes no groups in groups (`nesting: false` in dialect).', wayOut: null };
    case 'add-group-member':
      return dialect.add === 'patch' ? noPatch : null;
    case 'remove-group-member':
    case 'unnest-group':
      return dialect.remove === 'put' ? null : noPatch;
    case 'add-member':
    case 'create-group':
    case 'delete-group':
      return null;
    // What SCIM has not is said without a connection.
    case 'create-scope':
    case 'update-scope':
    case 'delete-scope':
    case 'create-role':
    case 'update-role':
    case 'delete-role':
    case 'resend-invitation':
    case 'set-membership-role':
    case 'put-assignment':
    case 'delete-assignment':
      return null;
  }
}
