import { createHash } from 'node:crypto';
import type { OrganizationDocument } from '../../policy/document-types.ts';

/**
 * One text for all that the documents say of an organization, wherever it is written: comments, layout, and what the files
 * are called are not in it. SHA-256, hexadecimal.
 */
export function writtenDigest({ files: _files, ...said }: OrganizationDocument): string {
  return createHash('sha256').update(JSON.stringify(said, withoutPlaces)).digest('hex');
}

function withoutPlaces(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { map: [...value] };
  if (value instanceof Set) return { set: [...value] };
  return isPlace(value) ? undefined : value;
}

/** An origin: a line of a file, and nothing that is said there. */
function isPlace(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'from' in value &&
    value.from === 'file' &&
    'endColumn' in value
  );
}
