import { peopleOf } from '../access/wide-delta.ts';
import type { Change } from '../plan/change.ts';
import type { MemberId } from '../resource/identifiers.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { type AccessDifference, accessDifference } from './access-difference.ts';
import { type DifferenceAhead, differencesAhead } from './difference-ahead.ts';
import type { OrganizationSides } from './organization-sides.ts';
import {
  type Escalation,
  escalations,
  newOutsiders,
  type WithoutHolder,
  withoutHolders,
} from './surprises.ts';
import { lossesByAdditions, writtenChanges } from './written-changes.ts';

/** All that differs between two versions of one organization's documents. */
export interface OrganizationDiff {
  readonly organization: string;
  /** `new`: the earlier side does not declare it; `gone`: the later one does not. */
  readonly is: 'in both' | 'new' | 'gone';
  readonly difference: AccessDifference;
  readonly escalations: readonly Escalation[];
  readonly withoutHolders: readonly WithoutHolder[];
  readonly newOutsiders: readonly MemberId[];
  /** What is written otherwise, whether or not it changes what anybody can do. */
  readonly changes: readonly Change[];
  readonly ahead: readonly DifferenceAhead[];
  readonly diagnostics: readonly Diagnostic[];
}

export function organizationDiff(sides: OrganizationSides): OrganizationDiff {
  const difference = accessDifference(sides);
  const changes = writtenChanges(difference);
  const { ahead, diagnostics } = differencesAhead(sides, difference);
  return {
    organization: sides.organization,
    is: sides.before === null ? 'new' : sides.after === null ? 'gone' : 'in both',
    difference,
    escalations: escalations(difference),
    withoutHolders: withoutHolders(difference),
    newOutsiders: newOutsiders(difference),
    changes,
    ahead,
    diagnostics: [...lossesByAdditions(difference, changes), ...diagnostics],
  };
}

/** Nothing is written otherwise, and nobody gains or loses anything, now or at an end of a window ahead. */
export function isSame({ is, difference, changes, ahead }: OrganizationDiff): boolean {
  if (is !== 'in both' || difference.isOtherPlatform || changes.length > 0 || ahead.length > 0) return false;
  return (['gained', 'lost'] as const).every((side) => peopleOf(difference.delta, side).size === 0);
}
