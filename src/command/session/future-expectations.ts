import { compile } from '../../compile/compile.ts';
import type { Desired } from '../../compile/desired.ts';
import {
  lookAheadCut,
  mostLooksAhead,
  type WindowBoundary,
  windowBoundariesAfter,
} from '../../compile/look-ahead.ts';
import type { OrganizationDocument } from '../../policy/document-types.ts';
import type { ExpectationResults } from '../../report/expectation/expectation-results.ts';
import { emptyGroups, type FutureInstant, futureBreaches } from '../../report/expectation/future-breaches.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { runExpectations } from './run-expectations.ts';
import type { Session } from './session.ts';

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
  const most = mostLooksAhead(desired);
  const ahead = document === null ? [] : aheadOf(session, desired, document, turns.slice(0, most));
  return [...emptyGroups(now), ...futureBreaches(now, ahead), ...lookAheadCut('Expectations', turns, most)];
}

/** What to read again and when; nothing where nothing is expected. That an end takes something is told two weeks before. */
function windowBoundariesOf({ workspace }: Session, desired: Desired, { findings }: ExpectationResults) {
  const document = workspace.documents.find(({ name }) => name === desired.organization) ?? null;
  if (document === null || findings.length === 0) return { document, turns: [] };
  const forbids = findings.some(({ expectation }) => expectation.demands.some(({ verb }) => verb !== 'can'));
  return { document, turns: windowBoundariesAfter(desired).filter(({ isSoon }) => forbids || isSoon) };
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
