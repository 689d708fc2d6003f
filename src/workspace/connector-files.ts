import { join } from 'node:path';
import type { WorkspaceDocument } from '../policy/document-types.ts';
import type { Policy } from '../policy/policy.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { type Outcome, outcome } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import type { ConsistentRead } from './consistent-read.ts';
import { relativeToCwd } from './document-files.ts';
import { one } from './platform-files.ts';

/** The connector files that a workspace names, as the schema has accepted them: what they describe, who connects by them says. */
export function loadConnectorFiles(
  policy: Policy,
  workspace: WorkspaceDocument,
  root: string,
  consistentRead: ConsistentRead,
): Outcome<readonly SourceDocument[]> {
  const diagnostics: Diagnostic[] = [];
  const read = workspace.connectors.flatMap(({ value, origin }) => {
    const file = relativeToCwd(join(root, value));
    const document = one(consistentRead.documents(file, origin), file, policy.readConnector);
    diagnostics.push(...document.diagnostics);
    return document.ok ? [document.value] : [];
  });
  return outcome(read, diagnostics);
}
