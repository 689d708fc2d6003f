import { readFileSync, writeFileSync } from 'node:fs';
import { compareText } from '../../source/text-order.ts';
import type { Configuration } from './configuration.ts';

/** The library's own part of a stack with the rows in it. */
export function withSplicedRows(own: unknown, { resource, import: imports }: Configuration): object {
  return { ...(own as object), resource, ...(imports.length > 0 ? { import: imports } : {}) };
}

/**
 * Adds the rows to a file in which the library has written its own part. Its printer sorts every key of every row in
 * JavaScript, which for many rows takes longer than all else: here each key is put in its place once.
 */
export function spliceRows(file: string, configuration: Configuration): void {
  const own: unknown = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify(sorted(withSplicedRows(own, configuration), LEVELS), null, 2));
}

/** The stack, its types and their blocks; a block is sorted by who makes it. */
const LEVELS = 3;

function sorted(value: object, levels: number): object {
  if (levels === 0 || Array.isArray(value)) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, inner] of Object.entries(value).sort(([a], [b]) => compareText(a, b))) {
    copy[key] = typeof inner === 'object' && inner !== null ? sorted(inner, levels - 1) : inner;
  }
  return copy;
}
