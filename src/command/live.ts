import type { Desired } from '../compile/desired.ts';
import { CONNECTORS } from '../connector/connectors.ts';
import type { Connection, Connector, LiveReader, LiveWriter } from '../connector/live.ts';
import { API_URL_HINT, apiUrlFault } from '../source/api-url.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { connectionOf, type Workspace } from '../workspace/workspace.ts';
import type { Arguments } from './options.ts';

/** Whom to reach. */
type Target = Pick<Desired, 'organization' | 'platform'>;

export interface LiveContext {
  readonly workspace: Pick<Workspace, 'document'>;
  readonly args: Arguments;
  readonly environment: NodeJS.ProcessEnv;
  readonly onRequest: (method: string, path: string) => void;
  readonly onWait: NonNullable<Connection['onWait']>;
  /** Where a command hears Ctrl-C itself. */
  readonly stop?: AbortSignal;
}

/** A reader for planning: what is handed out has no way to write. */
export function readerFor(context: LiveContext, desired: Target): Outcome<LiveReader> {
  return opened(context, desired, (connector, connection) => connector.openReader(connection));
}

export function writerFor(context: LiveContext, desired: Desired): Outcome<LiveWriter> {
  return opened(context, desired, (connector, connection) => connector.openWriter(connection));
}

/** Fails with unknown-organization, token-missing, invalid-value. */
function opened<T>(
  context: LiveContext,
  desired: Target,
  open: (connector: Connector, connection: Connection) => T,
): Outcome<T> {
  const { workspace, args, environment, onRequest, onWait, stop } = context;
  const target = connectionOf(workspace, desired.organization);
  if (target === null) {
    const message = `The workspace does not say how to reach ${desired.organization}.`;
    return failure(diagnostic('unknown-organization', message, null));
  }
  const connector = CONNECTORS[target.connector];
  if (connector === undefined) {
    const known = Object.keys(CONNECTORS).join(', ');
    const message = `There is no connector ${JSON.stringify(target.connector)}.`;
    return failure(diagnostic('invalid-value', message, target.origin, { hint: `Connectors: ${known}.` }));
  }
  const asked = args.text('url');
  const url = asked ?? target.url?.value ?? null;
  if (url === null) {
    const hint = 'Write url in the workspace, or give --url.';
    return failure(diagnostic('invalid-value', 'No url is given.', target.origin, { hint }));
  }
  const fault = apiUrlFault(url);
  if (fault !== null) {
    // What was asked for on the command line stands in no file.
    const [origin, hint] =
      asked === null ? [target.origin, API_URL_HINT] : [null, `${API_URL_HINT} It was given by --url.`];
    return failure(diagnostic('invalid-value', fault, origin, { hint }));
  }
  const token = environment[target.tokenEnv] ?? '';
  if (token === '') {
    const message = `The environment variable ${target.tokenEnv} holds no token for ${desired.organization}.`;
    return failure(diagnostic('token-missing', message, target.origin, { hint: `Set ${target.tokenEnv}.` }));
  }
  return success(
    open(connector, {
      organization: desired.organization,
      remote: target.remote,
      url: url.replace(/\/+$/, ''),
      token,
      platform: desired.platform,
      environment,
      onRequest,
      onWait,
      ...(stop === undefined ? {} : { stop }),
    }),
  );
}
