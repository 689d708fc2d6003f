import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageProgram } from '../../page/page-html.ts';

/** Written by the build (build/page.mjs). */
export function pageProgram(): PageProgram {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../dist/browser/page.json'), 'utf8'));
}
