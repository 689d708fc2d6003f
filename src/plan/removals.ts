import { groupPath, type Principal, type PrincipalKey, principalKey } from '../resource/reference.ts';
import type { Resource, ResourceTypeName } from '../resource/resource.ts';
import type { Because, EffectiveChange } from './change.ts';
import { insideScope } from './effect.ts';
import { nameOf } from './names.ts';

type Deletion = Extract<EffectiveChange, { action: 'delete' }>;

const ORDER: readonly ResourceTypeName[] = ['scope', 'role', 'member', 'group', 'assignment'];

/** What others hang on before what hangs on it, scopes above before scopes below. */
export function ownersFirst(a: Resource, b: Resource): number {
  return (
    ORDER.indexOf(a.type) - ORDER.indexOf(b.type) ||
    (a.address < b.address ? -1 : a.address > b.address ? 1 : 0)
  );
}

/**
 * What is removed, and what the platform takes along with it: everything in a scope, every assignment of a person or
 * group. A plan that called such a thing unmanaged would be wrong about it, whoever owns its type.
 */
export class Removals {
  readonly #scopes: Deletion[] = [];
  readonly #principals = new Map<PrincipalKey, Deletion>();

  add(resource: Resource, because: Because): Deletion {
    const deletion: Deletion = { action: 'delete', address: resource.address, before: resource, because };
    const principal = principalOf(resource);
    if (resource.type === 'scope') this.#scopes.push(deletion);
    else if (principal !== null) this.#principals.set(principalKey(principal), deletion);
    return deletion;
  }

  /** Why a resource goes although nobody asked for it; null when nothing takes it along. */
  whyAlong(resource: Resource): Because | null {
    const owner =
      this.#scopes.find(
        ({ before }) => before.type === 'scope' && insideScope(resource, before.attributes.path),
      ) ??
      (resource.type === 'assignment'
        ? this.#principals.get(principalKey(resource.attributes.principal))
        : undefined);
    if (owner === undefined) return null;
    const { text, origin } = owner.because;
    return { text: `${nameOf(resource)} goes with ${nameOf(owner.before)} (${text})`, origin };
  }
}

/** The principal that goes with the resource: a person whose membership of the organization ends, a group. */
function principalOf(resource: Resource): Principal | null {
  if (resource.type === 'group') {
    return { type: 'group', group: groupPath(resource.attributes.home, resource.attributes.name) };
  }
  if (resource.type !== 'member' || resource.attributes.scope.includes('/')) return null;
  return { type: 'member', member: resource.attributes.member };
}
