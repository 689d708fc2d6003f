import {
  type Breach,
  type ExpectationFinding,
  isBreach,
  isExpectationMet,
} from '../../expectation/expectation.ts';
import { formatOrigin } from '../../source/origin.ts';
import { sideOf } from '../answer/access-source.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/escape-markdown.ts';
import { markdownTable, type RankedRow } from '../markdown/markdown-table.ts';
import type { CommentSection } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import { permissionNames } from '../plan/permission-phrase.ts';
import { type BreachExplanation, explainBreaches, MOST_BREACHES } from './breach-explanation.ts';
import { breachReasonPhrase } from './expectation-lines.ts';
import { emptyMatchPhrase } from './expectation-phrases.ts';
import { type ExpectationResults, resultsInOrder } from './expectation-results.ts';

const PEOPLE_IN_A_ROW = 25;

/** One table of what fails; nothing where everything holds. */
export function failingSections(examined: readonly ExpectationResults[]): readonly CommentSection[] {
  const rows = resultsInOrder(examined).flatMap((one) => {
    const because = explainBreaches(one);
    return one.findings
      .filter((expectationFinding) => !isExpectationMet(expectationFinding))
      .flatMap((expectationFinding) => findingRows(expectationFinding, one, because));
  });
  if (rows.length === 0) return [];
  const failing = new Set(rows.map(({ names }) => names[0])).size;
  const head = ['Expectation', 'Expected', 'Found', 'Because'];
  return [
    { holds: md`${counted(failing, 'expectation')} that fail`, body: markdownTable(head, rows), rank: 0 },
  ];
}

function findingRows(
  { expectation, faults }: ExpectationFinding,
  { source }: ExpectationResults,
  because: (breach: Breach) => readonly BreachExplanation[],
): readonly RankedRow[] {
  const parts = [
    md`**${expectation.name}**`,
    md`${code(formatOrigin(expectation.origin))}, ${source.organization} ${sideOf(source)}`,
    ...(expectation.reason === null ? [] : [md`${expectation.reason}`]),
  ];
  const names = [`${source.organization} ${expectation.name}`];
  const more = faults.length - MOST_BREACHES;
  const left = md`… and ${counted(more, 'more finding')} of the sort`;
  const rest = more > 0 ? [{ cells: [md`as above`, md``, left, md``], rank: 0, names }] : [];
  const rows = faults.slice(0, MOST_BREACHES).map((expectationFault, index): RankedRow => {
    const name = index === 0 ? joinMarkdown(parts, '<br>') : md`as above`;
    if (!isBreach(expectationFault)) {
      return { cells: [name, md``, md`${emptyMatchPhrase(expectationFault)}`, md``], rank: 0, names };
    }
    const { verb, pattern } = expectationFault.demand;
    const expected = md`${code(verb)} ${code(pattern.value)}<br>${code(formatOrigin(pattern.origin))}`;
    const why = joinMarkdown(
      because(expectationFault).map((one) => md`${breachReasonPhrase(one, source)}`),
      '<br>',
    );
    return { cells: [name, expected, found(expectationFault, source), why], rank: 0, names };
  });
  return [...rows, ...rest];
}

function found(
  { members, permissions, scopes, fault }: Breach,
  { platform, spelling }: ExpectationResults['source'],
): Markdown {
  const does = md`${fault === 'lacks' ? 'lack' : 'hold'}${members.length === 1 ? 's' : ''}`;
  const who = members.slice(0, PEOPLE_IN_A_ROW).map(spelling);
  const more = members.length - who.length;
  const rest = more > 0 ? md` and ${more} more` : md``;
  return md`${codes(who)}${rest} ${does} ${codes(permissionNames(permissions, platform))} on ${codes(scopes)}`;
}

function codes(names: readonly string[]): Markdown {
  return joinMarkdown(names.map(code), ', ');
}
