import type { PathStep } from '../../../src/access/access-path.ts';
import type { PermissionName, Reach } from '../../../src/platform/platform-definition.ts';
import {
  groupPath,
  type MemberId,
  principalKey,
  type RoleKey,
  type ScopePath,
} from '../../../src/resource/identifiers.ts';
import type { AssignmentResource } from '../../../src/resource/resource.ts';
import { formatOrigin, type Origin } from '../../../src/source/origin.ts';
import type { NaiveFacts } from './naive-facts.ts';

/** Where a reader of a path stands after some of its steps. */
export type PathPosition =
  | { readonly at: 'person' }
  | { readonly at: 'group'; readonly group: string }
  | { readonly at: 'attached'; readonly scope: ScopePath }
  /** `assigned` is the role whose reach counts; `role` the one reached through what it includes. */
  | {
      readonly at: 'role';
      readonly scope: ScopePath;
      readonly assigned: RoleKey;
      readonly role: RoleKey;
      readonly reach: Reach;
      readonly below?: true;
      /** Of a denial: the role is denied, and what it gives is taken. */
      readonly denied?: true;
    }
  /** Taken away: what was named so far, or all of it. */
  | {
      readonly at: 'taken';
      readonly scope: ScopePath;
      readonly permission: PermissionName | 'everything';
      readonly by: 'deny' | 'denied role';
    }
  | { readonly at: 'permission'; readonly scope: ScopePath; readonly permission: PermissionName }
  /** Passes all kinds: all permissions by a bypass, or one by a role that reaches everywhere. */
  | { readonly at: 'everything'; readonly scope: ScopePath; readonly permission: PermissionName | null }
  | {
      readonly at: 'gate';
      readonly scope: ScopePath;
      readonly into: ScopePath;
      readonly permission: PermissionName;
    };

/** The fault that stops a path, in words. */
export class PathRefuted extends Error {}

/** Walks a path for one question, taking nothing on trust: every step must follow from the last and from evidence. */
export class PathChecker {
  protected readonly evidence: NaiveFacts;
  protected readonly member: MemberId;
  protected readonly permission: PermissionName;
  protected readonly scope: ScopePath;
  private readonly seen = new Set<string>();

  constructor(naiveFacts: NaiveFacts, member: MemberId, permission: PermissionName, scope: ScopePath) {
    this.evidence = naiveFacts;
    this.member = member;
    this.permission = permission;
    this.scope = scope;
  }

  arrive(pathPosition: PathPosition): void {
    const there =
      (pathPosition.at === 'everything' || pathPosition.at === 'permission') &&
      (pathPosition.permission === null || pathPosition.permission === this.permission) &&
      pathPosition.scope === this.scope;
    demand(there, `the path ends before ${this.permission} on ${this.scope}`);
    demand(!this.evidence.isClosed(this.scope), `${this.scope} is closed`);
    demand(this.evidence.isPermission(this.permission), `${this.permission} is no permission`);
    const bypasses = pathPosition.at === 'everything' && pathPosition.permission === null;
    if (bypasses && this.evidence.platform.denies?.overBypass === false) return;
    const taken = this.evidence.isTaken(this.member, this.permission, this.scope);
    demand(!taken, `${this.permission} is taken away on ${this.scope}`);
  }

