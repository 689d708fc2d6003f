import { type Alias, isAlias, isMap, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { keyText } from '../yaml-locate.ts';
import { anchorMoves, type Moves } from './anchors.ts';
import { type Anchors, type Draft, type DraftMap, isDraftList, isDraftMap, sameDraft } from './draft.ts';
import { type Edit, flowEdits } from './flow.ts';
import { indentOf, isCommentLine, lineAfter, lineEnd, lineStart, restOfValue } from './lines.ts';
import { matchItems } from './match.ts';
import {
  blockText,
  type DraftPath,
  entryLines,
  flowEntry,
  flowText,
  inlineText,
  itemLines,
  type Layout,
  mapLines,
  noteLines,
  WIDTH,
} from './render.ts';

/** Where a value stands in the text. */
interface Place {
  readonly path: DraftPath;
  /** Behind the colon of its key, or the dash of its item. */
  readonly from: number;
  /** Of the key or the dash. */
  readonly indent: number;
}

/** One entry of a block collection: a key or a dash with all that is its own. */
interface Entry {
  readonly start: number;
  readonly end: number;
  /** Where comments that speak of this entry alone begin; `start` where there are none. */
  readonly own: number;
}

/**
 * The changes of text that turn one document into its revision: as few as can be. Comments, blank lines, the order of
 * keys, quotes and layout stay as they are wherever the value stays.
 */
export class Revision {
  readonly edits: Edit[] = [];
  readonly #text: string;
  readonly #anchors: Anchors;
  readonly #layout: Layout;
  #moves: Moves = { heirs: new Map(), bereft: new Set(), following: new Set() };

  constructor(text: string, anchors: Anchors, layout: Layout) {
    this.#text = text;
    this.#anchors = anchors;
    this.#layout = layout;
  }

  /** The root stays a map: what kind of document it is, is not revised. */
  document(root: Node, revised: Draft): void {
    if (sameDraft(this.#draft(root), revised)) return;
    this.#moves = anchorMoves(root, revised, this.#anchors, this.#layout);
    if (!isMap(root) || !isDraftMap(revised)) throw new Error('a document is revised as a map');
    const indent = root.flow === true ? FLOW : -2;
    this.#map(root, revised, { path: [], from: root.range?.[0] ?? 0, indent });
  }

  #draft(node: Node | null): Draft {
    if (node === null) return null;
    const meant = isAlias(node) ? this.#anchors.targets.get(node) : node;
    return meant === undefined ? null : (this.#anchors.drafts.get(meant) ?? null);
  }

  #edit(start: number, end: number, text: string): void {
    if (start !== end || text !== '') this.edits.push({ start, end, text });
  }

  #value(node: Node | null, revised: Draft, place: Place): void {
    if (node !== null && isAlias(node)) return this.#alias(node, revised, place);
    const old = this.#draft(node);
    if (sameDraft(old, revised) && !this.#holdsMoves(node)) return;
    if (isMap(node) && isDraftMap(revised) && revised.size > 0 && node.items.length > 0) {
      this.#bereave(node, place);
      return this.#map(node, revised, place);
    }
    if (isSeq(node) && isDraftList(revised) && revised.length > 0 && node.items.length > 0) {
      this.#bereave(node, place);
      return this.#list(node, revised, place);
    }
    this.#replace(node, revised, place);
  }

  /** Whether an alias somewhere inside takes an anchor over, although its value stays. */
  #holdsMoves(node: Node | null): boolean {
    if (this.#moves.heirs.size === 0 || node?.range == null) return false;
    const [start, end] = node.range;
    for (const alias of this.#moves.heirs.keys()) {
      const at = alias.range?.[0] ?? -1;
      if (at >= start && at < end) return true;
    }
    return false;
  }

  #alias(node: Alias, revised: Draft, place: Place): void {
    const target = this.#moves.heirs.get(node);
    if (target !== undefined && node.range) {
      const name = `&${node.source}`;
      const [start, end] = node.range;
      const inline = inlineText(
        revised,
        start - lineStart(this.#text, start) + name.length + 1,
        place.path,
        this.#layout,
      );
      const whole = target.range ? this.#text.slice(target.range[0], target.range[1]).trimEnd() : '';
      const reusable = whole !== '' && !/[\n&*#]/.test(whole) && !this.#inFlow(place);
      if (reusable) this.#edit(start, end, `${name} ${whole}`);
      else if (inline !== null || this.#inFlow(place)) {
        this.#edit(start, end, `${name} ${inline ?? flowText(revised)}`);
      } else {
        this.#edit(start, end, name);
        this.#appendLines(end, blockText(revised, place.indent, place.path, this.#layout).replace(/^\n/, ''));
      }
      return;
    }
    if (this.#moves.following.has(node)) return;
    if (sameDraft(this.#draft(node), revised)) return;
    this.#replace(node, revised, place);
  }

  #inFlow({ indent }: Place): boolean {
    return indent === FLOW;
  }

  /** Takes `&name` from a node whose anchor stands elsewhere from now on. */
  #bereave(node: Node, { from }: Place): void {
    if (!this.#moves.bereft.has(node) || node.anchor === undefined || !node.range) return;
    const at = this.#text.indexOf(`&${node.anchor}`, from);
    if (at === -1 || at >= node.range[0]) return;
    let end = at + node.anchor.length + 1;
    // One blank stays before what follows; none before a line break.
    const before = this.#text[at - 1] === ' ' ? at - 1 : at;
    if (this.#text[end] === ' ' && before === at) end += 1;
    this.#edit(before, end, '');
  }

  #map(node: YAMLMap, revised: DraftMap, place: Place): void {
    const pairs = node.items.map((pair) => ({
      name: keyText(pair.key) ?? '',
      key: pair.key as Node,
      value: pair.value as Node | null,
    }));
    if (node.flow === true) return this.#flowMap(node, pairs, revised, place);
    const entries = pairs.map(({ key, value }) => this.#entry(key.range?.[0] ?? 0, this.#colon(key), value));
    if (entries.some((entry) => entry === null)) return this.#replace(node, revised, place);
    const runs = this.#runs(entries as readonly Entry[]);
    const names = [...revised.keys()];
    const placed = new Map(pairs.map(({ name }, index) => [name, index]));
    const indent = (pairs[0]?.key.range?.[0] ?? 0) - lineStart(this.#text, pairs[0]?.key.range?.[0] ?? 0);
    pairs.forEach(({ name, key, value }, index) => {
      const now = revised.get(name);
      const entry = runs[index];
      if (entry === undefined) return;
      const path = [...place.path, name];
      if (now === undefined) this.#remove(entry, runs[index + 1]);
      else this.#value(value, now, { path, from: this.#colon(key), indent });
    });
    let at = this.#before(runs[0]);
    for (const name of names) {
      const index = placed.get(name);
      const entry = index === undefined ? undefined : runs[index];
      if (entry !== undefined) at = entry.end;
      else {
        const path = [...place.path, name];
        const notes = noteLines(path, indent, this.#layout).join('');
        this.#insertLines(
          at,
          notes + entryLines(name, revised.get(name) ?? null, indent, path, this.#layout),
        );
      }
    }
  }

  #list(node: YAMLSeq, revised: readonly Draft[], place: Place): void {
    const items = node.items as readonly (Node | null)[];
    const old = items.map((item) => this.#draft(item));
    const origin = matchItems(old, revised, this.#layout);
    const now = new Map(origin.map((at, index) => [at, revised[index] ?? null]));
    if (node.flow === true) return this.#flowList(node, items, revised, origin, place);
    const dashes = items.map((item) => this.#dash(item));
    const entries = items.map((item, index) => {
      const dash = dashes[index] ?? -1;
      return dash < 0 ? null : this.#entry(dash, dash + 1, item);
    });
    if (entries.some((entry) => entry === null)) return this.#replace(node, revised, place);
    const runs = this.#runs(entries as readonly Entry[]);
    const indent = (dashes[0] ?? 0) - lineStart(this.#text, dashes[0] ?? 0);
    items.forEach((item, index) => {
      const entry = runs[index];
      const value = now.get(index);
      if (entry === undefined) return;
      if (value === undefined) this.#remove(entry, runs[index + 1]);
      else if (isDraftMap(value) && isMap(item) && item.flow !== true && value.size > 0) {
        this.#value(item, value, { path: place.path, from: (dashes[index] ?? 0) + 1, indent: indent });
      } else this.#item(item, value, place.path, dashes[index] ?? 0, indent);
    });
    let at = this.#before(runs[0]);
    revised.forEach((item, index) => {
      const was = origin[index];
      const entry = was === null || was === undefined ? undefined : runs[was];
      if (entry !== undefined) at = entry.end;
      else this.#insertLines(at, itemLines(item, indent, place.path, this.#layout));
    });
  }

  /** An item that is no block map is replaced where it stands. */
  #item(item: Node | null, revised: Draft, path: DraftPath, dash: number, indent: number): void {
    const place = { path, from: dash + 1, indent };
    if (item !== null && (isAlias(item) || isMap(item) || isSeq(item))) {
      if (isAlias(item) || (item as YAMLMap | YAMLSeq).flow === true)
        return this.#value(item, revised, place);
    }
    if (sameDraft(this.#draft(item), revised) || !item?.range) return;
    const fresh = itemLines(revised, indent, path, this.#layout).slice(indent + 2, -1);
    const end = this.#end(item, dash + 1);
    this.#edit(item.range[0], this.#text[end - 1] === '\n' ? end - 1 : end, fresh);
  }

  #flowMap(
    node: YAMLMap,
    pairs: readonly { readonly name: string; readonly key: Node; readonly value: Node | null }[],
    revised: DraftMap,
    place: Place,
  ): void {
    const indexOf = new Map(pairs.map(({ name }, index) => [name, index]));
    const parts = [...revised].map(([name, value]) => ({
      was: indexOf.get(name) ?? null,
      text: flowEntry(name, value),
    }));
    const spans = pairs.map(({ key, value }) => ({
      start: key.range?.[0] ?? 0,
      end: value === null ? (key.range?.[1] ?? 0) : Math.max(value.range?.[1] ?? 0, this.#colon(key)),
    }));
    this.#flow(node, spans, parts, revised, place, () => {
      for (const { name, key, value } of pairs) {
        const now = revised.get(name);
        const path = [...place.path, name];
        const from = value === null ? (key.range?.[1] ?? 0) : this.#colon(key);
        if (now !== undefined) this.#value(value, now, { path, from, indent: FLOW });
      }
    });
  }

  #flowList(
    node: YAMLSeq,
    items: readonly (Node | null)[],
    revised: readonly Draft[],
    origin: readonly (number | null)[],
    place: Place,
  ): void {
    const spans = items.map((item) => ({
      start: item === null ? 0 : this.#propsStart(item),
      end: item?.range?.[1] ?? 0,
    }));
    const parts = revised.map((item, index) => ({
      was: origin[index] ?? null,
      text: flowText(item) || 'null',
    }));
    this.#flow(node, spans, parts, revised, place, () => {
      origin.forEach((was, index) => {
        const item = was === null ? null : (items[was] ?? null);
        if (item === null) return;
        const from = this.#propsStart(item);
        this.#value(item, revised[index] ?? null, { path: place.path, from, indent: FLOW });
      });
    });
  }

  /** Edits inside brackets; a line that grows too long by it is laid out anew where it can be. */
  #flow(
    node: YAMLMap | YAMLSeq,
    spans: readonly { readonly start: number; readonly end: number }[],
    parts: readonly { readonly was: number | null; readonly text: string }[],
    revised: DraftMap | readonly Draft[],
    place: Place,
    inside: () => void,
  ): void {
    if (!node.range) return;
    const [start, end] = node.range;
    const source = this.#text.slice(start, end);
    const grown = flowText(revised).length > source.length;
    const column = start - lineStart(this.#text, start);
    const single = !/[\n#]/.test(source);
    if (
      single &&
      grown &&
      !/[&*]/.test(source) &&
      !this.#inFlow(place) &&
      column + flowText(revised).length > WIDTH
    ) {
      return this.#replace(node, revised, place);
    }
    inside();
    this.edits.push(...flowEdits(spans, parts));
  }

  /** The whole value anew. What stands between the key and the old value, and behind it, stays. */
  #replace(node: Node | null, revised: Draft, place: Place): void {
    const { path, from, indent } = place;
    const text = this.#text;
    if (this.#inFlow(place)) {
      const flow = flowText(revised);
      if (node?.range && node.range[0] !== node.range[1]) {
        this.#edit(this.#propsStart(node), node.range[1], flow);
      } else if (flow !== '') this.#edit(from, from, node === null ? `: ${flow}` : ` ${flow}`);
      return;
    }
    const column = from - lineStart(text, from) + 1;
    const inline = inlineText(revised, column, path, this.#layout);
    const end = this.#end(node, from);
    const start = node?.range?.[0] ?? from;
    const below = (isMap(node) || isSeq(node)) && node.flow !== true && lineStart(text, start) > from;
    if (node === null || start === end) {
      if (inline !== null) this.#edit(from, from, inline === '' ? '' : ` ${inline}`);
      else this.#appendLines(from, blockLines(revised, indent, path, this.#layout));
      return;
    }
    if (below) {
      // Everything on the key's own line but its comment, and every line of the value.
      const props = text.slice(from, restOfValue(text, from)).trimEnd();
      this.#edit(from, from + props.length, inline === null || inline === '' ? '' : ` ${inline}`);
      const first = lineEnd(text, from);
      this.#edit(
        first,
        lineAfter(text, end),
        inline === null ? blockLines(revised, indent, path, this.#layout) : '',
      );
      return;
    }
    // Block scalars end behind their last line break.
    const stop = text[end - 1] === '\n' ? end - 1 : end;
    this.#edit(from, stop, inline === null || inline === '' ? '' : ` ${inline}`);
    if (inline === null) this.#appendLines(stop, blockLines(revised, indent, path, this.#layout));
  }

  /** Lines below the one that this offset is on. */
  #appendLines(at: number, lines: string): void {
    this.#insertLines(lineEnd(this.#text, at), lines);
  }

  #insertLines(at: number, lines: string): void {
    const unended = at === this.#text.length && at > 0 && this.#text[at - 1] !== '\n';
    this.#edit(at, at, unended ? `\n${lines.replace(/\n$/, '')}` : lines);
  }

  #colon(key: Node): number {
    const end = key.range?.[1] ?? 0;
    return this.#text.indexOf(':', end) + 1;
  }

  /** Behind the last character of a value. What the library takes for the end of lines may reach into the next one. */
  #end(node: Node | null, from: number): number {
    if (node === null || !node.range) return from;
    if (isMap(node) && node.flow !== true) {
      const last = node.items.at(-1);
      if (last !== undefined) return this.#end(last.value as Node | null, this.#colon(last.key as Node));
    }
    if (isSeq(node) && node.flow !== true) {
      const last = node.items.at(-1) as Node | null | undefined;
      if (last !== undefined && last !== null) return Math.max(from, this.#end(last, this.#dash(last) + 1));
    }
    return node.range[0] === node.range[1]
      ? Math.max(from, this.#propsEnd(from))
      : Math.max(from, node.range[1]);
  }

  /** Behind an anchor or a tag that stands for itself: `key: &name`. */
  #propsEnd(from: number): number {
    const props =
      /^[ \t]+[&!][^\s,[\]{}]*/.exec(this.#text.slice(from, lineEnd(this.#text, from)))?.[0] ?? '';
    return from + props.length;
  }

  #propsStart(node: Node): number {
    const start = node.range?.[0] ?? 0;
    const before = this.#text.slice(lineStart(this.#text, start), start);
    const props = /(?:(?:&|!)[^\s,[\]{}]*\s+)+$/.exec(before)?.[0] ?? '';
    return start - props.length;
  }

  #dash(item: Node | null): number {
    if (!item?.range) return -1;
    let at = this.#propsStart(item) - 1;
    while (at >= 0 && /[ \n]/.test(this.#text[at] ?? '')) at -= 1;
    return this.#text[at] === '-' ? at : -1;
  }

  /** Null where the entry does not begin its line: behind a dash, or an explicit `?`. */
  #entry(begin: number, from: number, value: Node | null): Entry | null {
    const start = lineStart(this.#text, begin);
    const before = this.#text.slice(start, begin);
    if (!/^ *$/.test(before)) {
      // The first key of an item stands behind its dash.
      if (!/^ *(- +)+$/.test(before)) return null;
    }
    let after = lineAfter(this.#text, this.#end(value, from));
    const indent = begin - start;
    while (
      after < this.#text.length &&
      isCommentLine(this.#text, after) &&
      indentOf(this.#text, after) > indent
    ) {
      after = lineEnd(this.#text, after);
    }
    return { start: /^ *$/.test(before) ? start : begin, end: after, own: start };
  }

  /** Comment lines right above an entry are its own when no other entry follows right below it. */
  #runs(entries: readonly Entry[]): readonly Entry[] {
    return entries.map((entry, index) => {
      if (lineStart(this.#text, entry.start) !== entry.start) return { ...entry, own: entry.start };
      const next = entries[index + 1];
      const alone = next === undefined || next.start !== entry.end;
      let own = entry.start;
      while (own > 0) {
        const above = lineStart(this.#text, own - 1);
        if (
          !isCommentLine(this.#text, above) ||
          indentOf(this.#text, above) !== indentOf(this.#text, entry.start)
        )
          break;
        own = above;
      }
      return { ...entry, own: alone ? own : entry.start };
    });
  }

  #remove(entry: Entry, next: Entry | undefined): void {
    const inline = lineStart(this.#text, entry.start) !== entry.start;
    // The first key behind a dash: the next key takes its place on the line.
    if (inline && next !== undefined) {
      return this.#edit(entry.start, next.start + indentOf(this.#text, next.start), '');
    }
    this.#edit(entry.own, entry.end, '');
  }

  #before(first: Entry | undefined): number {
    if (first === undefined) return 0;
    return lineStart(this.#text, first.start) === first.start ? first.own : first.end;
  }
}

/** The indentation of what stands between brackets, where lines mean nothing. */
const FLOW = -1;

function blockLines(value: Draft, indent: number, path: DraftPath, layout: Layout): string {
  if (isDraftMap(value)) return mapLines(value, indent + 2, path, layout);
  return blockText(value, indent, path, layout).replace(/^\n/, '');
}
