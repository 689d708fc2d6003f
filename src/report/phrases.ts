import { compareText } from '../source/text-order.ts';

/** `1 change`, `3 changes`, `2 people`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `ana, bo and 38 more`; all of them when they are not more than `most`. */
export function listed(names: readonly string[], most: number): string {
  if (names.length <= most) return joined(names);
  // Naming all but one and writing "1 more" would be no shorter than the name.
  const shown = names.slice(0, Math.max(1, most - 1));
  return `${shown.join(', ')} and ${names.length - shown.length} more`;
}

function joined(names: readonly string[]): string {
  if (names.length < 2) return names.join();
  return `${names.slice(0, -1).join(', ')} and ${names.slice(-1).join()}`;
}

/** Byte order, the same on every machine; no text before any. */
export function byText(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compareText(a, b);
}
