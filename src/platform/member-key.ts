import type { KeyComparison } from './platform-definition.ts';

/**
 * A member's key as the platform compares it: two keys that mean one person become equal. Composed again after the
 * folding (Unicode 3.13): some capitals with a mark have a composed small form and no composed one of their own, and
 * whoever composes later, as terraform does, would make one more person of the rest.
 */
export function comparableKey(key: string, compare: KeyComparison): string {
  const composed = key.normalize('NFC');
  return compare === 'fold-case' ? composed.toLowerCase().normalize('NFC') : composed;
}
