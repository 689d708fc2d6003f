import { FunctionFault, type FunctionType, type RowValue } from '../provider/protocol/row.ts';

/**
 * `provider::bylaw::can(grants, member, permission)`. Terraform calls functions on a provider that nobody configured,
 * so it can ask no platform: what it answers from is handed to it, out of the data source.
 */
export const can: FunctionType = {
  name: 'can',
  summary: 'Whether a person may do something, by the grants of a `bylaw_access` data source',
  description:
    'True when `member` holds `permission` by `grants`, the attribute of a `bylaw_access` data source that names only a scope. A person nobody knows may do nothing.',
  parameters: [
    { name: 'grants', type: 'map', description: '`data.bylaw_access.….grants`: person to permissions.' },
    { name: 'member', type: 'string', description: 'Key of the person, as `grants` has it.' },
    {
      name: 'permission',
      type: 'string',
      description: 'One permission: `documents:read`. Patterns are not taken.',
    },
  ],
  returns: 'bool',
  call([grants, member, permission]) {
    if (typeof member !== 'string' || typeof permission !== 'string' || !isMap(grants)) return false;
    if (permission === '' || permission.includes('*'))
      return new FunctionFault(
        2,
        'name one permission, not a pattern: "may do all of it" and "may do some of it" differ',
      );
    const held = Object.hasOwn(grants, member) ? grants[member] : '';
    return typeof held === 'string' && held.split(',').includes(permission);
  },
};

function isMap(value: RowValue | undefined): value is { readonly [key: string]: string | null } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
