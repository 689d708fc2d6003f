import type { PermissionName } from '../../platform/platform-definition.ts';
import type { MemberId, RoleKey, ScopePath } from '../../resource/identifiers.ts';
import type { AccessPath, PathStep } from '../access-path.ts';
import { hasBit, positionsOf } from '../bit-set.ts';
import type { Group } from '../group-graph.ts';
import type { Assignment, NumberedOrganization } from '../numbered-organization.ts';
import { type Role, reachesBelow, reachesHere } from '../role-effects.ts';
import { flowsDown } from '../scope-tree.ts';
import { type MemberContext, memberContextOf, rolesOfAssignment } from './member-context.ts';
import { inOrder } from './path-order.ts';
import { PersonGraph } from './person-graph.ts';
import { shortestPaths } from './shortest-paths.ts';

/**
 * Why a permission is taken away from a member on a scope: each path from the person, through groups, to the assignment,
 * the role, what it takes, and down to the scope. Shortest first, at most `limit`; none where nothing takes it. It says
 * nothing of whether the permission would hold otherwise, nor whether a bypass stands above the deny, where the platform
 * has such bypasses (`denies.overBypass`).
 */
export function denialsOf(
  numbered: NumberedOrganization,
  member: MemberId,
  permission: PermissionName,
  scope: ScopePath,
  limit = 100,
): readonly AccessPath[] {
  const [position, index] = [numbered.catalogue.position(permission), numbered.tree.index(scope)];
  if (position === undefined || index === undefined) return [];
  return denialPaths(numbered, member, position, index, limit);
}

function denialPaths(
  numbered: NumberedOrganization,
  member: MemberId,
  position: number,
  scope: number,
  limit: number,
): readonly AccessPath[] {
  if (numbered.platform.denies === null) return [];
  const context = memberContextOf(numbered, member, scope);
  const graph = new DenialGraph(numbered, member, position, context).weave();
  const paths = shortestPaths(graph, Math.max(1, limit)).ways.filter(
    (way): way is AccessPath => way.length > 0,
  );
  return inOrder(paths);
}

/** Whether anything takes the permission away; who bypasses all keeps it where the platform says so. */
export function isTaken(
  numbered: NumberedOrganization,
  member: MemberId,
  position: number,
  scope: number,
): boolean {
  return denialPaths(numbered, member, position, scope, 1).length > 0;
}

class DenialGraph extends PersonGraph {
  private readonly position: number;

  constructor(
    numbered: NumberedOrganization,
    member: MemberId,
    position: number,
    memberContext: MemberContext,
  ) {
    super(numbered, member, memberContext);
    this.position = position;
  }

  /** What a group carries gives alone. */
  protected carried(_node: number, _group: Group): void {}

  protected assignment(node: number, assignment: Assignment): void {
    const { principal, scope: index } = assignment;
    const scope = this.path(index);
    for (const { role, origin, reach } of rolesOfAssignment(assignment)) {
      const pathStep: PathStep = { step: 'assigned', principal, scope, role, origin };
      if (reach === null) this.hold(node, index, role, pathStep);
      else if (this.isUsable(role) && !this.isAsked(index) && flowsDown(this.facts.tree, index))
        this.builder.edge(node, this.role(index, role), { ...pathStep, below: true });
    }
    for (const [role, origin] of assignment.denied)
      this.deny(node, index, role, { step: 'denied', principal, scope, role, origin });
  }

  protected hold(node: number, scope: number, key: RoleKey, pathStep: PathStep): void {
    const role = this.facts.roles.get(key);
    if (role === undefined || role.none || !this.reaches(role, scope)) return;
    this.builder.edge(node, this.role(scope, key), pathStep);
  }

  private reaches({ reach }: Role, scope: number): boolean {
    if (this.isAsked(scope)) return reachesHere(reach);
    return reachesBelow(reach) && (reach === 'everywhere' || flowsDown(this.facts.tree, scope));
  }

