import { isMap, isSeq, type Node } from 'yaml';
import type { Draft } from './draft.ts';
import type { TextEdit } from './flow-collection.ts';
import { lineAfter, lineEnd, lineStart, restOfValue } from './line-offsets.ts';
import { blockText, type DraftPath, flowText, inlineText, type Layout } from './render-yaml.ts';
import type { TextPositions } from './text-positions.ts';

/** Where a value stands in the text. */
export interface ValuePosition {
  readonly path: DraftPath;
  /** Behind the colon of its key, or the dash of its item. */
  readonly from: number;
  /** Of the key or the dash. */
  readonly indent: number;
}

/** The indentation of what stands between brackets, where lines mean nothing. */
export const FLOW = -1;

/** Puts whole values and lines into a text. */
export class Replacement {
  readonly edits: TextEdit[] = [];
  readonly #text: string;
  readonly #places: TextPositions;
  readonly #layout: Layout;

  constructor(places: TextPositions, layout: Layout) {
    this.#text = places.text;
    this.#places = places;
    this.#layout = layout;
  }

  edit(start: number, end: number, text: string): void {
    if (start !== end || text !== '') this.edits.push({ start, end, text });
  }

  /** The whole value anew. What stands between the key and the old value, and behind it, stays. */
  replace(node: Node | null, revised: Draft, valuePosition: ValuePosition): void {
    const { path, from, indent } = valuePosition;
    const text = this.#text;
    if (indent === FLOW) {
      const flow = flowText(revised);
      if (node?.range && node.range[0] !== node.range[1]) {
        this.edit(this.#places.propsStart(node), node.range[1], flow);
      } else if (flow !== '') this.edit(from, from, node === null ? `: ${flow}` : ` ${flow}`);
      return;
    }
    const column = from - lineStart(text, from) + 1;
    const inline = inlineText(revised, column, path, this.#layout);
    const { onLine, lines } =
      inline === null
        ? linesBelow(revised, indent, path, this.#layout)
        : { onLine: inline === '' ? '' : ` ${inline}`, lines: '' };
    const end = this.#places.end(node, from);
    const start = node?.range?.[0] ?? from;
    const below = (isMap(node) || isSeq(node)) && node.flow !== true && lineStart(text, start) > from;
    if (node === null || start === end) {
      this.edit(from, from, onLine);
      if (lines !== '') this.appendLines(from, lines);
      return;
    }
    if (below) {
      // Everything on the key's own line but its comment, and every line of the value.
      const props = text.slice(from, restOfValue(text, from)).trimEnd();
      this.edit(from, from + props.length, onLine);
      const first = lineEnd(text, from);
      this.edit(first, lineAfter(text, end), lines);
      return;
    }
    // Block scalars end behind their last line break.
    const stop = text[end - 1] === '\n' ? end - 1 : end;
    this.edit(from, stop, onLine);
    if (lines !== '') this.appendLines(stop, lines);
  }

  /** Lines below the one that this offset is on. */
  appendLines(at: number, lines: string): void {
    this.insertLines(lineEnd(this.#text, at), lines);
  }

  insertLines(at: number, lines: string): void {
    const unended = at === this.#text.length && at > 0 && this.#text[at - 1] !== '\n';
    this.edit(at, at, unended ? `\n${lines.replace(/\n$/, '')}` : lines);
  }
}

/** A value on lines of its own: what stands behind its key, which is nothing or the sign of a text of lines, and the lines. */
function linesBelow(
  value: Draft,
  indent: number,
  path: DraftPath,
  layout: Layout,
): { readonly onLine: string; readonly lines: string } {
  const whole = blockText(value, indent, path, layout);
  const end = whole.indexOf('\n');
  return { onLine: whole.slice(0, end), lines: whole.slice(end + 1) };
}
