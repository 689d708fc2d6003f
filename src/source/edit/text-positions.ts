import { isMap, isSeq, type Node, type Range } from 'yaml';
import { known } from '../known.ts';
import { indentOf, isCommentLine, lineAfter, lineEnd, lineStart } from './line-offsets.ts';

/** One entry of a block collection: a key or a dash with all that is its own. */
export interface BlockEntry {
  readonly start: number;
  readonly end: number;
  /** Where comments that speak of this entry alone begin; `start` where there are none. */
  readonly own: number;
}

/** Where a node that was read stands; nodes that were not read have no place. */
export function rangeOf(node: Node): Range {
  return known(node.range, 'the place of a node that was read');
}

/** Where things stand in a text. */
export class TextPositions {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Behind the colon of a key; behind the key where it has a `?` and no colon, which stands for nothing. */
  colon(key: Node): number {
    const [start, end] = rangeOf(key);
    if (this.start(key) === start) return this.text.indexOf(':', end) + 1;
    // Between a key with a `?` and its colon there may be lines of comments.
    const between = /(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*:(?=\s|$)/y;
    between.lastIndex = end;
    return between.test(this.text) ? between.lastIndex : end;
  }

  /** Where an entry of a map begins: its key, or the `?` before it. */
  start(key: Node): number {
    const [start] = rangeOf(key);
    const before = this.text.slice(lineStart(this.text, start), start);
    const mark = /(?<=^|[ ])\? +$/.exec(before);
    return mark === null ? start : start - mark[0].length;
  }

  /** Behind the last character of a value. What the library takes for the end of lines may reach into the next one. */
  end(node: Node | null, from: number): number {
    if (node === null || !node.range) return from;
    if (isMap(node) && node.flow !== true) {
      const last = node.items.at(-1);
      if (last !== undefined) return this.end(last.value as Node | null, this.colon(last.key as Node));
    }
    if (isSeq(node) && node.flow !== true) {
      const last = node.items.at(-1) as Node | null | undefined;
      if (last !== undefined && last !== null) return Math.max(from, this.end(last, this.dash(last) + 1));
    }
    return node.range[0] === node.range[1]
      ? Math.max(from, this.propsEnd(from))
      : Math.max(from, node.range[1]);
  }

  /** Behind an anchor or a tag that stands for itself: `key: &name`. */
  propsEnd(from: number): number {
    const props = /^[ \t]+[&!][^\s,[\]{}]*/.exec(this.text.slice(from, lineEnd(this.text, from)));
    return props === null ? from : from + props[0].length;
  }

  propsStart(node: Node): number {
    const [start] = rangeOf(node);
    const before = this.text.slice(lineStart(this.text, start), start);
    const props = /(?:(?:&|!)[^\s,[\]{}]*\s+)+$/.exec(before);
    return props === null ? start : start - props[0].length;
  }

  dash(item: Node | null): number {
    if (!item?.range) return -1;
    let at = this.propsStart(item) - 1;
    while (at >= 0 && /[ \n]/.test(this.text.charAt(at))) at -= 1;
    return this.text[at] === '-' ? at : -1;
  }

  /** Null where something else stands before it in its line than what begins entries. */
  entry(begin: number, from: number, value: Node | null): BlockEntry | null {
    const start = lineStart(this.text, begin);
    const before = this.text.slice(start, begin);
    if (!/^ *$/.test(before)) {
      // The first key of an item stands behind its dash, that of a value behind the colon of a key with a `?`.
      if (!/^ *(?:[-?:] +)+$/.test(before)) return null;
    }
    let after = lineAfter(this.text, this.end(value, from));
    const indent = begin - start;
    while (
      after < this.text.length &&
      isCommentLine(this.text, after) &&
      indentOf(this.text, after) > indent
    ) {
      after = lineEnd(this.text, after);
    }
    return { start: /^ *$/.test(before) ? start : begin, end: after, own: start };
  }

  /** Comment lines right above an entry are its own when no other entry follows right below it. */
  runs(entries: readonly BlockEntry[]): readonly BlockEntry[] {
    return entries.map((blockEntry, index) => {
      if (lineStart(this.text, blockEntry.start) !== blockEntry.start)
        return { ...blockEntry, own: blockEntry.start };
      const next = entries[index + 1];
      const alone = next === undefined || next.start !== blockEntry.end;
      let own = blockEntry.start;
      while (own > 0) {
        const above = lineStart(this.text, own - 1);
        if (
          !isCommentLine(this.text, above) ||
          indentOf(this.text, above) !== indentOf(this.text, blockEntry.start)
        )
          break;
        own = above;
      }
      return { ...blockEntry, own: alone ? own : blockEntry.start };
    });
  }
}
