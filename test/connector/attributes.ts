import type { Write } from '../../src/plan/write/write.ts';
import { type Principal, splitGroupPath } from '../../src/resource/identifiers.ts';
import type {
  AssignmentAttributes,
  Entries,
  GroupAttributes,
  RoleAttributes,
} from '../../src/resource/resource.ts';
import {
  attributesWith,
  entriesFrom,
  type OwnAttributes,
  ownAttributes,
} from '../../src/resource/resource-types.ts';
import type { Origin } from '../../src/source/origin.ts';

/** Short ways to say what is written, from a file that does not exist. */
const origin: Origin = { from: 'file', file: 'acme.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };

export function role(
  name: string,
  permissions: string[],
  includes: string[] = [],
  title = name,
): RoleAttributes {
  return attributesWith('role', {
    home: 'acme',
    name,
    title,
    description: `What ${title} is for`,
    permissions: named(permissions),
    includes: named(includes),
  });
}

export function group(name: string, home = 'acme', permissions: string[] = []): GroupAttributes {
  return attributesWith('group', {
    home,
    name,
    title: name.toUpperCase(),
    permissions: named(permissions),
  });
}

export const named = (keys: readonly string[]): Entries => entriesFrom(keys, origin);

/** A group is to be just so; what is not said of it has its default. */
export function updated(path: string, some: Partial<OwnAttributes<'group'>>): Write {
  const whole = attributesWith('group', { ...splitGroupPath(path), ...some });
  return { write: 'update-group', group: path, ...ownAttributes('group', whole) };
}

export function given(scope: string, principal: Principal, roles: string[]): AssignmentAttributes {
  return attributesWith('assignment', { scope, principal, roles: entriesFrom(roles, origin) });
}

export const person = (member: string): Principal => ({ type: 'member', member });
export const team = (path: string): Principal => ({ type: 'group', group: path });

export const joins = (display: string, scope = 'acme'): Write => ({
  write: 'add-member',
  member: { scope, member: display.toLowerCase(), display, state: 'active', invitation: null },
});
