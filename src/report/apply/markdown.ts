import type { Applied } from '../../plan/applied.ts';
import type { Change } from '../../plan/change.ts';
import { diagnosticsSections } from '../diagnostics/markdown.ts';
import { engineName } from '../engine.ts';
import type { Extras } from '../extras.ts';
import { comment, type Section } from '../markdown/comment.ts';
import { md } from '../markdown/safe.ts';
import { details } from '../markdown/table.ts';
import { counted } from '../phrases.ts';
import { changesTable } from '../plan/changes-table.ts';
import { pendingSections } from '../plan/markdown.ts';
import { byOrganization } from '../plan/verdict.ts';
import { adviceOf, appliedVerdict, carriedOut, effort, MEANWHILE, UNHEARD, wayOut } from './outcome.ts';

/** What an apply did, as a comment under the pull request that asked for it. */
export function appliedMarkdown(applied: readonly Applied[], extras: Extras = {}): string {
  const sorted = byOrganization(applied);
  const [only] = sorted;
  const good = sorted.filter((one) => wayOut(one) === null).length;
  const verdict =
    only !== undefined && sorted.length === 1
      ? md`**${only.plan.organization}: ${appliedVerdict(only)}.**`
      : md`**${counted(sorted.length, 'organization')}: ${good} as written, ${sorted.length - good} not.**`;
  return comment(verdict, [
    ...sorted.flatMap((one) => organizationSections(one, sorted.length > 1)),
    ...diagnosticsSections([
      ...(extras.diagnostics ?? []),
      ...sorted.flatMap((one) => [...one.plan.diagnostics, ...one.diagnostics]),
    ]),
  ]);
}

function organizationSections(applied: Applied, headed: boolean): readonly Section[] {
  const { organization } = applied.plan;
  const { done, partly, unheard, meanwhile, open, left, deferred } = carriedOut(applied);
  const next = adviceOf(applied);
  const facts = md`${engineName(applied.engine)}: ${effort(applied)}.`;
  const help = next === null ? md`` : md` **Next:** ${next}`;
  const line = md`${facts}${help}`;
  return [
    {
      holds: md`the verdict on ${organization}`,
      body: headed ? md`### ${organization}\n\n${appliedVerdict(applied)}. ${line}` : line,
      rank: 0,
    },
    ...changesSection('Done', done, organization, 4),
    ...changesSection('Done in part', [...partly.keys()], organization, 1, partly),
    ...changesSection(UNHEARD, unheard, organization, 3),
    ...changesSection(MEANWHILE, meanwhile, organization, 3),
    ...(left === null
      ? changesSection('Not made', open, organization, 1)
      : changesSection('Left', left, organization, 1)),
    ...changesSection('Deferred', deferred, organization, 3),
    ...pendingSections(applied.second ?? applied.plan),
  ];
}

function changesSection(
  title: string,
  changes: readonly Change[],
  organization: string,
  rank: number,
  notes: ReadonlyMap<Change, string> = new Map(),
): readonly Section[] {
  if (changes.length === 0) return [];
  return [
    {
      holds: md`${title}: ${counted(changes.length, 'change')} of ${organization}`,
      body: details(
        `${title}: ${changes.length}`,
        changesTable(changes, { removals: rank, rest: rank }, notes),
      ),
    },
  ];
}
