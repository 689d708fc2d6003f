import { basename, join, relative, resolve } from 'node:path';
import type { Desired } from '../../compile/desired.ts';
import type { OrganizationDocument } from '../../policy/document-types.ts';
import type { Shard } from '../../policy/shard.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { nearest } from '../../source/did-you-mean.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { escapeText, quote } from '../../source/quote.ts';
import type { StateStore } from '../../terraform/run/run-environment.ts';
import type { Stack } from '../../terraform/run/stacks.ts';
import { membershipOf } from '../../workspace/shard-membership.ts';
import { connectionOf, loadWorkspace, type Workspace } from '../../workspace/workspace.ts';
import type { CommandContext } from '../command.ts';
import type { Arguments } from '../options.ts';
import { instantFrom } from '../output.ts';
import { connectorListeners } from '../terminal/console.ts';
import { redactWorkspaceTokens, secretVariablesOf } from '../terminal/redacting-console.ts';
import type { ConnectionContext } from './open-connection.ts';
import type { RunSettings } from './plan-organization.ts';
import { shardFrom } from './shard-option.ts';

/** A workspace read, checked, and narrowed to the organizations a command was asked for. */
export interface Session {
  readonly workspace: Workspace;
  readonly instant: string;
  readonly chosen: readonly Desired[];
  readonly live: ConnectionContext;
  /** Variables that hold secrets of the workspace, whatever they are called. */
  readonly secretVariables: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface SessionOptions {
  readonly basis?: SelectionBasis;
  /** A name could also have been a file, and there is none. */
  readonly orFile?: boolean;
  /** Only organizations of this shard; left out: what `--shard` says. */
  readonly shard?: Shard;
}

/** All that a command is for: those that can be reached, or all that are written. */
export type SelectionBasis = 'connected' | 'written';

/** Which organizations are meant. A list means those in it: one that became empty on its way is not all. */
export type OrganizationSelection = readonly string[] | 'all';

/** A command line that names none means all. */
export function selectionFrom({ positionals }: Arguments): OrganizationSelection {
  return positionals.length === 0 ? 'all' : positionals;
}

/**
 * Fails with everything `loadWorkspace` can find, usage, invalid-date and unknown-organization.
 */
export function openSession(
  context: CommandContext,
  organizationSelection: OrganizationSelection,
  options: SessionOptions = {},
): Outcome<Session> {
  const instant = instantFrom(context);
  if (!instant.ok) return instant;
  const asked = shardFrom(context.args);
  if (!asked.ok) return asked;
  const shard = options.shard ?? asked.value;
  const workspace = loadWorkspace(context.args.text('workspace'), instant.value, shard);
  if (!workspace.ok) return workspace;
  redactWorkspaceTokens(context, workspace.value);
  const chosen = choose(workspace.value, organizationSelection, options);
  if (!chosen.ok) return chosen;
  const live: ConnectionContext = {
    workspace: workspace.value,
    args: context.args,
    environment: context.environment,
    keepsAt: stateDirectory(workspace.value),
    ...connectorListeners(context.console),
  };
  return success({
    workspace: workspace.value,
    instant: instant.value,
    chosen: chosen.value,
    live,
    secretVariables: secretVariablesOf(workspace.value),
    diagnostics: workspace.value.diagnostics,
  });
}

function choose(
  workspace: Workspace,
  organizationSelection: OrganizationSelection,
  { basis = 'connected', orFile = false }: SessionOptions,
): Outcome<readonly Desired[]> {
  if (organizationSelection === 'all') {
    const { organizations } = workspace;
    if (basis === 'written') return success(organizations);
    // Loading has warned about the others.
    return success(
      organizations.filter(({ organization }) => connectionOf(workspace, organization) !== null),
    );
  }
  const known = workspace.organizations.map((desired) => desired.organization);
  // A name is known or unknown to the shard that it falls in.
  const isOurs = membershipOf(workspace.shard);
  const unknown = organizationSelection.filter((name) => isOurs(name) && !known.includes(name));
  if (unknown.length > 0) {
    return failure(
      unknown.map((name) => {
        const close = nearest(name, known);
        const hint = close === null ? `Declared: ${known.join(', ')}.` : `Did you mean ${close}?`;
        const message = orFile
          ? `There is neither a plan file ${quote(name)} nor an organization of that name.`
          : `No document declares the organization ${escapeText(name)}.`;
        return diagnostic('unknown-organization', message, null, { hint });
      }),
    );
  }
  return success(
    workspace.organizations.filter(({ organization }) => organizationSelection.includes(organization)),
  );
}

/** What a terraform run of one stack needs of the machine. */
export function runSettings(
  session: Session,
  stack: Stack,
  store: StateStore,
  environment: NodeJS.ProcessEnv,
): RunSettings {
  return {
    stack,
    store,
    environment,
    secrets: tokenVariables(session),
  };
}

/** Variables that hold the tokens of platforms. */
export function tokenVariables(session: Session): readonly string[] {
  return session.secretVariables;
}

export function stateDirectory(workspace: Workspace): string {
  return join(workspace.root, workspace.document.stateDirectory);
}

/** An organization as it is written; null where no document is at hand. */
export function documentOf({ workspace }: Session, organization: string): OrganizationDocument | null {
  return workspace.documents.find(({ name }) => name === organization) ?? null;
}

/** Every file that the workspace was made from. */
export function sourceFilesOf({ root, inputs }: Workspace): readonly string[] {
  return inputs.map(({ file }) => join(root, file));
}

/** The workspace file as it is found from the state directory, which several workspaces may share. */
export function workspacePathFrom(directory: string, { root, document }: Workspace): string {
  return relative(resolve(directory), resolve(root, basename(document.file)));
}
