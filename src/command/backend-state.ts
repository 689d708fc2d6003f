import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MAX_STATE_BYTES, readWhole } from '../file/read.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { StateStore } from '../terraform/run/stand.ts';
import { parseState } from '../terraform/run/state.ts';
import { TRAITS } from '../terraform/synth/backend-traits.ts';
import type { Complaint } from '../terraform/vault/complaint.ts';
import type { Hold } from '../terraform/vault/hold.ts';
import { foreignIn } from '../terraform/vault/ours.ts';
import { PACE_MS, vaultStore } from '../terraform/vault/store.ts';
import { traceOf } from '../terraform/vault/trace.ts';
import { type Answer, openVault, type Vault, type VaultOptions } from '../terraform/vault/vault.ts';
import { damaged, lockedWords, notOurs, notReleased, placeOf, refused, replaced } from './backend-faults.ts';
import type { OpenState } from './open-state.ts';
import { putAside } from './put-aside.ts';
import type { Pace, Waiting } from './waiting.ts';

export interface BackendState extends Omit<VaultOptions, 'placed'> {
  /** Folder of the workspace file. */
  readonly root: string;
  /** Organizations of this workspace: a state that holds rows of others is not ours. */
  readonly organizations: ReadonlySet<string>;
}

/** Every attempt starts a terraform. */
const PACE: Pace = { firstMs: 500, mostMs: 5000 };

/**
 * The state on the user's backend for a run that changes it: the lock is held from here to `close`, and waited for as
 * long as there is patience. Fails with state-locked, state-foreign and state-unreachable. A state that is damaged can
 * be neither locked nor replaced by terraform: where it is a file that was plainly ours it gives its place to a new
 * one, else such a run goes on without it and says so.
 */
export async function openForWriting(options: BackendState, waiting: Waiting): Promise<Outcome<OpenState>> {
  const first = await take(options, waiting);
  if (!('complaint' in first)) return first.open;
  if (!first.complaint.damaged) return failure(refused(options, first.complaint, waiting.told()));
  const aside = first.file === null ? null : ourFilePutAside(first.file);
  const second = aside === null ? first : await take(options, waiting);
  const said = aside === null ? damaged(options, first.complaint, first.file) : replaced(options, aside);
  if ('open' in second) {
    const { open } = second;
    if (!open.ok) return failure([said, ...open.diagnostics]);
    return success({ ...open.value, store: { ...open.value.store, load: saying(said, open.value.store) } });
  }
  if (!second.complaint.damaged) {
    return failure([said, refused(options, second.complaint, waiting.told())]);
  }
  const load: StateStore['load'] = async () => success(null, [said]);
  return success({ store: { ...NOTHING_KEPT, load }, close: async () => [] });
}

/** What came of asking for a state and its lock; a complaint with the file it is about, where it is one. */
type Taken =
  | { readonly open: Outcome<OpenState> }
  | { readonly complaint: Complaint; readonly file: string | null };

async function take(options: BackendState, waiting: Waiting): Promise<Taken> {
  const { vault, opened } = await open(options);
  const without = async (complaint: Complaint): Promise<Taken> => {
    await vault.close();
    return { complaint, file: vault.file };
  };
  if ('complaint' in opened) return without(opened.complaint);
  const held = await waiting.until(
    () => vault.hold(),
    (made) =>
      'complaint' in made && made.complaint.holder !== null
        ? lockedWords(options, made.complaint.holder)
        : null,
    PACE,
  );
  if ('complaint' in held) return without(held.complaint);
  const lock = new Lock(options, vault, held.value);
  const kept = await pullOurs(options, vault);
  if ('value' in kept && kept.value.ok) {
    const store = storeIn(options, vault, lock, kept.value.value);
    const close = async (): Promise<readonly Diagnostic[]> => {
      await lock.release();
      await vault.close();
      return lock.found;
    };
    return { open: success({ store, close }) };
  }
  await lock.release();
  if ('complaint' in kept) return without(kept.complaint);
  await vault.close();
  return { open: failure(kept.value.diagnostics) };
}

/** Where it is then; null for a file that stays where it is, because it may be somebody else's or cannot be moved. */
function ourFilePutAside(file: string): string | null {
  // What somebody is writing just now looks damaged as well: as terraform names the record of a lock on a file.
  if (existsSync(join(dirname(file), `.${basename(file)}.lock.info`))) return null;
  const read = readWhole(file, { place: null, limit: MAX_STATE_BYTES });
  if (!read.ok) return null;
  const text = read.value.toString('utf8');
  // Somebody may have mended it meanwhile.
  if (parseState(text) !== null || traceOf(text) !== 'ours') return null;
  const aside = putAside(file, new Date());
  return aside.ok ? aside.value : null;
}

function saying(said: Diagnostic, { load }: StateStore): StateStore['load'] {
  return async () => {
    const loaded = await load();
    return { ...loaded, diagnostics: [said, ...loaded.diagnostics] };
  };
}

function storeIn(options: BackendState, vault: Vault, lock: Lock, kept: string | null): StateStore {
  const { writesUnderLock } = TRAITS[options.backend.type];
  return vaultStore({
    kept,
    place: placeOf(options),
    pace: PACE_MS,
    meanwhile: writesUnderLock,
    push: async (text) => {
      if (writesUnderLock && !lock.hold.lost()) return vault.push(text, true);
      // Given up for the write, which takes it itself: by then the apply has made its changes.
      await lock.release();
      return vault.push(text, false);
    },
  });
}

/**
 * The state on the user's backend for a run that only looks: nothing is locked or written. Loading fails with
 * state-foreign; a backend that cannot be read is a warning, because no plan depends on a state.
 */
export function openForReading(options: BackendState): OpenState {
  const vaults: Vault[] = [];
  const load: StateStore['load'] = async () => {
    const { vault, opened } = await open(options);
    vaults.push(vault);
    const kept = 'complaint' in opened ? opened : await pullOurs(options, vault);
    if ('value' in kept) return kept.value;
    const { complaint } = kept;
    const why = complaint.damaged ? damaged(options, complaint, vault.file) : refused(options, complaint);
    return success(null, [{ ...why, severity: 'warning' }]);
  };
  return {
    store: { ...NOTHING_KEPT, load },
    close: async () => {
      for (const vault of vaults) await vault.close();
      return [];
    },
  };
}

const NOTHING_KEPT: Pick<StateStore, 'save' | 'settle'> = { save: () => {}, settle: async () => [] };

function open({ root, ...options }: BackendState) {
  return openVault({ ...options, placed: (path) => resolve(root, path) });
}

/** What is kept, if all of it is ours. */
async function pullOurs(options: BackendState, vault: Vault): Promise<Answer<Outcome<string | null>>> {
  const pulled = await vault.pull();
  if ('complaint' in pulled) return pulled;
  const foreign = pulled.value === null ? null : foreignIn(pulled.value, options.organizations);
  return { value: foreign === null ? success(pulled.value) : failure(notOurs(options, foreign)) };
}

/** The lock of a state, given back once, and what there is to say of that. */
class Lock {
  readonly hold: Hold;
  readonly found: Diagnostic[] = [];
  readonly #options: BackendState;
  readonly #vault: Vault;
  #released = false;

  constructor(options: BackendState, vault: Vault, hold: Hold) {
    this.#options = options;
    this.#vault = vault;
    this.hold = hold;
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    const lost = this.hold.lost();
    const said = await this.hold.release();
    if (said === null) return;
    this.found.push(notReleased(this.#options, lost, this.#vault.told(said)));
  }
}
