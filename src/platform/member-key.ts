import type { KeyComparison } from './platform-definition.ts';

/** ASCII without capitals is composed and folded. Nearly every key is, and each is asked for several times. */
const AS_IT_IS = /^[\0-@[-\x7f]*$/;

/**
 * A member's key as the platform compares it: two keys that mean one person become equal. Composed again after the
 * folding (Unicode 3.13): some capitals with a mark have a composed small form and no composed one of their own, and
 * whoever composes later, as terraform does, would make one more person of the rest.
 */
export function comparableKey(key: string, compare: KeyComparison): string {
  if (AS_IT_IS.test(key)) return key;
  const composed = key.normalize('NFC');
  return compare === 'fold-case' ? composed.toLowerCase().normalize('NFC') : composed;
}
