import { compile } from '../../compile/compile.ts';
import type { Desired, GrantWindow } from '../../compile/desired.ts';
import { ENDING_NOTICE_MS } from '../../compile/windows.ts';
import type { OrganizationDocument } from '../../policy/document-types.ts';
import type { ExpectationResults } from '../../report/expectation/expectation-results.ts';
import { emptyGroups, type FutureInstant, futureBreaches } from '../../report/expectation/future-breaches.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { runExpectations } from './run-expectations.ts';
import type { Session } from './session.ts';

/**
 * The documents are compiled and resolved anew for each instant, so how many are looked at goes by how much there is to
 * read: all of them for anybody but a large organization with many windows. Where it stops short that is said.
 */
const MOST_READ = 100_000;
const [LEAST_LOOKS, MOST_LOOKS] = [20, 200];

/**
 * What there is to say of what holds of expectations `now`, in the documents: that a group they name is empty, and that windows in the documents
 * will break them, or will soon take what they promise. Warnings: `expectation-group-empty`, `expectation-ahead`; info: `look-ahead-cut`.
 */
export function futureExpectationWarnings(
  session: Session,
  desired: Desired,
  now: ExpectationResults,
): readonly Diagnostic[] {
  const { document, turns } = windowBoundariesOf(session, desired, now);
  const looks = Math.floor(MOST_READ / Math.max(1, desired.resources.length));
  const most = Math.min(MOST_LOOKS, Math.max(LEAST_LOOKS, looks));
  const ahead = document === null ? [] : aheadOf(session, desired, document, turns.slice(0, most));
  return [...emptyGroups(now), ...futureBreaches(now, ahead), ...cut(turns, most)];
}

interface WindowBoundary {
  readonly at: string;
  readonly origin: Origin;
  /** Within the time in which an end is announced. */
  readonly isSoon: boolean;
}

/** What to read again and when; nothing where nothing is expected. That an end takes something is told two weeks before. */
function windowBoundariesOf({ workspace }: Session, desired: Desired, { findings }: ExpectationResults) {
  const document = workspace.documents.find(({ name }) => name === desired.organization) ?? null;
  if (document === null || findings.length === 0) return { document, turns: [] };
  const forbids = findings.some(({ expectation }) => expectation.demands.some(({ verb }) => verb !== 'can'));
  return { document, turns: windowBoundariesAfter(desired).filter(({ isSoon }) => forbids || isSoon) };
}

function cut(turns: readonly WindowBoundary[], most: number): readonly Diagnostic[] {
  const [last, next] = [turns[most - 1], turns[most]];
  if (last === undefined || next === undefined) return [];
  const later = turns.length - most;
  const message = `Expectations were tested up to ${last.at}, over ${most} instants at which windows begin or end; ${later} later ${later === 1 ? 'one was' : 'ones were'} not tested.`;
  return [diagnostic('look-ahead-cut', message, next.origin)];
}

/** Read again as of each instant at which a window turns. */
function aheadOf(
  session: Session,
  desired: Desired,
  document: OrganizationDocument,
  turns: readonly WindowBoundary[],
): readonly FutureInstant[] {
  return turns.flatMap(({ at, origin, isSoon }): readonly FutureInstant[] => {
    const later = compile(document, desired.platform, at);
    const examined = later.ok ? runExpectations(session, later.value, null) : later;
    return examined.ok ? [{ at, turns: origin, isSoon, examined: examined.value }] : [];
  });
}

/** Where access is overridden or gated, an end can give as much as a beginning. */
function windowBoundariesAfter({ windows, instant }: Desired): readonly WindowBoundary[] {
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
