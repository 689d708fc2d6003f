import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compile } from '../compile/compile.ts';
import type { Desired } from '../compile/desired.ts';
import { lintErrors, lintWarnings } from '../compile/lint/as-of-now.ts';
import type { LintCode } from '../compile/lint/lint-rules.ts';
import type { ApiDescription } from '../connector/described/description/api-description.ts';
import { forbiddenByEnds } from '../expectation/look.ts';
import { DISK, type FileTree } from '../file/file-tree.ts';
import { type GuardedOrganizations, guardOrganizations } from '../guardrail/guard-organizations.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type {
  OrganizationDocument,
  WorkspaceDocument,
  WorkspaceOrganization,
} from '../policy/document-types.ts';
import type { GuardrailsDocument } from '../policy/guardrails-document.ts';
import { createPolicy, type Policy } from '../policy/policy.ts';
import type { Shard } from '../policy/shard.ts';
import { speaksOfReviews } from '../policy/speaks-of-reviews.ts';
import {
  type OrganizationReviews,
  type ReviewedOrganizations,
  reviewOrganizations,
} from '../review/review-organizations.ts';
import { type Diagnostic, diagnostic, hasErrors, sortDiagnostics } from '../source/diagnostic.ts';
import { failure, type Outcome, outcome, success } from '../source/outcome.ts';
import { readYaml } from '../source/yaml.ts';
import { checkFor } from './built-checks.ts';
import { connectionProblems } from './connection-problems.ts';
import { loadConnectors } from './connector-files.ts';
import { ConsistentRead, type InputFile } from './consistent-read.ts';
import { type DocumentPlace, type LoadedDocuments, loadDocuments } from './load-documents.ts';
import { checkExpectations, type Expectations } from './load-expectations.ts';
import { loadPlatforms, one } from './platform-files.ts';
import { readSchemaFiles } from './schema-files.ts';
import { membershipOf } from './shard-membership.ts';
import { type WrittenPolicies, writtenPeople } from './written-policies.ts';

