import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import type { Draft, DraftMap } from './draft.ts';
import { flowEdits } from './flow-collection.ts';
import { lineStart } from './line-offsets.ts';
import { flowEntry, flowText, WIDTH } from './render-yaml.ts';
import { FLOW, type Replacement, type ValuePosition } from './replacement.ts';
import { rangeOf, type TextPositions } from './text-positions.ts';

/** One entry of a map, by what it is called. */
interface NamedPair {
  readonly name: string;
  readonly key: Node;
  readonly value: Node | null;
}

/** Revises what stands between brackets: `{a: 1}`, `[a, b]`. */
export class FlowRevision {
  readonly #text: string;
  readonly #places: TextPositions;
  readonly #made: Replacement;
  readonly #reviseValue: (node: Node | null, revised: Draft, valuePosition: ValuePosition) => void;

  /** `reviseValue` revises a value inside, whatever it is. */
  constructor(
    places: TextPositions,
    made: Replacement,
    reviseValue: (node: Node | null, revised: Draft, valuePosition: ValuePosition) => void,
  ) {
    this.#text = places.text;
    this.#places = places;
    this.#made = made;
    this.#reviseValue = reviseValue;
  }

  map(node: YAMLMap, pairs: readonly NamedPair[], revised: DraftMap, valuePosition: ValuePosition): void {
    const indexOf = new Map(pairs.map(({ name }, index) => [name, index]));
    const parts = [...revised].map(([name, value]) => ({
      was: indexOf.get(name) ?? null,
      text: flowEntry(name, value),
    }));
    const spans = pairs.map(({ key, value }) => ({
      start: rangeOf(key)[0],
      end: value === null ? rangeOf(key)[1] : Math.max(rangeOf(value)[1], this.#places.colon(key)),
    }));
    this.#within(node, spans, parts, revised, valuePosition, () => {
      for (const { name, key, value } of pairs) {
        const now = revised.get(name);
        const path = [...valuePosition.path, name];
        const from = value === null ? rangeOf(key)[1] : this.#places.colon(key);
        if (now !== undefined) this.#reviseValue(value, now, { path, from, indent: FLOW });
      }
    });
  }

  list(
    node: YAMLSeq,
    items: readonly (Node | null)[],
    revised: readonly Draft[],
    origin: readonly (number | null)[],
    valuePosition: ValuePosition,
  ): void {
    const spans = items.map((item) => ({
      start: item === null ? 0 : this.#places.propsStart(item),
      end: item === null ? 0 : rangeOf(item)[1],
    }));
    const parts = revised.map((item, index) => ({
      was: origin[index] ?? null,
      text: flowText(item) || 'null',
    }));
    this.#within(node, spans, parts, revised, valuePosition, () => {
      origin.forEach((was, index) => {
        const item = was === null ? null : (items[was] ?? null);
        if (item === null) return;
        const from = this.#places.propsStart(item);
        this.#reviseValue(item, revised[index] ?? null, { path: valuePosition.path, from, indent: FLOW });
      });
    });
  }

  /** Edits inside brackets; a line that grows too long by it is laid out anew where it can be. */
  #within(
    node: YAMLMap | YAMLSeq,
    spans: readonly { readonly start: number; readonly end: number }[],
    parts: readonly { readonly was: number | null; readonly text: string }[],
    revised: DraftMap | readonly Draft[],
    valuePosition: ValuePosition,
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
      valuePosition.indent !== FLOW &&
      column + flowText(revised).length > WIDTH
    ) {
      this.#made.replace(node, revised, valuePosition);
      return;
    }
    inside();
    this.#made.edits.push(...flowEdits(spans, parts));
  }
}
