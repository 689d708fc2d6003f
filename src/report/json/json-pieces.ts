import { JsonList } from './json-list.ts';
import { harmless, type ReportEnvelope, type ReportResult } from './report-envelope.ts';

/** Characters of one piece, or a little more: whole lines. */
const PIECE = 65_536;

/**
 * The same text as `jsonText`, piece by piece: of a change that touches everybody it does not fit into one text. Each piece
 * is whole lines, so that whatever looks through a text for what it must not show finds it.
 */
export function* jsonPieces(report: ReportEnvelope<string, ReportResult>): Iterable<string> {
  let piece = '';
  for (const line of lines(report, '', '', '')) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield harmless(piece);
    piece = '';
  }
  if (piece !== '') yield harmless(piece);
}

/** Lines of one value: `before` stands in front of the first, `after` behind the last. */
function* lines(value: unknown, indent: string, before: string, after: string): Iterable<string> {
  if (value instanceof JsonList || Array.isArray(value)) {
    yield* between('[', ']', items(value), indent, before, after);
  } else if (typeof value === 'object' && value !== null && !isFlat(value)) {
    yield* between('{', '}', fields(value), indent, before, after);
  } else {
    const text = JSON.stringify(value, null, 2) ?? 'null';
    yield `${before}${indent === '' ? text : text.replaceAll('\n', `\n${indent}`)}${after}\n`;
  }
}

/** A part of a list or a map: what stands before its value, and that. */
type JsonPart = readonly [name: string, value: unknown];

function* items(list: Iterable<unknown>): Iterable<JsonPart> {
  for (const item of list) yield ['', item];
}

function* fields(map: object): Iterable<JsonPart> {
  for (const [key, value] of Object.entries(map))
    if (value !== undefined) yield [`${JSON.stringify(key)}: `, value];
}

function* between(
  open: string,
  close: string,
  parts: Iterable<JsonPart>,
  indent: string,
  before: string,
  after: string,
): Iterable<string> {
  const inner = `${indent}  `;
  let last: JsonPart | null = null;
  for (const part of parts) {
    if (last === null) yield `${before}${open}\n`;
    else yield* lines(last[1], inner, inner + last[0], ',');
    last = part;
  }
  if (last === null) yield `${before}${open}${close}${after}\n`;
  else {
    yield* lines(last[1], inner, inner + last[0], '');
    yield `${indent}${close}${after}\n`;
  }
}

/** Nothing in it is a list or a map: it is written at once. */
function isFlat(map: object): boolean {
  return Object.values(map).every((value) => typeof value !== 'object' || value === null);
}
