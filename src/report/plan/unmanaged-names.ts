import { displayNameOf } from '../../plan/display-names.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { byText } from '../phrases.ts';

/** A resource that stays; of an assignment also what it gives: `roles of eve@acme.com on acme: admin`. */
export function unmanagedName(resource: Resource, spelling: Spelling): string {
  const name = displayNameOf(resource, spelling);
  if (resource.type !== 'assignment') return name;
  const roles = [...resource.attributes.roles.keys()].sort(byText);
  return `${name}: ${roles.length === 0 ? 'none' : roles.join(', ')}`;
}

/** By name: what gives access, of which nothing may be hidden, and the rest. */
export function unmanagedNames(
  unmanaged: readonly Resource[],
  spelling: Spelling,
): {
  readonly roles: readonly string[];
  readonly others: readonly string[];
} {
  const names = (list: readonly Resource[]) => list.map((one) => unmanagedName(one, spelling)).sort(byText);
  return {
    roles: names(unmanaged.filter(({ type }) => type === 'assignment')),
    others: names(unmanaged.filter(({ type }) => type !== 'assignment')),
  };
}
