import type { ApplyResult } from '../../plan/apply-result.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { engineName } from '../engine-name.ts';
import { changesBlock, pendingLines } from '../plan/plan-text.ts';
import { byOrganization } from '../plan/plan-verdict.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import { printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import {
  appliedVerdict,
  applyAdvice,
  applyHint,
  applySummary,
  effortPhrase,
  MEANWHILE_NOTE,
  UNHEARD_NOTE,
} from './apply-outcome.ts';

/** What an apply did, whether that is proven, and what to do where it is not. */
export function appliedText(
  applied: readonly ApplyResult[],
  style: Style,
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const sorted = byOrganization(applied);
  return printLines(
    spaced([
      ...sorted.map(organizationLines),
      diagnosticsLines([
        ...reportContext.diagnostics,
        ...sorted.flatMap((one) => [...one.plan.diagnostics, ...one.diagnostics]),
      ]),
    ]),
    style,
  );
}

function organizationLines(applyResult: ApplyResult): readonly TextLine[] {
  const { done, partly, unheard, meanwhile, open, left, deferred } = applySummary(applyResult);
  const { spelling } = applyResult.plan;
  const good = applyHint(applyResult) === null;
  const next = applyAdvice(applyResult);
  return spaced([
    [
      [
        toned('strong', `${applyResult.plan.organization}: `),
        toned(good ? 'added' : 'error', appliedVerdict(applyResult)),
      ],
      [toned('faint', `  ${engineName(applyResult.engine)}: ${effortPhrase(applyResult)}`)],
    ],
    changesBlock('Done', done, spelling),
    changesBlock('Done in part', [...partly.keys()], spelling, partly),
    changesBlock(UNHEARD_NOTE, unheard, spelling),
    changesBlock(MEANWHILE_NOTE, meanwhile, spelling),
    left === null ? changesBlock('Not made', open, spelling) : changesBlock('Left', left, spelling),
    changesBlock('Deferred', deferred, spelling),
    pendingLines(applyResult.second ?? applyResult.plan),
    next === null ? [] : [[toned('info', 'help'), `: ${next}`]],
  ]);
}
