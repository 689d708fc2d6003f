import type { AccessPath, PathStep } from '../../access/access-path.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { DeniedSide } from '../denied-side.ts';
import type { Obstacle } from '../obstacle.ts';
import type { EditCandidate } from './candidate.ts';
import type { EntryEdits } from './entry-edits.ts';

/**
 * Ways to lift a deny: what denies is struck, where it is written; or the person leaves the group that brings it. What
 * another rule of the platform denies, or the default role, nobody can strike.
 */
export function denyLifts(
  denial: AccessPath,
  member: MemberId,
  side: DeniedSide,
  entries: EntryEdits,
): readonly EditCandidate[] {
  return denial.flatMap((step) => [
    ...struck(step, side, entries),
    ...(step.step === 'member-of' ? [leaving(step, member, entries)] : []),
  ]);
}

/** Ways out of a group that deactivates: the person leaves it, or the one that they are in it by; or it is set otherwise. */
export function deactivationLifts(
  { chain, group, by }: Extract<Obstacle, { readonly obstacle: 'deactivating-group' }>,
  member: MemberId,
  { platform }: DeniedSide,
  entries: EntryEdits,
): readonly EditCandidate[] {
  const setting = platform.groups.settings.get(by.setting);
  const values = setting === undefined ? [] : [...setting.values];
  const harmless = values.filter(([, { deactivates }]) => !deactivates).map(([value]) => value);
  const usual = harmless.find((value) => value === setting?.unwritten);
  const value = usual === undefined ? harmless[0] : usual;
  return [
    ...chain.flatMap((step) => (step.step === 'member-of' ? [leaving(step, member, entries)] : [])),
    ...(value === undefined
      ? []
      : [
          {
            steps: [{ step: 'set-group', group, setting: by.setting, value } as const],
            edits: [entries.set(group, by.setting, value)],
          },
        ]),
  ];
}

function leaving(
  { group }: Extract<PathStep, { readonly step: 'member-of' }>,
  member: MemberId,
  entries: EntryEdits,
): EditCandidate {
  return { steps: [{ step: 'leave-group', member, group }], edits: [entries.outOfGroup(member, group)] };
}

function struck(step: PathStep, { resources }: DeniedSide, entries: EntryEdits): readonly EditCandidate[] {
  switch (step.step) {
    case 'denied': {
      const { role, principal, scope } = step;
      return [
        {
          steps: [{ step: 'no-longer-deny', role, principal, scope }],
          edits: [entries.withoutRole(principal, scope, 'denied', role)],
        },
      ];
    }
    case 'assigned': {
      const { role, principal, scope } = step;
      const list = step.below === true ? 'below' : 'roles';
      return [
        {
          steps: [{ step: 'take', role, principal, scope }],
          edits: [entries.withoutRole(principal, scope, list, role)],
        },
      ];
    }
    case 'denies': {
      const { role, permission } = step;
      return modelOf(resources)
        .all('role')
        .filter(({ attributes }) => attributes.name === role)
        .map(({ attributes }) => ({
          steps: [{ step: 'role-without-deny', role, permission }],
          edits: [entries.withoutDeny(role, attributes.home, permission)],
        }));
    }
    default:
      return [];
  }
}
