import type { AccessGrant } from '../access/effective-access.ts';
import { grantsOf } from '../access/wide-delta.ts';
import { compile } from '../compile/compile.ts';
import {
  lookAheadCut,
  mostLooksAhead,
  type WindowBoundary,
  windowBoundariesAfter,
} from '../compile/look-ahead.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { type AccessDifference, accessDifference } from './access-difference.ts';
import type { OrganizationSides, OrganizationVersion } from './organization-sides.ts';

/** What differs from an instant on that did not differ before: a window begins or ends then, on either side. */
export interface DifferenceAhead {
  readonly at: WindowBoundary;
  /** With what differed already left out of its delta. */
  readonly difference: AccessDifference;
}

export interface LookedAhead {
  readonly ahead: readonly DifferenceAhead[];
  /** How many instants there are at which something turns. */
  readonly instants: number;
  /** Instants as of which a side cannot be compiled, so that nobody knows what differs then. */
  readonly unread: readonly WindowBoundary[];
  /** Info: `look-ahead-cut`. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Both sides read anew at each instant at which a window of one of them turns, of which there are at most `most`. */
export function differencesAhead(
  sides: OrganizationSides,
  now: AccessDifference,
  most = mostLooksAhead(now.desired),
): LookedAhead {
  const all = boundariesOf(sides);
  if (all.length === 0) return { ahead: [], instants: 0, unread: [], diagnostics: [] };
  const told = { gained: new Set<string>(), lost: new Set<string>() };
  const ahead: DifferenceAhead[] = [];
  const unread: WindowBoundary[] = [];
  const isNew = (side: 'gained' | 'lost') => (grant: AccessGrant) => {
    const key = `${grant.scope}\n${grant.member}\n${grant.permission}`;
    return !told[side].has(key) && told[side].add(key).has(key);
  };
  for (const side of ['gained', 'lost'] as const)
    for (const grant of grantsOf(now.delta, side)) isNew(side)(grant);
  for (const at of all.slice(0, most)) {
    const then = sidesAt(sides, at.at);
    if (then === null) {
      unread.push(at);
      continue;
    }
    const difference = accessDifference(then);
    const delta = {
      gained: [...grantsOf(difference.delta, 'gained')].filter(isNew('gained')),
      lost: [...grantsOf(difference.delta, 'lost')].filter(isNew('lost')),
    };
    if (delta.gained.length + delta.lost.length > 0) ahead.push({ at, difference: { ...difference, delta } });
  }
  return { ahead, instants: all.length, unread, diagnostics: lookAheadCut('Differences', all, most) };
}

function boundariesOf({ before, after }: OrganizationSides): readonly WindowBoundary[] {
  const byInstant = new Map<number, WindowBoundary>();
  for (const side of [after, before]) {
    for (const at of side === null ? [] : windowBoundariesAfter(side.desired))
      if (!byInstant.has(Date.parse(at.at))) byInstant.set(Date.parse(at.at), at);
  }
  return [...byInstant].sort(([a], [b]) => a - b).map(([, at]) => at);
}

/** Null where a side cannot be compiled as of then. */
function sidesAt({ organization, before, after }: OrganizationSides, at: string): OrganizationSides | null {
  const [old, now] = [before, after].map((side) => (side === null ? null : sideAt(side, at)));
  if (old === undefined || now === undefined || old === 'unreadable' || now === 'unreadable') return null;
  if (now !== null) return { organization, before: old, after: now };
  return old === null ? null : { organization, before: old, after: null };
}

function sideAt({ document, desired }: OrganizationVersion, at: string): OrganizationVersion | 'unreadable' {
  const later = compile(document, desired.platform, at);
  return later.ok ? { document, desired: later.value } : 'unreadable';
}
