import { type Alias, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { keyText } from '../yaml-locator.ts';

/**
 * A YAML value that is to be written. Maps keep the order of their keys, whatever the keys look like. A part that is
 * not meant to change is the very object that was read: that is how a reviser knows what to leave alone, and why a
 * value repeated by alias can be changed in one place only.
 */
export type Draft = null | boolean | number | string | readonly Draft[] | DraftMap;
export type DraftMap = ReadonlyMap<string, Draft>;

export function isDraftMap(draft: Draft | undefined): draft is DraftMap {
  return draft instanceof Map;
}

export function isDraftList(draft: Draft | undefined): draft is readonly Draft[] {
  return Array.isArray(draft);
}

/** Anchored nodes as drafts, by alias; filled while a document is read in order. */
export interface Anchors {
  readonly targets: Map<Alias, Node>;
  readonly drafts: Map<Node, Draft>;
}

/** What a node was read as, an alias as what it stands for. */
export function draftAt(node: Node | null, { targets, drafts }: Anchors): Draft {
  if (node === null) return null;
  const meant = isAlias(node) ? targets.get(node) : node;
  return meant === undefined ? null : (drafts.get(meant) ?? null);
}

/** The contents of a node of a text that `readYaml` has accepted. */
export function draftOf(root: Node | null): { readonly draft: Draft; readonly anchors: Anchors } {
  const anchors: Anchors = { targets: new Map(), drafts: new Map() };
  const named = new Map<string, Node>();
  const convert = (node: Node | null): Draft => {
    if (node === null) return null;
    if (isAlias(node)) {
      const target = named.get(node.source);
      if (target === undefined) return null;
      anchors.targets.set(node, target);
      return anchors.drafts.get(target) ?? null;
    }
    if (node.anchor !== undefined) named.set(node.anchor, node);
    const draft = contents(node);
    anchors.drafts.set(node, draft);
    return draft;
  };
  const contents = (node: Node): Draft => {
    if (isScalar(node)) return scalarOf(node.value);
    if (isSeq(node)) return node.items.map((item) => convert(item as Node | null));
    const map = new Map<string, Draft>();
    if (!isMap(node)) return map;
    for (const { key, value } of node.items) {
      const text = keyText(key);
      if (text !== null && !map.has(text)) map.set(text, convert(value as Node | null));
    }
    return map;
  };
  return { draft: convert(root), anchors };
}

function scalarOf(value: unknown): Draft {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Equal in contents; the order of keys does not matter. */
export function sameDraft(a: Draft, b: Draft): boolean {
  if (a === b) return true;
  if (isDraftList(a) && isDraftList(b)) {
    return a.length === b.length && a.every((item, index) => sameDraft(item, b[index] ?? null));
  }
  if (!isDraftMap(a) || !isDraftMap(b) || a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !sameDraft(value, other)) return false;
  }
  return true;
}
