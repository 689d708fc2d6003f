import { unmanagedAccess } from '../../plan/drift/drift-access.ts';
import type { DriftFinding } from '../../plan/drift/drift-finding.ts';
import type { Plan } from '../../plan/plan.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/escape-markdown.ts';
import { heading, markdownTable } from '../markdown/markdown-table.ts';
import { COMMENT_LIMIT, type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted, listed } from '../phrases.ts';
import { type AccessGiven, accessGivenBy } from '../plan/delta-phrase.ts';
import { type AccessEffect, accessEffectsOf, widePlaces } from '../plan/effects.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';
import { byOrganization } from '../plan/plan-verdict.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import {
  actionsBehind,
  DRIFT_SIGNS,
  type DriftEntry,
  driftBackwards,
  driftVerdict,
  isByTime,
  sortFindings,
  unexplainedSentence,
  unmanagedBackwards,
  unmanagedDriftName,
} from './drift-entry.ts';
import { agePhrase, attributionSentences, deedSource, wordPhrase } from './drift-phrases.ts';

const MOST_NAMES = 10;
const MOST_UNMANAGED = 50;

/** Drift as an issue or comment: the verdict, who gained and lost what, then one row a fact. */
export function driftMarkdown(
  entries: readonly DriftEntry[],
  reportContext: ReportContext = NOTHING_MORE,
  limit = COMMENT_LIMIT,
): string {
  const sorted = byOrganization(entries);
  const [only] = sorted;
  const who =
    only !== undefined && sorted.length === 1
      ? md`${only.plan.organization}`
      : md`${counted(sorted.length, 'organization')}`;
  const unexplained = unexplainedSentence(sorted);
  const parts = [
    ...sorted.flatMap((entry) => sections(entry, sorted.length > 1)),
    ...diagnosticsSections([...reportContext.diagnostics, ...sorted.flatMap(({ plan }) => plan.diagnostics)]),
    ...(unexplained === null
      ? []
      : [{ holds: md`how many facts the audit log does not explain`, body: md`${unexplained}` }]),
    ...attributionSentences(sorted).map((one) => ({
      holds: md`where deeds are known from`,
      body: md`${one}`,
    })),
  ];
  return pullRequestComment(md`**${who}: ${driftVerdict(sorted)}.**`, parts, limit);
}

function sections(entry: DriftEntry, headed: boolean): readonly CommentSection[] {
  const { organization, unmanaged } = entry.plan;
  const { findings } = entry;
  if (findings.length === 0 && unmanaged.length === 0 && goneParts(entry).length === 0) return [];
  const backwards = driftBackwards(entry);
  const effects = backwards === null ? [] : accessEffectsOf(backwards);
  const parts: CommentSection[] = [];
  if (headed)
    parts.push({
      holds: md`the verdict on ${organization}`,
      body: md`${heading(organization)}\n\n${driftVerdict([entry])}`,
    });
  if (effects.length > 0)
    parts.push({
      holds: md`who gained and lost access in ${organization}`,
      body: effectsTable(effects, entry.plan),
    });
  if (findings.length > 0)
    parts.push({
      holds: md`${counted(findings.length, 'drifted fact')} of ${organization}`,
      body: findingsTable(entry),
    });
  parts.push(...goneParts(entry));
  if (unmanaged.length > 0)
    parts.push({
      holds: md`${unmanaged.length} unmanaged of ${organization}`,
      body: unmanagedPart(entry),
    });
  return parts;
}

function goneParts({ plan, history }: DriftEntry): readonly CommentSection[] {
  if (history === undefined) return [];
  const { organization } = plan;
  const { previousReadAt, recovered, unseen } = history;
  const parts = [
    {
      rows: recovered,
      title: md`Recovered since ${code(previousReadAt)}:`,
      holds: md`what recovered in ${organization}`,
    },
    {
      rows: unseen,
      title: md`Not seen, since a list could not be read, and in the report of ${code(previousReadAt)}:`,
      holds: md`what could not be seen in ${organization}`,
    },
  ];
  return parts.flatMap(({ rows, title, holds }) => {
    if (rows.length === 0) return [];
    const cells = rows.map(({ what, firstSeenAt }) => [md`${what}`, code(firstSeenAt)]);
    return [{ holds, body: joinMarkdown([title, markdownTable(['What', 'First seen'], cells)], '\n\n') }];
  });
}

