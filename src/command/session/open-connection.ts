import { join } from 'node:path';
import type { Desired } from '../../compile/desired.ts';
import { type ConnectionFault, connect, openReader, openWriter } from '../../connector/connect.ts';
import type { Connection, Connector, LiveReader, LiveWriter } from '../../connector/connector.ts';
import { connectorIn, connectorNames } from '../../connector/workspace-connectors.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { sentences } from '../../source/sentences.ts';
import { openAnswerFolder } from '../../state/answer-folder.ts';
import { connectionOf } from '../../workspace/workspace.ts';
import type { Arguments } from '../options.ts';
import type { ReachedWorkspace } from '../terminal/redacting-console.ts';
import { loadRemembered } from './remembered-organization.ts';

/** Whom to reach. */
type ConnectionTarget = Pick<Desired, 'organization' | 'platform'>;

export interface ConnectionContext {
  readonly workspace: ReachedWorkspace;
  readonly args: Arguments;
  readonly environment: NodeJS.ProcessEnv;
  readonly onRequest: (method: string, path: string) => void;
  readonly onWait: NonNullable<Connection['onWait']>;
  /** Where private files of the workspace are; null where nothing is to be kept. */
  readonly keepsAt: string | null;
  /** Where a command hears Ctrl-C itself. */
  readonly stop?: AbortSignal;
}

/** A reader for planning: what is handed out has no way to write. */
export function openLiveReader(context: ConnectionContext, desired: ConnectionTarget): Outcome<LiveReader> {
  return opened(context, desired, openReader);
}

export function openLiveWriter(context: ConnectionContext, desired: Desired): Outcome<LiveWriter> {
  return opened(context, desired, openWriter);
}

/** Fails with unknown-organization, token-missing, invalid-value. */
function opened<T>(
  context: ConnectionContext,
  desired: ConnectionTarget,
  open: (connector: Connector, connection: Connection) => T,
): Outcome<T> {
  const { workspace, args, environment, keepsAt, onRequest, onWait, stop } = context;
  const { organization, platform } = desired;
  const target = connectionOf(workspace, organization);
  if (target === null) {
    const message = `The workspace does not say how to reach ${organization}.`;
    return failure(diagnostic('unknown-organization', message, null));
  }
  const connector = connectorIn(workspace.connectors, target.connector);
  if (connector === null) {
    const known = connectorNames(workspace.connectors).join(', ');
    const message = `There is no connector ${JSON.stringify(target.connector)}.`;
    return failure(diagnostic('invalid-value', message, target.origin, { hint: `Connectors: ${known}.` }));
  }
  const url = args.text('url');
  const settings = url === null ? target.settings : { ...target.settings, url };
  const connected = connect(connector, { organization, remote: target.remote, settings }, environment);
  if (!connected.ok) return failure(connected.faults.map((fault) => placed(fault, target.origin, url)));
  const more = {
    ...(stop === undefined ? {} : { stop }),
    ...(keepsAt === null || args.flag('no-cache')
      ? {}
      : { answers: openAnswerFolder(join(keepsAt, 'answers')) }),
    ...(keepsAt === null ? {} : { remembered: loadRemembered(keepsAt, organization) }),
  };
  return success(open(connector, { ...connected.value, platform, environment, onRequest, onWait, ...more }));
}

/** At the connection's lines; what was asked for on the command line stands in no file. */
function placed(
  { setting, fault, diagnostic: found }: ConnectionFault,
  origin: Origin,
  url: string | null,
): Diagnostic {
  if (setting !== 'url') return { ...found, origin };
  if (fault === 'missing') {
    return { ...found, origin, hint: 'Write url in the workspace, or give --url.' };
  }
  if (url === null) return { ...found, origin };
  return { ...found, hint: sentences(found.hint, 'It was given by --url.') };
}
