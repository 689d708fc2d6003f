/** The signs of YAML that the scanner knows, by their character codes. */
export const NEW_LINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const FOLDED = 62;
export const OPEN_LIST = 91;
export const BACKSLASH = 92;
export const CLOSE_LIST = 93;
export const OPEN_MAP = 123;
export const LITERAL = 124;
export const CLOSE_MAP = 125;

/** What no plain scalar begins with here; nor does it with a `-` before a blank. */
export const NO_PLAIN_START: ReadonlySet<number> = new Set(
  Array.from('?:,[]{}#&*!|>\'"%@`', (sign) => sign.charCodeAt(0)),
);

export function isQuote(sign: number): boolean {
  return sign === DOUBLE_QUOTE || sign === SINGLE_QUOTE;
}

export function isBlank(sign: number): boolean {
  return sign === SPACE || sign === RETURN;
}

/** Also at the end of the text, where there is no number. */
export function isBreakOrBlank(sign: number): boolean {
  return sign === SPACE || sign === NEW_LINE || sign === RETURN || Number.isNaN(sign);
}

/** What makes a colon before it the end of a key in brackets. */
export function endsFlowKey(sign: number): boolean {
  return isBreakOrBlank(sign) || sign === COMMA || sign === CLOSE_LIST || sign === CLOSE_MAP;
}
