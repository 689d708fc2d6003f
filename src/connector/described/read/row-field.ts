import type { FieldPath } from '../description/value-description.ts';

/** What stands at a path; undefined where nothing does. A key is one of the object itself, never of its prototype. */
export function fieldAt(item: unknown, path: FieldPath): unknown {
  let at = item;
  for (const key of path) {
    if (!isFields(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** A text, a number that is told exactly, true or false, as a text; null for anything else. */
export function scalarText(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : null;
    case 'boolean':
      return String(value);
    default:
      return null;
  }
}

/** What rows are told apart by, as one text. */
export function rowIdOf(parts: readonly string[]): string {
  return parts.length === 1 ? parts.join('') : JSON.stringify(parts);
}

export function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function shownPath(path: FieldPath): string {
  return path.length === 0 ? '.' : path.join('.');
}
