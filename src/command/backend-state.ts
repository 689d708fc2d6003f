import { resolve } from 'node:path';
import type { Diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { StateStore } from '../terraform/run/stand.ts';
import { TRAITS } from '../terraform/synth/backend-traits.ts';
import type { Complaint } from '../terraform/vault/complaint.ts';
import type { Hold } from '../terraform/vault/hold.ts';
import { foreignIn } from '../terraform/vault/ours.ts';
import { PACE_MS, vaultStore } from '../terraform/vault/store.ts';
import { type Answer, openVault, type Vault, type VaultOptions } from '../terraform/vault/vault.ts';
import { damaged, notOurs, notReleased, placeOf, refused } from './backend-faults.ts';
import type { OpenState } from './open-state.ts';

export interface BackendState extends Omit<VaultOptions, 'placed'> {
  /** Folder of the workspace file. */
  readonly root: string;
  /** Organizations of this workspace: a state that holds rows of others is not ours. */
  readonly organizations: ReadonlySet<string>;
}

/**
 * The state on the user's backend for a run that changes it: the lock is held from here to `close`. Fails with
 * state-locked, state-foreign and state-unreachable. A state that is damaged can be neither locked nor replaced by
 * terraform: such a run goes on without it and says so.
 */
export async function openForWriting(options: BackendState): Promise<Outcome<OpenState>> {
  const { vault, opened } = await open(options);
  const without = async (complaint: Complaint): Promise<Outcome<OpenState>> => {
    await vault.close();
    if (!complaint.damaged) return failure(refused(options, complaint));
    const load: StateStore['load'] = async () => success(null, [damaged(options, complaint)]);
    return success({ store: { ...NOTHING_KEPT, load }, close: async () => [] });
  };
  if ('complaint' in opened) return without(opened.complaint);
  const held = await vault.hold();
  if ('complaint' in held) return without(held.complaint);
  const lock = new Lock(options, vault, held.value);
  const kept = await pullOurs(options, vault);
  if ('value' in kept && kept.value.ok) {
    const store = storeIn(options, vault, lock, kept.value.value);
    return success({
      store,
      close: async () => {
        await lock.release();
        await vault.close();
        return lock.found;
      },
    });
  }
  await lock.release();
  if ('complaint' in kept) return without(kept.complaint);
  await vault.close();
  return failure(kept.value.diagnostics);
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
    const why = complaint.damaged ? damaged(options, complaint) : refused(options, complaint);
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