  take(pathPosition: PathPosition, pathStep: PathStep): PathPosition {
    switch (pathStep.step) {
      case 'member-of':
      case 'nested-in':
        return this.intoGroup(pathPosition, pathStep);
      case 'assigned':
      case 'attached':
      case 'default-role':
        return this.ontoScope(pathPosition, pathStep);
      case 'includes': {
        const from = expect(pathPosition, 'role', pathStep);
        demand(from.role === pathStep.role, `${pathStep.role} is not the role reached`);
        demand(this.evidence.usable(pathStep.included), `role ${pathStep.included} gives nothing`);
        this.once(`role ${pathStep.included}`);
        placed(pathStep.origin, this.evidence.includes(pathStep.role).get(pathStep.included) ?? [], pathStep);
        return { ...from, role: pathStep.included };
      }
      case 'set': {
        const from = expect(pathPosition, 'role', pathStep);
        demand(from.role === pathStep.role, `${pathStep.role} is not the role reached`);
        demand(this.evidence.usable(pathStep.included), `role ${pathStep.included} gives nothing`);
        this.once(`role ${pathStep.included}`);
        const setting = this.evidence.setting(pathStep.setting);
        demand(setting?.extends === pathStep.role, `${pathStep.setting} says nothing of ${pathStep.role}`);
        const included = setting.values.get(pathStep.value)?.includes.includes(pathStep.included) === true;
        demand(included, `${pathStep.value} includes no ${pathStep.included}`);
        const said = this.evidence.setTo(pathStep.setting);
        demand(said.scope === pathStep.scope, `${pathStep.scope} is not the organization`);
        demand((said.value ?? setting.unwritten) === pathStep.value, `it is not ${pathStep.value}`);
        placed(pathStep.origin, [said.origin ?? this.evidence.rule(`setting ${pathStep.setting}`)], pathStep);
        return { ...from, role: pathStep.included };
      }
      case 'grants': {
        const from = expect(pathPosition, 'role', pathStep);
        demand(from.role === pathStep.role, `${pathStep.role} is not the role reached`);
        placed(pathStep.origin, this.evidence.grants(pathStep.role, pathStep.permission), pathStep);
        this.reaches(from);
        if (from.reach === 'everywhere')
          return { at: 'everything', scope: from.scope, permission: pathStep.permission };
        this.flows(from.scope);
        return { at: 'permission', scope: from.scope, permission: pathStep.permission };
      }
      case 'denied':
      case 'denies':
      case 'goes-with':
        throw new PathRefuted(`a step ${pathStep.step} gives nothing`);
      case 'bypasses': {
        const from = expect(pathPosition, 'role', pathStep);
        demand(from.role === pathStep.role && from.scope === pathStep.scope, 'another role bypasses');
        demand(
          this.evidence.platform.roles.get(pathStep.role)?.bypass === true,
          `${pathStep.role} bypasses nothing`,
        );
        placed(pathStep.origin, [this.evidence.rule(`role ${pathStep.role}`)], pathStep);
        const holds = from.below !== true || pathStep.scope !== this.scope;
        demand(holds, `role ${from.assigned} does not bypass on ${pathStep.scope}`);
        return { at: 'everything', scope: pathStep.scope, permission: null };
      }
      case 'carries':
        return this.carried(pathPosition, pathStep);
      case 'kind-gives': {
        const from = expect(pathPosition, 'attached', pathStep);
        const kind = this.evidence.kind(from.scope);
        const given =
          kind?.attached.some((written) => this.evidence.names(written, pathStep.permission)) === true;
        demand(
          given && from.scope === pathStep.scope,
          `the kind of ${from.scope} gives no ${pathStep.permission}`,
        );
        placed(pathStep.origin, [this.evidence.rule(`scope kind ${kind?.name}`)], pathStep);
        this.flows(from.scope);
        return { at: 'permission', scope: from.scope, permission: pathStep.permission };
      }
      case 'implies': {
        const from =
          pathPosition.at === 'everything' ? pathPosition : expect(pathPosition, 'permission', pathStep);
        demand(
          from.permission === pathStep.permission,
          `${pathStep.permission} is not the permission reached`,
        );
        const implied = this.evidence.implied(pathStep.permission).has(pathStep.implied);
        demand(
          implied && pathStep.implied !== pathStep.permission,
          `${pathStep.permission} implies no ${pathStep.implied}`,
        );
        placed(pathStep.origin, [this.evidence.rule(`permission ${pathStep.permission}`)], pathStep);
        return { ...from, permission: pathStep.implied };
      }
      case 'gate':
        return this.throughGate(pathPosition, pathStep);
      case 'inherited':
        return this.down(pathPosition, pathStep);
    }
  }

  private intoGroup(
    pathPosition: PathPosition,
    step: Extract<PathStep, { step: 'member-of' | 'nested-in' }>,
  ): PathPosition {
    this.once(`group ${step.group}`);
    const groups = this.evidence.groups(step.group).map((group) => group.attributes);
    if (step.step === 'member-of') {
      expect(pathPosition, 'person', step);
      demand(step.member === this.member, `${step.member} is somebody else`);
      placed(
        step.origin,
        groups.flatMap((group) => group.members.get(step.member) ?? []),
        step,
      );
    } else {
      const from = expect(pathPosition, 'group', step);
      demand(from.group === step.child, `${step.child} is not the group reached`);
      placed(
        step.origin,
        groups.flatMap((group) => group.groups.get(step.child) ?? []),
        step,
      );
    }
    return { at: 'group', group: step.group };
  }

