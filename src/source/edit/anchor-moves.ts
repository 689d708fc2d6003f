import { type Alias, isAlias, isMap, isSeq, type Node } from 'yaml';
import { ListsByKey } from '../lists-by-key.ts';
import { keyText } from '../yaml-locator.ts';
import { type Anchors, type Draft, isDraftList, isDraftMap, sameDraft } from './draft.ts';
import { matchItems } from './match-items.ts';
import type { Layout } from './render-yaml.ts';

/** What becomes of anchors when their document is revised. */
export interface AnchorMoves {
  /** Aliases that keep their value while their anchor loses it: the first of each anchor takes the anchor over. */
  readonly heirs: ReadonlyMap<Alias, Node>;
  /** Anchored nodes that have changed and whose name is another's now. */
  readonly bereft: ReadonlySet<Node>;
  /** Aliases whose value changes exactly as that of their anchor, so that they may stay. */
  readonly following: ReadonlySet<Alias>;
}

/**
 * Finds every anchor whose value changes or goes, and who still stands for the old one. A change of one person's line
 * must not change the lines that repeat it.
 */
export function anchorMoves(
  root: Node | null,
  revised: Draft,
  { drafts, targets }: Anchors,
  layout: Layout,
): AnchorMoves {
  const changed = new Map<Node, Draft | null>();
  const kept = new ListsByKey<Node, Alias>();
  const differing: (readonly [Alias, Draft])[] = [];
  const gone = (node: Node | null): void => {
    if (node === null || isAlias(node)) return;
    if (node.anchor !== undefined) changed.set(node, null);
    if (isMap(node)) for (const pair of node.items) gone(pair.value as Node | null);
    if (isSeq(node)) for (const item of node.items) gone(item as Node | null);
  };
  const visit = (node: Node | null, now: Draft): void => {
    if (node === null) return;
    if (isAlias(node)) {
      const target = targets.get(node);
      if (target === undefined) return;
      if (!sameDraft(drafts.get(target) ?? null, now)) differing.push([node, now]);
      else kept.add(target, node);
      return;
    }
    const old = drafts.get(node) ?? null;
    if (node.anchor !== undefined && !sameDraft(old, now)) changed.set(node, now);
    if (isMap(node) && isDraftMap(now)) {
      for (const pair of node.items) {
        const name = keyText(pair.key);
        const value = name === null ? undefined : now.get(name);
        if (value === undefined) gone(pair.value as Node | null);
        else visit(pair.value as Node | null, value);
      }
    } else if (isSeq(node) && isDraftList(now) && isDraftList(old)) {
      const origin = new Map(matchItems(old, now, layout).map((at, index) => [at, now[index] ?? null]));
      node.items.forEach((item, index) => {
        const value = origin.get(index);
        if (value === undefined) gone(item as Node | null);
        else visit(item as Node | null, value);
      });
    } else if (isMap(node) || isSeq(node)) {
      gone(node);
      if (node.anchor !== undefined) changed.set(node, now);
    }
  };
  visit(root, revised);
  const heirs = new Map<Alias, Node>();
  const bereft = new Set<Node>();
  for (const [node] of changed) {
    const [first] = kept.get(node);
    if (first === undefined) continue;
    heirs.set(first, node);
    bereft.add(node);
  }
  const following = new Set<Alias>();
  for (const [alias, now] of differing) {
    const target = targets.get(alias);
    const anchored = target === undefined ? null : (changed.get(target) ?? null);
    if (target !== undefined && anchored !== null && !bereft.has(target) && sameDraft(anchored, now)) {
      following.add(alias);
    }
  }
  return { heirs, bereft, following };
}
