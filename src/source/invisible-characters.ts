/**
 * Characters that draw nothing, or change how the text around them is drawn: controls, format and bidirectional
 * characters, halves of characters, separators of lines, what Unicode says to leave out where it is not known (fillers,
 * selectors of variants, tags), an empty pattern of Braille and an empty note. The one list, for keys, for quoting, for
 * JSON and for schemas: two names that look alike are told apart everywhere or nowhere. Inside brackets, with `u`.
 */
const INVISIBLE = '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800\\u{1d159}';

const invisible = new RegExp(`[${INVISIBLE}]`, 'gu');
const odd = new RegExp(`[${INVISIBLE}\\p{Co}\\p{Cn}]|(?! )\\p{Z}`, 'gu');

/** The text with every invisible character as `write` puts it. */
export function replaceInvisible(text: string, write: (character: string) => string): string {
  return text.replace(invisible, write);
}

/** The first invisible character; null for none. */
export function invisibleIn(text: string): string | null {
  return text.match(invisible)?.[0] ?? null;
}

/** Whether an editor may not show all of it as it is: blanks other than the usual one, characters of nobody. */
export function isOdd(text: string): boolean {
  return text.search(odd) !== -1;
}

/** The text with every such character as `write` puts it. */
export function replaceOdd(text: string, write: (character: string) => string): string {
  return text.replace(odd, write);
}

/**
 * Blanks and invisible characters but halves, spelled out for patterns of JSON schemas: not every engine that reads
 * them has `\p{…}`. Those beyond 16 bits stand for themselves, as there is no one escape for them either.
 */
export const BLANK =
  '\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u115f\\u1160' +
  '\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f' +
  '\\ufeff\\uffa0\\ufff0-\\ufffb\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}' +
  '\u{e0000}-\u{e0fff}';
