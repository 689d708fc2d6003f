/**
 * A second connector, as small as one can be: an organization in a file. It has no url, a key in place of a token, and
 * things that it cannot do. The contract of connectors holds for it as for any other, which is what it is for.
 */

import { randomUUID } from 'node:crypto';
import type {
  AuditEvent,
  Connection,
  Connector,
  LiveReader,
  LiveWriter,
  WriteReport,
} from '../../../src/connector/connector.ts';
import { Secret } from '../../../src/connector/http/secret.ts';
import type { ClientClock } from '../../../src/connector/http/time.ts';
import { createObjectQueue } from '../../../src/connector/protocol/object-queue.ts';
import { readBeforeRetry } from '../../../src/connector/protocol/read-before-retry.ts';
import { withoutSecrets } from '../../../src/connector/protocol/without-secrets.ts';
import { type Settings, textSetting } from '../../../src/connector/settings.ts';
import { PLAIN_TERMS } from '../../../src/plan/cost/write-terms.ts';
import { simulateWrites } from '../../../src/plan/write/simulate-writes.ts';
import type { Unsupported, Write } from '../../../src/plan/write/write.ts';
import { writeSubjectOf } from '../../../src/plan/write/write-subject.ts';
import type { Resource, Snapshot } from '../../../src/resource/resource.ts';
import { type Diagnostic, diagnostic } from '../../../src/source/diagnostic.ts';
import type { Origin } from '../../../src/source/origin.ts';
import { failure, type Outcome, success } from '../../../src/source/outcome.ts';
import { type Disk, resourceOf, type Store, stored, storeIn, storeText } from './file-store.ts';

const SETTINGS = {
  path: { is: 'text', title: 'File', description: 'Where the organization is.', required: true },
  'key-env': { is: 'variable', title: 'Key', description: 'Holds the key of the file.', default: 'TOY_KEY' },
} as const satisfies Settings;

/** What a read or a write of the file may take. */
const PATIENCE_MS = 30_000;

interface Toy {
  readonly disk: Disk;
  readonly time: ClientClock;
}

export function fileConnector(toy: Toy): Connector {
  return {
    name: 'toy-file',
    description: 'An organization in a file.',
    settings: SETTINGS,
    credentials: (settings) => {
      const variable = textSetting(settings, 'key-env');
      return variable === null ? [] : [{ setting: 'key-env', variable }];
    },
    supports: unsupportedByFile,
    terms: async () => PLAIN_TERMS,
    openReader: (connection) => Object.freeze(readerOf(new FileSession(toy, connection))),
    openWriter: (connection) => Object.freeze(writerOf(new FileSession(toy, connection))),
  };
}

function unsupportedByFile(write: Write): Unsupported | null {
  if (write.write === 'resend-invitation') {
    return { why: 'A file sends no invitations.', wayOut: null };
  }
  if (write.write === 'set-member-state' && write.state === 'deactivated') {
    return { why: 'A file has no deactivated members.', wayOut: 'Mark the entry `absent: true`.' };
  }
  return null;
}

/** One file, and what is known of it. */
class FileSession {
  readonly #toy: Toy;
  readonly #connection: Connection;
  readonly #path: string;
  readonly secret: Secret;
  readonly reports: WriteReport[] = [];
  /** Versions of things as they were read, by address. */
  #known: ReadonlyMap<string, number> | null = null;
  #ids: ReadonlyMap<string, string> = new Map();
  requests = 0;

  constructor(toy: Toy, connection: Connection) {
    const path = textSetting(connection.settings, 'path');
    if (path === null) throw new Error('a connection without its path is never opened');
    this.#toy = toy;
    this.#connection = connection;
    this.#path = path;
    this.secret = new Secret(connection.secrets['key-env'] ?? NO_KEY);
  }

