import { type Draft, isDraftMap } from './draft.ts';
import type { Layout } from './render-yaml.ts';

/**
 * For each item of the revised list the index of the item it was, or null for a new one. Items are known by their
 * text, or by what the layout says they are about; an item that has moved up counts as new.
 */
export function matchItems(
  old: readonly Draft[],
  revised: readonly Draft[],
  layout: Layout,
): readonly (number | null)[] {
  const places = new Map<string, number>();
  old.forEach((item, index) => {
    const subject = subjectOf(item, layout);
    if (!places.has(subject)) places.set(subject, index);
  });
  let last = -1;
  return revised.map((item) => {
    const at = places.get(subjectOf(item, layout));
    if (at === undefined || at <= last) return null;
    last = at;
    return at;
  });
}

function subjectOf(item: Draft, layout: Layout): string {
  if (!isDraftMap(item)) return JSON.stringify(item);
  return JSON.stringify(
    layout.subject(item) ?? [...item].map(([key, value]) => [key, subjectOf(value, layout)]),
  );
}
