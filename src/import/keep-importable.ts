import { isLine, isName } from '../policy/text-patterns.ts';
import { assignmentAddress, memberAddress, scopeAddress } from '../resource/address.ts';
import { principalKey, type RoleKey, type ScopePath } from '../resource/identifiers.ts';
import type { Resource } from '../resource/resource.ts';
import { groupPathOf } from '../resource/resource.ts';
import type { Spelling } from '../resource/spelling.ts';
import { quote } from '../source/quote.ts';
import { reachableFrom } from '../source/reachable.ts';
import { groupAssignmentFault, groupFault, omitFaultyContents } from './group-faults.ts';
import { LeftOuts } from './left-out.ts';
import type { LiveView } from './live-view.ts';
import { childMembershipFault, memberAssignmentFault, memberFault } from './member-faults.ts';
import type { Unsaid } from './peer/peer-terms.ts';
import { roleFault } from './role-faults.ts';
import type { ImportFault, ValidationContext } from './validation-context.ts';

/**
 * Takes out of the view whatever documents cannot say: a name that is no slug, a role nobody may assign, two roles
 * where there is one, a person who is a member nowhere. Things are taken out whole, and everything that names them
 * after them, because a list that is written is the whole truth: half of one would remove the other half. Of a group
 * only the list at fault is left unwritten, and of a role in a ring what it includes.
 */
export function keepImportable(
  view: LiveView,
  homes: ReadonlyMap<RoleKey, ScopePath>,
  keyOf: Spelling,
  unsaid: Unsaid = new Map(),
): LeftOuts {
  const sound = new ImportableFilter(view, homes, keyOf, unsaid);
  sound.run();
  return sound.left;
}

class ImportableFilter {
  readonly left: LeftOuts;
  readonly #view: LiveView;
  readonly #ground: ValidationContext;

  constructor(view: LiveView, homes: ReadonlyMap<RoleKey, ScopePath>, keyOf: Spelling, unsaid: Unsaid) {
    this.#view = view;
    this.left = new LeftOuts(keyOf, unsaid);
    this.#ground = { view, homes, left: this.left, keyOf };
  }

  run(): void {
    const { scopes, roles, members, below, groups, assignments } = this.#view;
    for (const scope of [...scopes.values()].sort(shallowFirst)) this.#scope(scope.attributes.path);
    this.#until(() => [...roles.values()].some((role) => this.#drop(role, roleFault(this.#ground, role))));
    this.#rings();
    this.#until(() => [...roles.values()].some((role) => this.#drop(role, roleFault(this.#ground, role))));
    for (const member of [...members.values()]) this.#drop(member, memberFault(this.#ground, member));
    for (const member of [...below.values()]) this.#drop(member, childMembershipFault(this.#ground, member));
    for (const assignment of [...assignments.values()]) {
      if (assignment.attributes.principal.type === 'member')
        this.#drop(assignment, memberAssignmentFault(this.#ground, assignment));
    }
    for (const group of [...groups.values()]) this.#drop(group, groupFault(this.#ground, group));
    for (const assignment of [...assignments.values()]) {
      if (assignment.attributes.principal.type === 'group')
        this.#drop(assignment, groupAssignmentFault(this.#ground, assignment));
    }
    for (const group of groups.values()) omitFaultyContents(this.#ground, group);
  }

  #until(changed: () => boolean): void {
    while (changed());
  }

  /** Takes a resource out if there is a fault; true if it was taken. */
  #drop(resource: Resource, fault: ImportFault | null): boolean {
    if (fault === null) return false;
    this.left.add(resource, fault.why, fault.because ?? null);
    const { roles, members, below, groups, assignments, scopes, organization } = this.#view;
    switch (resource.type) {
      case 'scope':
        scopes.delete(resource.attributes.path);
        break;
      case 'role':
        roles.delete(resource.attributes.name);
        break;
      case 'member': {
        const { scope, member } = resource.attributes;
        if (scope === organization) members.delete(member);
        else below.delete(memberAddress(scope, member));
        break;
      }
      case 'group':
        groups.delete(groupPathOf(resource));
        break;
      case 'assignment':
        assignments.delete(
          assignmentAddress(resource.attributes.scope, principalKey(resource.attributes.principal)),
        );
        break;
    }
    return true;
  }

  #scope(path: ScopePath): void {
    const { scopes, platform } = this.#view;
    const scope = scopes.get(path);
    if (scope === undefined || scope.attributes.parent === null) return;
    const { title, kind, parent } = scope.attributes;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const above = scopes.get(parent);
    const scopeKind = platform.scopeKinds.get(kind);
    const managed = scopeKind?.manage === true;
    let fault: ImportFault | null = null;
    if (above === undefined)
      fault = {
        why: `The scope ${quote(path)} is in a scope that is not written.`,
        because: scopeAddress(parent),
      };
    else if (scopeKind?.parents.includes(above.attributes.kind) !== true)
      fault = { why: `The scope ${quote(path)} is of a kind that stands nowhere below its parent.` };
    else if (!isName(name))
      fault = { why: `The scope ${quote(name)} has a slug that cannot be a name in documents.` };
    else if (managed && !isLine(title))
      fault = { why: `The title of the scope ${quote(name)} is not one line of text.` };
    this.#drop(scope, fault);
  }

  /** Of roles that include each other one is written without what it includes, and the ring is open. */
  #rings(): void {
    const { roles } = this.#view;
    const inside = (name: RoleKey): Iterable<RoleKey> => {
      const found = roles.get(name);
      const isOpen = found === undefined || this.left.hasAttribute(found.address, 'includes');
      return isOpen ? [] : found.attributes.includes.keys();
    };
    for (const [name, role] of roles) {
      if (!reachableFrom(inside(name), inside).has(name)) continue;
      const others = [...role.attributes.includes.keys()].map(quote).join(', ');
      const why = `The role ${quote(name)} includes itself through what it includes: ${others}.`;
      this.left.add(role, why, null, 'includes');
    }
  }
}

function shallowFirst(a: { readonly attributes: { readonly path: string } }, b: typeof a): number {
  return a.attributes.path.split('/').length - b.attributes.path.split('/').length;
}