  get #origin(): Origin {
    return { from: 'live', url: `file:${this.#path}` };
  }

  async load(): Promise<Outcome<Store>> {
    const fault = this.secret.fault(this.#origin);
    if (fault !== null) return failure(fault);
    if (this.#connection.stop?.aborted === true) return failure(this.#fault('interrupted', 'Interrupted'));
    const text = await this.#within('read', () => this.#toy.disk.read(this.#path));
    if (!text.ok) return text;
    const found = storeIn(text.value);
    if ('fault' in found) return failure(this.#fault('connector-incomplete-read', found.fault));
    const { store } = found;
    if (store.organization !== this.#connection.remote) {
      return failure(this.#fault('unknown-live-organization', `it is of ${store.organization}`));
    }
    const fits = this.secret.reveal((key) => (key === store.key ? 'yes' : 'no')) === 'yes';
    if (!fits) return failure(this.#fault('token-rejected', 'its key is another one'));
    return success(store);
  }

  /** Work that takes too long, or that nobody waits for any more, is lost. */
  async #within<T>(method: string, work: () => Promise<T>): Promise<Outcome<T>> {
    const { stop, timeout = PATIENCE_MS, onRequest } = this.#connection;
    this.requests += 1;
    onRequest?.(method, this.#path);
    let call: (end: Outcome<T>) => void = () => {};
    const ended = new Promise<Outcome<T>>((resolve) => {
      call = resolve;
    });
    const late = setTimeout(
      () => call(failure(this.#fault('connector-unreachable', `no answer within ${timeout} ms`))),
      timeout,
    );
    const stopped = (): void => call(failure(this.#fault('interrupted', 'nobody waits any more')));
    if (method === 'read') stop?.addEventListener('abort', stopped, { once: true });
    work().then(
      (value) => call(success(value)),
      (error: unknown) => call(failure(this.#fault('connector-unreachable', String(error)))),
    );
    const outcome = await ended;
    clearTimeout(late);
    stop?.removeEventListener('abort', stopped);
    return outcome;
  }

  async read(): Promise<Outcome<Snapshot>> {
    const loaded = await this.load();
    if (!loaded.ok) return loaded;
    this.#learn(loaded.value);
    return success(this.#snapshot(loaded.value));
  }

  #learn(store: Store): void {
    const things = store.resources.map((one) => [resourceOf(one, this.#origin).address, one] as const);
    this.#known = new Map(things.map(([address, { version }]) => [address, version]));
    this.#ids = new Map(things.map(([address, { id }]) => [address, id]));
  }

  #snapshot(store: Store): Snapshot {
    return {
      organization: this.#connection.organization,
      resources: store.resources.map((one) => resourceOf(one, this.#origin)),
      revision: String(store.revision),
      readAt: new Date(this.#toy.time.now()).toISOString(),
    };
  }

  idOf({ address }: Resource): string | null {
    return this.#ids.get(address) ?? null;
  }

  async events(since: string | null): Promise<Outcome<readonly AuditEvent[]>> {
    const loaded = await this.load();
    if (!loaded.ok) return loaded;
    const told = loaded.value.log.filter(({ at }) => since === null || at >= since);
    return success([...told].reverse().map((one) => ({ ...one, entry: null })));
  }

  async write(write: Write): Promise<Outcome<null>> {
    if (this.#known === null) throw new Error('write before read');
    const made = await readBeforeRetry({
      send: () => this.#once(write),
      isInDoubt: ({ inDoubt }) => inDoubt,
      isDone: async () => {
        const now = await this.load();
        return now.ok ? success(this.#after(now.value, write) === null) : now;
      },
      time: this.#toy.time,
      pauses: [100],
      stop: this.#connection.stop,
    });
    if (made.end === 'found-done') {
      const now = await this.load();
      if (now.ok) this.#learn(now.value);
      return success(null);
    }
    const { outcome } = made.result;
    if (!outcome.ok && made.end === 'unknown') this.reports.push({ write, inDoubt: true, diagnostics: [] });
    return outcome;
  }

  async #once(write: Write): Promise<{ readonly outcome: Outcome<null>; readonly inDoubt: boolean }> {
    const loaded = await this.load();
    if (!loaded.ok) return { outcome: loaded, inDoubt: false };
    const after = this.#after(loaded.value, write);
    if (after === null) {
      this.#learn(loaded.value);
      return { outcome: success(null), inDoubt: false };
    }
    const { address } = writeSubjectOf(write);
    const version = loaded.value.resources.find((one) => this.#addressOf(one) === address)?.version;
    if (version !== this.#known?.get(address)) {
      return {
        outcome: failure(this.#fault('live-changed', `${address} changed since it was read`)),
        inDoubt: false,
      };
    }
    const wrote = await this.#within('write', () => this.#toy.disk.write(this.#path, storeText(after)));
    if (!wrote.ok) return { outcome: wrote, inDoubt: true };
    this.#learn(after);
    return { outcome: success(null), inDoubt: false };
  }

  #addressOf(one: Store['resources'][number]): string {
    return resourceOf(one, this.#origin).address;
  }

  /** The file after a write; null where it is so already. */
  #after(store: Store, write: Write): Store | null {
    const before = store.resources.map((one) => resourceOf(one, this.#origin));
    const after = simulateWrites(before, [write], this.#origin, this.#connection.platform);
    const old = new Map(store.resources.map((one) => [this.#addressOf(one), one]));
    let changed = old.size !== after.length;
    const resources = after.map((resource) => {
      const was = old.get(resource.address);
      const now = stored(resource, was?.id ?? randomUUID(), (was?.version ?? 0) + 1);
      if (was !== undefined && JSON.stringify(was.attributes) === JSON.stringify(now.attributes)) return was;
      changed = true;
      return now;
    });
    if (!changed) return null;
    const at = new Date(this.#toy.time.now()).toISOString();
    const event = { at, actor: 'bylaw', action: write.write, address: writeSubjectOf(write).address };
    return { ...store, resources, revision: store.revision + 1, log: [...store.log, event] };
  }

  #fault(code: Parameters<typeof diagnostic>[0], message: string): Diagnostic {
    return diagnostic(code, `${this.#path}: ${message}`, this.#origin);
  }
}

const NO_KEY = '';

function readerOf(session: FileSession): LiveReader {
  const { secret } = session;
  return {
    read: async () => withoutSecrets(secret, await session.read()),
    events: async (since) => withoutSecrets(secret, await session.events(since)),
    revision: async () => {
      const loaded = await session.load();
      return withoutSecrets(secret, loaded.ok ? success(String(loaded.value.revision)) : loaded);
    },
    lastingId: (resource) => session.idOf(resource),
    requests: () => session.requests,
  };
}

function writerOf(session: FileSession): LiveWriter {
  const queue = createObjectQueue();
  return {
    ...readerOf(session),
    read: () => queue.alone(async () => withoutSecrets(session.secret, await session.read())),
    // A file is one object: its writes take turns.
    write: (write) => queue.alone(async () => withoutSecrets(session.secret, await session.write(write))),
    asides: () => session.reports,
  };
}
