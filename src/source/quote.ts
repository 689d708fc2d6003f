import { codePointOf } from './code-point.ts';
import { replaceInvisible } from './invisible-characters.ts';
import { escapeLogCommands } from './log-command.ts';

/** Longer texts are cut in messages: the place says where the rest is. */
const SHOWN = 80;

/**
 * The text with every character that could disguise it written as `\u{7}`, and nothing in it that a CI server would run
 * out of its log.
 */
export function escapeText(text: string): string {
  return escapeLogCommands(replaceInvisible(text, escaped), escaped);
}

/** The same of a text that has lines of its own. */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeText).join('\n');
}

function escaped(character: string): string {
  return `\\u{${codePointOf(character).toString(16)}}`;
}

/** A user's own text for use in a message: in double quotes, escaped, cut when long. Never raw. */
export function quote(text: string): string {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
  return `"${escapeText(shown).replaceAll('"', '\\"')}"`;
}

/** As many are named in a message; of the rest only how many there are. */
const NAMED = 10;

/** Several phrases as one: `a; b; and 3 more`, escaped. */
export function someOf(phrases: readonly string[]): string {
  const rest = phrases.length - NAMED;
  const named = phrases.slice(0, NAMED).map(escapeText);
  return [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}
