import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { type Outcome, outcome, success } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { backendFaults } from './backend-settings.ts';
import { type DocumentKind, isOfKind } from './document-kind.ts';
import type { ExpectationsDocument, OrganizationDocument, WorkspaceDocument } from './document-types.ts';
import { type EditorRequest, editorDocument } from './editor/editor-document.ts';
import type { GuardrailsDocument } from './guardrails-document.ts';
import { narrowOrganizationSchema } from './narrow-schema.ts';
import { readExpectations } from './read-expectations.ts';
import { readGuardrails } from './read-guardrails.ts';
import { ofKind, readConnectorDocument, readPlatformDocument } from './read-one-document.ts';
import { DocumentMerger, readOrganizations, type ValidatorFor } from './read-organizations.ts';
import { connectionFaults, lockTimeoutFaults, sinkFaults, workspaceFrom } from './read-workspace.ts';
import { createValidator, type SchemaCheckFor, type UnreadDocuments, type Validator } from './validator.ts';

/** Contents of schemas/*.schema.json. They come in as values: reading files is the shell's work. */
export interface PolicySchemas {
  readonly organization: object;
  readonly workspace: object;
  readonly platform: object;
  readonly expectations: object;
  readonly guardrails: object;
  readonly rules: object;
  readonly people: object;
  readonly connector: object;
}

/** The reader of each kind of document. Every one reports all it finds at once. */
interface DocumentReaders extends Readonly<Record<DocumentKind, (...given: never[]) => Outcome<unknown>>> {
  /** See read-organizations.ts. */
  readonly Organization: (
    documents: readonly SourceDocument[],
    platforms: ReadonlyMap<string, PlatformDefinition>,
  ) => Outcome<readonly OrganizationDocument[]>;
  /** Codes: those of the schema check, `unknown-kind`, `secret-in-file`. */
  readonly Workspace: (document: SourceDocument) => Outcome<WorkspaceDocument>;
  /** Codes: those of the schema check and of `loadPlatform`, `unknown-kind`. */
  readonly Platform: (document: SourceDocument) => Outcome<PlatformDefinition>;
  /** See read-expectations.ts. */
  readonly Expectations: (documents: readonly SourceDocument[]) => Outcome<readonly ExpectationsDocument[]>;
  /** See read-guardrails.ts. */
  readonly Guardrails: (documents: readonly SourceDocument[]) => Outcome<readonly GuardrailsDocument[]>;
  /** Read by read-rules.ts, which is loaded by who judges them: few workspaces have rules. */
  readonly Rules: (documents: readonly SourceDocument[]) => Outcome<UnreadDocuments>;
  /** Read by read-people.ts, as those. */
  readonly People: (documents: readonly SourceDocument[]) => Outcome<UnreadDocuments>;
  /** Read by connector/described, which is loaded by who connects by it. Codes: those of the schema check, `unknown-kind`. */
  readonly Connector: (document: SourceDocument) => Outcome<SourceDocument>;
}

/** Reads documents: schema, kinds, merging. */
export interface Policy {
  readonly readOrganizations: DocumentReaders['Organization'];
  /** The same, one document after the other. */
  readonly documentMerger: (platforms: ReadonlyMap<string, PlatformDefinition>) => DocumentMerger;
  readonly readWorkspace: DocumentReaders['Workspace'];
  readonly readPlatform: DocumentReaders['Platform'];
  readonly readExpectations: DocumentReaders['Expectations'];
  readonly readGuardrails: DocumentReaders['Guardrails'];
  readonly readRules: DocumentReaders['Rules'];
  readonly readPeople: DocumentReaders['People'];
  readonly readConnector: DocumentReaders['Connector'];
  /** The organization schema narrowed to a platform, for editors and for the check itself. */
  readonly organizationSchema: (platform: PlatformDefinition) => object;
  /** One schema for an editor, for documents of every kind; see editor/editor-document.ts. */
  readonly editorSchema: (request: EditorRequest) => object;
}

export function createPolicy(schemas: PolicySchemas, schemaCheckFor: SchemaCheckFor): Policy {
  const platform = onFirstUse(() => createValidator(schemas.platform, schemaCheckFor));
  const workspace = onFirstUse(() => createValidator(schemas.workspace, schemaCheckFor));
  const anyOrganization = onFirstUse(() => createValidator(schemas.organization, schemaCheckFor));
  const expectations = onFirstUse(() => createValidator(schemas.expectations, schemaCheckFor));
  const guardrails = onFirstUse(() => createValidator(schemas.guardrails, schemaCheckFor));
  const rules = onFirstUse(() => createValidator(schemas.rules, schemaCheckFor));
  const people = onFirstUse(() => createValidator(schemas.people, schemaCheckFor));
  const connector = onFirstUse(() => createValidator(schemas.connector, schemaCheckFor));
  const narrowed = new WeakMap<PlatformDefinition, Validator>();
  const validatorFor: ValidatorFor = (definition) => {
    if (definition === null) return anyOrganization;
    const known = narrowed.get(definition);
    if (known !== undefined) return known;
    const validator = createValidator(
      narrowOrganizationSchema(schemas.organization, definition, 'check'),
      schemaCheckFor,
      definition,
    );
    narrowed.set(definition, validator);
    return validator;
  };
  const readers: DocumentReaders = {
    Organization: (documents, platforms) => readOrganizations(documents, platforms, validatorFor),
    Expectations: (documents) => readExpectations(documents, expectations),
    Guardrails: (documents) =>
      documents.some((one) => isOfKind(one, 'Guardrails'))
        ? readGuardrails(documents, guardrails)
        : success([]),
    Rules: (documents) => unread(documents, 'Rules', rules),
    People: (documents) => unread(documents, 'People', people),
    Connector: (document) => readConnectorDocument(document, connector),
    Platform: (document) => readPlatformDocument(document, platform),
    Workspace: (document) =>
      ofKind(document, 'Workspace', workspace, () =>
        outcome(workspaceFrom(document), [
          ...backendFaults(document),
          ...lockTimeoutFaults(document),
          ...connectionFaults(document),
          ...sinkFaults(document),
        ]),
      ),
  };
  return {
    readPlatform: readers.Platform,
    readWorkspace: readers.Workspace,
    readOrganizations: readers.Organization,
    documentMerger: (platforms) => new DocumentMerger(platforms, validatorFor),
    readExpectations: readers.Expectations,
    readGuardrails: readers.Guardrails,
    readRules: readers.Rules,
    readPeople: readers.People,
    readConnector: readers.Connector,
    organizationSchema: (definition) => narrowOrganizationSchema(schemas.organization, definition),
    editorSchema: (request) =>
      editorDocument(
        {
          Organization: schemas.organization,
          Workspace: schemas.workspace,
          Expectations: schemas.expectations,
          Guardrails: schemas.guardrails,
          Rules: schemas.rules,
          People: schemas.people,
          Connector: schemas.connector,
          Platform: schemas.platform,
        },
        request,
      ),
  };
}

/** A workspace may have no document of a kind, and then nobody reads its schema. */
function onFirstUse(make: () => Validator): Validator {
  let made: Validator | null = null;
  return (document) => {
    made ??= make();
    return made(document);
  };
}

function unread(
  documents: readonly SourceDocument[],
  kind: DocumentKind,
  validator: Validator,
): Outcome<UnreadDocuments> {
  return success({ documents: documents.filter((one) => isOfKind(one, kind)), validator });
}
