import { fileOrigin, type Origin, type Span } from './origin.ts';

/** Map keys and sequence indices from the root of a document; the same as a JSON pointer, unescaped. */
export type DocumentPath = readonly (string | number)[];

/** A map as read from YAML. It has no prototype: `__proto__` and `constructor` are keys like any other. */
export type PlainMap = { readonly [key: string]: unknown };

/** A value inside a document, with the way back to its line. */
export interface SourceNode {
  readonly value: unknown;
  /** The key of a map or the index in a list that it stands at; null for the root. */
  readonly key: string | number | null;
  readonly origin: () => Origin;
  /** Where the key is written: as `SourceDocument.keySpan`. */
  readonly keyOrigin: () => Origin;
  /** As `SourceDocument.typed`. */
  readonly typed: () => string | null;
  /** As `SourceDocument.written`. */
  readonly written: () => string;
  /** The value at a key of the map that this is, or of an item of the list; it has to be there. */
  readonly child: (key: string | number) => SourceNode;
  /** What is in the map, in the order written, or in the list. */
  readonly children: () => readonly SourceNode[];
}

/** One YAML document: plain values, and the place of each. */
export interface SourceDocument {
  readonly file: string;
  /** Null, booleans, numbers, strings, arrays and `PlainMap`s. Values repeated by alias are one shared object. */
  readonly value: unknown;
  readonly root: () => SourceNode;
  /** Where the value is written; of what is not there, the nearest value around it that is. */
  readonly valueSpan: (documentPath: DocumentPath) => Span;
  /**
   * Where the map key is written; the value's own place for items of a sequence, the first
   * character for the root.
   */
  readonly keySpan: (documentPath: DocumentPath) => Span;
  /** The text of a scalar as typed (`0x1F`, `no`), for messages; null for collections and missing values. */
  readonly typed: (documentPath: DocumentPath) => string | null;
  /** What stands in the file at `valueSpan`, with quotes, escapes and indentation. */
  readonly written: (documentPath: DocumentPath) => string;
}

export function valueOrigin(document: SourceDocument, documentPath: DocumentPath): Origin {
  return fileOrigin(document.valueSpan(documentPath));
}

export function keyOrigin(document: SourceDocument, documentPath: DocumentPath): Origin {
  return fileOrigin(document.keySpan(documentPath));
}

/** RFC 6901: `/members/a~1b/0` → `['members', 'a/b', '0']`. Indices stay text; spans take them either way. */
export function parsePointer(pointer: string): DocumentPath {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function isPlainMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
