import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MAX_STATE_BYTES, readWholeFile } from '../../file/read-file.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { StateStore } from '../../terraform/run/run-environment.ts';
import { parseState } from '../../terraform/run/terraform-state.ts';
import { BACKEND_TRAITS } from '../../terraform/synth/backend-traits.ts';
import { damagedStateOwnerOf } from '../damaged-state-ownership.ts';
import type { LockWait, RetryInterval } from '../lock-wait.ts';
import { quarantineFile } from '../quarantine.ts';
import type { StateHandle } from '../state-handle.ts';
import { foreignContentIn } from '../state-ownership.ts';
import {
  type BackendClient,
  type BackendClientOptions,
  type BackendResult,
  openBackendClient,
} from './backend-client.ts';
import {
  backendLockedText,
  backendLockNotReleased,
  backendName,
  backendRefused,
  damagedBackendState,
  foreignBackendState,
  replacedBackendState,
} from './backend-diagnostics.ts';
import type { BackendError } from './backend-error.ts';
import { backendStore, SAVE_INTERVAL_MS } from './backend-store.ts';
import type { StateLock } from './state-lock.ts';

export interface BackendStateOptions extends Omit<BackendClientOptions, 'placed'> {
  /** Folder of the workspace file. */
  readonly root: string;
  /** Organizations of this workspace: a state that holds rows of others is not ours. */
  readonly organizations: ReadonlySet<string>;
}

/** Every attempt starts a terraform. */
const BACKEND_RETRY_INTERVAL: RetryInterval = { firstMs: 500, mostMs: 5000 };

/**
 * The state on the user's backend for a run that changes it: the lock is held from here to `close`, and waited for as
 * long as there is patience. Fails with state-locked, state-foreign and state-unreachable. A state that is damaged can
 * be neither locked nor replaced by terraform: where it is a file that was plainly ours it gives its place to a new
 * one, else such a run goes on without it and says so.
 */
export async function openBackendForWriting(
  options: BackendStateOptions,
  lockWait: LockWait,
): Promise<Outcome<StateHandle>> {
  const first = await take(options, lockWait);
  if (!('complaint' in first)) return first.open;
  if (!first.complaint.damaged) return failure(backendRefused(options, first.complaint, lockWait.told()));
  const aside = first.file === null ? null : ourFilePutAside(first.file);
  const second = aside === null ? first : await take(options, lockWait);
  const said =
    aside === null
      ? damagedBackendState(options, first.complaint, first.file)
      : replacedBackendState(options, aside);
  if ('open' in second) {
    const { open } = second;
    if (!open.ok) return failure([said, ...open.diagnostics]);
    return success({ ...open.value, store: { ...open.value.store, load: saying(said, open.value.store) } });
  }
  if (!second.complaint.damaged) {
    return failure([said, backendRefused(options, second.complaint, lockWait.told())]);
  }
  const load: StateStore['load'] = async () => success(null, [said]);
  return success({ store: { ...NOTHING_KEPT, load }, close: async () => [] });
}

/** What came of asking for a state and its lock; a complaint with the file it is about, where it is one. */
type LockAttempt =
  | { readonly open: Outcome<StateHandle> }
  | { readonly complaint: BackendError; readonly file: string | null };

async function take(options: BackendStateOptions, lockWait: LockWait): Promise<LockAttempt> {
  const { client, opened } = await open(options);
  const without = async (backendError: BackendError): Promise<LockAttempt> => {
    await client.close();
    return { complaint: backendError, file: client.file };
  };
  if ('complaint' in opened) return without(opened.complaint);
  const held = await lockWait.until(
    () => client.hold(),
    (made) =>
      'complaint' in made && made.complaint.holder !== null
        ? backendLockedText(options, made.complaint.holder)
        : null,
    BACKEND_RETRY_INTERVAL,
  );
  if ('complaint' in held) return without(held.complaint);
  const backendLock = new BackendLock(options, client, held.value);
  const kept = await pullOurs(options, client);
  if ('value' in kept && kept.value.ok) {
    const store = storeIn(options, client, backendLock, kept.value.value);
    const close = async (): Promise<readonly Diagnostic[]> => {
      await backendLock.release();
      await client.close();
      return backendLock.found;
    };
    return { open: success({ store, close }) };
  }
  await backendLock.release();
  if ('complaint' in kept) return without(kept.complaint);
  await client.close();
  return { open: failure(kept.value.diagnostics) };
}

