import { join } from 'node:path';
import type { Desired } from '../compile/desired.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/nearest.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { RunOptions } from '../terraform/run/run.ts';
import type { CommandContext } from './command.ts';
import type { LiveContext } from './live.ts';
import { instantOf } from './output.ts';
import { stateFile } from './state-file.ts';
import { connectionOf, loadWorkspace, type Workspace } from './workspace.ts';

/** A workspace read, checked, and narrowed to the organizations a command was asked for. */
export interface Session {
  readonly workspace: Workspace;
  readonly instant: string;
  readonly chosen: readonly Desired[];
  readonly live: LiveContext;
  readonly diagnostics: readonly Diagnostic[];
}

/** Which organizations are meant when none is named: those that can be reached, or all that are written. */
export type Reach = 'connected' | 'written';

/** Fails with everything `loadWorkspace` can find, invalid-date and unknown-organization. */
export function openSession(
  context: CommandContext,
  names: readonly string[],
  reach: Reach = 'connected',
): Outcome<Session> {
  const instant = instantOf(context);
  if (!instant.ok) return instant;
  const workspace = loadWorkspace(context.args.text('workspace'), instant.value);
  if (!workspace.ok) return workspace;
  const chosen = choose(workspace.value, names, reach);
  if (!chosen.ok) return chosen;
  let requests = 0;
  const live: LiveContext = {
    workspace: workspace.value,
    args: context.args,
    environment: context.environment,
    onRequest: (method, path) => {
      requests += 1;
      // A write is told when it is made, by who asked for it.
      if (method === 'GET') context.console.progress(`${requests} requests: ${method} ${path}`);
    },
  };
  return success({
    workspace: workspace.value,
    instant: instant.value,
    chosen: chosen.value,
    live,
    diagnostics: workspace.value.diagnostics,
  });
}

function choose(workspace: Workspace, names: readonly string[], reach: Reach): Outcome<readonly Desired[]> {
  const known = workspace.organizations.map((desired) => desired.organization);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    return failure(
      unknown.map((name) => {
        const close = nearest(name, known);
        const hint = close === null ? `Declared: ${known.join(', ')}.` : `Did you mean ${close}?`;
        return diagnostic('unknown-organization', `No document declares the organization ${name}.`, null, {
          hint,
        });
      }),
    );
  }
  if (names.length > 0) {
    return success(workspace.organizations.filter((desired) => names.includes(desired.organization)));
  }
  if (reach === 'written') return success(workspace.organizations);
  // Without names: every organization that can be reached; loading has warned about the others.
  return success(
    workspace.organizations.filter((desired) => connectionOf(workspace, desired.organization) !== null),
  );
}

/** What a terraform run of one organization needs of the machine. */
export function runSettings(
  session: Session,
  desired: Desired,
  environment: NodeJS.ProcessEnv,
): Pick<RunOptions, 'store' | 'environment' | 'secrets'> {
  return {
    store: stateFile(stateDirectory(session.workspace), desired.organization),
    environment,
    secrets: session.workspace.document.organizations.map((organization) => organization.tokenEnv),
  };
}

export function stateDirectory(workspace: Workspace): string {
  return join(workspace.root, workspace.document.stateDirectory);
}
