import { type MemberId, type Principal, principalKey, type RoleKey } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { Origin } from '../../source/origin.ts';
import type { PathStep } from '../access-path.ts';
import type { Group } from '../group-graph.ts';
import type { Assignment, NumberedOrganization } from '../numbered-organization.ts';
import type { Role } from '../role-effects.ts';
import type { MemberContext } from './member-context.ts';
import { type PathGraph, PathGraphBuilder } from './path-graph.ts';

/**
 * A network that begins with a person and goes on through groups to assignments. Nodes wait in a list, not on the stack:
 * nesting may be deep.
 */
export abstract class PersonGraph {
  protected readonly builder = new PathGraphBuilder();
  protected readonly facts: NumberedOrganization;
  protected readonly member: MemberId;
  protected readonly standing: MemberContext;
  private readonly waiting: (() => void)[] = [];

  constructor(numbered: NumberedOrganization, member: MemberId, memberContext: MemberContext) {
    this.facts = numbered;
    this.member = member;
    this.standing = memberContext;
  }

  weave(): PathGraph {
    this.person();
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) next();
    return this.builder.network();
  }

  /** What leads on from an assignment of the person or of a group around them. */
  protected abstract assignment(node: number, assignment: Assignment): void;
  /** A default role of the person. */
  protected abstract hold(node: number, scope: number, role: RoleKey, pathStep: PathStep): void;
  /** What leads on from a group besides its assignments. */
  protected abstract carried(node: number, group: Group): void;

  protected at(name: string, expand: (node: number) => void): number {
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
        const pathStep: PathStep = { step: 'default-role', member, scope: this.path(scope), role, origin };
        this.hold(node, scope, role, pathStep);
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
      this.carried(node, group);
    });
  }

  private groupAt(index: number): Group {
    return known(this.facts.groups.groups[index], 'a group of the graph');
  }

  private principal(node: number, principal: Principal): void {
    const key = principalKey(principal);
    for (const assignment of this.standing.assignments) {
      if (principalKey(assignment.principal) === key) this.assignment(node, assignment);
    }
  }

  /** Only roles that are there are held. */
  protected heldRole(key: RoleKey): Role {
    return known(this.facts.roles.get(key), `role ${key}, which somebody holds`);
  }

  protected isUsable(key: RoleKey): boolean {
    return this.facts.roles.get(key)?.none === false;
  }

  protected included(node: number, key: RoleKey, to: (included: RoleKey) => number): void {
    for (const [included, origin] of this.heldRole(key).includes) {
      if (!this.isUsable(included)) continue;
      this.builder.edge(node, to(included), { step: 'includes', role: key, included, origin });
    }
    for (const given of this.heldRole(key).bySettings) {
      if (!this.isUsable(given.included)) continue;
      this.builder.edge(node, to(given.included), { step: 'set', role: key, ...given });
    }
  }

  protected inherited(from: number, to: number): PathStep {
    const { kind, set } = this.facts.tree.at(to);
    const origin = set === null ? this.rule(`scope kind ${kind?.name ?? 'unknown'}`) : set.origin;
    return { step: 'inherited', from: this.path(from), to: this.path(to), origin };
  }

  /** The scope that comes next on the way down to the one asked about. */
  protected next(scope: number): number | null {
    const { chain } = this.standing;
    return chain[chain.indexOf(scope) + 1] ?? null;
  }

  protected isAsked(scope: number): boolean {
    return this.standing.chain.at(-1) === scope;
  }

  protected path(scope: number): string {
    return this.facts.tree.at(scope).path;
  }

  protected rule(what: string): Origin {
    return { from: 'platform', platform: this.facts.platform.name, what };
  }
}
