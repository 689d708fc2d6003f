import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bylaw's own version, as its package says. */
export function bylawVersion(): string {
  const file = join(import.meta.dirname, '../../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
