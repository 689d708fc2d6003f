import type { MemberId, RoleKey } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { PathStep } from '../access-path.ts';
import { hasBit } from '../bit-set.ts';
import type { Group } from '../group-graph.ts';
import type { Assignment, NumberedOrganization } from '../numbered-organization.ts';
import { reachesBelow, reachesHere } from '../role-effects.ts';
import { flowsDown, inheritanceAt, isGateOpen } from '../scope-tree.ts';
import {
  type MemberContext,
  memberContextOf,
  overridesModule,
  rolesOfAssignment,
  ungatedRolesAbove,
} from './member-context.ts';
import type { PathGraph } from './path-graph.ts';
import { PersonGraph } from './person-graph.ts';

/** Which ways count: all, or only those of roles that bypass, where everything else is taken away. */
export type PathKinds = 'all' | 'bypasses';

/** Every way from the member to the permission (by position) on the scope (by index). */
export function buildPathGraph(
  numbered: NumberedOrganization,
  member: MemberId,
  position: number,
  scope: number,
  kinds: PathKinds,
): PathGraph {
  const context = memberContextOf(numbered, member, scope);
  return new PathGraphExpansion(numbered, member, position, context, kinds).weave();
}

/** Weaves the network outwards from the person. */
class PathGraphExpansion extends PersonGraph {
  private readonly position: number;
  private readonly kinds: PathKinds;
  /** Permissions that are, or imply, the one asked about. */
  private readonly sufficient: ReadonlySet<number>;

  constructor(
    numbered: NumberedOrganization,
    member: MemberId,
    position: number,
    memberContext: MemberContext,
    kinds: PathKinds,
  ) {
    super(numbered, member, memberContext);
    this.position = position;
    this.kinds = kinds;
    const { catalogue } = numbered;
    this.sufficient = new Set(
      [...catalogue.names.keys()].filter((from) => hasBit(catalogue.closed(from), position)),
    );
  }

  protected carried(node: number, group: Group): void {
    const home = this.facts.tree.index(group.home);
    if (home === undefined || !this.standing.chain.includes(home)) return;
    for (const [written, origin] of group.permissions) {
      for (const given of this.facts.catalogue.expand(written)) {
        const permission = this.facts.catalogue.name(given);
        this.give(node, home, given, 'kinds', { step: 'carries', group: group.path, permission, origin });
      }
    }
  }

  protected assignment(node: number, assignment: Assignment): void {
    const { principal } = assignment;
    const scope = this.path(assignment.scope);
    for (const { role, origin, reach } of rolesOfAssignment(assignment)) {
      const pathStep: PathStep = { step: 'assigned', principal, scope, role, origin };
      if (reach === null) this.hold(node, assignment.scope, role, pathStep);
      else this.holdBelow(node, assignment.scope, role, { ...pathStep, below: true });
    }
    if (!assignment.attaches) return;
    const pathStep: PathStep = { step: 'attached', principal, scope, origin: assignment.origin };
    this.builder.edge(node, this.attached(assignment), pathStep);
  }

  private attached(assignment: Assignment): number {
    return this.at(`attached ${assignment.scope}`, (node) => {
      const { kind, path } = this.facts.tree.at(assignment.scope);
      if (kind === null) return;
      const origin = this.rule(`scope kind ${kind.name}`);
      for (const given of kind.attached.flatMap((written) => this.facts.catalogue.expand(written))) {
        const permission = this.facts.catalogue.name(given);
        const pathStep: PathStep = { step: 'kind-gives', scope: path, permission, origin };
        this.give(node, assignment.scope, given, 'kinds', pathStep);
      }
    });
  }

  /** A role is held twice over: for what it grants, as far as it reaches, and for what it bypasses, everywhere. */
  protected hold(node: number, scope: number, key: RoleKey, pathStep: PathStep): void {
    const role = this.facts.roles.get(key);
    if (role === undefined || role.none) return;
    if (this.isAsked(scope) ? reachesHere(role.reach) : reachesBelow(role.reach)) {
      const through: Passage = role.reach === 'everywhere' ? 'everything' : 'kinds';
      this.builder.edge(node, this.role(scope, key, through), pathStep);
    }
    this.builder.edge(node, this.bypass(scope, key), pathStep);
  }

  private holdBelow(node: number, scope: number, key: RoleKey, pathStep: PathStep): void {
    if (!this.isUsable(key) || this.isAsked(scope)) return;
    this.builder.edge(node, this.role(scope, key, 'kinds'), pathStep);
    this.builder.edge(node, this.bypass(scope, key), pathStep);
  }

  private role(scope: number, key: RoleKey, through: Passage): number {
    return this.at(`role ${through} ${scope} ${key}`, (node) => {
      this.included(node, key, (included) => this.role(scope, included, through));
      for (const [given, origin] of this.heldRole(key).grants) {
        const permission = this.facts.catalogue.name(given);
        this.give(node, scope, given, through, { step: 'grants', role: key, permission, origin });
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

  private give(node: number, scope: number, given: number, through: Passage, pathStep: PathStep): void {
    if (this.kinds === 'bypasses' || !this.sufficient.has(given)) return;
    const passesAll = through === 'everything';
    if (!passesAll && !this.isAsked(scope) && !flowsDown(this.facts.tree, scope)) return;
    const holds = (): number => (passesAll ? this.everything(scope) : this.holds(scope));
    if (given === this.position) {
      this.builder.edge(node, holds(), pathStep);
      return;
    }
    const permission = this.facts.catalogue.name(given);
    const implied = this.facts.catalogue.name(this.position);
    const origin = this.rule(`permission ${permission}`);
    const implying = this.at(`given ${through} ${scope} ${given}`, (number) => {
      this.builder.edge(number, holds(), { step: 'implies', permission, implied, origin });
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

  /** Whatever kinds lie between. */
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
      .filter((assignment) => assignment.scope === scope && assignment.attaches)
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
}

/** How what is given comes down: as the kinds of the scopes let it through, or whatever they are. */
type Passage = 'kinds' | 'everything';
