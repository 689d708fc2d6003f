import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { isOfKind, organizationOfDocument } from '../policy/document-kind.ts';
import type {
  ExpectationsDocument,
  OrganizationDocument,
  WorkspaceDocument,
} from '../policy/document-types.ts';
import type { GuardrailsDocument } from '../policy/guardrails-document.ts';
import type { Policy } from '../policy/policy.ts';
import type { IsOurs, Shard } from '../policy/shard.ts';
import { hasErrors } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import type { ConsistentRead } from './consistent-read.ts';
import { documentFiles } from './document-files.ts';
import { DocumentRoom } from './document-room.ts';
import { unmatchedFiles } from './unmatched-files.ts';
import { unreadDocuments } from './unread-documents.ts';
import { type WrittenPolicies, writtenPolicies } from './written-policies.ts';

/** What the documents of a workspace say, each kind read. */
export interface LoadedDocuments {
  readonly organizations: readonly OrganizationDocument[];
  readonly guardrails: readonly GuardrailsDocument[];
  readonly expectations: readonly ExpectationsDocument[];
  readonly rules: WrittenPolicies | null;
}

/** Where documents are, and by what they are read. */
export interface DocumentPlace {
  readonly policy: Policy;
  readonly document: WorkspaceDocument;
  /** Folder of the workspace file. */
  readonly root: string;
  readonly reading: ConsistentRead;
  readonly shard: Shard | null;
}

/** File after file, each merged and let go before the next is read: what is read takes more room than what it says. */
export function loadDocuments(
  { policy, document, root, reading, shard }: DocumentPlace,
  platforms: ReadonlyMap<string, PlatformDefinition>,
  isOurs: IsOurs,
): Outcome<LoadedDocuments> {
  const documentMerger = policy.documentMerger(platforms);
  /** All others. */
  const documents: SourceDocument[] = [];
  const { tree } = reading;
  const { files, diagnostics } = documentFiles(document, root, tree);
  tree.expect(files);
  const room = new DocumentRoom(files, shard === null, tree);
  for (const file of files) {
    const short = room.beforeFile(file);
    if (short !== null) return failure([...diagnostics, short]);
    const read = shard === null ? reading.documents(file) : reading.documentsOf(file, isOurs);
    diagnostics.push(...read.diagnostics);
    if (!read.ok) continue;
    for (const document of read.value) {
      if (isElsewhere(document, isOurs)) continue;
      documentMerger.add(document);
      if (!isOfKind(document, 'Organization')) documents.push(document);
    }
    reading.letGo(file);
  }
  const organizations = documentMerger.finish();
  const short = room.afterReading();
  if (short !== null) return failure([...diagnostics, short]);
  const expectations = policy.readExpectations(documents);
  const guardrails = policy.readGuardrails(documents);
  diagnostics.push(...organizations.diagnostics, ...expectations.diagnostics, ...guardrails.diagnostics);
  if (!hasErrors(diagnostics))
    diagnostics.push(...reading.moved(files, documentFiles(document, root, tree).files));
  diagnostics.push(
    ...unmatchedFiles(document, root, files, tree),
    ...unreadDocuments(document, root, files, reading.byFile, tree),
  );
  if (!organizations.ok || !expectations.ok || !guardrails.ok || hasErrors(diagnostics))
    return failure(diagnostics);
  return success(
    {
      organizations: organizations.value,
      expectations: expectations.value,
      guardrails: guardrails.value,
      rules: writtenPolicies(policy, documents),
    },
    diagnostics,
  );
}

/** A document of another shard, in a file that could not be told from its head. What is no whole head is everybody's. */
function isElsewhere(document: SourceDocument, isOurs: IsOurs): boolean {
  const named = organizationOfDocument(document);
  return named !== null && !isOurs(named);
}
