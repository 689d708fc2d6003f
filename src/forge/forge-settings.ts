import { RETRY_RULES, type RetryRules } from '../connector/http/retry.ts';
import { type ClientClock, systemClock } from '../connector/http/time.ts';
import { DIRECT_TRANSPORT, openTransport, type Transport } from '../connector/http/transport.ts';
import type { WaitNotice } from '../connector/http/wait-notices.ts';

/** How a forge is reached. */
export interface ForgeSettings {
  /** Base of its REST API, without a slash at the end. */
  readonly api: string;
  /** `acme/access`; of GitLab the path or the number of the project. */
  readonly repository: string;
  readonly token: string;
  /** Whose proxies are gone through; left out: none. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly onRequest?: (method: string, path: string) => void;
  readonly onWait?: (notice: WaitNotice) => void;
  readonly stop?: AbortSignal;
  /** Another clock and other patience: for tests. */
  readonly time?: ClientClock;
  readonly retry?: RetryRules;
}

/** So long one try may take, and so many are under way at once. */
export const FORGE_TIMEOUT_MS = 30_000;
export const FORGE_REQUESTS_AT_ONCE = 4;

export interface ForgeMachine {
  readonly way: Transport;
  readonly time: ClientClock;
  readonly retry: RetryRules;
  readonly onRequest: (method: string, path: string) => void;
  readonly onWait: (notice: WaitNotice) => void;
  readonly stop: AbortSignal | undefined;
}

export function forgeMachine({ api, environment, time, retry, ...settings }: ForgeSettings): ForgeMachine {
  return {
    way: environment === undefined ? DIRECT_TRANSPORT : openTransport(api, environment),
    time: time ?? systemClock,
    retry: retry ?? RETRY_RULES,
    onRequest: settings.onRequest ?? (() => {}),
    onWait: settings.onWait ?? (() => {}),
    stop: settings.stop,
  };
}
