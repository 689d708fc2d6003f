import { isMap, isSeq, type Node } from 'yaml';
import { type Draft, isDraftMap } from './draft.ts';
import type { TextEdit } from './flow-collection.ts';
import { lineAfter, lineEnd, lineStart, restOfValue } from './line-offsets.ts';
import { blockText, type DraftPath, flowText, inlineText, type Layout, mapLines } from './render-yaml.ts';
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
    const end = this.#places.end(node, from);
    const start = node?.range?.[0] ?? from;
    const below = (isMap(node) || isSeq(node)) && node.flow !== true && lineStart(text, start) > from;
    if (node === null || start === end) {
      if (inline !== null) this.edit(from, from, inline === '' ? '' : ` ${inline}`);
      else this.appendLines(from, blockLines(revised, indent, path, this.#layout));
      return;
    }
    if (below) {
      // Everything on the key's own line but its comment, and every line of the value.
      const props = text.slice(from, restOfValue(text, from)).trimEnd();
      this.edit(from, from + props.length, inline === null || inline === '' ? '' : ` ${inline}`);
      const first = lineEnd(text, from);
      this.edit(
        first,
        lineAfter(text, end),
        inline === null ? blockLines(revised, indent, path, this.#layout) : '',
      );
      return;
    }
    // Block scalars end behind their last line break.
    const stop = text[end - 1] === '\n' ? end - 1 : end;
    this.edit(from, stop, inline === null || inline === '' ? '' : ` ${inline}`);
    if (inline === null) this.appendLines(stop, blockLines(revised, indent, path, this.#layout));
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

function blockLines(value: Draft, indent: number, path: DraftPath, layout: Layout): string {
  if (isDraftMap(value)) return mapLines(value, indent + 2, path, layout);
  return blockText(value, indent, path, layout).replace(/^\n/, '');
}
