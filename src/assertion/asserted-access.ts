import type { AccessGrant, EffectiveAccess } from '../access/effective-access.ts';
import { compile } from '../compile/compile.ts';
import type { Desired } from '../compile/desired.ts';
import { type WindowBoundary, windowBoundariesAfter } from '../compile/look-ahead.ts';
import type { AccessDifference } from '../diff/access-difference.ts';
import { accessDifference } from '../diff/access-difference.ts';
import type { OrganizationVersion } from '../diff/organization-sides.ts';
import type { Resource } from '../resource/resource.ts';

/** Access of one organization that an assertion rules out. */
export interface RuledOutAccess {
  readonly organization: string;
  /** From when on; null: now. */
  readonly from: WindowBoundary | null;
  /** What is ruled out is what is gained in it. */
  readonly difference: AccessDifference;
}

/** What came of one assertion. */
export interface AssertionResult {
  readonly ruledOut: readonly RuledOutAccess[];
  /** Instants that were looked at beside now. */
  readonly instants: number;
  /** Instants as of which the documents cannot be compiled. */
  readonly unread: readonly WindowBoundary[];
}

/** An organization at one instant. */
export interface AssertedState {
  readonly desired: Desired;
  readonly access: EffectiveAccess;
  readonly resources: readonly Resource[];
}

/** What is ruled out now and, where `ahead`, newly at each instant at which a window turns. */
export function ruledOutAtEach(
  version: OrganizationVersion,
  ahead: boolean,
  ruledOut: (state: AssertedState) => readonly AccessGrant[],
): AssertionResult {
  const { desired, document } = version;
  const turns = ahead ? windowBoundariesAfter(desired) : [];
  const told = new Set<string>();
  const unread: WindowBoundary[] = [];
  const found = [null, ...turns].flatMap((from): readonly RuledOutAccess[] => {
    const then = from === null ? null : compile(document, desired.platform, from.at);
    if (then?.ok === false && from !== null) unread.push(from);
    if (then?.ok === false) return [];
    const stated = { document, desired: then === null ? desired : then.value };
    const { organization } = desired;
    const difference = accessDifference({ organization, before: null, after: stated });
    const state = { desired: stated.desired, access: difference.after, resources: stated.desired.resources };
    const gained = ruledOut(state).filter(({ member, scope, permission }) => {
      const key = `${member}\n${scope}\n${permission}`;
      return !told.has(key) && told.add(key).has(key);
    });
    return gained.length === 0
      ? []
      : [{ organization, from, difference: { ...difference, delta: { gained, lost: [] } } }];
  });
  return { ruledOut: found, instants: turns.length, unread };
}
