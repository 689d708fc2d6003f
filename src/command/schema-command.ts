import { relative, resolve } from 'node:path';
import { isTaken } from '../file/read-file.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { EditorRequest } from '../policy/editor/editor-document.ts';
import { createPolicy } from '../policy/policy.ts';
import { diagnosticsText } from '../report/diagnostics/diagnostics-text.ts';
import { jsonDocumentText, jsonText } from '../report/json/report-envelope.ts';
import { schemaJson } from '../report/schema/schema-json.ts';
import { BUILT_IN_CONNECTORS } from '../source/connection-defaults.ts';
import { diagnostic, sortDiagnostics } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { formatOrigin, type Origin } from '../source/origin.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { checkFor } from '../workspace/built-checks.ts';
import { loadPlatformFile } from '../workspace/platform-files.ts';
import { describedConnectorNames, platformFiles, readSchemaFiles } from '../workspace/schema-files.ts';
import { loadWorkspace, type Workspace } from '../workspace/workspace.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT } from './exit.ts';
import { failCommand, instantFrom, styleOf } from './output.ts';

/**
 * The answer is a JSON Schema, for a file that editors are pointed at; with `--json` a report that holds it, as of every
 * command. With a workspace the schema knows the names that exist in it; with a platform alone, those of the platform.
 */
export const schema: Command<'json'> = {
  name: 'schema',
  usage: '[--platform NAME] [--workspace FILE]',
  options: ['platform', 'workspace'],
  formats: ['text', 'json'],
  optionHelp: {
    platform: 'the platform, by its name or its file; without --workspace the schema knows its names alone',
    workspace: 'know the names of this workspace too: the file or its folder (default: bylaw.yaml here)',
  },
  async run(context) {
    const request = readRequest(context);
    if (!request.ok) return failCommand(context, 'schema', request.diagnostics);
    const { platforms } = request.value;
    const made = createPolicy(readSchemaFiles(), checkFor).editorSchema(request.value);
    const diagnostics = sortDiagnostics(request.diagnostics);
    if (context.format === 'json') {
      const printed = {
        platforms: platforms.map(({ platform }) => platform.name),
        organizations: platforms.flatMap(({ organizations }) => organizations.map(({ name }) => name)),
        schema: made,
      };
      context.console.out(jsonText(schemaJson(printed, diagnostics)));
      return EXIT.clean;
    }
    if (diagnostics.length > 0) context.console.err(diagnosticsText(diagnostics, styleOf(context)));
    context.console.out(jsonDocumentText(made));
    return EXIT.clean;
  },
};

/** Fails with usage, unknown-platform, and everything that reading a platform or a workspace can find. */
function readRequest(context: CommandContext): Outcome<EditorRequest> {
  const { args } = context;
  const [extra] = args.positionals;
  if (extra !== undefined) {
    return failure(
      diagnostic('usage', `bylaw schema takes no ${quote(extra)}.`, null, {
        hint: 'A platform is named by --platform, a workspace by --workspace.',
      }),
    );
  }
  const name = args.text('platform');
  const where = args.text('workspace');
  if (name !== null && where === null) {
    const platform = platformAlone(name);
    if (platform !== null) return platform.ok ? success(ofPlatform(platform.value)) : platform;
  }
  // A name that is not built in is one of the workspace here, if there is one.
  if (name !== null && where === null && !isTaken('bylaw.yaml')) return unknownPlatform(name, builtIn());
  const instant = instantFrom(context);
  if (!instant.ok) return instant;
  const workspace = loadWorkspace(where, instant.value);
  if (!workspace.ok) return workspace;
  const { diagnostics } = workspace;
  if (name === null) return success(ofWorkspace(workspace.value), diagnostics);
  const both = ofBoth(name, where !== null, workspace.value);
  return both.ok ? success(both.value, diagnostics) : both;
}

/** A platform that needs no workspace: built in, or a file. Null when the name is neither. */
function platformAlone(name: string): Outcome<PlatformDefinition> | null {
  if (/[\\/]|\.ya?ml$/.test(name)) return loadPlatformFile(name);
  const file = platformFiles().find((path) => platformName(path) === name);
  return file === undefined ? null : loadPlatformFile(file);
}

/** A platform in a workspace: with its organizations' names where the workspace was asked for. */
function ofBoth(name: string, withNames: boolean, workspace: Workspace): Outcome<EditorRequest> {
  const platform = workspace.platforms.get(name);
  if (platform === undefined) return unknownPlatform(name, [...workspace.platforms.keys()]);
  if (!withNames) return success(ofPlatform(platform));
  const organizations = workspace.documents.filter((document) => document.platform.value === name);
  return success({
    ...ofPlatform(platform),
    platforms: [{ platform, organizations }],
    connectors: connectorsIn(workspace),
    place: placeIn(workspace),
  });
}

function ofPlatform(platform: PlatformDefinition): EditorRequest {
  return {
    platforms: [{ platform, organizations: [] }],
    others: null,
    connectors: [],
    title: `Bylaw on ${platform.title}`,
    place: formatOrigin,
  };
}

function ofWorkspace(workspace: Workspace): EditorRequest {
  const used = new Set(workspace.documents.map((document) => document.platform.value));
  return {
    platforms: [...used].sort().flatMap((name) => {
      const platform = workspace.platforms.get(name);
      if (platform === undefined) return [];
      return [{ platform, organizations: workspace.documents.filter((one) => one.platform.value === name) }];
    }),
    others: [...workspace.platforms.values()],
    connectors: connectorsIn(workspace),
    title: 'Bylaw in this workspace',
    place: placeIn(workspace),
  };
}

/** Those that come with Bylaw, in code and as files, and those of the workspace's own files. */
function connectorsIn({ connectors }: Workspace): EditorRequest['connectors'] {
  const shipped = 'A connector that comes with Bylaw.';
  return [...new Set([...BUILT_IN_CONNECTORS, ...connectors.keys(), ...describedConnectorNames()])].map(
    (name) => {
      const api = connectors.get(name);
      return { value: name, description: api === undefined ? shipped : api.description };
    },
  );
}

/** Files as seen from the workspace, so that the schema is the same wherever it is printed. */
function placeIn({ root }: Workspace): (origin: Origin) => string {
  return (origin) =>
    origin.from === 'file'
      ? `${relative(root, resolve(origin.file)).replaceAll('\\', '/')}:${origin.line}`
      : formatOrigin(origin);
}

function builtIn(): readonly string[] {
  return platformFiles().map(platformName);
}

function platformName(file: string): string {
  return file.replace(/^.*[\\/]|\.yaml$/g, '');
}

function unknownPlatform(name: string, known: readonly string[]): Outcome<never> {
  const close = nearest(name, known);
  const hint = close === null ? `Platforms: ${[...known].sort().join(', ')}.` : `Did you mean ${close}?`;
  return failure(diagnostic('unknown-platform', `There is no platform ${quote(name)}.`, null, { hint }));
}
