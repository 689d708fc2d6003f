import { isAlias, isMap, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { known } from '../known.ts';
import { keyText } from '../yaml-locator.ts';
import { type AnchorMoves, anchorMoves } from './anchor-moves.ts';
import { AnchorRevision } from './anchor-revision.ts';
import {
  type Anchors,
  type Draft,
  type DraftMap,
  draftAt,
  isDraftList,
  isDraftMap,
  sameDraft,
} from './draft.ts';
import type { TextEdit } from './flow-collection.ts';
import { FlowRevision } from './flow-revision.ts';
import { indentOf, lineStart } from './line-offsets.ts';
import { matchItems } from './match-items.ts';
import { type DraftPath, entryLines, itemLines, type Layout, noteLines } from './render-yaml.ts';
import { FLOW, Replacement, type ValuePosition } from './replacement.ts';
import { type BlockEntry, rangeOf, TextPositions } from './text-positions.ts';

/**
 * The changes of text that turn one document into its revision: as few as can be. Comments, blank lines, the order of
 * keys, quotes and layout stay as they are wherever the value stays.
 */
export class Revision {
  readonly #text: string;
  readonly #places: TextPositions;
  readonly #made: Replacement;
  readonly #anchors: Anchors;
  readonly #layout: Layout;
  readonly #flow: FlowRevision;
  #anchorEdits: AnchorRevision;

  constructor(text: string, anchors: Anchors, layout: Layout) {
    this.#text = text;
    this.#places = new TextPositions(text);
    this.#made = new Replacement(this.#places, layout);
    this.#anchors = anchors;
    this.#layout = layout;
    this.#flow = new FlowRevision(this.#places, this.#made, (...value) => this.#value(...value));
    this.#anchorEdits = this.#editsOf({ heirs: new Map(), bereft: new Set(), following: new Set() });
  }

  #editsOf(moves: AnchorMoves): AnchorRevision {
    return new AnchorRevision(this.#text, this.#made, this.#anchors, this.#layout, moves);
  }

  get edits(): readonly TextEdit[] {
    return this.#made.edits;
  }

  /** The root stays a map: what kind of document it is, is not revised. */
  document(root: Node, revised: Draft): void {
    if (sameDraft(this.#draft(root), revised)) return;
    this.#anchorEdits = this.#editsOf(anchorMoves(root, revised, this.#anchors, this.#layout));
    if (!isMap(root) || !isDraftMap(revised)) throw new Error('a document is revised as a map');
    const indent = root.flow === true ? FLOW : -2;
    this.#map(root, revised, { path: [], from: rangeOf(root)[0], indent });
  }

  #draft(node: Node | null): Draft {
    return draftAt(node, this.#anchors);
  }

  #value(node: Node | null, revised: Draft, valuePosition: ValuePosition): void {
    if (node !== null && isAlias(node)) {
      this.#anchorEdits.alias(node, revised, valuePosition);
      return;
    }
    const old = this.#draft(node);
    if (sameDraft(old, revised) && !this.#anchorEdits.holdsMoves(node)) return;
    if (isMap(node) && isDraftMap(revised) && revised.size > 0 && node.items.length > 0) {
      this.#anchorEdits.bereave(node, valuePosition);
      this.#map(node, revised, valuePosition);
      return;
    }
    if (isSeq(node) && isDraftList(revised) && revised.length > 0 && node.items.length > 0) {
      this.#anchorEdits.bereave(node, valuePosition);
      this.#list(node, revised, valuePosition);
      return;
    }
    this.#made.replace(node, revised, valuePosition);
  }

  #map(node: YAMLMap, revised: DraftMap, valuePosition: ValuePosition): void {
    const pairs = node.items.map((pair) => ({
      name: keyText(pair.key) ?? '',
      key: pair.key as Node,
      value: pair.value as Node | null,
    }));
    if (node.flow === true) {
      this.#flow.map(node, pairs, revised, valuePosition);
      return;
    }
    const entries = pairs.map(({ key, value }) =>
      this.#places.entry(this.#places.start(key), this.#places.colon(key), value),
    );
    if (entries.some((entry) => entry === null)) {
      this.#made.replace(node, revised, valuePosition);
      return;
    }
    const runs = this.#places.runs(entries as readonly BlockEntry[]);
    const names = [...revised.keys()];
    const placed = new Map(pairs.map(({ name }, index) => [name, index]));
    const begin = pairs[0] === undefined ? 0 : this.#places.start(pairs[0].key);
    const indent = begin - lineStart(this.#text, begin);
    pairs.forEach(({ name, key, value }, index) => {
      const now = revised.get(name);
      const entry = runs[index];
      if (entry === undefined) return;
      const path = [...valuePosition.path, name];
      const from = this.#places.colon(key);
      if (now === undefined) this.#remove(entry, runs[index + 1]);
      else if (from === key.range?.[1] && now !== null) {
        // A `?` without a colon has nothing that could be changed.
        this.#made.edit(
          entry.start,
          entry.end,
          entryLines(name, now, indent, path, this.#layout).slice(
            entry.start - lineStart(this.#text, entry.start),
          ),
        );
      } else this.#value(value, now, { path, from, indent });
    });
    let at = this.#before(runs[0]);
    for (const name of names) {
      const index = placed.get(name);
      const entry = index === undefined ? undefined : runs[index];
      if (entry !== undefined) at = entry.end;
      else {
        const path = [...valuePosition.path, name];
        const notes = noteLines(path, indent, this.#layout).join('');
        this.#made.insertLines(
          at,
          notes + entryLines(name, revised.get(name) ?? null, indent, path, this.#layout),
        );
      }
    }
  }

  #list(node: YAMLSeq, revised: readonly Draft[], valuePosition: ValuePosition): void {
    const items = node.items as readonly (Node | null)[];
    const old = items.map((item) => this.#draft(item));
    const origin = matchItems(old, revised, this.#layout);
    const now = new Map(origin.map((at, index) => [at, revised[index] ?? null]));
    if (node.flow === true) {
      this.#flow.list(node, items, revised, origin, valuePosition);
      return;
    }
    const dashes = items.map((item) => this.#places.dash(item));
    const dashOf = (index: number): number => known(dashes[index], 'the dash of an item');
    const entries = items.map((item, index) => {
      const dash = dashOf(index);
      return dash < 0 ? null : this.#places.entry(dash, dash + 1, item);
    });
    if (entries.some((entry) => entry === null)) {
      this.#made.replace(node, revised, valuePosition);
      return;
    }
    const runs = this.#places.runs(entries as readonly BlockEntry[]);
    const indent = dashOf(0) - lineStart(this.#text, dashOf(0));
    items.forEach((item, index) => {
      const entry = runs[index];
      const value = now.get(index);
      if (entry === undefined) return;
      if (value === undefined) this.#remove(entry, runs[index + 1]);
      else if (isDraftMap(value) && isMap(item) && item.flow !== true && value.size > 0) {
        this.#value(item, value, {
          path: valuePosition.path,
          from: dashOf(index) + 1,
          indent: indent,
        });
      } else this.#item(item, value, valuePosition.path, dashOf(index), indent);
    });
    let at = this.#before(runs[0]);
    revised.forEach((item, index) => {
      const was = origin[index];
      const entry = was === null || was === undefined ? undefined : runs[was];
      if (entry !== undefined) at = entry.end;
      else this.#made.insertLines(at, itemLines(item, indent, valuePosition.path, this.#layout));
    });
  }

  /** An item that is no block map is replaced where it stands. */
  #item(item: Node | null, revised: Draft, path: DraftPath, dash: number, indent: number): void {
    const place = { path, from: dash + 1, indent };
    if (item !== null && (isAlias(item) || isMap(item) || isSeq(item))) {
      if (isAlias(item) || (item as YAMLMap | YAMLSeq).flow === true) this.#value(item, revised, place);
      return;
    }
    if (sameDraft(this.#draft(item), revised) || !item?.range) return;
    const fresh = itemLines(revised, indent, path, this.#layout).slice(indent + 2, -1);
    // What stands behind a value of one line stays, where there is another of one line.
    if (![fresh, this.#text.slice(item.range[0], item.range[1])].some((text) => text.includes('\n'))) {
      this.#made.edit(item.range[0], item.range[1], fresh);
      return;
    }
    const end = this.#places.end(item, dash + 1);
    this.#made.edit(item.range[0], this.#text[end - 1] === '\n' ? end - 1 : end, fresh);
  }

  #remove(blockEntry: BlockEntry, next: BlockEntry | undefined): void {
    const inline = lineStart(this.#text, blockEntry.start) !== blockEntry.start;
    // The first key behind a dash: the next key takes its place on the line.
    if (inline && next !== undefined) {
      this.#made.edit(blockEntry.start, next.start + indentOf(this.#text, next.start), '');
      return;
    }
    this.#made.edit(blockEntry.own, blockEntry.end, '');
  }

  #before(first: BlockEntry | undefined): number {
    if (first === undefined) return 0;
    return lineStart(this.#text, first.start) === first.start ? first.own : first.end;
  }
}
