import { type Breach, type Finding, holds, isBreach } from '../../expectation/expectation.ts';
import { showOrigin } from '../../source/origin.ts';
import { sideOf } from '../answer/source.ts';
import type { Section } from '../markdown/comment.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/safe.ts';
import { type RankedRow, table } from '../markdown/table.ts';
import { counted } from '../phrases.ts';
import { permissionNames } from '../plan/permission-phrase.ts';
import { type Examined, examinedInOrder } from './examined.ts';
import { type Because, explain, MOST_BREACHES } from './explained.ts';
import { becausePhrase } from './lines.ts';
import { vacuumPhrase } from './words.ts';

const PEOPLE_IN_A_ROW = 25;

/** One table of what fails; nothing where everything holds. */
export function failingSections(examined: readonly Examined[]): readonly Section[] {
  const rows = examinedInOrder(examined).flatMap((one) => {
    const because = explain(one);
    return one.findings
      .filter((finding) => !holds(finding))
      .flatMap((finding) => findingRows(finding, one, because));
  });
  if (rows.length === 0) return [];
  const failing = new Set(rows.map(({ names }) => names[0])).size;
  const head = ['Expectation', 'Expected', 'Found', 'Because'];
  return [{ holds: md`${counted(failing, 'expectation')} that fail`, body: table(head, rows), rank: 0 }];
}

function findingRows(
  { expectation, faults }: Finding,
  { source }: Examined,
  because: (breach: Breach) => readonly Because[],
): readonly RankedRow[] {
  const parts = [
    md`**${expectation.name}**`,
    md`${code(showOrigin(expectation.origin))}, ${source.organization} ${sideOf(source)}`,
    ...(expectation.reason === null ? [] : [md`${expectation.reason}`]),
  ];
  const names = [`${source.organization} ${expectation.name}`];
  const more = faults.length - MOST_BREACHES;
  const left = md`… and ${counted(more, 'more finding')} of the sort`;
  const rest = more > 0 ? [{ cells: [md`as above`, md``, left, md``], rank: 0, names }] : [];
  const rows = faults.slice(0, MOST_BREACHES).map((fault, index): RankedRow => {
    const name = index === 0 ? joinMarkdown(parts, '<br>') : md`as above`;
    if (!isBreach(fault)) {
      return { cells: [name, md``, md`${vacuumPhrase(fault)}`, md``], rank: 0, names };
    }
    const { verb, pattern } = fault.demand;
    const expected = md`${code(verb)} ${code(pattern.value)}<br>${code(showOrigin(pattern.origin))}`;
    const why = joinMarkdown(
      because(fault).map((one) => md`${becausePhrase(one, source)}`),
      '<br>',
    );
    return { cells: [name, expected, found(fault, source), why], rank: 0, names };
  });
  return [...rows, ...rest];
}

function found(
  { members, permissions, scopes, fault }: Breach,
  { platform, spelling }: Examined['source'],
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
