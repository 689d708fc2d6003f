// Changes of the synthetic company, as a pull request would bring them.
import { entriesFrom, resourceWith } from '../../dist/resource/resource-types.js';
import { PERMISSIONS } from './platform.mjs';
import { memberName, roleName } from './shape.mjs';
import { numbersFrom } from './sizes.mjs';

const EDITED = { from: 'live', url: 'https://platform.example/edited' };

/** Twenty edits: people who join and leave groups and the company, assignments given, taken and changed. */
export function twentyEdits(resources, shape) {
  const numbers = numbersFrom(20);
  const after = [...resources];
  const any = (type) => {
    for (;;) {
      const at = numbers.below(after.length);
      if (after[at].type === type) return at;
    }
  };
  const change = (at, attributes) => {
    after[at] = { ...after[at], attributes: { ...after[at].attributes, ...attributes } };
  };
  const person = () => memberName(numbers.below(shape.size.members));
  for (let times = 0; times < 4; times += 1) {
    const joined = any('group');
    change(joined, { members: new Map([...after[joined].attributes.members, [person(), EDITED]]) });
    const left = any('group');
    change(left, { members: new Map([...after[left].attributes.members].slice(1)) });
    after.splice(any('assignment'), 1);
    change(any('assignment'), { roles: entriesFrom([roleName(1 + numbers.below(19))], EDITED) });
    const principal = { type: 'member', member: person() };
    const { path } = shape.scopes[numbers.below(shape.scopes.length)];
    after.push(
      resourceWith('assignment', { scope: path, principal, roles: entriesFrom(['role-3'], EDITED) }, EDITED),
    );
  }
  return after;
}

/** One role gets a permission that it did not have, and loses one. */
export function editedRole(resources, name = 'role-7') {
  return resources.map((one) => {
    if (one.type !== 'role' || one.attributes.name !== name) return one;
    const kept = [...one.attributes.permissions].slice(1);
    const added = PERMISSIONS.find((permission) => !one.attributes.permissions.has(permission));
    return { ...one, attributes: { ...one.attributes, permissions: new Map([...kept, [added, EDITED]]) } };
  });
}
