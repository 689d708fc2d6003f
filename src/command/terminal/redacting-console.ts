import { secretVariables } from '../../connector/connect.ts';
import { connectorIn } from '../../connector/workspace-connectors.ts';
import { redactKnownTokens, secretRedactorOf } from '../../source/redact.ts';
import { environmentSecrets, rememberSecret } from '../../source/redact-errors.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Console } from './console.ts';

/** A console that shows no secret it was told of, whoever says it: a server, terraform, a document, a bug. */
export interface RedactingConsole extends Console {
  /** From now on not shown, in any form. */
  hide(secret: string): void;
}

/** Shorter ones are words, which documents and reports may hold as well. */
const SHORTEST = 8;

export function redactingConsole(console: Console, environment: NodeJS.ProcessEnv): RedactingConsole {
  const secrets = new Set(environmentSecrets(environment));
  let hide = secretRedactorOf(secrets);
  const told = (text: string): string => redactKnownTokens(hide(text));
  return {
    colour: console.colour,
    ...(console.reader === undefined ? {} : { reader: console.reader }),
    get ask() {
      return console.ask;
    },
    get askLine() {
      return console.askLine ?? null;
    },
    out: (text) => console.out(told(text)),
    err: (text) => console.err(told(text)),
    progress: (text) => console.progress(text === null ? null : told(text)),
    hide(secret) {
      rememberSecret(secret);
      if (secret.trim().length < SHORTEST || secrets.has(secret)) return;
      secrets.add(secret);
      hide = secretRedactorOf(secrets);
    },
  };
}

/** How organizations are reached, and by which connectors. */
export type ReachedWorkspace = Pick<Workspace, 'document' | 'connectors'>;

/** The variables that hold secrets of connections and sinks, whatever they are called. */
export function secretVariablesOf({ document, connectors }: ReachedWorkspace): readonly string[] {
  const { organizations, journal } = document;
  const named = organizations.flatMap(({ connector, settings }) => {
    const known = connectorIn(connectors, connector);
    return known === null ? [] : secretVariables(known, settings);
  });
  return [...new Set([...named, ...(journal.webhook === null ? [] : [journal.webhook.secretEnv])])];
}

/** The tokens of a workspace, whatever its variables are called. */
export function redactWorkspaceTokens(
  { console, environment }: { readonly console: RedactingConsole; readonly environment: NodeJS.ProcessEnv },
  workspace: ReachedWorkspace,
): void {
  for (const variable of secretVariablesOf(workspace)) {
    const secret = environment[variable];
    if (secret !== undefined) console.hide(secret);
  }
}
