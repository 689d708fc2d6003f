import type { Resource } from './resource.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

const NAMES = {
  scope: Object.keys(RESOURCE_TYPES.scope.attributes),
  role: Object.keys(RESOURCE_TYPES.role.attributes),
  member: Object.keys(RESOURCE_TYPES.member.attributes),
  group: Object.keys(RESOURCE_TYPES.group.attributes),
  // Whom an assignment is for stands in its address.
  assignment: Object.keys(RESOURCE_TYPES.assignment.attributes).filter((name) => name !== 'principal'),
} as const satisfies Readonly<Record<Resource['type'], readonly string[]>>;

/**
 * Whether two lists say the same, one resource after the other, wherever each was read. What is asked of one is then
 * answered by the other, but for where something is written. Equal things in another order are not seen to be the same.
 */
export function hasSameContent(ones: readonly Resource[], others: readonly Resource[]): boolean {
  if (ones === others) return true;
  return (
    ones.length === others.length &&
    ones.every((one, at) => {
      const other = others[at];
      return other !== undefined && isSameResource(one, other);
    })
  );
}

function isSameResource(one: Resource, other: Resource): boolean {
  if (one === other) return true;
  if (one.type !== other.type || one.address !== other.address) return false;
  for (const name of NAMES[one.type]) {
    const value: unknown = Reflect.get(one.attributes, name);
    const found: unknown = Reflect.get(other.attributes, name);
    if (value === found) continue;
    if (!(value instanceof Map && found instanceof Map && hasSameKeys(value, found))) return false;
  }
  return true;
}

function hasSameKeys(one: ReadonlyMap<unknown, unknown>, other: ReadonlyMap<unknown, unknown>): boolean {
  if (one.size !== other.size) return false;
  for (const key of one.keys()) if (!other.has(key)) return false;
  return true;
}