/** Everything the documents of a workspace say at one instant. */
export interface Workspace {
  readonly document: WorkspaceDocument;
  /** Folder of the workspace file; paths in it are relative to this. */
  readonly root: string;
  readonly organizations: readonly Desired[];
  /** By organization; every name in them is bound to something. */
  readonly expectations: Expectations;
  /** Which part of the workspace this is; null for all of it. Nothing of other parts is in it, but what the workspace file says. */
  readonly shard: Shard | null;
  /** Of all files, those of other shards too; made when it is asked for. */
  readonly revision: () => string;
  /** Every file of the workspace that was read, the workspace file among them. */
  readonly inputs: readonly InputFile[];
  /** The same organizations as they are written. */
  readonly documents: readonly OrganizationDocument[];
  /** Reviews of grants, by organization; those without any are not in it. */
  readonly reviews: ReadonlyMap<string, OrganizationReviews>;
  /** Findings of reviews that hold nothing back, each with what a check makes of it. */
  readonly reviewFaults: ReadonlyMap<Diagnostic, Diagnostic>;
  /** Every platform there is: those that come with Bylaw, and those of the workspace's own. */
  readonly platforms: ReadonlyMap<string, PlatformDefinition>;
  /** What the connector files of the workspace describe, by name. */
  readonly connectors: ReadonlyMap<string, ApiDescription>;
  /**
   * What is allowed and seldom meant, of one rule or of all: told by a check, and looked for when it is asked. At level
   * `error` it is among the diagnostics and stops everything.
   */
  readonly lint: (code?: LintCode | null) => readonly Diagnostic[];
  /** Rules and People documents, to be read by who judges them; null where there are none: then nothing of it is loaded. */
  readonly rules: WrittenPolicies | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function connectionOf(
  workspace: Pick<Workspace, 'document'>,
  name: string,
): WorkspaceOrganization | null {
  return workspace.document.organizations.find((organization) => organization.name === name) ?? null;
}

/**
 * Reads the workspace and compiles every organization in it, or of one shard, with all problems of all files at once. Files
 * are named in diagnostics as the user would type them from the current folder.
 */
export function loadWorkspace(
  where: string | null,
  instant: string,
  shard: Shard | null = null,
): Outcome<Workspace> {
  return loadFrom(DISK, workspaceFile(where ?? '.'), { instant, shard, isBase: false });
}

export interface LoadOptions {
  readonly instant: string;
  readonly shard: Shard | null;
  /** Only to compare with: what its own expectations, guard rails and lint rules find wrong in it stops nothing. */
  readonly isBase: boolean;
}

/** The same from other files than those of the disk, whose paths are as if they lay there. */
export function loadFrom(tree: FileTree, file: string, options: LoadOptions): Outcome<Workspace> {
  const policy = createPolicy(readSchemaFiles(), checkFor);
  const root = dirname(file);
  const consistentRead = new ConsistentRead(root, tree);
  const document = documentOfWorkspace(policy, file, consistentRead);
  if (!document.ok) return document;
  const compiled = compileWorkspace({
    policy,
    document: document.value,
    root,
    reading: consistentRead,
    ...options,
  });
  const diagnostics = [...document.diagnostics, ...compiled.diagnostics];
  return compiled.ok ? outcome({ ...compiled.value, diagnostics }, diagnostics) : failure(diagnostics);
}

/** What the workspace file alone says, for whoever needs no documents. */
export function loadWorkspaceFile(
  where: string | null,
): Outcome<Pick<Workspace, 'document' | 'root' | 'connectors'>> {
  const file = workspaceFile(where ?? '.');
  const root = dirname(file);
  const policy = createPolicy(readSchemaFiles(), checkFor);
  const reading = new ConsistentRead(root);
  const document = documentOfWorkspace(policy, file, reading);
  if (!document.ok) return document;
  // What is wrong with connector files is told with all other files.
  const connectors = loadConnectors(policy, document.value, root, reading);
  return success(
    { document: document.value, root, connectors: connectors.ok ? connectors.value : new Map() },
    document.diagnostics,
  );
}

function documentOfWorkspace(
  policy: Policy,
  file: string,
  reading: ConsistentRead,
): Outcome<WorkspaceDocument> {
  const { tree } = reading;
  if (!tree.isTaken(file)) {
    const hint = 'Run bylaw in the folder that holds bylaw.yaml, or give --workspace.';
    return failure(
      diagnostic('file-unreadable', `There is no workspace file ${tree.named(file)}.`, null, { hint }),
    );
  }
  return one(reading.documents(file, null), tree.named(file), policy.readWorkspace);
}

const ALL_FILES = `apiVersion: bylaw/v1
kind: Workspace
files: ["**/*.{yaml,yml}"]
organizations: {}
`;

/** The same of a folder of documents that no workspace file speaks of: nothing says where their organizations are. */
export function loadDirectory(directory: string, instant: string): Outcome<Workspace> {
  const policy = createPolicy(readSchemaFiles(), checkFor);
  const document = one(readYaml(ALL_FILES, directory), directory, policy.readWorkspace);
  if (!document.ok) return document;
  const consistentRead = new ConsistentRead(directory);
  const compiled = compileWorkspace({
    policy,
    document: document.value,
    root: directory,
    instant,
    reading: consistentRead,
    shard: null,
    isBase: false,
  });
  const unplaced = (one: Diagnostic) => one.code === 'unknown-organization' && one.severity === 'warning';
  const diagnostics = compiled.diagnostics.filter((one) => !unplaced(one));
  return compiled.ok ? outcome({ ...compiled.value, diagnostics }, diagnostics) : failure(diagnostics);
}

/** An organization that lint looks at. */
interface Linted {
  readonly document: OrganizationDocument;
  readonly desired: Desired;
  /** Of rules that are errors here: what only an end has caused. */
  readonly excused: readonly Diagnostic[];
}

/** What the documents of a workspace are read and compiled by. */
type WorkspaceContext = LoadOptions & DocumentPlace;

function compileWorkspace(workspaceContext: WorkspaceContext): Outcome<Workspace> {
  const { policy, document, root, instant, reading, shard, isBase } = workspaceContext;
  const isOurs = membershipOf(shard);
  const platforms = loadPlatforms(policy, document, root, reading);
  if (!platforms.ok) return platforms;
  const connectors = loadConnectors(policy, document, root, reading);
  const diagnostics = [...platforms.diagnostics, ...connectors.diagnostics];
  const documents = loadDocuments(workspaceContext, platforms.value, isOurs);
  diagnostics.push(...documents.diagnostics);
  if (!documents.ok) return failure(diagnostics);
  const { documents: declared, reviews } = reviewed(documents.value, platforms.value, instant);
  const reviewFaults = new Map<Diagnostic, Diagnostic>();
  for (const { findings } of reviews.values())
    for (const one of findings)
      reviewFaults.set(one.severity === 'error' ? { ...one, severity: 'warning' } : one, one);
  diagnostics.push(...reviewFaults.keys());
  const organizations: Desired[] = [];
  const found: Diagnostic[] = [];
  const linted: Linted[] = [];
  for (const organization of declared) {
    const platform = platforms.value.get(organization.platform.value);
    if (platform === undefined) continue;
    const compiled = compile(organization, platform, instant);
    diagnostics.push(...compiled.diagnostics);
    if (!compiled.ok) continue;
    organizations.push({ ...compiled.value, resend: document.resend });
    const errors = lintErrors(organization, compiled.value, document.lint);
    found.push(...errors.filter((one) => hasErrors([one])));
    linted.push({
      document: organization,
      desired: compiled.value,
      excused: errors.filter((one) => !hasErrors([one])),
    });
  }
  const judged: Diagnostic[] = [...connectionProblems(document, declared, isOurs)];
  const { expectations, diagnostics: unbound } = checkExpectations(
    documents.value.expectations,
    declared,
    organizations,
  );
  const { guardrails } = documents.value;
  const guarded =
    guardrails.length === 0
      ? UNGUARDED
      : guardOrganizations(
          guardrails,
          declared,
          document.organizations.map(({ name }) => name),
          organizations,
          instant,
        );
  judged.push(...unbound, ...guarded.diagnostics, ...found);
  if (!isBase) diagnostics.push(...judged);
  return outcome(
    {
      document,
      root,
      organizations: organizations.map((desired) => ({
        ...desired,
        guardrails: guarded.documents.get(desired.organization) ?? NO_GUARDRAILS,
        forbidden: forbiddenByEnds({
          expectations: expectations.get(desired.organization),
          desired,
          document: declared.find(({ name }) => name === desired.organization) ?? null,
        }),
      })),
      expectations,
      shard,
      revision: () => reading.revision,
      inputs: reading.inputs,
      documents: declared,
      reviews,
      reviewFaults,
      platforms: platforms.value,
      // Where one is wrong, there is no workspace.
      connectors: connectors.ok ? connectors.value : new Map(),
      lint: (code = null) =>
        linted.flatMap(({ document: organization, desired, excused }) =>
          sortDiagnostics([
            ...excused.filter((one) => (code ?? one.code) === one.code),
            ...lintWarnings(organization, desired, document.lint, code),
          ]),
        ),
      rules: documents.value.rules,
      diagnostics,
    },
    diagnostics,
  );
}

export function workspaceFile(where: string): string {
  try {
    return statSync(where).isDirectory() ? join(where, 'bylaw.yaml') : where;
  } catch {
    return where;
  }
}

/** What judges reviews is loaded where there are any. */
function reviewed(
  { organizations, rules }: LoadedDocuments,
  platforms: ReadonlyMap<string, PlatformDefinition>,
  instant: string,
): ReviewedOrganizations {
  if (!organizations.some(speaksOfReviews)) return { documents: organizations, reviews: new Map() };
  return reviewOrganizations(organizations, platforms, instant, writtenPeople(rules));
}

const NO_GUARDRAILS: readonly GuardrailsDocument[] = [];
const UNGUARDED: GuardedOrganizations = { documents: new Map(), diagnostics: [] };
