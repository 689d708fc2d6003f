import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';

/**
 * Compares text with a file that a person has read and found good; `path` is relative to the repository. BLESS=1
 * (`npm run bless`) writes the file instead, so that the change shows up in the diff of a commit. A run with CI=true
 * never writes: it would bless whatever it finds.
 */
export function expectGolden(path: string, text: string): void {
  if (process.env.BLESS === '1' && process.env.CI !== 'true') {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  expect(existsSync(path), `${path} is missing; run npm run bless and read what it writes`).toBe(true);
  expect(text, `differs from ${path}; if the new output is good, run npm run bless`).toBe(
    readFileSync(path, 'utf8'),
  );
}
