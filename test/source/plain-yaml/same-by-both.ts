import { readByLibrary } from '../../../src/source/library-yaml.ts';
import type { DocumentPath, SourceDocument, SourceNode } from '../../../src/source/source-document.ts';
import { readByScanner } from '../../../src/source/yaml.ts';

/** What both readers say of a text. `left`: the scanner leaves it to the library. `differs`: null where they agree. */
export interface BothReaders {
  readonly left: boolean;
  readonly differs: string | null;
}

export function readByBoth(text: string): BothReaders {
  const scanned = readByScanner(text, 'f.yaml');
  if (scanned === null) return { left: true, differs: null };
  const read = readByLibrary(text, 'f.yaml');
  if (!read.ok || read.diagnostics.length > 0) {
    return { left: false, differs: `the library refuses it: ${read.diagnostics[0]?.message}` };
  }
  const [ours, theirs] = [scanned, read].map((outcome) => (outcome.ok ? outcome.value.map(facts) : []));
  return { left: false, differs: firstDifference(ours ?? [], theirs ?? []) };
}

/** The value of a document, and everything that it says of every path, of those that are not there too. */
function facts(document: SourceDocument): readonly string[] {
  const found: string[] = [JSON.stringify(document.value)];
  const look = (path: DocumentPath) => {
    const places = [document.valueSpan(path), document.keySpan(path)].map(
      ({ line, column, endLine, endColumn }) => `${line}:${column}-${endLine}:${endColumn}`,
    );
    found.push(JSON.stringify([path.join('/'), ...places, document.typed(path)]));
  };
  const walk = (value: unknown, path: DocumentPath): void => {
    look(path);
    look([...path, 'missing']);
    look([...path, 99, 'missing']);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      walk(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  walk(document.value, []);
  const follow = (node: SourceNode): void => {
    found.push(JSON.stringify([node.key, node.value, node.origin(), node.keyOrigin(), node.typed()]));
    for (const inner of node.children()) {
      follow(inner);
      found.push(JSON.stringify(node.child(inner.key ?? '').origin()));
    }
  };
  follow(document.root());
  return found;
}

function firstDifference(
  ours: readonly (readonly string[])[],
  theirs: readonly (readonly string[])[],
): string | null {
  if (ours.length !== theirs.length) return `${ours.length} documents, ${theirs.length} by the library`;
  for (const [at, document] of ours.entries()) {
    const other = theirs[at] ?? [];
    const fact = document.findIndex((line, n) => line !== other[n]);
    if (fact !== -1 || document.length !== other.length) return `${document[fact]}, not ${other[fact]}`;
  }
  return null;
}
