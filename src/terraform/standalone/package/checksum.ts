import { createHash } from 'node:crypto';
import type { PackedFile } from './contents.ts';

/**
 * The checksum of a package's contents as lock files have it: a hash over the hashes of its files, in order of their
 * names. It is the same packed and unpacked. See golang.org/x/mod/sumdb/dirhash, Hash1.
 */
export function h1(files: readonly PackedFile[]): string {
  const whole = createHash('sha256');
  for (const { path, bytes } of [...files].sort((a, b) =>
    Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)),
  )) {
    whole.update(`${sha256(bytes)}  ${path}\n`);
  }
  return `h1:${whole.digest('base64')}`;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