  /** A role that is held, for what it takes. */
  private role(scope: number, key: RoleKey): number {
    return this.at(`role ${scope} ${key}`, (node) => {
      this.included(node, key, (included) => this.role(scope, included));
      for (const [taken, origin] of this.heldRole(key).denies) {
        const permission = this.facts.catalogue.name(taken);
        this.take(node, scope, taken, { step: 'denies', role: key, permission, origin });
      }
    });
  }

  /** A role that is denied takes what it would give: with all that it includes, and everything where it would bypass. */
  private deny(node: number, scope: number, key: RoleKey, pathStep: PathStep): void {
    const role = this.facts.roles.get(key);
    if (role === undefined || role.none) return;
    if (this.reaches(role, scope)) this.builder.edge(node, this.denied(scope, key), pathStep);
    this.builder.edge(node, this.bypass(scope, key), pathStep);
  }

  private denied(scope: number, key: RoleKey): number {
    return this.at(`denied ${scope} ${key}`, (node) => {
      this.included(node, key, (included) => this.denied(scope, included));
      for (const [given, origin] of this.heldRole(key).grants) {
        const permission = this.facts.catalogue.name(given);
        this.give(node, scope, given, { step: 'grants', role: key, permission, origin });
      }
    });
  }

  private bypass(scope: number, key: RoleKey): number {
    return this.at(`bypass ${scope} ${key}`, (node) => {
      this.included(node, key, (included) => this.bypass(scope, included));
      const { bypass, origin } = this.heldRole(key);
      if (!bypass) return;
      const pathStep: PathStep = { step: 'bypasses', role: key, scope: this.path(scope), origin };
      this.builder.edge(node, this.taken(scope), pathStep);
    });
  }

  /** What a denied role gives it gives with all that it implies and covers, and all of that is taken. */
  private give(node: number, scope: number, given: number, pathStep: PathStep): void {
    this.takeOneOf(positionsOf(this.facts.catalogue.closed(given)), node, scope, given, pathStep);
  }

  /** What is taken goes with the texts that it covers. */
  private take(node: number, scope: number, taken: number, pathStep: PathStep): void {
    this.takeOneOf(this.facts.catalogue.covering(taken), node, scope, taken, pathStep);
  }

  /** Of all that goes with what a role names: the permission asked about, else what is named, else each that it implies. */
  private takeOneOf(
    all: readonly number[],
    node: number,
    scope: number,
    named: number,
    pathStep: PathStep,
  ): void {
    const { catalogue } = this.facts;
    const met = all.filter((one) => hasBit(catalogue.implying(one), this.position));
    const nearest = [this.position, named].find((one) => met.includes(one));
    for (const one of nearest === undefined ? met : [nearest]) {
      if (one === named) {
        this.lose(node, scope, one, pathStep);
        continue;
      }
      const [permission, implied] = [catalogue.name(named), catalogue.name(one)];
      const implying = this.at(`named ${scope} ${named} ${one}`, (number) => {
        const origin = this.rule(`permission ${permission}`);
        this.lose(number, scope, one, { step: 'implies', permission, implied, origin });
      });
      this.builder.edge(node, implying, pathStep);
    }
  }

  /** What is taken goes with all that would imply it. */
  private lose(node: number, scope: number, taken: number, pathStep: PathStep): void {
    const { catalogue } = this.facts;
    if (taken === this.position) {
      this.builder.edge(node, this.taken(scope), pathStep);
      return;
    }
    const [permission, implied] = [catalogue.name(this.position), catalogue.name(taken)];
    const lost = this.at(`lost ${scope} ${taken}`, (number) => {
      const origin = this.rule(`permission ${permission}`);
      this.builder.edge(number, this.taken(scope), { step: 'goes-with', permission, implied, origin });
    });
    this.builder.edge(node, lost, pathStep);
  }

  /** Taken on this scope: on every one below, whatever its kind. */
  private taken(scope: number): number {
    return this.at(`taken ${scope}`, (node) => {
      const next = this.next(scope);
      if (next === null) this.builder.goal(node);
      else this.builder.edge(node, this.taken(next), this.inherited(scope, next));
    });
  }
}
