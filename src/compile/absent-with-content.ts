import type { Written, WrittenWindow } from '../policy/document-types.ts';
import type { Binding } from './binding.ts';

/**
 * `absent: true` says a thing is unwanted, so anything else written on it contradicts it; above all a bound, which
 * reads like a removal with a date. `absent-with-content` names the first thing that contradicts.
 */
export function checkAbsent(
  what: string,
  absent: Written<true>,
  beside: readonly (readonly [key: string, isWritten: boolean])[],
  binding: Binding,
): void {
  const keys = beside.filter(([, isWritten]) => isWritten).map(([key]) => key);
  if (keys.length === 0) return;
  binding.report(
    'absent-with-content',
    `${what} is marked absent: true, but has ${keys.join(', ')}.`,
    absent.origin,
    { hint: `Remove \`absent: true\`, or ${keys.join(', ')}.` },
  );
}

export function isBounded(window: WrittenWindow): boolean {
  return window.from !== null || window.until !== null;
}
