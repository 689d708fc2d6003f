import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { LineIndex } from './line-index.ts';
import type { Span } from './origin.ts';
import type { DocumentPath } from './source-document.ts';

/** The text of a map key: a plain `123` is the text as typed, a quoted key its contents. Null when it is no text. */
export function keyText(key: unknown): string | null {
  if (!isScalar(key)) return null;
  if (typeof key.value === 'string') return key.value;
  return key.source === undefined || key.source === '' ? null : key.source;
}

interface LocatedNode {
  readonly key: Node | null;
  readonly node: Node | null;
}

/** Finds nodes by path. Each map is indexed when it is first asked for, so a lookup costs the depth of its path. */
export class YamlLocator {
  readonly #root: Node | null;
  readonly #aliases: ReadonlyMap<Alias, Node>;
  readonly #lines: LineIndex;
  readonly #indexed = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(root: Node | null, aliases: ReadonlyMap<Alias, Node>, lines: LineIndex) {
    this.#root = root;
    this.#aliases = aliases;
    this.#lines = lines;
  }

  valueSpan(documentPath: DocumentPath): Span {
    return this.#lines.span(...this.valueRange(documentPath));
  }

  /** The same as offsets. */
  valueRange(documentPath: DocumentPath): readonly [start: number, end: number] {
    const { key, node } = this.#find(documentPath);
    return rangeOf(node !== null && !isEmpty(node) ? node : (key ?? node));
  }

  keySpan(documentPath: DocumentPath): Span {
    const { key, node } = this.#find(documentPath);
    if (key === null && node === this.#root) return this.#start();
    return this.#spanOf(key ?? node);
  }

  typed(documentPath: DocumentPath): string | null {
    const found = this.#find(documentPath);
    if (found.steps < documentPath.length || found.node === null) return null;
    const node = this.#follow(found.node);
    return isScalar(node) ? (node.source ?? null) : null;
  }

  #find(documentPath: DocumentPath): LocatedNode & { readonly steps: number } {
    let key: Node | null = null;
    let node = this.#root;
    let steps = 0;
    for (const part of documentPath) {
      const next = this.#child(this.#follow(node), part);
      if (next === null) break;
      ({ key, node } = next);
      steps += 1;
    }
    return { key, node, steps };
  }

  #child(node: Node | null, part: string | number): LocatedNode | null {
    if (isMap(node)) {
      const pair = this.#index(node).get(String(part));
      return pair === undefined ? null : { key: pair.key as Node, node: pair.value as Node | null };
    }
    if (isSeq(node)) {
      const item = node.items[Number(part)];
      return item === undefined ? null : { key: null, node: item as Node };
    }
    return null;
  }

  #follow(node: Node | null): Node | null {
    return isAlias(node) ? (this.#aliases.get(node) ?? null) : node;
  }

  #index(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#indexed.get(map);
    if (known !== undefined) return known;
    const index = new Map<string, Pair>();
    for (const pair of map.items) {
      const text = keyText(pair.key);
      if (text !== null && !index.has(text)) index.set(text, pair);
    }
    this.#indexed.set(map, index);
    return index;
  }

  /** A whole document is no place to point at; its first character is. */
  #start(): Span {
    const at = this.#root?.range?.[0] ?? 0;
    return this.#lines.span(at, at);
  }

  #spanOf(node: Node | null): Span {
    return this.#lines.span(...rangeOf(node));
  }
}

function rangeOf(node: Node | null): readonly [start: number, end: number] {
  const start = node?.range?.[0];
  return node === null || start === undefined ? [0, 0] : [start, contentEnd(node)];
}

/**
 * Behind the last thing written in a node. To the library, a collection without brackets goes on to the next key, with
 * the blank lines and comments before it.
 */
function contentEnd(node: Node): number {
  const end = node.range?.[1] ?? 0;
  if (!isCollection(node) || node.flow === true) return end;
  const last = isMap(node) ? (node.items.at(-1) ?? null) : null;
  const inner = (
    last === null ? node.items.at(-1) : isWritten(last.value) ? last.value : last.key
  ) as Node | null;
  return inner === null || inner === undefined ? end : contentEnd(inner);
}

function isWritten(node: unknown): boolean {
  return node !== null && !isEmpty(node as Node);
}

/** `key:` with nothing after it has a node of no width; the key is the better place to point at. */
function isEmpty(node: Node): boolean {
  const range = node.range;
  return range !== null && range !== undefined && range[0] === range[1];
}
