import { codePointOf } from '../code-point.ts';
import { isOdd, replaceOdd } from '../invisible-characters.ts';

/** Words that some reader of YAML takes for a boolean or for nothing. */
const WORDS = /^(?:null|true|false|yes|no|on|off|y|n|~)$/i;
/** What some reader of YAML 1.1 or 1.2 takes for a number, a date or a time. */
const NUMERIC =
  /^[-+]?(?:\.?\d[\d._:,-]*(?:e[-+]?\d*)?|0[xob][\da-f_]*|\.inf|\.nan)$|^\d{4}-\d\d?-\d\d?(?:[Tt ]|$)/i;
/** Beginnings that mean something to YAML. */
const BEGINS = /^[-?:,[\]{}#&*!|>'"%@`=<]/;
/** Characters that end a plain text between brackets. */
const BRACKETS = /[,[\]{}]/;
/** The text as a YAML scalar on one line, in quotes only where they are needed: between brackets, or anywhere else. */
export function scalarText(text: string, within: 'flow' | 'block'): string {
  if (isPlain(text) && (within === 'block' || !BRACKETS.test(text))) return text;
  if (isOdd(text) || !text.includes('"')) return doubleQuoted(text);
  return text.includes("'") || text.includes('\\') ? doubleQuoted(text) : `'${text}'`;
}

/** Safe as key and as value, to readers of YAML 1.1 and 1.2. */
function isPlain(text: string): boolean {
  return !(
    text === '' ||
    text.length > 1000 ||
    BEGINS.test(text) ||
    WORDS.test(text) ||
    NUMERIC.test(text) ||
    isOdd(text) ||
    /^ | $|: |:$| #|^---|^\.\.\./.test(text)
  );
}

function doubleQuoted(text: string): string {
  const quoted = JSON.stringify(text);
  // By code units: what is beyond 16 bits and odd is written as its two halves would be, which YAML does not join.
  return replaceOdd(quoted, (c) => {
    const code = codePointOf(c);
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Lines of a text that can stand below `key: |`, unchanged and readable; null when quotes are needed. */
export function literalLines(
  text: string,
): { readonly header: '|' | '|-'; readonly lines: readonly string[] } | null {
  if (!text.includes('\n')) return null;
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n');
  const [first = '', last = ''] = [lines[0], lines.at(-1)];
  if (first === '' || last === '' || first.startsWith(' ')) return null;
  if (lines.some((line) => isOdd(line) || /\s$/.test(line) || /^\s+$/.test(line))) return null;
  return { header: ended ? '|' : '|-', lines };
}
