import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { compile } from '../compile/compile.ts';
import type { Desired } from '../compile/desired.ts';
import type { PlatformDefinition } from '../platform/definition.ts';
import type { OrganizationDocument, WorkspaceDocument, WorkspaceOrganization } from '../policy/documents.ts';
import { createPolicy, type Policy } from '../policy/policy.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../source/diagnostic.ts';
import type { SourceDocument } from '../source/document.ts';
import { failure, type Outcome, outcome, success } from '../source/outcome.ts';
import { readYaml } from '../source/yaml.ts';
import { platformFiles, readSchemaFiles } from './schema-files.ts';

/** Everything the documents of a workspace say at one instant. */
export interface Workspace {
  readonly document: WorkspaceDocument;
  /** Folder of the workspace file; paths in it are relative to this. */
  readonly root: string;
  readonly organizations: readonly Desired[];
  readonly diagnostics: readonly Diagnostic[];
}

export function connectionOf(workspace: Workspace, name: string): WorkspaceOrganization | null {
  return workspace.document.organizations.find((organization) => organization.name === name) ?? null;
}

/**
 * Reads the workspace and compiles every organization in it, with all problems of all files at once. Files are named
 * in diagnostics as the user would type them from the current folder.
 */
export function loadWorkspace(where: string | null, instant: string): Outcome<Workspace> {
  const policy = createPolicy(readSchemaFiles());
  const file = workspaceFile(where ?? '.');
  if (!existsSync(file)) {
    const hint = 'Run bylaw in the folder that holds bylaw.yaml, or give --workspace.';
    return failure(diagnostic('file-unreadable', `There is no workspace file ${file}.`, null, { hint }));
  }
  const document = one(readDocuments(file), file, policy.readWorkspace);
  if (!document.ok) return document;
  const root = dirname(file);
  const platforms = loadPlatforms(policy, document.value, root);
  if (!platforms.ok) return platforms;
  const diagnostics = [...document.diagnostics, ...platforms.diagnostics];
  const documents = loadOrganizations(policy, document.value, root, platforms.value);
  diagnostics.push(...documents.diagnostics);
  if (!documents.ok) return failure(diagnostics);
  const organizations: Desired[] = [];
  for (const organization of documents.value) {
    const platform = platforms.value.get(organization.platform.value);
    if (platform === undefined) continue;
    const compiled = compile(organization, platform, instant);
    diagnostics.push(...compiled.diagnostics);
    if (compiled.ok) organizations.push({ ...compiled.value, resend: document.value.resend });
  }
  diagnostics.push(...undeclared(document.value, documents.value), ...sharedRemotes(document.value));
  return outcome({ document: document.value, root, organizations, diagnostics }, diagnostics);
}

function workspaceFile(where: string): string {
  try {
    return statSync(where).isDirectory() ? join(where, 'bylaw.yaml') : where;
  } catch {
    return where;
  }
}

function readDocuments(file: string): Outcome<readonly SourceDocument[]> {
  try {
    return readYaml(readFileSync(file), file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(diagnostic('file-unreadable', `Cannot read ${file}: ${reason}`, null));
  }
}

function one<T>(
  documents: Outcome<readonly SourceDocument[]>,
  file: string,
  read: (document: SourceDocument) => Outcome<T>,
): Outcome<T> {
  if (!documents.ok) return documents;
  const [first] = documents.value;
  if (first === undefined) return failure(diagnostic('no-documents', `${file} holds no document.`, null));
  return read(first);
}

function loadPlatforms(
  policy: Policy,
  workspace: WorkspaceDocument,
  root: string,
): Outcome<ReadonlyMap<string, PlatformDefinition>> {
  const platforms = new Map<string, PlatformDefinition>();
  const diagnostics: Diagnostic[] = [];
  const own = workspace.platforms.map((platform) => fromHere(join(root, platform.value)));
  for (const file of [...platformFiles(), ...own]) {
    const platform = one(readDocuments(file), file, policy.readPlatform);
    diagnostics.push(...platform.diagnostics);
    if (!platform.ok) continue;
    const { name } = platform.value;
    if (platforms.has(name)) diagnostics.push(takenPlatform(name, file));
    else platforms.set(name, platform.value);
  }
  return outcome(platforms, diagnostics);
}

function loadOrganizations(
  policy: Policy,
  workspace: WorkspaceDocument,
  root: string,
  platforms: ReadonlyMap<string, PlatformDefinition>,
): Outcome<readonly OrganizationDocument[]> {
  const documents: SourceDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const found = new Set<string>();
  for (const pattern of workspace.files) {
    const files = globSync(pattern.value, {
      cwd: root,
      dot: false,
      onlyFiles: true,
      expandDirectories: false,
    }).sort();
    if (files.length === 0) {
      const message = `No file matches ${JSON.stringify(pattern.value)}.`;
      diagnostics.push(diagnostic('no-documents', message, pattern.origin));
    }
    for (const file of files) found.add(fromHere(join(root, file)));
  }
  for (const file of [...found].sort()) {
    const read = readDocuments(file);
    diagnostics.push(...read.diagnostics);
    if (read.ok) documents.push(...read.value);
  }
  const organizations = policy.readOrganizations(documents, platforms);
  diagnostics.push(...organizations.diagnostics);
  if (!organizations.ok || hasErrors(diagnostics)) return failure(diagnostics);
  return success(organizations.value, diagnostics);
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

/** Two organizations on one live organization would undo each other's work at every apply. */
function sharedRemotes(workspace: WorkspaceDocument): readonly Diagnostic[] {
  const first = new Map<string, WorkspaceOrganization>();
  const found: Diagnostic[] = [];
  for (const organization of workspace.organizations) {
    const { name, connector, url, remote, origin } = organization;
    const target = JSON.stringify([connector, url?.value.replace(/\/+$/, ''), remote]);
    const other = first.get(target);
    if (other === undefined) {
      first.set(target, organization);
      continue;
    }
    found.push(
      diagnostic(
        'duplicate-organization',
        `${name} and ${other.name} are one organization on the platform.`,
        origin,
        {
          related: [{ message: `${other.name} is written here`, origin: other.origin }],
          hint: 'Merge their documents, or correct url or organization of one.',
        },
      ),
    );
  }
  return found;
}

function fromHere(path: string): string {
  return relative('.', resolve(path)) || path;
}

/** Organizations that the workspace connects and no document declares, and the other way round. */
function undeclared(
  workspace: WorkspaceDocument,
  documents: readonly OrganizationDocument[],
): readonly Diagnostic[] {
  const declared = new Set(documents.map((document) => document.name));
  const connected = new Set(workspace.organizations.map((organization) => organization.name));
  const names = [...declared].join(', ');
  return [
    ...workspace.organizations
      .filter((organization) => !declared.has(organization.name))
      .map(({ name, origin }) =>
        diagnostic('unknown-organization', `No document declares the organization ${name}.`, origin, {
          hint: names === '' ? null : `Declared: ${names}.`,
        }),
      ),
    ...documents
      .filter((document) => !connected.has(document.name))
      .map(({ name, root }) =>
        diagnostic('unknown-organization', `The workspace does not say how to reach ${name}.`, root.origin, {
          severity: 'warning',
          hint: `Add it under organizations in ${workspace.file}.`,
        }),
      ),
  ];
}
