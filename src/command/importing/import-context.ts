import { dirname, join } from 'node:path';
import { connectorIn, connectorNames, type DescribedApis } from '../../connector/workspace-connectors.ts';
import { isTaken, readWholeFile } from '../../file/read-file.ts';
import type { PresentFile } from '../../import/import-request.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { WorkspaceDocument } from '../../policy/document-types.ts';
import { createPolicy, type Policy } from '../../policy/policy.ts';
import { isName } from '../../policy/text-patterns.ts';
import { DEFAULT_CONNECTOR } from '../../source/connection-defaults.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { didYouMean } from '../../source/did-you-mean.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { isPlainMap } from '../../source/source-document.ts';
import { readYaml } from '../../source/yaml.ts';
import { checkFor } from '../../workspace/built-checks.ts';
import { loadConnectors } from '../../workspace/connector-files.ts';
import { documentFiles, documentsIn, relativeToCwd } from '../../workspace/document-files.ts';
import { loadPlatforms, one } from '../../workspace/platform-files.ts';
import { connectorFileOf, readSchemaFiles } from '../../workspace/schema-files.ts';
import { connectionOf, workspaceFile } from '../../workspace/workspace.ts';
import type { CommandContext } from '../command.ts';
import { namedFiles } from './named-files.ts';
import { workspaceText } from './workspace-file.ts';

interface ImportSourceFile extends PresentFile {
  readonly bytes: Uint8Array;
}

export interface ImportTarget {
  readonly name: string;
  readonly platform: PlatformDefinition;
}

/** Whom to import, and what goes without saying. */
export interface AskedImport {
  /** As written: `acme`, `acme=ACME-1`. None: all of the workspace. */
  readonly organizations: readonly string[];
  readonly platform: string | null;
  readonly connector: string | null;
  /** What a new workspace needs to be told. */
  readonly missing: (needsUrl: boolean) => string;
  readonly example: string;
}

/** Where documents are, or are to be, and whom to import. */
export interface ImportContext {
  readonly document: WorkspaceDocument;
  /** What its connector files describe. */
  readonly connectors: DescribedApis;
  readonly root: string;
  /** bylaw.yaml that is not there yet. */
  readonly fresh: { readonly file: string; readonly after: string } | null;
  /** Text of the workspace file. */
  readonly text: string;
  readonly files: readonly ImportSourceFile[];
  readonly targets: readonly ImportTarget[];
  readonly policy: Policy;
}

/** Fails with all that reading a workspace and its files can find, usage, unknown-organization, unknown-platform. */
export function openImportContext(context: CommandContext, asked: AskedImport): Outcome<ImportContext> {
  const { args } = context;
  const where = args.text('directory') ?? args.text('workspace') ?? '.';
  const file = relativeToCwd(workspaceFile(where));
  if (isTaken(file) && args.text('directory') === null) return existingImportContext(context, file, asked);
  const target = args.text('directory') === null ? file : relativeToCwd(join(where, 'bylaw.yaml'));
  if (isTaken(target)) return existingImportContext(context, target, asked);
  return newImportContext(context, target, asked);
}

function existingImportContext(
  context: CommandContext,
  file: string,
  asked: AskedImport,
): Outcome<ImportContext> {
  const policy = createPolicy(readSchemaFiles(), checkFor);
  const bytes = readWholeFile(file, { place: null });
  if (!bytes.ok) return bytes;
  const document = one(documentsIn(bytes.value, file), file, policy.readWorkspace);
  if (!document.ok) return document;
  const root = dirname(file);
  const platforms = loadPlatforms(policy, document.value, root);
  if (!platforms.ok) return platforms;
  const connectors = loadConnectors(policy, document.value, root);
  if (!connectors.ok) return connectors;
  const listed = documentFiles(document.value, root);
  const files = listed.files.map(readSource);
  const unread = listed.diagnostics.filter(({ code }) => code !== 'no-documents');
  const faults = [...unread, ...files.flatMap((source) => (source.ok ? [] : source.diagnostics))];
  const sources = files.flatMap((source) => (source.ok ? [source.value] : []));
  const spoken = platformsOf(sources, faults);
  const names =
    asked.organizations.length > 0
      ? asked.organizations
      : document.value.organizations.map(({ name }) => name);
  const targets: ImportTarget[] = [];
  for (const name of new Set(names)) {
    if (connectionOf({ document: document.value }, name) === null) {
      const known = document.value.organizations.map((organization) => organization.name);
      faults.push(
        diagnostic('unknown-organization', `${file} does not say how to reach ${quote(name)}.`, null, {
          hint: didYouMean(name, known) ?? `Add it under organizations in ${file}.`,
        }),
      );
      continue;
    }
    const platform = platformNamed(
      spoken.get(name) ?? context.args.text('platform') ?? asked.platform,
      name,
      platforms.value,
    );
    if (platform.ok) targets.push({ name, platform: platform.value });
    else faults.push(...platform.diagnostics);
  }
  if (faults.length > 0) return failure(faults);
  const text = bytes.value.toString('utf8');
  return success({
    document: document.value,
    connectors: connectors.value,
    root,
    fresh: null,
    text,
    files: sources,
    targets,
    policy,
  });
}