  private ontoScope(
    pathPosition: PathPosition,
    step: Extract<PathStep, { step: 'assigned' | 'attached' | 'default-role' }>,
  ): PathPosition {
    const { evidence, member } = this;
    demand(evidence.activeAt(member, step.scope), `${member} is not active on ${step.scope}`);
    if (step.step === 'default-role') {
      expect(pathPosition, 'person', step);
      demand(step.member === member, `${step.member} is somebody else`);
      demand(evidence.platform.members.defaultRole === step.role, `${step.role} is not the default role`);
      const own = evidence.assignments(step.scope, { type: 'member', member });
      demand(!own.some(({ attributes }) => attributes.roles.size > 0), 'a role of their own stands there');
      placed(step.origin, evidence.memberships(member, step.scope), step);
    } else {
      const holder = pathPosition.at === 'group' ? `group:${pathPosition.group}` : `member:${member}`;
      if (pathPosition.at !== 'group') expect(pathPosition, 'person', step);
      demand(principalKey(step.principal) === holder, `${principalKey(step.principal)} is not the holder`);
      const found = evidence.assignments(step.scope, step.principal);
      if (step.step === 'attached') {
        placed(
          step.origin,
          found.filter(isAttaching).map((assignment) => assignment.origin),
          step,
        );
        return { at: 'attached', scope: step.scope };
      }
      const isBelow = step.step === 'assigned' && step.below === true;
      placed(
        step.origin,
        found.flatMap(
          ({ attributes }) => (isBelow ? attributes.below : attributes.roles).get(step.role) ?? [],
        ),
        step,
      );
      if (isBelow) {
        demand(evidence.usable(step.role), `role ${step.role} gives nothing`);
        this.once(`role ${step.role}`);
        const { scope, role } = step;
        return { at: 'role', scope, assigned: role, role, reach: 'below', below: true };
      }
    }
    demand(evidence.usable(step.role), `role ${step.role} gives nothing`);
    this.once(`role ${step.role}`);
    const reach = evidence.reach(step.role);
    return { at: 'role', scope: step.scope, assigned: step.role, role: step.role, reach };
  }

  private carried(pathPosition: PathPosition, step: Extract<PathStep, { step: 'carries' }>): PathPosition {
    const from = expect(pathPosition, 'group', step);
    demand(from.group === step.group, `${step.group} is not the group reached`);
    const groups = this.evidence.groups(step.group).map((group) => group.attributes);
    const listed = groups.flatMap((group) => [...group.permissions]);
    placed(
      step.origin,
      listed.filter(([written]) => this.evidence.names(written, step.permission)).map(([, origin]) => origin),
      step,
    );
    const scope = groups[0]?.home ?? '';
    demand(groupPath(scope, step.group.slice(scope.length + 1)) === step.group, 'the home is another');
    demand(this.evidence.activeAt(this.member, scope), `${this.member} is not active on ${scope}`);
    this.flows(scope);
    return { at: 'permission', scope, permission: step.permission };
  }

  private throughGate(pathPosition: PathPosition, step: Extract<PathStep, { step: 'gate' }>): PathPosition {
    const { evidence } = this;
    const from = expect(pathPosition, 'permission', step);
    const principals = evidence.principals(this.member);
    if ('open' in step.by) {
      const kind = evidence.kind(step.scope);
      demand(kind?.whenNoGroups === 'open', `the gate into ${step.scope} never stands open`);
      demand(evidence.countGroups() === 0, 'there are groups');
      placed(step.origin, [evidence.rule(`scope kind ${kind.name}`)], step);
    } else if ('attached' in step.by) {
      const { attached } = step.by;
      demand(principals.has(principalKey(attached)), `${principalKey(attached)} is not the person's`);
      const origins = evidence
        .assignments(step.scope, attached)
        .filter(isAttaching)
        .map((assignment) => assignment.origin);
      placed(step.origin, origins, step);
    } else {
      const { ungated } = step.by;
      demand(evidence.platform.roles.get(ungated)?.ungated === true, `${ungated} passes no gate`);
      const above = evidence.chain(step.scope).slice(1);
      placed(
        step.origin,
        above
          .filter((scope) => evidence.activeAt(this.member, scope))
          .flatMap((scope) => this.heldOn(scope, ungated, principals)),
        step,
      );
    }
    return { at: 'gate', scope: from.scope, into: step.scope, permission: from.permission };
  }

