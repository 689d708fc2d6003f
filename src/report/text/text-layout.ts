import { escapeText } from '../../source/quote.ts';
import type { Style, Tone } from './text-style.ts';

/** Text with a tone. Bare strings have none. */
export type TextPiece = string | { readonly tone: Tone; readonly text: string };

/** One line of output. Pieces may hold anything a user wrote: they are made harmless when printed, not before. */
export type TextLine = readonly TextPiece[];

export function toned(tone: Tone, text: string): TextPiece {
  return { tone, text };
}

/**
 * Lines → text that ends in a newline; empty for no lines. Every piece is escaped here and only here, so no renderer
 * can forget to: a name with an escape sequence, a line break or a right-to-left override arrives as visible text.
 */
export function printLines(lines: readonly TextLine[], style: Style): string {
  return lines
    .map((textLine) => `${textLine.map((textPiece) => printPiece(textPiece, style)).join('')}\n`)
    .join('');
}

function printPiece(textPiece: TextPiece, style: Style): string {
  return typeof textPiece === 'string'
    ? escapeText(textPiece)
    : style.paint(textPiece.tone, escapeText(textPiece.text));
}

/** Blocks with one empty line between them; empty blocks leave no trace. */
export function spaced(blocks: readonly (readonly TextLine[])[]): readonly TextLine[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : [[], ...block]));
}

/** A line of which the second part stands in a column shared with its neighbours. */
export interface AlignedRow {
  readonly left: TextLine;
  /** Empty: the line ends after its left part and takes no part in the alignment. */
  readonly right: TextLine;
}

/** Past this a single long name would push everybody's second column off the screen. */
const WIDEST_COLUMN = 60;

/** Rows with their right parts aligned, two blanks after the widest left part that is not too wide. */
export function aligned(rows: readonly AlignedRow[]): readonly TextLine[] {
  const widths = rows
    .filter((alignedRow) => alignedRow.right.length > 0)
    .map((alignedRow) => width(alignedRow.left));
  // Of very many rows: more than a call can have arguments.
  const column = widths.reduce((widest, w) => (w <= WIDEST_COLUMN && w > widest ? w : widest), 0);
  return rows.map(({ left, right }) => {
    if (right.length === 0) return left;
    return [...left, ' '.repeat(Math.max(0, column - width(left)) + 2), ...right];
  });
}

/** Emoji and East Asian characters take two columns. */
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;

function width(textLine: TextLine): number {
  let sum = 0;
  for (const textPiece of textLine) {
    for (const character of escapeText(typeof textPiece === 'string' ? textPiece : textPiece.text)) {
      sum += WIDE.test(character) ? 2 : 1;
    }
  }
  return sum;
}
