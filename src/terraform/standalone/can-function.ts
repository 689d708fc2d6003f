import { comparableKey } from '../../platform/member-key.ts';
import { FunctionArgumentError, type FunctionDefinition, type RowValue } from '../provider/protocol/row.ts';
import { escapeKey, unescapeKey } from '../provider/rows/map-key.ts';

/**
 * `provider::bylaw::can(grants, member, permission)`. Terraform calls functions on a provider that nobody configured,
 * so it can ask no platform: what it answers from is handed to it, out of the data source.
 */
export const canFunction: FunctionDefinition = {
  name: 'can',
  summary: 'Whether a person may do something, by the grants of a `bylaw_access` data source',
  description:
    'True when `member` holds `permission` by `grants`, the attribute of a `bylaw_access` data source that names only a scope. A person whom the grants do not have is an error: a misspelled name would be allowed nothing, and every check of that would pass.',
  parameters: [
    { name: 'grants', type: 'map', description: '`data.bylaw_access.….grants`: person to permissions.' },
    {
      name: 'member',
      type: 'string',
      description:
        'Key of the person. Letter case counts only where the grants have more than one that differ in nothing else.',
    },
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
      return new FunctionArgumentError(
        2,
        'name one permission, not a pattern: "may do all of it" and "may do some of it" differ',
      );
    const key = keyIn(grants, member);
    if (key === null)
      return new FunctionArgumentError(
        1,
        `nobody is called ${JSON.stringify(member)} in the grants, which have everybody the platform knows`,
      );
    const held = grants[key];
    return typeof held === 'string' && held.split(',').includes(permission);
  },
};

/** As it is written, or the only one that is spelled so but for letter case; null where there is none. */
function keyIn(grants: object, member: string): string | null {
  if (Object.hasOwn(grants, escapeKey(member))) return escapeKey(member);
  const wanted = comparableKey(member, 'fold-case');
  const alike = Object.keys(grants).filter((key) => comparableKey(unescapeKey(key), 'fold-case') === wanted);
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

function isMap(value: RowValue | undefined): value is { readonly [key: string]: string | null } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
