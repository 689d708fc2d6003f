import { isLine, isMemberKey, isName, isText } from '../policy/texts.ts';
import {
  type PrincipalKey,
  principalKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from '../resource/reference.ts';
import type {
  AssignmentResource,
  GroupResource,
  MemberResource,
  Resource,
  RoleResource,
} from '../resource/resource.ts';
import { quote } from '../source/quote.ts';
import { LeftOuts } from './left-out.ts';
import { assignmentKey, groupPathOf, type LiveView, membershipKey } from './live-view.ts';

/**
 * Takes out of the view whatever documents cannot say: a name that is no slug, a role nobody may assign, two roles
 * where there is one, a person who is a member nowhere. Things are taken out whole, and everything that names them
 * after them, because a list that is written is the whole truth: half of one would remove the other half. Of a group
 * only the list at fault is left unwritten.
 */
export function keepSound(view: LiveView, homes: ReadonlyMap<RoleKey, ScopePath>): LeftOuts {
  const sound = new Soundness(view, homes);
  sound.run();
  return sound.left;
}

class Soundness {
  readonly left = new LeftOuts();
  readonly #view: LiveView;
  readonly #homes: ReadonlyMap<RoleKey, ScopePath>;

  constructor(view: LiveView, homes: ReadonlyMap<RoleKey, ScopePath>) {
    this.#view = view;
    this.#homes = homes;
  }

  run(): void {
    const { scopes, roles, members, below, groups, assignments } = this.#view;
    for (const scope of [...scopes.values()].sort(shallowFirst)) this.#scope(scope.attributes.path);
    this.#until(() => [...roles.values()].some((role) => this.#drop(role, this.#roleFault(role))));
    this.#rings();
    this.#until(() => [...roles.values()].some((role) => this.#drop(role, this.#roleFault(role))));
    for (const member of [...members.values()]) this.#drop(member, this.#memberFault(member));
    for (const member of [...below.values()]) this.#drop(member, this.#belowFault(member));
    for (const assignment of [...assignments.values()]) {
      if (assignment.attributes.principal.type === 'member')
        this.#drop(assignment, this.#givenToMember(assignment));
    }
    for (const group of [...groups.values()]) this.#drop(group, this.#groupFault(group));
    for (const assignment of [...assignments.values()]) {
      if (assignment.attributes.principal.type === 'group')
        this.#drop(assignment, this.#givenToGroup(assignment));
    }
    for (const group of groups.values()) this.#contents(group);
  }

  #until(changed: () => boolean): void {
    while (changed());
  }

  /** Takes a resource out if there is a fault; true if it was taken. */
  #drop(resource: Resource, fault: Fault | null): boolean {
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
        else below.delete(membershipKey(scope, member));
        break;
      }
      case 'group':
        groups.delete(groupPathOf(resource));
        break;
      case 'assignment':
        assignments.delete(
          assignmentKey(resource.attributes.scope, principalKey(resource.attributes.principal)),
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
    const managed = platform.scopeKinds.get(kind)?.manage === true;
    const placed = platform.scopeKinds.get(kind)?.parents.includes(above?.attributes.kind ?? '') === true;
    let fault: Fault | null = null;
    if (above === undefined)
      fault = {
        why: `The scope ${quote(path)} is in a scope that is not written.`,
        because: `scope:${parent}`,
      };
    else if (!placed)
      fault = { why: `The scope ${quote(path)} is of a kind that stands nowhere below its parent.` };
    else if (!isName(name))
      fault = { why: `The scope ${quote(name)} has a slug that is no name in documents.` };
    else if (managed && !isLine(title))
      fault = { why: `The title of the scope ${quote(name)} is no line of text.` };
    this.#drop(scope, fault);
  }

  #roleFault({ attributes }: RoleResource): Fault | null {
    const { platform, scopes, roles } = this.#view;
    const { name, title, description, permissions, includes } = attributes;
    const said = `The role ${quote(name)}`;
    const home = this.#homes.get(name) ?? this.#view.organization;
    const kind = scopes.get(home)?.attributes.kind ?? '';
    if (!isName(name)) return { why: `${said} has a slug that is no name in documents.` };
    if (platform.roles.has(name)) return { why: `${said} has the name of one of the platform's own.` };
    if (platform.customRoles?.at.includes(kind) !== true) {
      return { why: `${said} is a custom role, and ${platform.title} has none at ${home}.` };
    }
    if (!isLine(title)) return { why: `The title of the role ${quote(name)} is no line of text.` };
    if (!isText(description))
      return { why: `The description of the role ${quote(name)} holds control characters.` };
    for (const permission of permissions.keys()) {
      if (!platform.permissions.has(permission))
        return { why: `${said} gives ${quote(permission)}, which ${platform.title} does not have.` };
    }
    if (permissions.size < platform.customRoles.minimumPermissions)
      return { why: `${said} has too few permissions.` };
    for (const included of includes.keys()) {
      if (platform.roles.has(included)) continue;
      if (!roles.has(included))
        return {
          why: `${said} includes ${quote(included)}, which is not written.`,
          because: this.#roleAddress(included),
        };
      if (!this.#isVisible(included, home))
        return { why: `${said} includes ${quote(included)}, which is declared elsewhere.` };
    }
    return null;
  }

  /** Roles that include themselves over any number of steps. */
  #rings(): void {
    const { roles } = this.#view;
    for (const role of [...roles.values()]) {
      const seen = new Set<RoleKey>();
      const open = [...role.attributes.includes.keys()];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(...(roles.get(next)?.attributes.includes.keys() ?? []));
      }
      const { name } = role.attributes;
      if (seen.has(name)) this.#drop(role, { why: `The role ${quote(name)} includes itself.` });
    }
  }

  #roleAddress(name: RoleKey): string {
    return `role:${this.#view.organization}/${name}`;
  }

  #isVisible(role: RoleKey, from: ScopePath): boolean {
    return scopeChain(from).includes(this.#homes.get(role) ?? this.#view.organization);
  }

  #memberFault(member: MemberResource): Fault | null {
    const { organization, assignments } = this.#view;
    const fault = this.#keyFault(member);
    if (fault !== null) return fault;
    const held = assignments.get(assignmentKey(organization, `member:${member.attributes.member}`));
    return held === undefined
      ? null
      : this.#heldFault(held, `The member ${quote(member.attributes.display)}`, true);
  }

  #keyFault({ attributes: { display, state } }: MemberResource): Fault | null {
    const { platform } = this.#view;
    const said = `The member ${quote(display)}`;
    if (!isMemberKey(display, platform))
      return { why: `${said} has a key that ${platform.title} documents do not take.` };
    if (state === 'deactivated' && !platform.members.deactivation) {
      return { why: `${said} is deactivated, which ${platform.title} is not said to know.` };
    }
    return null;
  }

  /** Somebody of a scope below who is nobody in the organization: membership and roles are one entry. */
  #belowFault(member: MemberResource): Fault | null {
    const { scopes, members, platform, assignments } = this.#view;
    const { scope, member: id, display } = member.attributes;
    const said = `The member ${quote(display)} of ${scope}`;
    const kind = platform.scopeKinds.get(scopes.get(scope)?.attributes.kind ?? '');
    if (kind === undefined)
      return { why: `${said} is on a scope that is not written.`, because: `scope:${scope}` };
    if (!kind.members || !kind.principals.includes('member'))
      return { why: `${said}: such a scope has no members of its own.` };
    if (members.has(id))
      return { why: `${said} is a member of the organization too, and documents write people once.` };
    const fault = this.#keyFault(member);
    if (fault !== null) return fault;
    const held = assignments.get(assignmentKey(scope, `member:${id}`));
    return held === undefined ? null : this.#heldFault(held, said, true);
  }

  #givenToMember({ attributes }: AssignmentResource): Fault | null {
    const { scope, principal, roles } = attributes;
    const { organization, members, below, scopes, platform } = this.#view;
    if (principal.type !== 'member') return null;
    const { member } = principal;
    const said = `What ${quote(member)} is given on ${scope}`;
    if (scope === organization) {
      if (members.has(member)) return null;
      return { why: `${said} goes with the member.`, because: `member:${organization}/${member}` };
    }
    const kind = platform.scopeKinds.get(scopes.get(scope)?.attributes.kind ?? '');
    if (kind === undefined)
      return { why: `${said} is on a scope that is not written.`, because: `scope:${scope}` };
    if (!kind.principals.includes('member')) return { why: `${said}: nothing is given to people there.` };
    if (below.has(membershipKey(scope, member))) return null;
    if (!members.has(member)) {
      const address = `member:${organization}/${member}`;
      return {
        why: `${said} is given to somebody who is not written as a member.`,
        because: this.left.has(address) ? address : null,
      };
    }
    return (
      this.#rolesFault([...roles.keys()], scope, said) ?? this.#cardinalityFault([...roles.keys()], said)
    );
  }

  #groupFault(group: GroupResource): Fault | null {
    const { scopes, platform, assignments } = this.#view;
    const { home, name } = group.attributes;
    const said = `The group ${quote(name)}`;
    const kind = scopes.get(home)?.attributes.kind;
    if (kind === undefined)
      return { why: `${said} lives in a scope that is not written.`, because: `scope:${home}` };
    if (!platform.groups.homes.includes(kind))
      return { why: `${said} lives in a ${kind}, where ${platform.title} has no groups.` };
    if (!isName(name)) return { why: `${said} has a slug that is no name in documents.` };
    const held = assignments.get(assignmentKey(home, `group:${groupPathOf(group)}`));
    if (held === undefined) return null;
    return this.#carryFault(held, said) ?? this.#heldFault(held, said, false);
  }

  #givenToGroup(assignment: AssignmentResource): Fault | null {
    const { scope, principal, roles } = assignment.attributes;
    const { scopes, platform, groups } = this.#view;
    if (principal.type !== 'group') return null;
    const said = `What the group ${quote(principal.group)} is given on ${scope}`;
    const group = groups.get(principal.group);
    if (group === undefined)
      return { why: `${said} is given to a group that is not written.`, because: `group:${principal.group}` };
    if (group.attributes.home === scope) return null;
    const kind = platform.scopeKinds.get(scopes.get(scope)?.attributes.kind ?? '');
    if (kind === undefined)
      return { why: `${said} is on a scope that is not written.`, because: `scope:${scope}` };
    if (!kind.principals.includes('group')) return { why: `${said}: nothing is given to groups there.` };
    if (this.#nearest(group.attributes.name, scope) !== principal.group) {
      return { why: `${said}: from there, that name is another group's or nobody's.` };
    }
    if (roles.size === 0 && !platform.groups.carry.includes('attachments')) {
      return { why: `${said} is nothing, and ${platform.title} has no attachment without roles.` };
    }
    return this.#carryFault(assignment, said) ?? this.#rolesFault([...roles.keys()], scope, said);
  }

  #nearest(name: string, from: ScopePath): string | null {
    for (const scope of scopeChain(from)) {
      if (this.#view.groups.has(`${scope}/${name}`)) return `${scope}/${name}`;
    }
    return null;
  }

  #carryFault({ attributes: { roles } }: AssignmentResource, said: string): Fault | null {
    const { platform } = this.#view;
    if (roles.size === 0 || platform.groups.carry.includes('roles')) return null;
    return { why: `${said} has roles, which groups of ${platform.title} do not carry.` };
  }

  /** Of somebody's own entry, which must be written whole: without roles it would rule the assignment out. */
  #heldFault({ attributes }: AssignmentResource, said: string, person: boolean): Fault | null {
    const roles = [...attributes.roles.keys()];
    if (roles.length === 0)
      return {
        why: `${said} has an assignment without roles on ${attributes.scope}, which means nothing there.`,
      };
    return (
      this.#rolesFault(roles, attributes.scope, said) ?? (person ? this.#cardinalityFault(roles, said) : null)
    );
  }

  #rolesFault(roles: readonly RoleKey[], scope: ScopePath, said: string): Fault | null {
    const { platform, scopes, roles: custom } = this.#view;
    const kind = scopes.get(scope)?.attributes.kind ?? '';
    for (const name of roles) {
      const predefined = platform.roles.get(name);
      if (predefined !== undefined) {
        if (predefined.assignable && predefined.assignableAt.includes(kind)) continue;
        return { why: `${said}: the role ${quote(name)} is not given by assignment on a ${kind}.` };
      }
      if (!custom.has(name)) {
        return {
          why: `${said}: the role ${quote(name)} is not written.`,
          because: this.left.has(this.#roleAddress(name)) ? this.#roleAddress(name) : null,
        };
      }
      if (!this.#isVisible(name, scope))
        return { why: `${said}: the role ${quote(name)} is declared elsewhere.` };
    }
    return null;
  }

  #cardinalityFault(roles: readonly RoleKey[], said: string): Fault | null {
    const { platform } = this.#view;
    const fault = { why: `${said} has more roles than ${platform.title} gives one member.` };
    if (platform.members.roles === 'exactly-one') return roles.length > 1 ? fault : null;
    if (platform.members.roles === 'many') return null;
    const modules = roles.map((name) => platform.roles.get(name)?.module ?? null);
    return new Set(modules).size < modules.length ? fault : null;
  }

  /** The lists and texts of a group that is written; one that cannot be said is not said. */
  #contents(group: GroupResource): void {
    const { platform, members, assignments, groups } = this.#view;
    const { name, home, title, description } = group.attributes;
    const said = `The group ${quote(name)}`;
    const path = groupPathOf(group);
    if (!isLine(title))
      this.left.add(group, `The title of the group ${quote(name)} is no line of text.`, null, 'title');
    if (!isText(description))
      this.left.add(
        group,
        `The description of the group ${quote(name)} holds control characters.`,
        null,
        'description',
      );
    const { homes, carry, nesting } = platform.groups;
    for (const permission of group.attributes.permissions.keys()) {
      if (carry.includes('permissions') && platform.permissions.has(permission)) continue;
      this.left.add(
        group,
        `${said} carries ${quote(permission)}, which is nothing a group of ${platform.title} carries.`,
        null,
        'permissions',
      );
    }
    for (const child of group.attributes.groups.keys()) {
      const known = groups.get(child);
      const why =
        nesting !== 'native'
          ? `${said} holds the group ${quote(child)}, and ${platform.title} is said to have no groups within groups.`
          : known === undefined
            ? `${said} holds the group ${quote(child)}, which is not written.`
            : this.#nearest(known.attributes.name, home) !== child
              ? `${said} holds the group ${quote(child)}, whose name means another group there.`
              : null;
      if (why !== null)
        this.left.add(group, why, this.left.has(`group:${child}`) ? `group:${child}` : null, 'groups');
    }
    if (nesting === 'native' && holdsItself(path, this.#view))
      this.left.add(group, `${said} is inside itself.`, null, 'groups');
    const attached =
      platform.invariants.some(({ rule }) => rule === 'group-members-are-attached') && homes.length > 0;
    for (const member of group.attributes.members.keys()) {
      const address = `member:${this.#view.organization}/${member}`;
      if (!members.has(member)) {
        this.left.add(
          group,
          `${said} holds ${quote(member)}, who is not written as a member.`,
          this.left.has(address) ? address : null,
          'members',
        );
      } else if (attached && !assignments.has(assignmentKey(home, `member:${member}` as PrincipalKey))) {
        this.left.add(
          group,
          `${said} holds ${quote(member)}, who is given nothing on ${home}; documents ask for both.`,
          null,
          'members',
        );
      }
    }
  }
}

interface Fault {
  readonly why: string;
  readonly because?: string | null;
}

function shallowFirst(a: { readonly attributes: { readonly path: string } }, b: typeof a): number {
  return a.attributes.path.split('/').length - b.attributes.path.split('/').length;
}

function holdsItself(path: string, { groups }: LiveView): boolean {
  const seen = new Set<string>();
  const open = [...(groups.get(path)?.attributes.groups.keys() ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(groups.get(next)?.attributes.groups.keys() ?? []));
  }
  return seen.has(path);
}
