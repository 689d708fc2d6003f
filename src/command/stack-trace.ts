import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../..');

/** A stack trace that names files and lines of `src/`: the program runs from few files that the build makes of them. */
export function mapToSource(stack: string): string {
  const maps = new Map<string, SourceMap | null>();
  return stack.replaceAll(/((?:file:\/\/)?\/[^\s()]+\.js):(\d+):(\d+)/g, (place, where, line, column) => {
    const file = where.startsWith('file:') ? fileURLToPath(where) : where;
    let map = maps.get(file);
    if (map === undefined) {
      map = existsSync(`${file}.map`) ? new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8'))) : null;
      maps.set(file, map);
    }
    const entry = map?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !('originalSource' in entry)) return place;
    const source = relative(ROOT, resolve(dirname(file), entry.originalSource));
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}
