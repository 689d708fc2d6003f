import type { Applied } from '../../plan/applied.ts';
import { diagnosticsLines } from '../diagnostics/text.ts';
import { engineName } from '../engine.ts';
import type { Extras } from '../extras.ts';
import { changeLines } from '../plan/change-lines.ts';
import { byOrganization } from '../plan/verdict.ts';
import { type Line, printLines, spaced, toned } from '../text/page.ts';
import type { Style } from '../text/style.ts';
import { appliedVerdict, carriedOut, effort, wayOut } from './outcome.ts';

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
  const { done, left, deferred } = carriedOut(applied);
  const next = wayOut(applied);
  return spaced([
    [
      [
        toned('strong', `${applied.plan.organization}: `),
        toned(next === null ? 'added' : 'error', appliedVerdict(applied)),
      ],
      [toned('faint', `  ${engineName(applied.engine)}: ${effort(applied)}`)],
    ],
    done === null ? titled('Planned', changeLines(applied.plan.changes)) : titled('Done', changeLines(done)),
    left === null ? [] : titled('Left', changeLines(left)),
    done === null ? [] : titled('Deferred', changeLines(deferred)),
    next === null ? [] : [[toned('info', 'help'), `: ${next}`]],
  ]);
}

function titled(title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[toned('strong', title)], ...lines];
}