/** Where it is then; null for a file that stays where it is, because it may be somebody else's or cannot be moved. */
function ourFilePutAside(file: string): string | null {
  // What somebody is writing just now looks damaged as well: as terraform names the record of a lock on a file.
  if (existsSync(join(dirname(file), `.${basename(file)}.lock.info`))) return null;
  const read = readWholeFile(file, { place: null, limit: MAX_STATE_BYTES });
  if (!read.ok) return null;
  const text = read.value.toString('utf8');
  // Somebody may have mended it meanwhile.
  if (parseState(text) !== null || damagedStateOwnerOf(text) !== 'ours') return null;
  const aside = quarantineFile(file, new Date());
  return aside.ok ? aside.value : null;
}

function saying(said: Diagnostic, { load }: StateStore): StateStore['load'] {
  return async () => {
    const loaded = await load();
    return { ...loaded, diagnostics: [said, ...loaded.diagnostics] };
  };
}

function storeIn(
  options: BackendStateOptions,
  backendClient: BackendClient,
  backendLock: BackendLock,
  kept: string | null,
): StateStore {
  const { writesUnderLock } = BACKEND_TRAITS[options.backend.type];
  return backendStore({
    kept,
    place: backendName(options),
    pace: SAVE_INTERVAL_MS,
    meanwhile: writesUnderLock,
    push: async (text) => {
      if (writesUnderLock && !backendLock.hold.lost()) return backendClient.push(text, true);
      // Given up for the write, which takes it itself: by then the apply has made its changes.
      await backendLock.release();
      return backendClient.push(text, false);
    },
  });
}

/**
 * The state on the user's backend for a run that only looks: nothing is locked or written. Loading fails with
 * state-foreign; a backend that cannot be read is a warning, because no plan depends on a state.
 */
export function openBackendForReading(options: BackendStateOptions): StateHandle {
  const clients: BackendClient[] = [];
  const load: StateStore['load'] = async () => {
    const { client, opened } = await open(options);
    clients.push(client);
    const kept = 'complaint' in opened ? opened : await pullOurs(options, client);
    if ('value' in kept) return kept.value;
    const { complaint } = kept;
    const why = complaint.damaged
      ? damagedBackendState(options, complaint, client.file)
      : backendRefused(options, complaint);
    return success(null, [{ ...why, severity: 'warning' }]);
  };
  return {
    store: { ...NOTHING_KEPT, load },
    close: async () => {
      for (const backendClient of clients) await backendClient.close();
      return [];
    },
  };
}

const NOTHING_KEPT: Pick<StateStore, 'save' | 'settle'> = { save: () => {}, settle: async () => [] };

function open({ root, ...options }: BackendStateOptions) {
  return openBackendClient({ ...options, placed: (path) => resolve(root, path) });
}

/** What is kept, if all of it is ours. */
async function pullOurs(
  options: BackendStateOptions,
  backendClient: BackendClient,
): Promise<BackendResult<Outcome<string | null>>> {
  const pulled = await backendClient.pull();
  if ('complaint' in pulled) return pulled;
  const foreign = pulled.value === null ? null : foreignContentIn(pulled.value, options.organizations);
  return { value: foreign === null ? success(pulled.value) : failure(foreignBackendState(options, foreign)) };
}

/** The lock of a state, given back once, and what there is to say of that. */
class BackendLock {
  readonly hold: StateLock;
  readonly found: Diagnostic[] = [];
  readonly #options: BackendStateOptions;
  readonly #client: BackendClient;
  #released = false;

  constructor(options: BackendStateOptions, backendClient: BackendClient, stateLock: StateLock) {
    this.#options = options;
    this.#client = backendClient;
    this.hold = stateLock;
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    const lost = this.hold.lost();
    const said = await this.hold.release();
    if (said === null) return;
    this.found.push(backendLockNotReleased(this.#options, lost, this.#client.told(said)));
  }
}
