import { join } from 'node:path';
import { connect, secretVariables } from '../../connector/connect.ts';
import type { Connection } from '../../connector/connector.ts';
import {
  type DescribedConnector,
  describedConnector,
} from '../../connector/described/described-connector.ts';
import type { ApiDescription } from '../../connector/described/description/api-description.ts';
import { describeApi } from '../../connector/described/description/describe-api.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { createPolicy } from '../../policy/policy.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { checkFor } from '../../workspace/built-checks.ts';
import { readDocuments, relativeToCwd } from '../../workspace/document-files.ts';
import { loadPlatformFile, one } from '../../workspace/platform-files.ts';
import { platformFiles, readSchemaFiles } from '../../workspace/schema-files.ts';
import { connectionOf, loadWorkspace, type Workspace } from '../../workspace/workspace.ts';
import type { CommandContext } from '../command.ts';
import { instantFrom } from '../output.ts';
import { connectorListeners } from '../terminal/console.ts';
import { redactWorkspaceTokens } from '../terminal/redacting-console.ts';

/** A connector file, and the live organization that it is tried on. */
export interface DescribedTarget {
  readonly api: ApiDescription;
  readonly connector: DescribedConnector;
  readonly connection: Connection;
  /** The connector file and the platform file. */
  readonly files: readonly [connectorFile: string, platformFile: string];
  readonly diagnostics: readonly Diagnostic[];
}

/** Codes: those of reading files, and `connector-invalid`. */
export function describedFile(file: string): Outcome<ApiDescription> {
  const read = one(readDocuments(file, null), file, createPolicy(readSchemaFiles(), checkFor).readConnector);
  return read.ok ? describeApi(read.value) : read;
}

/** How an organization is reached, and what it is of. */
interface OrganizationReach {
  readonly organization: string;
  readonly remote: string;
  readonly settings: Connection['settings'];
  readonly platform: PlatformDefinition;
  readonly platformFile: string;
}

/**
 * By `--platform` and `--url`, or by an organization of the workspace. Fails with usage, what reading the files finds,
 * invalid-value and token-missing.
 */
export function openTarget(
  context: CommandContext,
  file: string,
  organization: string | null,
): Outcome<DescribedTarget> {
  const api = describedFile(file);
  if (!api.ok) return api;
  const connector = describedConnector(api.value);
  const named = context.args.text('platform');
  const reach =
    named === null ? byWorkspace(context, organization) : byOptions(context, named, api.value, organization);
  if (!reach.ok) return reach;
  const { platform, platformFile, settings, ...written } = reach.value;
  for (const variable of secretVariables(connector, settings)) {
    const secret = context.environment[variable];
    if (secret !== undefined) context.console.hide(secret);
  }
  const connected = connect(connector, { ...written, settings }, context.environment);
  if (!connected.ok) return failure(connected.faults.map(({ diagnostic: found }) => found));
  const { onWait, onRequest } = connectorListeners(context.console);
  const connection: Connection = {
    ...connected.value,
    platform,
    environment: context.environment,
    onRequest,
    onWait,
  };
  return success({
    api: api.value,
    connector,
    connection,
    files: [file, platformFile],
    diagnostics: [...api.diagnostics, ...reach.diagnostics],
  });
}

function byOptions(
  { args }: CommandContext,
  named: string,
  { name }: ApiDescription,
  organization: string | null,
): Outcome<OrganizationReach> {
  const url = args.text('url');
  if (url === null) {
    const hint = 'Give --url, or leave out --platform and name an organization of the workspace.';
    return failure(diagnostic('usage', 'Where is the platform?', null, { hint }));
  }
  const file = /[\\/]|\.ya?ml$/.test(named)
    ? named
    : platformFiles().find((path) => path.endsWith(`/${named}.yaml`));
  if (file === undefined) {
    const hint = 'Name a platform file, such as platforms/acme.yaml, or a platform that comes with Bylaw.';
    return failure(diagnostic('unknown-platform', `There is no platform ${quote(named)}.`, null, { hint }));
  }
  const platform = loadPlatformFile(file);
  if (!platform.ok) return platform;
  const called = organization ?? name;
  return success(
    { organization: called, remote: called, settings: { url }, platform: platform.value, platformFile: file },
    platform.diagnostics,
  );
}

function byWorkspace(context: CommandContext, organization: string | null): Outcome<OrganizationReach> {
  const { args } = context;
  if (organization === null) {
    const hint = 'Name an organization of the workspace, or give --platform and --url.';
    return failure(diagnostic('usage', 'Which organization?', null, { hint }));
  }
  const instant = instantFrom(context);
  if (!instant.ok) return instant;
  const workspace = loadWorkspace(args.text('workspace'), instant.value);
  if (!workspace.ok) return workspace;
  redactWorkspaceTokens(context, workspace.value);
  const target = connectionOf(workspace.value, organization);
  const desired = workspace.value.organizations.find((one) => one.organization === organization);
  if (target === null || desired === undefined) {
    const message = `The workspace does not say how to reach ${quote(organization)}.`;
    return failure(diagnostic('unknown-organization', message, null));
  }
  const url = args.text('url');
  const { platform } = desired;
  return success({
    organization,
    remote: target.remote,
    settings: url === null ? target.settings : { ...target.settings, url },
    platform,
    platformFile: fileOfPlatform(workspace.value, platform.name),
  });
}

function fileOfPlatform({ document, root }: Workspace, name: string): string {
  const files = [
    ...document.platforms.map(({ value }) => relativeToCwd(join(root, value))),
    ...platformFiles(),
  ];
  const file = files.find((one) => {
    const platform = loadPlatformFile(one);
    return platform.ok && platform.value.name === name;
  });
  if (file === undefined) throw new Error(`the platform ${name} was read of no file`);
  return file;
}
