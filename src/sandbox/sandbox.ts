import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiToken, TokenStore } from './api/tokens.ts';
import { SandboxClock } from './clock.ts';
import type { InjectedFault } from './faults/fault.ts';
import { FaultSchedule } from './faults/fault-schedule.ts';
import { HttpFrontend } from './http/http-frontend.ts';
import type { RecordedExchange, RequestLogEntry } from './http/recorded-exchange.ts';
import { RequestLog } from './http/request-log.ts';
import { type OpenOrganizationOptions, openOrganization } from './open-organization.ts';
import { readPlatformRules } from './platform-rules.ts';
import { plantSeed, type SandboxSeed } from './seed.ts';
import { Database } from './store/database.ts';
import { openTables } from './store/database-schema.ts';

export type { InjectedFault } from './faults/fault.ts';
export { parseFault } from './faults/fault-text.ts';
export type { RecordedExchange, RequestLogEntry } from './http/recorded-exchange.ts';
export type { SandboxSeed } from './seed.ts';

export interface SandboxOptions {
  /** A platform definition, as parsed from its YAML file. */
  readonly platform: unknown;
  /** Path of the database file, made when missing, or `:memory:`. */
  readonly file: string;
  /** Any free one when left out or 0. */
  readonly port?: number;
  /** May do everything, and alone controls the sandbox; named `admin-token` unless it says otherwise. */
  readonly token: string | { readonly value: string; readonly name: string };
  readonly readOnlyToken?: string;
  readonly tokens?: readonly ApiToken[];
  /** Made when the file does not have them. */
  readonly organizations: readonly OpenOrganizationOptions[];
  /** What they have when they are made; an organization that is there already is left as it is. */
  readonly seed?: SandboxSeed | readonly SandboxSeed[];
  readonly faults?: readonly InjectedFault[];
  readonly now?: () => Date;
  readonly onExchange?: (recordedExchange: RecordedExchange) => void;
  /** In place of the platform's. */
  readonly pageSize?: number;
}

export interface Sandbox {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
  /** What the API was asked since the start or the last reset. */
  requests(): readonly RequestLogEntry[];
  resetRequests(): void;
  setFaults(faults: readonly InjectedFault[]): void;
  /** Puts the clock so much further ahead; never back. The next request finds expired what has run out. */
  advanceClock(seconds: number): void;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const rules = readPlatformRules(options.platform);
  const schedule = new FaultSchedule(options.faults ?? []);
  const log = new RequestLog();
  const database = new Database(options.file);
  try {
    openTables(database, rules.name);
    const sandboxClock = new SandboxClock(database, options.now ?? (() => new Date()));
    const seeds = [options.seed ?? []].flat();
    const unplaced = seeds.find(
      (seed) => !options.organizations.some(({ slug }) => slug === seed.organization),
    );
    if (unplaced) throw new Error(`seed for ${unplaced.organization}, which is not one of the organizations`);
    for (const organization of options.organizations) {
      openOrganization(database, rules, organization, sandboxClock.now().toISOString(), (unitOfWork) => {
        for (const seed of seeds) if (seed.organization === organization.slug) plantSeed(unitOfWork, seed);
      });
    }
    const api = {
      database,
      rules,
      tokens: tokensOf(options),
      now: () => sandboxClock.now(),
      pageSize: options.pageSize ?? rules.pageSize,
    };
    const door = new HttpFrontend({
      api,
      schedule,
      log,
      clock: sandboxClock,
      onExchange: options.onExchange,
    });
    const server = createServer((request, response) => {
      // A sender that breaks off, mostly: there is nobody left to answer.
      door.handle(request, response).catch(() => request.socket.destroy());
    });
    // Longer than a caller is ever busy with other things: one that closes just when it is asked again looks like a fault.
    server.keepAliveTimeout = 120_000;
    const port = await listen(server, options.port ?? 0);
    return {
      url: `http://127.0.0.1:${port}`,
      port,
      close: async () => {
        await closeServer(server);
        database.close();
      },
      requests: () => log.lines(),
      resetRequests: () => log.clear(),
      setFaults: (faults) => schedule.set(faults),
      advanceClock: (seconds) => {
        const why = sandboxClock.putAhead(sandboxClock.aheadSeconds + seconds);
        if (why !== undefined) throw new Error(why);
      },
    };
  } catch (failure) {
    database.close();
    throw failure;
  }
}

function tokensOf({ token, readOnlyToken, tokens = [] }: SandboxOptions): TokenStore {
  const admin = typeof token === 'string' ? { value: token, name: 'admin-token' } : token;
  const reader =
    readOnlyToken === undefined ? [] : [{ value: readOnlyToken, name: 'read-only-token', readOnly: true }];
  return new TokenStore(admin, [...reader, ...tokens]);
}

/** On the loopback interface only: the tokens travel in the clear. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
