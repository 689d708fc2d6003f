import type { OrganizationDiff } from '../../diff/organization-diff.ts';
import { isSame } from '../../diff/organization-diff.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { joinMarkdown, type Markdown, md } from '../markdown/escape-markdown.ts';
import { bullets } from '../markdown/markdown-table.ts';
import { type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import { effectsTable, RANK } from '../plan/effects-table.ts';
import { baseNotes, type ComparedBase, comparedWith } from './compared-with.ts';
import {
  changesPhrase,
  diffEffects,
  diffNotes,
  diffVerdict,
  escalationPhrase,
  outsidersPhrase,
  withoutHolderPhrase,
} from './diff-phrases.ts';

const FEW_SCOPES = 10;

/** What differs between two versions of the documents, for a pull request. */
export function diffMarkdown(
  diffs: readonly OrganizationDiff[],
  base: ComparedBase,
  diagnostics: readonly Diagnostic[],
): string {
  const changed = diffs.filter((diff) => !isSame(diff));
  const [only] = changed;
  const verdict =
    only === undefined
      ? md`no difference`
      : changed.length === 1
        ? md`${only.organization}: ${diffVerdict(only)}`
        : md`${counted(changed.length, 'organization')} differ`;
  const found = [...diagnostics, ...diffs.flatMap((diff) => diff.diagnostics)];
  return pullRequestComment(md`**${verdict}** (${comparedWith(base)})`, [
    ...baseNotes(base).map((note) => ({ holds: md`what the base is`, body: md`${note}`, rank: RANK.top })),
    ...changed.flatMap((diff) => diffSections(diff, changed.length > 1)),
    ...diagnosticsSections(found),
  ]);
}

function diffSections(diff: OrganizationDiff, headed: boolean): readonly CommentSection[] {
  const { organization, difference, escalations, withoutHolders, newOutsiders, ahead } = diff;
  const heading = md`**${organization}: ${diffVerdict(diff)}**`;
  const written = changesPhrase(diff);
  const small = [...(written === null ? [] : [written]), ...diffNotes(diff)];
  return [
    ...(headed ? [{ holds: md`the verdict on ${organization}`, body: heading, rank: RANK.top }] : []),
    ...listSection(
      'Gain the power to administer',
      organization,
      escalations.map((one) => escalationPhrase(one, difference.spelling)),
    ),
    ...listSection(
      'Nobody left',
      organization,
      withoutHolders.map((one) => withoutHolderPhrase(one, diff)),
    ),
    ...listSection(
      'New with access from outside',
      organization,
      newOutsiders.length === 0 ? [] : [outsidersPhrase(diff)],
    ),
    ...effectsSection(md`who gains and loses access in ${organization}`, difference, null),
    ...ahead.flatMap(({ at, difference: then }) =>
      effectsSection(
        md`what differs from ${at.at} on in ${organization}`,
        then,
        md`**From ${at.at} on** (${formatOrigin(at.origin)})`,
      ),
    ),
    ...(small.length === 0
      ? []
      : [{ holds: md`notes on ${organization}`, body: md`<sub>${small.join(' ')}</sub>`, rank: RANK.rest }]),
  ];
}

function listSection(
  title: string,
  organization: string,
  phrases: readonly string[],
): readonly CommentSection[] {
  if (phrases.length === 0) return [];
  const list = bullets(phrases.map((phrase) => ({ item: md`${phrase}`, rank: RANK.losses })));
  return [{ holds: md`${title} in ${organization}`, body: joinMarkdown([md`**${title}**`, list], '\n\n') }];
}

function effectsSection(
  holds: Markdown,
  difference: OrganizationDiff['difference'],
  title: Markdown | null,
): readonly CommentSection[] {
  const effects = diffEffects(difference);
  if (effects.length === 0) return [];
  const table = effectsTable(effects, [FEW_SCOPES, FEW_SCOPES]);
  return [{ holds, body: title === null ? table : joinMarkdown([title, table], '\n\n') }];
}
