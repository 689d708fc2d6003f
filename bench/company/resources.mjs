// The synthetic company as resources, in memory.
import { entriesFrom, resource, resourceWith } from '../../dist/resource/resource-types.js';
import { ROLE_PERMISSIONS } from './platform.mjs';
import { groupName, isPredefined, memberName, roleName } from './shape.mjs';

const HERE = { from: 'live', url: 'https://platform.example/' };
const entries = (keys) => entriesFrom(keys, HERE);

const NONE = entries([]);

/**
 * A member's name as a reader of files or of answers gives it: a text of its own, in one piece. What a template puts together
 * stays in parts in V8 until somebody first looks it up, and that would be counted as the engine's time.
 */
const memberRead = (at) => Buffer.from(memberName(at), 'latin1').latin1Slice();

/** With denies, one in twenty assignments denies the first of its roles and gives the others. */
export function resourcesOf(shape, variant = 'union') {
  const isDenied = (at) => variant === 'denies' && at % 20 === 0;
  const { scopes, parents, joined, assignments } = shape;
  const people = parents.map(() => []);
  const children = parents.map(() => []);
  joined.forEach((groups, member) => {
    for (const group of groups) people[group].push(memberRead(member));
  });
  parents.forEach((above, child) => {
    for (const group of above) children[group].push(`acme/${groupName(child)}`);
  });
  return [
    ...scopes.map(({ path, kind, parent }) =>
      resourceWith('scope', { path, kind, parent: parent < 0 ? null : scopes[parent].path }, HERE),
    ),
    ...ROLE_PERMISSIONS.flatMap((given, at) =>
      isPredefined(at)
        ? []
        : resourceWith(
            'role',
            { home: 'acme', name: roleName(at), permissions: entries(given), includes: entries([]) },
            HERE,
          ),
    ),
    ...joined.map((_, at) => {
      const member = memberRead(at);
      return resource(
        'member',
        { scope: 'acme', member, display: member, state: 'active', invitation: null },
        HERE,
      );
    }),
    ...parents.map((_, at) => {
      const attributes = {
        home: 'acme',
        name: groupName(at),
        members: entries(people[at]),
        groups: entries(children[at]),
      };
      return resourceWith('group', attributes, HERE);
    }),
    ...assignments.map(({ scope, group, principal, roles }, at) =>
      resource(
        'assignment',
        {
          scope: scopes[scope].path,
          principal: group
            ? { type: 'group', group: `acme/${groupName(principal)}` }
            : { type: 'member', member: memberRead(principal) },
          roles: entries((isDenied(at) ? roles.slice(1) : roles).map(roleName)),
          below: NONE,
          denied: isDenied(at) ? entries([roleName(roles[0])]) : NONE,
        },
        HERE,
      ),
    ),
  ];
}
