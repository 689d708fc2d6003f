import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlatform } from '../../../platform/load-platform.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import type { PlatformDocument } from '../../../platform/platform-document.ts';
import { diagnostic } from '../../../source/diagnostic.ts';
import { didYouMean } from '../../../source/did-you-mean.ts';
import { failure, type Outcome } from '../../../source/outcome.ts';
import { PathNode } from '../../../source/path-node.ts';
import type { SourceDocument } from '../../../source/source-document.ts';
import { isFilePath } from './file-path.ts';

/** The platforms that stand beside the provider, as JSON made when it was built, and files that users write. */
export interface PlatformStore {
  readonly names: readonly string[];
  /** By name, or by the path of a platform file. Fails with unknown-platform, file-unreadable and what the file earns. */
  load(nameOrPath: string): Promise<Outcome<PlatformDefinition>>;
}

/** `directory` holds `platforms/<name>.json` and the schema that users' files are held against. */
export function openPlatformStore(directory: string): PlatformStore {
  const names = readdirSync(join(directory, 'platforms'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
  return {
    names,
    async load(nameOrPath) {
      if (isFilePath(nameOrPath)) {
        // YAML and its checks cost more than all the rest of the start, and few need them.
        const { readPlatformFile } = await import('./platform-file.ts');
        const schema = JSON.parse(readFileSync(join(directory, 'platform.schema.json'), 'utf8')) as object;
        return readPlatformFile(nameOrPath, schema);
      }
      if (!names.includes(nameOrPath)) {
        const hint =
          didYouMean(nameOrPath, names) ?? `Give one of ${names.join(', ')}, or the path of a file.`;
        const message = `There is no platform ${JSON.stringify(nameOrPath)}.`;
        return failure(diagnostic('unknown-platform', message, null, { hint }));
      }
      const file = `${nameOrPath}.json`;
      const text = readFileSync(join(directory, 'platforms', file), 'utf8');
      return loadPlatform(JSON.parse(text) as PlatformDocument, plainDocument(file));
    },
  };
}

/** What was checked when it was built has no fault to point at. */
function plainDocument(file: string): SourceDocument {
  const start = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const document: SourceDocument = {
    file,
    value: null,
    root: () => new PathNode(document, null, null, null),
    valueSpan: () => start,
    keySpan: () => start,
    typed: () => null,
    written: () => '',
  };
  return document;
}