  /** Origins by which the role is held on a scope, itself or through a role that includes it. */
  private heldOn(scope: ScopePath, role: RoleKey, principals: ReadonlySet<string>): readonly Origin[] {
    const { evidence, member } = this;
    const assigned = evidence
      .assignmentsOn(scope)
      .filter(({ attributes }) => principals.has(principalKey(attributes.principal)));
    const origins = assigned
      .flatMap(({ attributes }) => [...attributes.roles, ...attributes.below])
      .filter(([held]) => evidence.closure(held).has(role))
      .map(([, origin]) => origin);
    const own = evidence.assignments(scope, { type: 'member', member });
    const { defaultRole } = evidence.platform.members;
    const byDefault =
      defaultRole !== null &&
      evidence.closure(defaultRole).has(role) &&
      !own.some(({ attributes }) => attributes.roles.size > 0);
    return byDefault ? [...origins, ...evidence.memberships(member, scope)] : origins;
  }

  private down(pathPosition: PathPosition, step: Extract<PathStep, { step: 'inherited' }>): PathPosition {
    const { evidence } = this;
    if (pathPosition.at !== 'everything' && pathPosition.at !== 'gate' && pathPosition.at !== 'permission') {
      throw new PathRefuted(`nothing is held that ${step.to} could inherit`);
    }
    demand(pathPosition.scope === step.from, `${step.from} is not the scope reached`);
    demand(evidence.chain(step.to)[1] === step.from, `${step.from} is not right above ${step.to}`);
    const kind = evidence.kind(step.to);
    const { inherits, origin } = evidence.inheritance(step.to);
    placed(step.origin, [origin], step);
    if (pathPosition.at === 'everything') return { ...pathPosition, scope: step.to };
    demand(inherits !== 'isolated', `${step.to} inherits nothing`);
    if (pathPosition.at === 'gate') {
      demand(pathPosition.into === step.to && inherits === 'gated', 'the gate passed is another');
    }
    if (pathPosition.at !== 'gate') demand(inherits !== 'gated', `no gate into ${step.to} was passed`);
    if (inherits === 'override' && (step.to === this.scope || kind?.flowDown !== false)) {
      const barred = step.to === this.scope ? 'below' : 'self';
      const principals = evidence.principals(this.member);
      const speaking = evidence
        .assignmentsOn(step.to)
        .filter(({ attributes }) => principals.has(principalKey(attributes.principal)))
        .flatMap(({ attributes }) => [
          ...[...attributes.roles.keys()].map((role) => ({ role, reach: evidence.reach(role) })),
          ...[...attributes.below.keys()].map((role) => ({ role, reach: 'below' })),
        ])
        .find(({ role, reach }) => reach !== barred && evidence.speaksOf(role, pathPosition.permission));
      demand(speaking === undefined, `role ${speaking?.role} on ${step.to} overrides`);
    }
    return { at: 'permission', scope: step.to, permission: pathPosition.permission };
  }

  /** What is given on a scope above the one asked about must be let down by that scope's kind. */
  protected flows(scope: ScopePath): void {
    const stays = scope !== this.scope && this.evidence.kind(scope)?.flowDown === false;
    demand(!stays, `what is given on ${scope} holds there alone`);
  }

  protected reaches({ scope, assigned, reach }: { scope: ScopePath; assigned: RoleKey; reach: Reach }): void {
    const barred = scope === this.scope ? 'below' : 'self';
    demand(reach !== barred, `role ${assigned} does not reach`);
  }

  protected once(what: string): void {
    demand(!this.seen.has(what), `${what} comes twice`);
    this.seen.add(what);
  }
}

function isAttaching({ attributes: { roles, below, denied } }: AssignmentResource): boolean {
  return roles.size > 0 || (below.size === 0 && denied.size === 0);
}

export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new PathRefuted(otherwise);
}

export function expect<At extends PathPosition['at']>(
  pathPosition: PathPosition,
  at: At,
  pathStep: PathStep,
): Extract<PathPosition, { at: At }> {
  if (pathPosition.at !== at) throw new PathRefuted(`a step ${pathStep.step} cannot follow what went before`);
  return pathPosition as Extract<PathPosition, { at: At }>;
}

/** The step's origin is one of the places that say so. */
export function placed(origin: Origin, places: readonly Origin[], pathStep: PathStep): void {
  demand(
    places.length > 0,
    `nothing says ${pathStep.step}: ${JSON.stringify({ ...pathStep, origin: undefined })}`,
  );
  const shown = formatOrigin(origin);
  demand(
    places.some((place) => formatOrigin(place) === shown),
    `${shown} does not say ${pathStep.step}`,
  );
}
