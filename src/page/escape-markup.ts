import { replaceInvisible } from '../source/invisible-characters.ts';

const MARKUP: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text in HTML, with invisible characters spelled out. */
export function escapeMarkup(text: string): string {
  return replaceInvisible(text, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).replace(
    /[<>&"']/g,
    (one) => MARKUP[one] ?? one,
  );
}
