import type { Origin } from '../source/origin.ts';
import { isPlainMap, type SourceDocument, type SourceNode } from '../source/source-document.ts';
import type { Written, WrittenSettings, WrittenTexts } from './document-types.ts';

/**
 * A value inside a document, with the way back to its line. Reading is lenient: what is not of the shape wanted counts
 * as not there, because the schema has reported it and the rest is still worth checking.
 */
export type DocumentNode = SourceNode;

export function rootNode(document: SourceDocument): DocumentNode {
  return document.root();
}

export function nodeOrigin(documentNode: DocumentNode): Origin {
  return documentNode.origin();
}

export function nodeKeyOrigin(documentNode: DocumentNode): Origin {
  return documentNode.keyOrigin();
}

export function isWrittenIn({ value }: DocumentNode, key: string): boolean {
  return isPlainMap(value) && Object.hasOwn(value, key);
}

/** Whether a map has no other key than this one. Nearly every entry says its roles and nothing else. */
export function saysAtMost({ value }: DocumentNode, key: string): boolean {
  if (!isPlainMap(value)) return false;
  // Maps of documents have no other keys than their own.
  for (const name in value) if (name !== key) return false;
  return true;
}

/** The value under a key of a map; null when the key is not written. */
export function childNode(documentNode: DocumentNode, key: string): DocumentNode | null {
  if (!isWrittenIn(documentNode, key)) return null;
  return documentNode.child(key);
}

/** The values of a map in the order written, each of which knows its key; nothing when it is no map. */
export function valuesOf(site: DocumentNode | null): readonly DocumentNode[] {
  return site === null || !isPlainMap(site.value) ? [] : site.children();
}

/** The key of a map that a value stands at. */
export function keyOf({ key }: DocumentNode): string {
  return String(key);
}

/** Keys of a map in the order written, each with its value. */
export function entriesOf(site: DocumentNode | null): readonly (readonly [string, DocumentNode])[] {
  return valuesOf(site).map((node) => [keyOf(node), node]);
}

/** Items of a list; nothing when it is no list. */
export function itemsOf(site: DocumentNode | null): readonly DocumentNode[] {
  return site === null || !Array.isArray(site.value) ? [] : site.children();
}

export function textAt(documentNode: DocumentNode, key: string): Written<string> | null {
  const found = childNode(documentNode, key);
  return found !== null && typeof found.value === 'string'
    ? { value: found.value, origin: nodeOrigin(found) }
    : null;
}

export function textsAt<K extends string>(documentNode: DocumentNode, keys: readonly K[]): WrittenTexts<K> {
  return Object.fromEntries(keys.map((key) => [key, textAt(documentNode, key)])) as WrittenTexts<K>;
}

export function wholeAt(site: DocumentNode | null, key: string): number | null {
  const found = site === null ? null : childNode(site, key);
  return typeof found?.value === 'number' && Number.isSafeInteger(found.value) ? found.value : null;
}

/** What stands under `settings`. */
export function settingsAt(documentNode: DocumentNode): WrittenSettings {
  return new Map(
    entriesOf(childNode(documentNode, 'settings')).flatMap(([name, at]) =>
      typeof at.value === 'string'
        ? [[name, { value: at.value, origin: nodeOrigin(at), key: nodeKeyOrigin(at) }] as const]
        : [],
    ),
  );
}

/** The tombstone `absent: true`. */
export function absentAt(documentNode: DocumentNode): Written<true> | null {
  const found = childNode(documentNode, 'absent');
  return found?.value === true ? { value: true, origin: nodeOrigin(found) } : null;
}

/** Where `declared: false` is written; null where it is not. */
export function recordedAt(documentNode: DocumentNode): Origin | null {
  const found = childNode(documentNode, 'declared');
  return found === null ? null : nodeKeyOrigin(found);
}

/** One text, or a list of them. */
export function oneOrMoreTexts(site: DocumentNode | null): readonly Written<string>[] {
  if (site !== null && typeof site.value === 'string')
    return [{ value: site.value, origin: nodeOrigin(site) }];
  return textsOf(site);
}

/** The texts of a list, each with its place. */
export function textsOf(site: DocumentNode | null): readonly Written<string>[] {
  const texts: Written<string>[] = [];
  for (const item of itemsOf(site)) {
    if (typeof item.value === 'string') texts.push({ value: item.value, origin: nodeOrigin(item) });
  }
  return texts;
}
