import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import type { Desired, GrantWindow } from './desired.ts';
import { ENDING_NOTICE_MS } from './windows.ts';

/**
 * The documents are compiled and resolved anew for each instant, so how many are looked at goes by how much there is to
 * read: all of them for anybody but a large organization with many windows. Where it stops short that is said.
 */
const MOST_READ = 100_000;
const [LEAST_LOOKS, MOST_LOOKS] = [20, 200];

/** An instant at which a window begins or ends. */
export interface WindowBoundary {
  readonly at: string;
  readonly origin: Origin;
  /** Within the time in which an end is announced. */
  readonly isSoon: boolean;
}

/** How many instants ahead are looked at. */
export function mostLooksAhead({ resources }: Pick<Desired, 'resources'>): number {
  const looks = Math.floor(MOST_READ / Math.max(1, resources.length));
  return Math.min(MOST_LOOKS, Math.max(LEAST_LOOKS, looks));
}

/** Where access is overridden or gated, an end can give as much as a beginning. */
export function windowBoundariesAfter({
  windows,
  instant,
}: Pick<Desired, 'windows' | 'instant'>): readonly WindowBoundary[] {
  const now = Date.parse(instant);
  const turns = new Map<number, WindowBoundary>();
  const note = (at: string | null, { origin }: GrantWindow): void => {
    if (at === null || Date.parse(at) <= now || turns.has(Date.parse(at))) return;
    turns.set(Date.parse(at), { at, origin, isSoon: Date.parse(at) - now <= ENDING_NOTICE_MS });
  };
  for (const grantWindow of windows) note(grantWindow.from, grantWindow);
  for (const grantWindow of windows) note(grantWindow.until, grantWindow);
  return [...turns].sort(([a], [b]) => a - b).map(([, turn]) => turn);
}

/** That not all were looked at. Info: `look-ahead-cut`. */
export function lookAheadCut(
  what: string,
  turns: readonly WindowBoundary[],
  most: number,
): readonly Diagnostic[] {
  const [last, next] = [turns[most - 1], turns[most]];
  if (last === undefined || next === undefined) return [];
  const later = turns.length - most;
  const message = `${what} were tested up to ${last.at}, over ${most} instants at which windows begin or end; ${later} later ${later === 1 ? 'one was' : 'ones were'} not tested.`;
  return [diagnostic('look-ahead-cut', message, next.origin)];
}
