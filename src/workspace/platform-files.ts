import { join } from 'node:path';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { WorkspaceDocument } from '../policy/document-types.ts';
import { createPolicy, type Policy } from '../policy/policy.ts';
import { DeferredMap } from '../source/deferred-map.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, outcome } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { checkFor } from './built-checks.ts';
import { builtPlatform, type KnownPlatform } from './built-platform.ts';
import { ConsistentRead } from './consistent-read.ts';
import { readDocuments, relativeToCwd } from './document-files.ts';
import { platformFiles, readSchemaFiles } from './schema-files.ts';

/** The platforms that come with Bylaw and those of the workspace. */
export function loadPlatforms(
  policy: Policy,
  workspace: WorkspaceDocument,
  root: string,
  consistentRead = new ConsistentRead(root),
): Outcome<ReadonlyMap<string, PlatformDefinition>> {
  const platforms = new Map<string, () => PlatformDefinition>();
  const diagnostics: Diagnostic[] = [];
  const add = (file: string, { name, definition }: KnownPlatform): void => {
    if (platforms.has(name)) diagnostics.push(takenPlatform(name, file));
    else platforms.set(name, definition);
  };
  const read = (file: string, documents: Outcome<readonly SourceDocument[]>): void => {
    const platform = one(documents, file, policy.readPlatform);
    diagnostics.push(...platform.diagnostics);
    if (platform.ok) add(file, { name: platform.value.name, definition: () => platform.value });
  };
  for (const file of platformFiles()) {
    const built = builtPlatform(file);
    if (built !== null) add(file, built);
    else read(file, readDocuments(file));
  }
  for (const { value, origin } of workspace.platforms) {
    const file = relativeToCwd(join(root, value));
    read(file, consistentRead.documents(file, origin));
  }
  return outcome(new DeferredMap(platforms), diagnostics);
}

/** The platform of a file, without a workspace. Codes: those of reading a file and of a platform document. */
export function loadPlatformFile(file: string): Outcome<PlatformDefinition> {
  return one(readDocuments(file, null), file, createPolicy(readSchemaFiles(), checkFor).readPlatform);
}

/** The one document a file is for. Fails with no-documents and whatever reading it finds. */
export function one<T>(
  documents: Outcome<readonly SourceDocument[]>,
  file: string,
  read: (document: SourceDocument) => Outcome<T>,
): Outcome<T> {
  if (!documents.ok) return documents;
  const [first] = documents.value;
  if (first === undefined) return failure(diagnostic('no-documents', `${file} holds no document.`, null));
  return read(first);
}

/** Two platforms of one name would read one organization by two sets of rules. */
function takenPlatform(name: string, file: string): Diagnostic {
  return diagnostic(
    'platform-invalid',
    `${file} defines the platform ${name}, which is there already.`,
    null,
    {
      hint: 'Give the platform a name of its own.',
    },
  );
}
