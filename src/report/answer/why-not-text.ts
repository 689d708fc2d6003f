import type { ProposedEdit } from '../../missing/edit/proposed-edits.ts';
import type { BlockedWay } from '../../missing/obstacle.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diffLine } from '../import/import-text.ts';
import { fileDiff } from '../import/unified-diff.ts';
import { pathWithoutPlaces } from '../path-phrase.ts';
import { counted } from '../phrases.ts';
import { aligned, type TextLine, toned } from '../text/text-layout.ts';
import type { AccessSource, WhyQuestion } from './access-source.ts';
import {
  DIFF_CONTEXT,
  editConsequences,
  editSummary,
  MOST_EDITS,
  MOST_WAYS,
  othersToAsk,
} from './edit-phrase.ts';
import { obstaclePhrase } from './obstacle-phrase.ts';

/** Each way by which somebody gave it, and below it all that stands in it. */
export function takenAwayLines(
  ways: readonly BlockedWay[],
  { member }: WhyQuestion,
  { spelling }: AccessSource,
): readonly TextLine[] {
  if (ways.length === 0) return [];
  const person = spelling(member);
  const rows = ways.slice(0, MOST_WAYS).flatMap(({ path, obstacles }, index) => [
    {
      left: [
        toned('strong', `${index + 1}.`.padStart(4)),
        ` ${path === null ? person : pathWithoutPlaces(path, spelling)}`,
      ],
      right: [],
    },
    ...obstacles.map((obstacle) => ({
      left: ['     ', toned('removed', '✗'), ` ${obstaclePhrase(obstacle, person, spelling)}`],
      right: [toned('faint', formatOrigin(obstacle.origin))],
    })),
  ]);
  return [[toned('strong', 'What takes it away')], ...aligned(rows), ...more(ways.length - MOST_WAYS, 'way')];
}

/** The edits that would give it, with the lines that change. */
export function editLines(edits: readonly ProposedEdit[] | null, source: AccessSource): readonly TextLine[] {
  if (edits === null) return [];
  const others = othersToAsk(source);
  if (edits.length === 0) return others === null ? [] : [[toned('faint', others)]];
  const lines = edits
    .slice(0, MOST_EDITS)
    .flatMap((edit, index): readonly TextLine[] => [
      [toned('strong', `${index + 1}.`.padStart(4)), ` ${editSummary(edit, source.spelling)}`],
      ...editConsequences(edit, source).map(
        (text): TextLine => ['     ', toned(text.startsWith('but ') ? 'warning' : 'faint', text)],
      ),
      ...edit.files.flatMap(({ file, before, after }): readonly TextLine[] => [
        ['     ', toned('faint', file)],
        ...fileDiff(before, after, DIFF_CONTEXT).lines.map(
          (line): TextLine => ['       ', ...diffLine(line)],
        ),
      ]),
    ]);
  return [
    [toned('strong', 'Edits that would give it')],
    ...lines,
    ...more(edits.length - MOST_EDITS, 'edit'),
  ];
}

function more(left: number, what: string): readonly TextLine[] {
  return left > 0 ? [[toned('faint', `     and ${counted(left, `more ${what}`)}: --json has all`)]] : [];
}
