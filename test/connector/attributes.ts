import type { Write } from '../../src/plan/write/write.ts';
import type { Principal } from '../../src/resource/identifiers.ts';
import type { AssignmentAttributes, GroupAttributes, RoleAttributes } from '../../src/resource/resource.ts';
import { entriesFrom } from '../../src/resource/resource-types.ts';
import type { Origin } from '../../src/source/origin.ts';

/** Short ways to say what is written, from a file that does not exist. */
const origin: Origin = { from: 'file', file: 'acme.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };

export function role(
  name: string,
  permissions: string[],
  includes: string[] = [],
  title = name,
): RoleAttributes {
  return {
    home: 'acme',
    name,
    title,
    description: `What ${title} is for`,
    permissions: entriesFrom(permissions, origin),
    includes: entriesFrom(includes, origin),
  };
}

export function group(name: string, home = 'acme', permissions: string[] = []): GroupAttributes {
  return {
    home,
    name,
    title: name.toUpperCase(),
    description: '',
    members: new Map(),
    groups: new Map(),
    permissions: entriesFrom(permissions, origin),
  };
}

export function given(scope: string, principal: Principal, roles: string[]): AssignmentAttributes {
  return { scope, principal, roles: entriesFrom(roles, origin) };
}

export const person = (member: string): Principal => ({ type: 'member', member });
export const team = (path: string): Principal => ({ type: 'group', group: path });

export const joins = (display: string, scope = 'acme'): Write => ({
  write: 'add-member',
  member: { scope, member: display.toLowerCase(), display, state: 'active', invitation: null },
});
