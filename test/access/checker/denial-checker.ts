import type { PathStep } from '../../../src/access/access-path.ts';
import { principalKey } from '../../../src/resource/identifiers.ts';
import { demand, expect, PathChecker, type PathPosition, PathRefuted, placed } from './path-checker.ts';

/** Walks a path by which something is taken away, as `PathChecker` walks one by which something is given. */
export class DenialChecker extends PathChecker {
  override arrive(pathPosition: PathPosition): void {
    demand(pathPosition.at === 'taken', 'nothing is taken');
    const is = pathPosition.permission === 'everything' || pathPosition.permission === this.permission;
    demand(
      is && pathPosition.scope === this.scope,
      `the path ends before ${this.permission} on ${this.scope}`,
    );
  }

  override take(pathPosition: PathPosition, pathStep: PathStep): PathPosition {
    switch (pathStep.step) {
      case 'member-of':
      case 'nested-in':
      case 'assigned':
      case 'default-role':
      case 'includes':
      case 'set':
        return super.take(pathPosition, pathStep);
      case 'denied':
        return this.onto(pathPosition, pathStep);
      case 'denies': {
        const from = expect(pathPosition, 'role', pathStep);
        demand(from.denied !== true && from.role === pathStep.role, `${pathStep.role} is not held`);
        placed(pathStep.origin, this.evidence.denies(pathStep.role, pathStep.permission), pathStep);
        this.arrives(from);
        return { at: 'taken', scope: from.scope, permission: pathStep.permission, by: 'deny' };
      }
      case 'grants': {
        const from = expect(pathPosition, 'role', pathStep);
        demand(from.denied === true && from.role === pathStep.role, `${pathStep.role} is not denied`);
        placed(pathStep.origin, this.evidence.grants(pathStep.role, pathStep.permission), pathStep);
        this.arrives(from);
        return { at: 'taken', scope: from.scope, permission: pathStep.permission, by: 'denied role' };
      }
      case 'bypasses': {
        const from = expect(pathPosition, 'role', pathStep);
        demand(from.denied === true && from.role === pathStep.role, `${pathStep.role} is not denied`);
        const bypasses = this.evidence.platform.roles.get(pathStep.role)?.bypass === true;
        demand(bypasses && from.scope === pathStep.scope, `${pathStep.role} bypasses nothing`);
        placed(pathStep.origin, [this.evidence.rule(`role ${pathStep.role}`)], pathStep);
        return { at: 'taken', scope: pathStep.scope, permission: 'everything', by: 'denied role' };
      }
      case 'implies': {
        const from = expect(pathPosition, 'taken', pathStep);
        const { permission, implied } = pathStep;
        demand(from.permission === permission, `${permission} is not what is taken`);
        // A denied role takes all that it gives; a deny takes the texts that it covers, and nothing that is implied.
        const goes =
          from.by === 'deny'
            ? this.evidence.covering(implied).includes(permission)
            : this.evidence.implied(permission).has(implied);
        demand(goes, `with ${permission} goes no ${implied}`);
        placed(pathStep.origin, [this.evidence.rule(`permission ${permission}`)], pathStep);
        return { ...from, permission: implied };
      }
      case 'goes-with': {
        const from = expect(pathPosition, 'taken', pathStep);
        const { permission, implied } = pathStep;
        demand(from.permission === implied, `${implied} is not what is taken`);
        demand(this.evidence.needed(permission).has(implied), `${permission} needs no ${implied}`);
        placed(pathStep.origin, [this.evidence.rule(`permission ${permission}`)], pathStep);
        return { ...from, permission };
      }
      case 'inherited': {
        const from = expect(pathPosition, 'taken', pathStep);
        demand(from.scope === pathStep.from, `${pathStep.from} is not the scope reached`);
        demand(this.evidence.chain(pathStep.to)[1] === pathStep.from, `${pathStep.to} lies elsewhere`);
        placed(pathStep.origin, [this.evidence.inheritance(pathStep.to).origin], pathStep);
        return { ...from, scope: pathStep.to };
      }
      case 'attached':
      case 'carries':
      case 'kind-gives':
      case 'gate':
        throw new PathRefuted(`a step ${pathStep.step} takes nothing`);
    }
  }

  private onto(pathPosition: PathPosition, step: Extract<PathStep, { step: 'denied' }>): PathPosition {
    const { evidence, member } = this;
    const holder = pathPosition.at === 'group' ? `group:${pathPosition.group}` : `member:${member}`;
    if (pathPosition.at !== 'group') expect(pathPosition, 'person', step);
    demand(principalKey(step.principal) === holder, `${principalKey(step.principal)} is not the holder`);
    demand(evidence.activeAt(member, step.scope), `${member} is not active on ${step.scope}`);
    const found = evidence.assignments(step.scope, step.principal);
    placed(
      step.origin,
      found.flatMap(({ attributes }) => attributes.denied.get(step.role) ?? []),
      step,
    );
    demand(evidence.usable(step.role), `role ${step.role} gives nothing`);
    this.once(`role ${step.role}`);
    const { scope, role } = step;
    return { at: 'role', scope, assigned: role, role, reach: evidence.reach(role), denied: true };
  }

  private arrives(from: Extract<PathPosition, { at: 'role' }>): void {
    this.reaches(from);
    if (from.reach !== 'everywhere') this.flows(from.scope);
  }
}
