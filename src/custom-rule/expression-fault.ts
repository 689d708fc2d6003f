/** What is wrong with an expression before it runs, and where in its text; offsets in UTF-16 code units. */
export interface ExpressionFault {
  readonly message: string;
  readonly hint: string | null;
  readonly offset: number;
  readonly length: number;
}

/** Blanks and comments, as CEL has them. */
const BETWEEN = /(?:\s|\/\/[^\n]*(?:\n|$))*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const ONE_SIGN = /./suy;

function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where the first thing stands from an offset on, without the blanks before it; a name as a whole, or one sign. */
export function placeFrom(
  text: string,
  offset: number,
  { afterDot = false } = {},
): Pick<ExpressionFault, 'offset' | 'length'> {
  let start = past(BETWEEN, text, Math.min(offset, text.length));
  if (afterDot && text[start] === '.') start = past(BETWEEN, text, start + 1);
  const end = past(NAME, text, start);
  return { offset: start, length: (end === start ? past(ONE_SIGN, text, start) : end) - start };
}
