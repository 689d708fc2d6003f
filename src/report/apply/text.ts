import type { ApplyResult } from '../../plan/applied.ts';
import { diagnosticsLines } from '../diagnostics/text.ts';
import { engineName } from '../engine.ts';
import type { ReportContext } from '../extras.ts';
import { changesBlock, pendingLines } from '../plan/text.ts';
import { byOrganization } from '../plan/verdict.ts';
import { type TextLine, printLines, spaced, toned } from '../text/page.ts';
import type { Style } from '../text/style.ts';
import { applyAdvice, appliedVerdict, applySummary, effortPhrase, MEANWHILE_NOTE, UNHEARD_NOTE, applyHint } from './outcome.ts';

/** What an apply did, whether that is proven, and what to do where it is not. */
export function appliedText(applied: readonly ApplyResult[], style: Style, extras: ReportContext = {}): string {
  const sorted = byOrganization(applied);
  return printLines(
    spaced([
      ...sorted.map(organizationLines),
      diagnosticsLines([
        ...(extras.diagnostics ?? []),
        ...sorted.flatMap((one) => [...one.plan.diagnostics, ...one.diagnostics]),
      ]),
    ]),
    style,
  );
}

function organizationLines(applied: ApplyResult): readonly TextLine[] {
  const { done, partly, unheard, meanwhile, open, left, deferred } = applySummary(applied);
  const { spelling } = applied.plan;
  const good = applyHint(applied) === null;
  const next = applyAdvice(applied);
  return spaced([
    [
      [
        toned('strong', `${applied.plan.organization}: `),
        toned(good ? 'added' : 'error', appliedVerdict(applied)),
      ],
      [toned('faint', `  ${engineName(applied.engine)}: ${effortPhrase(applied)}`)],
    ],
    changesBlock('Done', done, spelling),
    changesBlock('Done in part', [...partly.keys()], spelling, partly),
    changesBlock(UNHEARD_NOTE, unheard, spelling),
    changesBlock(MEANWHILE_NOTE, meanwhile, spelling),
    left === null ? changesBlock('Not made', open, spelling) : changesBlock('Left', left, spelling),
    changesBlock('Deferred', deferred, spelling),
    pendingLines(applied.second ?? applied.plan),
    next === null ? [] : [[toned('info', 'help'), `: ${next}`]],
  ]);
}
