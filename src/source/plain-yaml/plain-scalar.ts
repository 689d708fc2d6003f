import { unusual } from './unusual-yaml.ts';

const WORDS: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
/** The longest word of them. */
const LONGEST_WORD = 5;

/** Whole numbers that are the same in every reader. */
const WHOLE = /^-?(?:0|[1-9][0-9]{0,14})$/;
/** Whatever else the core schema may read as a number. */
const NUMBER =
  /^[-+]?(?:[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|\.(?:inf|Inf|INF|nan|NaN|NAN)|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/;

/** The value of a plain scalar by the core schema of YAML 1.2. Numbers of other forms than `12` are unusual. */
export function plainScalar(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  // Digits, and the signs + - . that a number may begin with; all lie below the letters.
  if (first < 58) {
    if (WHOLE.test(text)) return Number(text);
    return NUMBER.test(text) ? unusual() : text;
  }
  if (text.length > LONGEST_WORD) return text;
  const word = WORDS.get(text);
  return word === undefined ? text : word;
}

/** JSON reads the same of these, and only these. */
const ESCAPED = /^"(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"$/;

/** The text of a quoted scalar that stands on one line, with its quotes. */
export function quotedScalar(typed: string): string {
  if (typed.charCodeAt(0) === 39) return typed.slice(1, -1).replaceAll("''", "'");
  if (!typed.includes('\\')) return typed.slice(1, -1);
  return ESCAPED.test(typed) ? (JSON.parse(typed) as string) : unusual();
}
