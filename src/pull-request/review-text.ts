import { printLines, type TextLine, toned } from '../report/text/text-layout.ts';
import type { Style } from '../report/text/text-style.ts';
import type { ReviewCell, ReviewFacts, ReviewSection } from './review-facts.ts';

const MOST_ROWS = 100;

/** A review for a terminal, and what became of telling it: a line each. */
export function reviewText(facts: ReviewFacts, told: readonly string[], style: Style): string {
  const lines: TextLine[] = [
    [toned('strong', facts.title), toned('faint', ` (${facts.compared})`)],
    ...facts.sections.flatMap(sectionLines),
    ...(told.length === 0 ? [] : [[]]),
    ...told.map((line): TextLine => [toned('faint', line)]),
  ];
  return printLines(lines, style);
}

function sectionLines({ title, rows }: ReviewSection): readonly TextLine[] {
  const more = rows.length - MOST_ROWS;
  return [
    [],
    ...(title === null ? [] : [[toned('strong', title)]]),
    ...rows.slice(0, MOST_ROWS).map(
      ({ cells }): TextLine => [
        `  ${cells
          .map(cellText)
          .filter((text) => text !== '')
          .join(' · ')}`,
      ],
    ),
    ...(more > 0 ? [[toned('faint', `  and ${more} more (--json has all)`)]] : []),
  ];
}

function cellText(cell: ReviewCell): string {
  if ('text' in cell) return cell.text;
  return `${cell.before}${cell.names.join(', ')}${cell.more}`;
}
