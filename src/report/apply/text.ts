import type { Applied } from '../../plan/applied.ts';
import { diagnosticsLines } from '../diagnostics/text.ts';
import { engineName } from '../engine.ts';
import type { Extras } from '../extras.ts';
import { changesBlock, pendingLines } from '../plan/text.ts';
import { byOrganization } from '../plan/verdict.ts';
import { type Line, printLines, spaced, toned } from '../text/page.ts';
import type { Style } from '../text/style.ts';
import { adviceOf, appliedVerdict, carriedOut, effort, MEANWHILE, UNHEARD, wayOut } from './outcome.ts';

/** What an apply did, whether that is proven, and what to do where it is not. */
export function appliedText(applied: readonly Applied[], style: Style, extras: Extras = {}): string {
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

function organizationLines(applied: Applied): readonly Line[] {
  const { done, partly, unheard, meanwhile, open, left, deferred } = carriedOut(applied);
  const { spelling } = applied.plan;
  const good = wayOut(applied) === null;
  const next = adviceOf(applied);
  return spaced([
    [
      [
        toned('strong', `${applied.plan.organization}: `),
        toned(good ? 'added' : 'error', appliedVerdict(applied)),
      ],
      [toned('faint', `  ${engineName(applied.engine)}: ${effort(applied)}`)],
    ],
    changesBlock('Done', done, spelling),
    changesBlock('Done in part', [...partly.keys()], spelling, partly),
    changesBlock(UNHEARD, unheard, spelling),
    changesBlock(MEANWHILE, meanwhile, spelling),
    left === null ? changesBlock('Not made', open, spelling) : changesBlock('Left', left, spelling),
    changesBlock('Deferred', deferred, spelling),
    pendingLines(applied.second ?? applied.plan),
    next === null ? [] : [[toned('info', 'help'), `: ${next}`]],
  ]);
}
