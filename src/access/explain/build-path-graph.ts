import { type MemberId, type Principal, principalKey, type RoleKey } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { Origin } from '../../source/origin.ts';
import type { PathStep } from '../access-path.ts';
import { hasBit } from '../bit-set.ts';
import type { Group } from '../group-graph.ts';
import type { Assignment, NumberedOrganization } from '../numbered-organization.ts';
import { type Role, reachesBelow, reachesHere } from '../role-effects.ts';
import { flowsDown, inheritanceAt, isGateOpen } from '../scope-tree.ts';
import { type MemberContext, memberContextOf, overridesModule, ungatedRolesAbove } from './member-context.ts';
import { type PathGraph, PathGraphBuilder } from './path-graph.ts';

/** Every way from the member to the permission (by position) on the scope (by index). */
export function buildPathGraph(
  numbered: NumberedOrganization,
  member: MemberId,
  position: number,
  scope: number,
): PathGraph {
  return new PathGraphExpansion(numbered, member, position, memberContextOf(numbered, member, scope)).weave();
}

/** Weaves the network outwards from the person. Nodes wait in a list, not on the stack: nesting may be deep. */
class PathGraphExpansion {
  private readonly builder = new PathGraphBuilder();
  private readonly waiting: (() => void)[] = [];
  private readonly facts: NumberedOrganization;
  private readonly member: MemberId;
  private readonly standing: MemberContext;
  private readonly position: number;
  /** Permissions that are, or imply, the one asked about. */
  private readonly sufficient: ReadonlySet<number>;

  constructor(
    numbered: NumberedOrganization,
    member: MemberId,
    position: number,
    memberContext: MemberContext,
  ) {
    this.facts = numbered;
    this.member = member;
    this.position = position;
    this.standing = memberContext;
    const { catalogue } = numbered;
    this.sufficient = new Set(
      [...catalogue.names.keys()].filter((from) => hasBit(catalogue.closed(from), position)),
    );
  }

