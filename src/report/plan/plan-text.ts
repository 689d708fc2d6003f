import type { Change } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { unacceptedInvitations } from '../../plan/unaccepted-invitations.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { engineName } from '../engine-name.ts';
import { counted, listed } from '../phrases.ts';
import { NOTHING_MORE, type PlanReportContext } from '../report-context.ts';
import { printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import { changeLines } from './change-lines.ts';
import { sharedChangeReason } from './change-words.ts';
import { costLines, ENDED, endingPhrase } from './cost-phrases.ts';
import { cutChanges } from './cut-changes.ts';
import { effectLines } from './effect-lines.ts';
import { type AccessEffect, accessEffectsOf } from './effects.ts';
import { PENDING, pendingPhrase } from './invitation-phrases.ts';
import { byOrganization, planVerdictWith } from './plan-verdict.ts';
import { unmanagedNames } from './unmanaged-names.ts';

const MOST_UNMANAGED = 10;
const MOST_EFFECTS = 200;
const MOST_PENDING = 20;

/** What an apply would do and what it would mean, for a terminal. */
export function planText(
  plans: readonly Plan[],
  style: Style,
  extras: PlanReportContext = NOTHING_MORE,
): string {
  const sorted = byOrganization(plans.map((plan) => ({ plan }))).map(({ plan }) => plan);
  const engine = extras.engine ?? null;
  const failed = extras.failedExpectations;
  const blocks = [
    plans.length > 1 ? [verdictLine(counted(plans.length, 'organization'), sorted, failed)] : [],
    ...sorted.map((plan) => planLines(plan, failed)),
    diagnosticsLines([...extras.diagnostics, ...sorted.flatMap((plan) => plan.diagnostics)]),
    engine === null ? [] : [[toned('faint', `engine: ${engineName(engine)}`)]],
  ];
  return printLines(spaced(blocks), style);
}

function verdictLine(
  who: string,
  plans: readonly Plan[],
  failed: PlanReportContext['failedExpectations'],
): TextLine {
  return [toned('strong', `${who}: ${planVerdictWith(plans, failed)}`)];
}

function planLines(plan: Plan, failed: PlanReportContext['failedExpectations']): readonly TextLine[] {
  return spaced([
    [verdictLine(plan.organization, [plan], failed)],
    changesBlock('Changes', plan.changes, plan.spelling),
    titled('Effective access', cutLines(accessEffectsOf(plan))),
    endingLines(plan),
    pendingLines(plan),
    unmanagedLines(plan),
    plan.cost === undefined ? [] : costLines(plan.cost).map((line): TextLine => [toned('faint', line)]),
  ]);
}

/** What goes with the removals that is no access, for somebody to think of before. */
function endingLines({ endings = [] }: Plan): readonly TextLine[] {
  return titled(
    ENDED,
    endings.map((ending): TextLine => [toned('removed', '  -'), ` ${endingPhrase(ending)}`]),
  );
}

/** Invitations under way; of very many the first, by name. */
export function pendingLines(plan: Pick<Plan, 'live' | 'changes' | 'spelling'>): readonly TextLine[] {
  const pending = unacceptedInvitations(plan);
  if (pending.length === 0) return [];
  const shown = pending.slice(0, MOST_PENDING);
  const more = pending.length - shown.length;
  return [
    [toned('strong', PENDING), toned('faint', `: ${pending.length}`)],
    ...shown.map((one): TextLine => [toned('waiting', ' ⏳'), ` ${pendingPhrase(one, plan.spelling)}`]),
    ...(more === 0 ? [] : [[toned('faint', `    and ${more} more (--json names all)`)]]),
  ];
}

/** The changes under a title that says once why things are removed. */
export function changesBlock(
  title: string,
  changes: readonly Change[],
  spelling: Spelling,
  notes: ReadonlyMap<Change, string> = new Map(),
): readonly TextLine[] {
  if (changes.length === 0) return [];
  const shared = sharedChangeReason(changes, spelling);
  const why = shared === null ? [] : [toned('faint', ` (${shared.head})`)];
  const { shown, left } = cutChanges(changes, spelling);
  return [
    [toned('strong', title), ...why],
    ...changeLines(shown, shared?.reason ?? null, notes, spelling),
    ...(left === null ? [] : [[toned('faint', `  ${left} (--json has all)`)]]),
  ];
}

function cutLines(effects: readonly AccessEffect[]): readonly TextLine[] {
  const shown = effects.slice(0, MOST_EFFECTS);
  const more = effects.length - shown.length;
  return [
    ...shown.flatMap((effect) => effectLines(effect)),
    ...(more === 0
      ? []
      : [[toned('faint', `  and ${counted(more, 'more kind', 'more kinds')} of effect (--json has all)`)]]),
  ];
}

function titled(title: string, lines: readonly TextLine[]): readonly TextLine[] {
  return lines.length === 0 ? [] : [[toned('strong', title)], ...lines];
}

function unmanagedLines({ unmanaged, spelling }: Plan): readonly TextLine[] {
  if (unmanaged.length === 0) return [];
  const { roles, others } = unmanagedNames(unmanaged, spelling);
  return [
    [toned('strong', 'Unmanaged'), toned('faint', ` (live, not written, left alone): ${unmanaged.length}`)],
    ...roles.map((name): TextLine => [`  ${name}`]),
    ...(others.length === 0 ? [] : [[`  ${listed(others, MOST_UNMANAGED)}`]]),
  ];
}
