import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';

/** One `duplicate-declaration`, at the later place, pointing back to the first. */
export function duplicate(
  what: string,
  first: Origin,
  again: Origin,
  hint: string | null = null,
): Diagnostic {
  return diagnostic('duplicate-declaration', `${what} is declared twice.`, again, {
    related: [{ message: 'first declared here', origin: first }],
    hint: hint ?? 'Keep one of the two.',
  });
}

/** Items of one list, each key once; later ones are reported and left out. */
export function onceEach<T extends { readonly origin: Origin }>(
  items: readonly T[],
  keyOf: (item: T) => string,
  describe: (item: T) => string,
  diagnostics: Diagnostic[],
): readonly T[] {
  if (items.length < 2) return items;
  const keys = new Set<string>();
  for (const item of items) keys.add(keyOf(item));
  // Nearly every list, and the places of the first are only needed in the others.
  if (keys.size === items.length) return items;
  const first = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, item);
    else diagnostics.push(duplicate(describe(item), earlier.origin, item.origin));
  }
  return [...first.values()];
}
