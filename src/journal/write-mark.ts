import { createHash } from 'node:crypto';
import type { Write } from '../plan/write/write.ts';
import { writeSubjectOf } from '../plan/write/write-subject.ts';

/** How a write is ordered among others, and what is only told along with it: no part of what it makes. */
const BESIDE = new Set(['origin', 'first', 'shrinks', 'loses', 'invitation', 'display']);

/**
 * What a write makes, as one short text: two writes with the same mark are the same change, whichever plan they are of.
 * What it says is not in it: titles and names stay where they are written.
 */
export function writeMark(write: Write): string {
  const { includes: _, ...rest }: Write & { readonly includes?: unknown } = write;
  const made = write.write === 'delete-role' ? rest : write;
  const text = JSON.stringify(made, (name, value: unknown) => {
    if (value instanceof Map) return [...value.keys()].sort();
    return BESIDE.has(name) ? undefined : value;
  });
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** `add-group-member group:acme/qa members/dan@acme.com`. */
export function writePhrase(write: Write): string {
  const { address, entry } = writeSubjectOf(write);
  return `${write.write} ${address}${entry === null ? '' : ` ${entry.of}/${entry.name}`}`;
}
