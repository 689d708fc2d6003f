/** What the documents say of an organization, as one text: the same wherever it is written, another if anything else is said. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import { writtenDigest } from '../../src/command/planning/written-digest.ts';
import { known } from '../../src/source/known.ts';
import { loadDirectory } from '../../src/workspace/workspace.ts';
import { workspaceOf } from './workspaces.ts';

const INSTANT = '2026-06-15T12:00:00Z';

/** Null where the documents do not compile. */
function digestOf(files: Readonly<Record<string, string>>): string | null {
  const loaded = loadDirectory(workspaceOf(files).folder, INSTANT);
  if (!loaded.ok) return null;
  return writtenDigest(known(loaded.value.documents[0], 'an organization'));
}

function exampleFiles(name: string): Readonly<Record<string, string>> {
  const folder = join('examples', name, 'access');
  const files = readdirSync(folder).filter((file) => !file.startsWith('expectations'));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

it.each(['lumoauth', 'bilbis', 'oten'])('%s: every word that is another is told', (name) => {
  const files = exampleFiles(name);
  const before = known(digestOf(files), 'an example that compiles');
  let looked = 0;
  for (const [file, text] of Object.entries(files)) {
    for (const edited of withOneWordLess(text)) {
      const after = digestOf({ ...files, [file]: edited });
      if (after === null) continue;
      looked += 1;
      expect(after, edited).not.toBe(before);
    }
  }
  expect(looked).toBeGreaterThan(20);
});

it.each(['lumoauth', 'bilbis', 'oten'])('%s: comments, empty lines and names of files are not', (name) => {
  const files = exampleFiles(name);
  const moved = Object.entries(files).map(([file, text]) => [
    `z/${file}`,
    `\n# moved\n\n${text.replaceAll('\n', ' # looked at\n')}`,
  ]);
  expect(digestOf(Object.fromEntries(moved))).toBe(digestOf(files));
});

/** The document without each of its entries below the head, one at a time. */
function* withOneWordLess(text: string): Generator<string> {
  const paths: (readonly (string | number)[])[] = [];
  visit(parseDocument(text), {
    Pair: (_, pair, ancestors) => {
      const path = [...ancestors, pair].flatMap((one, at, all): readonly (string | number)[] => {
        if (typeof one === 'object' && one !== null && 'key' in one && isScalar(one.key))
          return [String(one.key.value)];
        const inside = all[at + 1];
        return typeof one === 'object' &&
          one !== null &&
          'items' in one &&
          !isMap(one) &&
          Array.isArray(one.items)
          ? [one.items.indexOf(inside)]
          : [];
      });
      if (path.length > 1) paths.push(path);
    },
  });
  for (const path of paths) {
    const document = parseDocument(text);
    if (document.deleteIn(path)) yield document.toString();
  }
}
