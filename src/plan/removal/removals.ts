import { type GroupPath, type MemberId, scopeChain } from '../../resource/identifiers.ts';
import type { Resource, ResourceTypeName } from '../../resource/resource.ts';
import { groupPathOf } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { compareText } from '../../source/text-order.ts';
import type { ChangeReason, EffectiveChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { insideScope } from './removal-cascade.ts';

type Deletion = Extract<EffectiveChange, { action: 'delete' }>;

const ORDER: readonly ResourceTypeName[] = ['scope', 'role', 'member', 'group', 'assignment'];

/** What others hang on before what hangs on it, scopes above before scopes below. */
export function ownersFirst(a: Resource, b: Resource): number {
  return ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || compareText(a.address, b.address);
}

/**
 * What is removed, and what the platform takes along with it: everything in a scope, every assignment of a group, and
 * of a person those that no other membership reaches. A plan that called such a thing unmanaged would be wrong about
 * it, whoever owns its type.
 */
export class Removals {
  readonly #scopes: Deletion[] = [];
  readonly #groups = new Map<GroupPath, Deletion>();
  readonly #memberships = new ListsByKey<MemberId, Deletion>();
  /** Memberships that are there after the removals, as `SCOPE/MEMBER`. */
  readonly #staying = new Set<string>();
  readonly #spelling: Spelling;

  constructor(wanted: readonly Resource[], spelling: Spelling) {
    this.#spelling = spelling;
    for (const r of wanted) this.stay(r);
  }

  /** Told of everything that is not removed. */
  stay(r: Resource): void {
    if (r.type === 'member') this.#staying.add(`${r.attributes.scope}/${r.attributes.member}`);
  }

  add(resource: Resource, changeReason: ChangeReason): Deletion {
    const deletion: Deletion = {
      action: 'delete',
      address: resource.address,
      before: resource,
      because: changeReason,
    };
    if (resource.type === 'scope') this.#scopes.push(deletion);
    else if (resource.type === 'group') {
      this.#groups.set(groupPathOf(resource), deletion);
    } else if (resource.type === 'member') {
      this.#memberships.add(resource.attributes.member, deletion);
    }
    return deletion;
  }

  /** Why a resource goes although nobody asked for it; null when nothing takes it along. */
  whyAlong(resource: Resource): ChangeReason | null {
    const owner =
      this.#scopes.find(
        ({ before }) => before.type === 'scope' && insideScope(resource, before.attributes.path),
      ) ?? this.#holderOf(resource);
    if (owner === undefined) return null;
    const { text, origin } = owner.because;
    const [name, taker] = [
      displayNameOf(resource, this.#spelling),
      displayNameOf(owner.before, this.#spelling),
    ];
    return { text: `${name} goes with ${taker} (${text})`, origin };
  }

  #holderOf(resource: Resource): Deletion | undefined {
    if (resource.type !== 'assignment') return undefined;
    const { principal, scope } = resource.attributes;
    if (principal.type === 'group') return this.#groups.get(principal.group);
    const above = scopeChain(scope);
    if (above.some((path) => this.#staying.has(`${path}/${principal.member}`))) return undefined;
    return this.#memberships
      .get(principal.member)
      .find(({ before }) => before.type === 'member' && above.includes(before.attributes.scope));
  }
}
