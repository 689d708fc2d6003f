import type { ApplyResult } from '../../plan/apply-result.ts';
import type { Change } from '../../plan/change.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { engineName } from '../engine-name.ts';
import { md } from '../markdown/escape-markdown.ts';
import { details } from '../markdown/markdown-table.ts';
import { type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import { changesTable } from '../plan/changes-table.ts';
import { pendingSections } from '../plan/plan-markdown.ts';
import { byOrganization } from '../plan/plan-verdict.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import {
  appliedVerdict,
  applyAdvice,
  applyHint,
  applySummary,
  effortPhrase,
  MEANWHILE_NOTE,
  UNHEARD_NOTE,
} from './apply-outcome.ts';

/** What an apply did, as a comment under the pull request that asked for it. */
export function appliedMarkdown(
  applied: readonly ApplyResult[],
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const sorted = byOrganization(applied);
  const [only] = sorted;
  const good = sorted.filter((one) => applyHint(one) === null).length;
  const verdict =
    only !== undefined && sorted.length === 1
      ? md`**${only.plan.organization}: ${appliedVerdict(only)}.**`
      : md`**${counted(sorted.length, 'organization')}: ${good} as written, ${sorted.length - good} not.**`;
  return pullRequestComment(verdict, [
    ...sorted.flatMap((one) => organizationSections(one, sorted.length > 1)),
    ...diagnosticsSections([
      ...reportContext.diagnostics,
      ...sorted.flatMap((one) => [...one.plan.diagnostics, ...one.diagnostics]),
    ]),
  ]);
}

function organizationSections(applyResult: ApplyResult, headed: boolean): readonly CommentSection[] {
  const { organization, spelling } = applyResult.plan;
  const section = (
    title: string,
    changes: readonly Change[],
    rank: number,
    notes?: ReadonlyMap<Change, string>,
  ) => changesSection(title, changes, organization, rank, spelling, notes);
  const { done, partly, unheard, meanwhile, open, left, deferred } = applySummary(applyResult);
  const next = applyAdvice(applyResult);
  const facts = md`${engineName(applyResult.engine)}: ${effortPhrase(applyResult)}.`;
  const help = next === null ? md`` : md` **Next:** ${next}`;
  const line = md`${facts}${help}`;
  return [
    {
      holds: md`the verdict on ${organization}`,
      body: headed ? md`### ${organization}\n\n${appliedVerdict(applyResult)}. ${line}` : line,
      rank: 0,
    },
    ...section('Done', done, 4),
    ...section('Done in part', [...partly.keys()], 1, partly),
    ...section(UNHEARD_NOTE, unheard, 3),
    ...section(MEANWHILE_NOTE, meanwhile, 3),
    ...(left === null ? section('Not made', open, 1) : section('Left', left, 1)),
    ...section('Deferred', deferred, 3),
    ...pendingSections(applyResult.second ?? applyResult.plan),
  ];
}

function changesSection(
  title: string,
  changes: readonly Change[],
  organization: string,
  rank: number,
  spelling: Spelling,
  notes?: ReadonlyMap<Change, string>,
): readonly CommentSection[] {
  if (changes.length === 0) return [];
  return [
    {
      holds: md`${title}: ${counted(changes.length, 'change')} of ${organization}`,
      body: details(
        `${title}: ${changes.length}`,
        changesTable(changes, { removals: rank, rest: rank }, spelling, notes),
      ),
    },
  ];
}
