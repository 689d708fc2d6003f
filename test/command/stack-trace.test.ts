import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mapToSource } from '../../src/command/stack-trace.ts';

const LINE = 'met a bug in Bylaw';

/** Where a text is written, counted from 1 as stack traces do. */
function placeOf(text: string, words: string): readonly [line: number, column: number] {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes(words));
  return [line + 1, (lines[line]?.search(/\S/) ?? 0) + 1];
}

describe('a stack trace of the program', () => {
  const files = readdirSync('dist/bylaw').filter((name) => name.endsWith('.js'));
  const file = files.find((name) => readFileSync(`dist/bylaw/${name}`, 'utf8').includes(LINE)) ?? '';
  const built = resolve('dist/bylaw', file);
  const [line, column] = placeOf(readFileSync(built, 'utf8'), LINE);
  const [inCrash] = placeOf(readFileSync('src/command/crash.ts', 'utf8'), LINE);

  it.each([built, pathToFileURL(built).href])('names files of src: %s', (where) => {
    const stack = `Error: no\n    at run (${where}:${line}:${column})\n    at async ${where}:${line}:${column}`;
    const place = `src/command/crash\\.ts:${inCrash}:\\d+`;
    expect(mapToSource(stack)).toMatch(
      new RegExp(`^Error: no\n    at run \\(${place}\\)\n    at async ${place}$`),
    );
  });

  it('leaves what was not bundled as it is', () => {
    const stack = `Error: no\n    at x (file:///a/b.js:1:2)\n    at y (node:fs:3:4)\n    at z (/c d/e.js:5:6)`;
    expect(mapToSource(stack)).toBe(stack);
  });
});
