import type { Origin } from './origin.ts';
import {
  type DocumentPath,
  isPlainMap,
  keyOrigin,
  type SourceDocument,
  type SourceNode,
  valueOrigin,
} from './source-document.ts';

/** A map or a list. */
type Children = { readonly [key: string | number]: unknown };

/** A value of a document that finds places by their paths. */
export class PathNode implements SourceNode {
  readonly value: unknown;
  readonly key: string | number | null;
  readonly #document: SourceDocument;
  readonly #parent: PathNode | null;

  constructor(
    document: SourceDocument,
    value: unknown,
    parent: PathNode | null,
    key: string | number | null,
  ) {
    this.#document = document;
    this.#parent = parent;
    this.value = value;
    this.key = key;
  }

  origin(): Origin {
    return valueOrigin(this.#document, this.#path());
  }

  keyOrigin(): Origin {
    return keyOrigin(this.#document, this.#path());
  }

  typed(): string | null {
    return this.#document.typed(this.#path());
  }

  written(): string {
    return this.#document.written(this.#path());
  }

  child(key: string | number): SourceNode {
    return new PathNode(this.#document, (this.value as Children)[key], this, key);
  }

  children(): readonly SourceNode[] {
    const { value } = this;
    if (Array.isArray(value)) return value.map((_, index) => this.child(index));
    return isPlainMap(value) ? Object.keys(value).map((key) => this.child(key)) : [];
  }

  #path(): DocumentPath {
    const path: (string | number)[] = [];
    for (let node: PathNode | null = this; node !== null && node.key !== null; node = node.#parent) {
      path.unshift(node.key);
    }
    return path;
  }
}