/** What was gained first. */
function effectsTable(effects: readonly AccessEffect[], { desired: { platform } }: Plan): Markdown {
  const given = effects.filter(({ verb }) => verb !== 'gain');
  const taken = effects.filter(({ verb }) => verb === 'gain');
  return markdownTable(
    ['Who', '', 'What', 'Where', 'Through'],
    [...given, ...taken].map(({ verb, block, who, because, wide }) => [
      wide === null
        ? codes(who)
        : md`**${counted(who.length, 'person', 'people')}**: ${listed(who, MOST_NAMES)}`,
      verb === 'gain' ? md`**lost**` : md`gained`,
      joinMarkdown(permissionPhrase(block.permissions, platform).split(', ').map(code), ', '),
      wide === null ? codes(block.scopes) : md`${widePlaces(wide)}`,
      because === null ? md`` : md`${verb === 'gain' ? 'written: ' : ''}${because}`,
    ]),
  );
}

function findingsTable(entry: DriftEntry): Markdown {
  return markdownTable(
    ['', 'What', 'Contradicts', 'By', 'Access'],
    sortFindings(entry.findings).map((finding) => [
      code(DRIFT_SIGNS[finding.kind].sign),
      whatOf(finding, entry),
      code(formatOrigin(finding.contradicts)),
      whoDid(finding, entry),
      effectOf(finding.effect, entry),
    ]),
  );
}

/** The fact, and below it what is said of its age and of its being known. */
function whatOf(finding: DriftFinding, entry: DriftEntry): Markdown {
  const said = [agePhrase(finding, entry), wordPhrase(finding, entry)].filter((one) => one !== null);
  return joinMarkdown([md`${finding.what}`, ...said.map((one) => md`*${one}*`)], '<br>');
}

function whoDid(finding: DriftFinding, entry: DriftEntry): Markdown {
  if (isByTime(finding)) return md`nobody`;
  const told = actionsBehind(finding, entry).map(
    (deed) => md`${code(deed.actor)}<br>${code(deed.at)}${deedSource(deed)}`,
  );
  return told.length === 0 ? md`not known` : joinMarkdown(told, '<br>');
}

function effectOf(effect: DriftFinding['effect'], { plan }: DriftEntry): Markdown {
  return effect === null
    ? md`not weighed`
    : sentences(accessGivenBy(effect, plan.desired.platform, plan.spelling));
}

function unmanagedPart(entry: DriftEntry): Markdown {
  const { things } = unmanagedAccess(entry.plan);
  const more = things.length - MOST_UNMANAGED;
  const backwards = more > 0 ? unmanagedBackwards(entry) : null;
  const rows = things
    .slice(0, MOST_UNMANAGED)
    .map((thing) => [md`${unmanagedDriftName(thing, entry.plan)}`, effectOf(thing.effect, entry)]);
  return joinMarkdown(
    [
      md`Unmanaged (live, not written, left alone): ${things.length}`,
      markdownTable(['Unmanaged', 'Access'], rows),
      ...(backwards === null
        ? []
        : [
            md`… and ${more} more. All of them together:`,
            effectsTable(accessEffectsOf(backwards), entry.plan),
          ]),
    ],
    '\n\n',
  );
}

function sentences(given: readonly AccessGiven[]): Markdown {
  return joinMarkdown(
    given.map(({ verb, what, scopes, people }) =>
      verb === 'gave'
        ? md`gave ${code(what)} on ${scopes} to ${people}`
        : md`**took** ${code(what)} on ${scopes} from ${people}`,
    ),
    '<br>',
  );
}

function codes(names: readonly string[]): Markdown {
  return names.length <= MOST_NAMES ? joinMarkdown(names.map(code), ', ') : md`${listed(names, MOST_NAMES)}`;
}