/** A product whose connector file comes with Bylaw is spoken to by it. */
function connectorOf(platform: string | null): string {
  return platform !== null && connectorFileOf(platform) !== null ? platform : DEFAULT_CONNECTOR;
}

function newImportContext(context: CommandContext, file: string, asked: AskedImport): Outcome<ImportContext> {
  const { args } = context;
  const url = args.text('url');
  const namedPlatform = args.text('platform') ?? asked.platform;
  const spokenWith = args.text('connector') ?? asked.connector ?? connectorOf(namedPlatform);
  const ownFiles = namedFiles(file, spokenWith, namedPlatform);
  if (!ownFiles.ok) return ownFiles;
  const { apis, platformName } = ownFiles.value;
  const connector = connectorIn(apis, ownFiles.value.connectorName);
  if (connector === null) {
    const hint = `Connectors: ${connectorNames(apis).join(', ')}. One of a file is given by the path of the file.`;
    return failure(diagnostic('usage', `There is no connector ${quote(spokenWith)}.`, null, { hint }));
  }
  const needsUrl = connector.settings.url?.required === true;
  if (asked.organizations.length === 0 || (needsUrl && url === null) || platformName === null) {
    return failure(
      diagnostic(
        'usage',
        `There is no workspace file ${file}, so import makes one: say ${asked.missing(needsUrl)}.`,
        null,
        {
          hint: asked.example,
        },
      ),
    );
  }
  const policy = createPolicy(readSchemaFiles(), checkFor);
  const organizations = [...new Set(asked.organizations)].map((word) => {
    const [name = '', remote = name] = word.split(/=(.*)/s);
    return { name, remote };
  });
  const wrong = organizations.filter(({ name, remote }) => !isName(name) || remote === '');
  if (wrong.length > 0) {
    return failure(
      wrong.map(({ name, remote }) =>
        diagnostic('usage', `${quote(name)} cannot be the name of an organization in documents.`, null, {
          hint: `Lower-case letters, digits, dots, dashes and underscores; name=${remote === '' ? 'ID' : quote(remote)} gives it one.`,
        }),
      ),
    );
  }
  const after = workspaceText(organizations, { connector: connector.name, url, ...ownFiles.value.listed });
  const document = one(readYaml(after, file), file, policy.readWorkspace);
  if (!document.ok) return document;
  const platforms = loadPlatforms(policy, document.value, dirname(file));
  if (!platforms.ok) return platforms;
  const platform = platformNamed(platformName, organizations[0]?.name ?? '', platforms.value);
  if (!platform.ok) return platform;
  const targets = organizations.map(({ name }) => ({ name, platform: platform.value }));
  return success({
    document: document.value,
    connectors: apis,
    root: dirname(file),
    fresh: { file, after },
    text: after,
    files: [],
    targets,
    policy,
  });
}

function readSource(file: string): Outcome<ImportSourceFile> {
  const bytes = readWholeFile(file);
  if (!bytes.ok) return bytes;
  const read = documentsIn(bytes.value, file);
  if (!read.ok) return read;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.value);
  return success({ file, bytes: bytes.value, text });
}

/** What documents say of an organization's platform; checked when the organization is read. */
function platformsOf(
  sources: readonly ImportSourceFile[],
  faults: Diagnostic[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { file, text } of sources) {
    const read = readYaml(text, file);
    if (!read.ok) faults.push(...read.diagnostics);
    else {
      for (const { value } of read.value) {
        if (!isPlainMap(value) || value.kind !== 'Organization') continue;
        const { name, platform } = value;
        if (typeof name === 'string' && typeof platform === 'string') found.set(name, platform);
      }
    }
  }
  return found;
}

function platformNamed(
  name: string | null,
  organization: string,
  platforms: ReadonlyMap<string, PlatformDefinition>,
): Outcome<PlatformDefinition> {
  if (name === null) {
    return failure(
      diagnostic('unknown-platform', `No document says the platform of ${organization}.`, null, {
        hint: 'Give --platform.',
      }),
    );
  }
  const found = platforms.get(name);
  if (found !== undefined) return success(found);
  const known = [...platforms.keys()].sort();
  return failure(
    diagnostic('unknown-platform', `${quote(name)} is not a platform Bylaw knows.`, null, {
      hint: didYouMean(name, known) ?? `Known: ${known.join(', ')}.`,
    }),
  );
}
