import { join } from 'node:path';
import type { ApiDescription } from '../connector/described/description/api-description.ts';
import type { WorkspaceDocument } from '../policy/document-types.ts';
import { createPolicy, type Policy } from '../policy/policy.ts';
import { BUILT_IN_CONNECTORS } from '../source/connection-defaults.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { checkFor } from './built-checks.ts';
import { ConsistentRead } from './consistent-read.ts';
import { describedConnectors, type ShippedConnectors } from './described-connectors.ts';
import { readDocuments, relativeToCwd } from './document-files.ts';
import { one } from './platform-files.ts';
import { connectorFileOf, describedConnectorNames, readSchemaFiles } from './schema-files.ts';

/**
 * What the connector files of a workspace describe, by name, and those that come with Bylaw as its organizations name them:
 * a file of the workspace stands before one of Bylaw's of the same name. And that its organizations can be reached by them. Where
 * nobody speaks of other connectors than those that come with Bylaw, what reads such files is not even loaded. Codes:
 * those of reading a file, `connector-invalid`, `unknown-connector`, and of settings `missing-key`, `unknown-key`,
 * `invalid-value`.
 */
export function loadConnectors(
  policy: Policy,
  { connectors, organizations }: WorkspaceDocument,
  root: string,
  consistentRead = new ConsistentRead(root),
): Outcome<ReadonlyMap<string, ApiDescription>> {
  const builtIn: readonly string[] = BUILT_IN_CONNECTORS;
  if (connectors.length === 0 && organizations.every(({ connector }) => builtIn.includes(connector)))
    return success(new Map());
  const unread: Diagnostic[] = [];
  const documents = connectors.flatMap(({ value, origin }) => {
    const file = relativeToCwd(join(root, value));
    const read = one(consistentRead.documents(file, origin), file, policy.readConnector);
    if (read.ok) return [read.value];
    unread.push(...read.diagnostics);
    return [];
  });
  const described = describedConnectors(documents, organizations, shippedBy(policy), unread.length > 0);
  return unread.length === 0 ? described : failure([...unread, ...described.diagnostics]);
}

/** The files that come with Bylaw: part of the package, so one that cannot be read is a broken installation. */
function shippedBy(policy: Policy): ShippedConnectors {
  const read = (name: string): SourceDocument | null => {
    const file = connectorFileOf(name);
    if (file === null) return null;
    const document = one(readDocuments(file), file, policy.readConnector);
    if (!document.ok) throw new Error(`the connector file ${name} of Bylaw is not read`);
    return document.value;
  };
  return { names: describedConnectorNames, read };
}

/** What a connector file describes, without a workspace. Codes: as `loadConnectors`. */
export function loadConnectorFile(file: string): Outcome<ApiDescription> {
  const policy = createPolicy(readSchemaFiles(), checkFor);
  const document = one(readDocuments(file, null), file, policy.readConnector);
  if (!document.ok) return document;
  const described = describedConnectors([document.value], [], shippedBy(policy), false);
  if (!described.ok) return described;
  const [api] = described.value.values();
  if (api === undefined) throw new Error('unreachable: a file without faults describes a connector');
  return success(api, described.diagnostics);
}