  weave(): PathGraph {
    this.person();
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) next();
    return this.builder.network();
  }

  private at(name: string, expand: (node: number) => void): number {
    const { number, fresh } = this.builder.node(name);
    if (fresh) this.waiting.push(() => expand(number));
    return number;
  }

  private person(): number {
    const { facts, member } = this;
    return this.at('person', (node) => {
      for (const index of facts.groups.direct(member)) {
        const group = this.groupAt(index);
        const origin = known(group.members.get(member), 'the membership of a direct member');
        this.builder.edge(node, this.group(index), { step: 'member-of', member, group: group.path, origin });
      }
      this.principal(node, { type: 'member', member });
      for (const { scope, role, origin } of this.standing.defaults) {
        this.hold(node, scope, role, {
          step: 'default-role',
          member,
          scope: this.path(scope),
          role,
          origin,
        });
      }
    });
  }

  private group(index: number): number {
    return this.at(`group ${index}`, (node) => {
      const group = this.groupAt(index);
      for (const [above, origin] of group.parents) {
        const parent = this.groupAt(above).path;
        const pathStep: PathStep = { step: 'nested-in', child: group.path, group: parent, origin };
        this.builder.edge(node, this.group(above), pathStep);
      }
      this.principal(node, { type: 'group', group: group.path });
      const home = this.facts.tree.index(group.home);
      if (home === undefined || !this.standing.chain.includes(home)) return;
      for (const [written, origin] of group.permissions) {
        for (const given of this.facts.catalogue.expand(written)) {
          const permission = this.facts.catalogue.name(given);
          this.give(node, home, given, { step: 'carries', group: group.path, permission, origin });
        }
      }
    });
  }

  private groupAt(index: number): Group {
    return known(this.facts.groups.groups[index], 'a group of the graph');
  }

  private principal(node: number, principal: Principal): void {
    const key = principalKey(principal);
    for (const assignment of this.standing.assignments) {
      if (principalKey(assignment.principal) !== key) continue;
      const scope = this.path(assignment.scope);
      for (const [role, origin] of assignment.roles) {
        this.hold(node, assignment.scope, role, { step: 'assigned', principal, scope, role, origin });
      }
      const pathStep: PathStep = { step: 'attached', principal, scope, origin: assignment.origin };
      this.builder.edge(node, this.attached(assignment), pathStep);
    }
  }

  private attached(assignment: Assignment): number {
    return this.at(`attached ${assignment.scope}`, (node) => {
      const { kind, path } = this.facts.tree.at(assignment.scope);
      if (kind === null) return;
      const origin = this.rule(`scope kind ${kind.name}`);
      for (const given of kind.attached.flatMap((written) => this.facts.catalogue.expand(written))) {
        const permission = this.facts.catalogue.name(given);
        this.give(node, assignment.scope, given, { step: 'kind-gives', scope: path, permission, origin });
      }
    });
  }

  /** A role is held twice over: for what it grants, as far as it reaches, and for what it bypasses, everywhere. */
  private hold(node: number, scope: number, key: RoleKey, pathStep: PathStep): void {
    const role = this.facts.roles.get(key);
    if (role === undefined || role.none) return;
    const asked = this.standing.chain.at(-1) === scope;
    if (asked ? reachesHere(role.reach) : reachesBelow(role.reach)) {
      this.builder.edge(node, this.role(scope, key), pathStep);
    }
    this.builder.edge(node, this.bypass(scope, key), pathStep);
  }

  private role(scope: number, key: RoleKey): number {
    return this.at(`role ${scope} ${key}`, (node) => {
      this.included(node, key, (included) => this.role(scope, included));
      for (const [given, origin] of this.heldRole(key).grants) {
        const permission = this.facts.catalogue.name(given);
        this.give(node, scope, given, { step: 'grants', role: key, permission, origin });
      }
    });
  }

  private bypass(scope: number, key: RoleKey): number {
    return this.at(`bypass ${scope} ${key}`, (node) => {
      this.included(node, key, (included) => this.bypass(scope, included));
      const role = this.heldRole(key);
      if (!role.bypass) return;
      const pathStep: PathStep = {
        step: 'bypasses',
        role: key,
        scope: this.path(scope),
        origin: role.origin,
      };
      this.builder.edge(node, this.everything(scope), pathStep);
    });
  }

  /** Only roles that are there are held. */
  private heldRole(key: RoleKey): Role {
    return known(this.facts.roles.get(key), `role ${key}, which somebody holds`);
  }

  private included(node: number, key: RoleKey, to: (included: RoleKey) => number): void {
    for (const [included, origin] of this.heldRole(key).includes) {
      const role = this.facts.roles.get(included);
      if (role === undefined || role.none) continue;
      this.builder.edge(node, to(included), { step: 'includes', role: key, included, origin });
    }
    for (const given of this.heldRole(key).bySettings) {
      const role = this.facts.roles.get(given.included);
      if (role === undefined || role.none) continue;
      this.builder.edge(node, to(given.included), { step: 'set', role: key, ...given });
    }
  }

  private give(node: number, scope: number, given: number, pathStep: PathStep): void {
    if (!this.sufficient.has(given)) return;
    if (this.standing.chain.at(-1) !== scope && !flowsDown(this.facts.tree, scope)) return;
    if (given === this.position) {
      this.builder.edge(node, this.holds(scope), pathStep);
      return;
    }
    const permission = this.facts.catalogue.name(given);
    const implied = this.facts.catalogue.name(this.position);
    const origin = this.rule(`permission ${permission}`);
    const implying = this.at(`given ${scope} ${given}`, (number) => {
      this.builder.edge(number, this.holds(scope), { step: 'implies', permission, implied, origin });
    });
    this.builder.edge(node, implying, pathStep);
  }

  /** The permission asked about is given on this scope: on to the next one below, if it is let through. */
  private holds(scope: number): number {
    return this.at(`holds ${scope}`, (node) => {
      const next = this.next(scope);
      if (next === null) {
        this.builder.goal(node);
        return;
      }
      const inherits = inheritanceAt(this.facts.tree, next);
      if (inherits === 'isolated') return;
      if (inherits === 'override' && overridesModule(this.facts, this.standing, next, this.position)) return;
      const pathStep = this.inherited(scope, next);
      if (inherits !== 'gated') {
        this.builder.edge(node, this.holds(next), pathStep);
        return;
      }
      const inside = this.at(`gate ${next}`, (gate) => {
        this.builder.edge(gate, this.holds(next), pathStep);
      });
      for (const gate of this.gates(next)) this.builder.edge(node, inside, gate);
    });
  }

  private everything(scope: number): number {
    return this.at(`everything ${scope}`, (node) => {
      const next = this.next(scope);
      if (next === null) this.builder.goal(node);
      else this.builder.edge(node, this.everything(next), this.inherited(scope, next));
    });
  }

  private gates(scope: number): readonly PathStep[] {
    const path = this.path(scope);
    const attached = this.standing.assignments
      .filter((assignment) => assignment.scope === scope)
      .map(({ principal, origin }): PathStep => {
        return { step: 'gate', scope: path, by: { attached: principal }, origin };
      });
    const ungated = ungatedRolesAbove(this.facts, this.standing, scope).map(({ role, origin }): PathStep => {
      return { step: 'gate', scope: path, by: { ungated: role }, origin };
    });
    const { tree, groups } = this.facts;
    if (!isGateOpen(tree, scope, groups.groups.length)) return [...attached, ...ungated];
    const origin = this.rule(`scope kind ${known(tree.at(scope).kind, 'the kind of an open gate').name}`);
    return [...attached, ...ungated, { step: 'gate', scope: path, by: { open: 'no-groups' }, origin }];
  }

  private inherited(from: number, to: number): PathStep {
    const kind = this.facts.tree.at(to).kind?.name ?? 'unknown';
    const origin = this.rule(`scope kind ${kind}`);
    return { step: 'inherited', from: this.path(from), to: this.path(to), origin };
  }

  private next(scope: number): number | null {
    const { chain } = this.standing;
    return chain[chain.indexOf(scope) + 1] ?? null;
  }

  private path(scope: number): string {
    return this.facts.tree.at(scope).path;
  }

  private rule(what: string): Origin {
    return { from: 'platform', platform: this.facts.platform.name, what };
  }
}
