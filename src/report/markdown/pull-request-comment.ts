import { counted } from '../phrases.ts';
import { Markdown, MarkdownRows, md, type RowText } from './escape-markdown.ts';

/** What GitHub takes as the body of one comment. */
export const COMMENT_LIMIT = 65_536;

/** Left-out sections that are named; the rest are counted. */
const NAMED = 5;
const USUAL_RANK = 2;

export interface CommentSection {
  /** What a reader misses when it is left out: `12 changes of acme`. */
  readonly holds: Markdown;
  readonly body: Markdown;
  /** The lower, the longer it is kept; its rows may have ranks of their own. Left out: 2. */
  readonly rank?: number;
}

export interface CommentLayout {
  readonly text: string;
  /** The most important rank of which something was left out; null when all is there. */
  readonly cut: number | null;
}

const ELSEWHERE = md`The text and JSON reports hold all of it.`;

/** The verdict, then the sections in order, as much as a comment takes. */
export function pullRequestComment(
  verdict: Markdown,
  sections: readonly CommentSection[],
  limit = COMMENT_LIMIT,
): string {
  return layoutComment(verdict, sections, ELSEWHERE, limit).text;
}

/**
 * Fills the comment. Where there is no room for all, rows of the least important rank go first, from the end of
 * their section; sections without rows are kept whole or left out whole. What was left out is counted under the
 * verdict, with `elsewhere` to say where it can be read.
 */
export function layoutComment(
  verdict: Markdown,
  sections: readonly CommentSection[],
  elsewhere: Markdown,
  limit = COMMENT_LIMIT,
): CommentLayout {
  const bodies = sections.map((commentSection) => commentSection.body);
  const all = page(verdict, bodies);
  if (all.length <= limit) return { text: all, cut: null };
  const parts = sections.map(partOf);
  // Room is set aside for the longest note there could be: of everything, the longest names first.
  const longest = parts
    .map((sectionPart) => lossOf(sectionPart, sectionPart.rows))
    .sort((a, b) => b.text.length - a.text.length);
  const rows = parts.reduce((sum, sectionPart) => sum + sectionPart.rows.length, 0);
  const room = limit - page(verdict, [note(longest, rows, elsewhere)]).length;
  const cut = fill(parts, room);
  const missing = parts.filter((sectionPart) => sectionPart.kept < sectionPart.rows.length);
  const losses = missing.map((sectionPart) => lossOf(sectionPart, sectionPart.rows.slice(sectionPart.kept)));
  const unnamed = missing
    .slice(NAMED)
    .reduce((sum, sectionPart) => sum + sectionPart.rows.length - sectionPart.kept, 0);
  const shown = parts.filter((sectionPart) => sectionPart.kept > 0).map(bodyOf);
  return { text: page(verdict, [note(losses, unnamed, elsewhere), ...shown]), cut };
}

interface SectionPart {
  readonly section: CommentSection;
  /** A section without rows is one row. */
  readonly rows: readonly RowText[];
  /** What the first row kept costs besides itself. */
  readonly frame: number;
  kept: number;
}

/** `\n\n… and 1234 more rows (5678 named) left out.` is never longer. */
const CUT_LINE = 80;

function partOf(commentSection: CommentSection): SectionPart {
  const { body } = commentSection;
  if (!(body instanceof MarkdownRows))
    return { section: commentSection, rows: [{ text: body.text, rank: null, names: [] }], frame: 2, kept: 0 };
  return {
    section: commentSection,
    rows: body.rows,
    frame: body.before.length + body.after.length + 2 + CUT_LINE,
    kept: 0,
  };
}

/** Takes rows by rank, then by section; a section that had to leave one out takes no later one either. */
function fill(parts: readonly SectionPart[], size: number): number | null {
  const ranks = new Set(
    parts.flatMap((sectionPart) => sectionPart.rows.map((row) => rankOf(row, sectionPart))),
  );
  const full = new Set<SectionPart>();
  let room = size;
  let cut: number | null = null;
  for (const rank of [...ranks].sort((a, b) => a - b)) {
    for (const sectionPart of parts) {
      for (
        let row = sectionPart.rows[sectionPart.kept];
        row !== undefined;
        row = sectionPart.rows[sectionPart.kept]
      ) {
        if (full.has(sectionPart) || rankOf(row, sectionPart) > rank) break;
        const cost = row.text.length + 1 + (sectionPart.kept === 0 ? sectionPart.frame : 0);
        if (cost > room) {
          full.add(sectionPart);
          cut ??= rank;
          break;
        }
        room -= cost;
        sectionPart.kept += 1;
      }
    }
  }
  return cut;
}

function rankOf(row: RowText, { section }: SectionPart): number {
  return row.rank ?? section.rank ?? USUAL_RANK;
}

function bodyOf({ section, rows, kept }: SectionPart): Markdown {
  const { body } = section;
  if (!(body instanceof MarkdownRows) || kept === rows.length) return body;
  const missing = rows.slice(kept);
  const named = namesIn(missing);
  const who = named === 0 ? '' : ` (${named} named)`;
  const more = `\n\n… and ${counted(missing.length, 'more row')}${who} left out.`;
  return new MarkdownRows(body.before, rows.slice(0, kept), `${more}${body.after}`);
}

function namesIn(rows: readonly RowText[]): number {
  return new Set(rows.flatMap((row) => row.names)).size;
}

/** `12 of 40 rows (230 named) of who gains and loses access in acme`. */
function lossOf({ section, rows }: SectionPart, missing: readonly RowText[]): Markdown {
  if (!(section.body instanceof MarkdownRows)) return section.holds;
  const named = namesIn(missing);
  const who = named === 0 ? '' : ` (${named} named)`;
  return md`${missing.length} of ${counted(rows.length, 'row')}${new Markdown(who)} of ${section.holds}`;
}

function note(losses: readonly Markdown[], unnamedRows: number, elsewhere: Markdown): Markdown {
  const more = losses.length - NAMED;
  const rest = more > 0 ? [`${counted(more, 'more section')} with ${counted(unnamedRows, 'row')}`] : [];
  const what = [...losses.slice(0, NAMED).map((loss) => loss.text), ...rest].join('; ');
  return new Markdown(
    `**Left out, because a comment holds at most ${COMMENT_LIMIT} characters:** ${what}. ${elsewhere.text}`,
  );
}

function page(verdict: Markdown, bodies: readonly Markdown[]): string {
  return `${[verdict, ...bodies].map((body) => body.text).join('\n\n')}\n`;
}
