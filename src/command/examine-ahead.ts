import { compile } from '../compile/compile.ts';
import type { Desired, Window } from '../compile/desired.ts';
import { type Ahead, brokenAhead, emptyGroups } from '../report/expectation/ahead.ts';
import type { Examined } from '../report/expectation/examined.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import { examine } from './examine.ts';
import type { Session } from './session.ts';

/** Windows begin and end one after the other; what comes after so many instants is another day's warning. */
const LOOK_AHEAD = 20;

/**
 * What there is to say of expectations that hold now: that a group they name is empty, and that windows in the documents
 * will break them. Codes, all warnings: `expectation-group-empty`, `expectation-ahead`.
 */
export function expectationWarnings(session: Session, desired: Desired): readonly Diagnostic[] {
  const now = examine(session, desired, null);
  if (!now.ok) return [];
  return [...emptyGroups(now.value), ...brokenAhead(now.value, aheadOf(session, desired, now.value))];
}

/** Read again as of each instant at which a window turns; nothing where no expectation rules anything out. */
function aheadOf(session: Session, desired: Desired, now: Examined): readonly Ahead[] {
  const { documents } = session.workspace;
  const document = documents.find(({ name }) => name === desired.organization);
  const forbids = now.findings.some(({ expectation }) =>
    expectation.demands.some(({ verb }) => verb !== 'can'),
  );
  if (document === undefined || !forbids) return [];
  return turnsAfter(desired).flatMap(({ at, origin }): readonly Ahead[] => {
    const later = compile(document, desired.platform, at);
    const examined = later.ok ? examine(session, later.value, null) : later;
    return examined.ok ? [{ at, turns: origin, examined: examined.value }] : [];
  });
}

/** Where access is overridden or gated, an end can give as much as a beginning. */
function turnsAfter({ windows, instant }: Desired): readonly { at: string; origin: Origin }[] {
  const now = Date.parse(instant);
  const turns = new Map<number, { at: string; origin: Origin }>();
  const note = (at: string | null, { origin }: Window): void => {
    if (at === null || Date.parse(at) <= now || turns.has(Date.parse(at))) return;
    turns.set(Date.parse(at), { at, origin });
  };
  for (const window of windows) note(window.from, window);
  for (const window of windows) note(window.until, window);
  return [...turns]
    .sort(([a], [b]) => a - b)
    .slice(0, LOOK_AHEAD)
    .map(([, turn]) => turn);
}
