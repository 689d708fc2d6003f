import { counted } from '../phrases.ts';
import { Markdown } from './safe.ts';

/** What GitHub takes as the body of one comment. */
export const COMMENT_LIMIT = 65_536;

/** Left-out sections that are named; the rest are counted. */
const NAMED = 5;

export interface Section {
  /** What a reader misses when it is left out: `12 changes of acme`. */
  readonly holds: Markdown;
  readonly body: Markdown;
}

/**
 * The verdict, then the sections in order. Sections are kept whole or left out whole, and what was left out is said:
 * half a table reads like all of it.
 */
export function comment(verdict: Markdown, sections: readonly Section[], limit = COMMENT_LIMIT): string {
  const all = page(
    verdict,
    sections.map((s) => s.body),
  );
  if (all.length <= limit) return all;
  // Room is set aside for the longest note there could be: everything left out, the longest names first.
  const longestFirst = [...sections].sort((a, b) => b.holds.text.length - a.holds.text.length);
  let room = limit - page(verdict, [note(longestFirst)]).length;
  const kept: Section[] = [];
  const left: Section[] = [];
  for (const section of sections) {
    const size = section.body.text.length + 2;
    if (size <= room) {
      kept.push(section);
      room -= size;
    } else left.push(section);
  }
  return page(verdict, [...kept.map((s) => s.body), note(left)]);
}

function note(left: readonly Section[]): Markdown {
  const named = left.slice(0, NAMED).map((section) => section.holds.text);
  const more = left.length > NAMED ? [counted(left.length - NAMED, 'more section')] : [];
  const what = [...named, ...more].join('; ');
  return new Markdown(
    `**Left out, because a comment holds at most ${COMMENT_LIMIT} characters:** ${what}. ` +
      'The text and JSON reports hold all of it.',
  );
}

function page(verdict: Markdown, bodies: readonly Markdown[]): string {
  return `${[verdict, ...bodies].map((body) => body.text).join('\n\n')}\n`;
}
