import type { KeyComparison } from './definition.ts';

/** A member's key as the platform compares it: two keys that mean one person become equal. */
export function comparableKey(key: string, compare: KeyComparison): string {
  const composed = key.normalize('NFC');
  return compare === 'fold-case' ? composed.toLowerCase() : composed;
}
