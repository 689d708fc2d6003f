import type { Origin } from './origin.ts';
import type { SourceNode } from './source-document.ts';

/**
 * Where a part of a text stands in its file, whichever way YAML lets it be written: plain, in quotes with their escapes, or
 * as a block, in one line or in several. The place of the whole text where that cannot be said.
 */
export function placeWithin(node: SourceNode, offset: number, length: number): Origin {
  const whole = node.origin();
  if (whole.from !== 'file' || typeof node.value !== 'string') return whole;
  const written = node.written();
  const at = placesOf(written, node.value);
  const start = at?.[offset] ?? (offset === node.value.length ? at?.at(-1) : undefined);
  if (at === null || start === undefined) return whole;
  const last = length === 0 ? undefined : at[offset + length - 1];
  const end = last === undefined ? start : last + 1;
  const position = (of: number) => {
    const before = written.slice(0, of);
    const line = before.lastIndexOf('\n');
    return {
      line: whole.line + (before.split('\n').length - 1),
      column: line === -1 ? whole.column + of : of - line,
    };
  };
  const [from, to] = [position(start), position(end)];
  return { ...whole, ...from, endLine: to.line, endColumn: to.column };
}

/**
 * For each character of the text its offset in what is written, and one more for the end; null where what is written is of
 * another text. Line breaks and blanks are folded by rules of their own, so that only what is no blank has to agree.
 */
function placesOf(written: string, text: string): readonly number[] | null {
  const signs = signsOf(written);
  const places: number[] = [];
  let next = 0;
  const here = (): number => signs[next]?.at ?? written.length;
  for (const character of text.split('')) {
    if (isBlank(character)) {
      places.push(here());
      if (isBlank(signs[next]?.means)) next += 1;
      continue;
    }
    while (isBlank(signs[next]?.means)) next += 1;
    if (signs[next]?.means !== character) return null;
    places.push(here());
    next += 1;
  }
  return [...places, here()];
}

/** A character of the text, and where it is written. */
interface Sign {
  readonly means: string;
  readonly at: number;
}

function isBlank(character: string | undefined): boolean {
  return character !== undefined && /[ \t\r\n]/.test(character);
}

function signsOf(written: string): readonly Sign[] {
  switch (written[0]) {
    case '"':
      return signsBy(DOUBLE_QUOTED, written);
    case "'":
      return signsBy(SINGLE_QUOTED, written);
    case '|':
    case '>':
      // Behind the header: `|2- # why`.
      return signsBy(AS_IT_IS, written, written.indexOf('\n') + 1);
    default:
      return signsBy(AS_IT_IS, written);
  }
}

const AS_IT_IS = /./gs;
const SINGLE_QUOTED = /''|[^']/g;
const DOUBLE_QUOTED = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|\r?\n|.)|[^"\\]/gs;

function signsBy(pattern: RegExp, written: string, from = 0): readonly Sign[] {
  pattern.lastIndex = from;
  const signs: Sign[] = [];
  for (let found = pattern.exec(written); found !== null; found = pattern.exec(written)) {
    const { 0: typed, index: at } = found;
    for (const means of meaningOf(typed).split('')) signs.push({ means, at });
  }
  return signs;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...([
    ['0', '\0'],
    ['a', '\u0007'],
    ['b', '\b'],
    ['t', '\t'],
    ['n', '\n'],
    ['v', '\v'],
    ['f', '\f'],
  ] as const),
  ...([
    ['r', '\r'],
    ['e', '\u001b'],
    ['N', '\u0085'],
    ['_', '\u00a0'],
    ['L', '\u2028'],
    ['P', '\u2029'],
  ] as const),
]);

function meaningOf(typed: string): string {
  if (typed === "''") return "'";
  if (typed.length === 1) return typed;
  const [, kind = '', ...digits] = typed;
  if ('xuU'.includes(kind)) return String.fromCodePoint(Number.parseInt(digits.join(''), 16));
  // A line break behind a backslash is none.
  return ESCAPES.get(kind) ?? (isBlank(kind) && kind !== ' ' && kind !== '\t' ? '' : kind);
}
