import { resolve } from 'node:path';
import type { Desired } from '../compile/desired.ts';
import { lookAtDocuments } from '../expectation/look.ts';
import type { WorkspaceOrganization } from '../policy/document-types.ts';
import { endedExpectations, failedExpectations } from '../report/expectation/expectation-diagnostics.ts';
import { spellingOf } from '../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { Token } from '../terraform/synth/library.ts';
import { loadConnectorFile } from '../workspace/connector-files.ts';
import { loadPlatformFile } from '../workspace/platform-files.ts';
import { requestedInstant } from '../workspace/requested-instant.ts';
import { connectionOf, loadDirectory, loadWorkspace, type Workspace } from '../workspace/workspace.ts';
import { diagnosticPhrases } from './diagnostic-phrases.ts';

/** Which documents to read, and as of when. */
export type DocumentsConfig = {
  /**
   * The instant at which windows (`from`, `until`) are applied: a date, an RFC 3339 text, a Date. Left out: now. What
   * ends later ends with the first synthesis after it, so synthesize and deploy on a schedule too.
   */
  readonly at?: string | Date | undefined;
  /** Documents that fail their own expectations make no stack, unless this is true: then each is a warning. */
  readonly allowFailedExpectations?: boolean | undefined;
} & (
  | {
      /** Folder of a workspace, or its file: which documents, and where their organizations are. */
      readonly workspace: string;
      readonly directory?: undefined;
    }
  | {
      /** Folder of documents (`*.yaml`, `*.yml`, below it too) without a workspace: where they go, `provider` says. */
      readonly directory: string;
      readonly workspace?: undefined;
    }
);

/** One organization as it is written, and what the workspace says of where it is. */
export interface DeclaredOrganization {
  readonly desired: Desired;
  readonly connection: WorkspaceOrganization | null;
  /** A platform file of the workspace's own. */
  readonly platformFile: string | null;
  /** The connector file of the workspace by which it is reached; null for a connector that comes with Bylaw. */
  readonly connectorFile: string | null;
}

/** Documents as they were read: once, for any number of stacks. */
export class AccessDocuments {
  /** `access/acme.yaml:6:24: error[unknown-role]: …`: nothing can be made of the documents. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Organizations that are written. */
  readonly organizations: readonly string[];
  readonly #written: ReadonlyMap<string, DeclaredOrganization>;

  private constructor(written: readonly DeclaredOrganization[], diagnostics: readonly Diagnostic[]) {
    const worded = (severity: Diagnostic['severity']) =>
      diagnosticPhrases(diagnostics.filter((one) => one.severity === severity));
    this.errors = worded('error');
    this.warnings = worded('warning');
    this.#written = new Map(written.map((one) => [one.desired.organization, one]));
    this.organizations = [...this.#written.keys()];
  }

  /** Reads and checks. What is wrong is in `errors`, all at once; nothing is thrown for what somebody wrote. */
  static read(config: DocumentsConfig): AccessDocuments {
    for (const name of ['workspace', 'directory', 'at'] as const) {
      const value: unknown = config[name];
      if (value !== undefined && Token.isUnresolved(value))
        throw new Error(`${name} is a reference that only Terraform knows; documents are read before that.`);
    }
    const instant = instantOf(config.at);
    if (instant === null) {
      const message = `at: ${quote(String(config.at))} is not an instant. Write 2027-01-31 or 2027-01-31T18:00:00Z.`;
      return new AccessDocuments([], [diagnostic('invalid-date', message, null)]);
    }
    const read =
      config.workspace === undefined
        ? loadDirectory(config.directory, instant)
        : loadWorkspace(config.workspace, instant);
    if (!read.ok) return new AccessDocuments([], read.diagnostics);
    return AccessDocuments.ofWorkspace(read.value, config.allowFailedExpectations === true);
  }

  /** Of a workspace that was read already. @internal */
  static ofWorkspace(workspace: Workspace, allowFailedExpectations: boolean): AccessDocuments {
    const { platforms, connectors } = workspace.document;
    const ofPlatforms = filesByName(workspace.root, platforms, loadPlatformFile);
    const ofConnectors = filesByName(workspace.root, connectors, loadConnectorFile);
    const fileOf = (files: ReadonlyMap<string, string>, name: string): string | null => {
      const file = files.get(name);
      return file === undefined ? null : file;
    };
    const written = workspace.organizations.map((desired): DeclaredOrganization => {
      const connection = connectionOf(workspace, desired.organization);
      return {
        desired,
        connection,
        platformFile: fileOf(ofPlatforms, desired.platform.name),
        connectorFile: connection === null ? null : fileOf(ofConnectors, connection.connector),
      };
    });
    const severity = allowFailedExpectations ? 'warning' : 'error';
    const broken = workspace.organizations.flatMap((desired) => brokenBy(desired, workspace, severity));
    return new AccessDocuments(written, [...workspace.diagnostics, ...workspace.lint(), ...broken]);
  }

  /** @internal */
  find(organization: string): DeclaredOrganization | null {
    return this.#written.get(organization) ?? null;
  }
}

function instantOf(at: string | Date | undefined): string | null {
  if (typeof at === 'string') return requestedInstant(at);
  const date = at === undefined ? new Date() : new Date(at);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The files of a workspace's own, by the name that each says. */
function filesByName(
  root: string,
  files: readonly { readonly value: string }[],
  load: (file: string) => Outcome<{ readonly name: string }>,
): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap(({ value }): readonly (readonly [string, string])[] => {
      const file = resolve(root, value);
      const read = load(file);
      return read.ok ? [[read.value.name, file]] : [];
    }),
  );
}

function brokenBy(
  desired: Desired,
  { expectations, documents }: Workspace,
  severity: 'warning' | 'error',
): readonly Diagnostic[] {
  const { organization, platform, resources } = desired;
  const looked = lookAtDocuments({
    expectations: expectations.get(organization),
    desired,
    document: documents.find(({ name }) => name === organization) ?? null,
  });
  if (!looked.ok || looked.value.findings.length === 0) return [];
  const { side, findings } = looked.value;
  const spelling = spellingOf(desired);
  const { access } = side;
  const source = { organization, source: 'desired', platform, resources, access, spelling } as const;
  const examined = { desired, source, findings };
  return [...failedExpectations(examined, null, severity), ...endedExpectations(examined)];
}
