import { hash } from 'node:crypto';
import type { RowKey } from '../provider/rows/organization-rows.ts';

/**
 * Block names of our own. The library strips characters from ids, so that `a.b` and `ab`, or `équipe` and `quipe`,
 * become one resource: a slug for the reader plus a hash of the whole key tells any two keys apart.
 */
export function blockName(key: RowKey): string {
  const natural = key.slice(key.indexOf('|') + 1);
  const slug = natural
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  const end = hash('sha256', key, 'hex').slice(0, 10);
  return /^[a-z]/.test(slug) ? `${slug}_${end}` : `r_${slug === '' ? '' : `${slug}_`}${end}`;
}
