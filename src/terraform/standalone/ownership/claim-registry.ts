import type { Row } from '../../provider/protocol/row.ts';
import type { Claim, ClaimHolder } from './claim.ts';
import type { Peers } from './peers.ts';

/** Between two looks at whether a removal by another process is over. */
const PATIENCE_MS = 25;

/**
 * Which things of the platform the blocks of one run want to be, and which they let go. Terraform knows its blocks by
 * their labels and takes two labels for two things; a natural key is one thing whatever the label. So the creation
 * under one label and the destruction under another are of the same person or group, in an order that is chance.
 */
export class ClaimRegistry {
  readonly #kept = new Map<Claim, ClaimHolder>();
  readonly #going = new Map<Claim, ClaimHolder>();
  readonly #remembered = new Set<Claim>();
  readonly #known = new Set<Claim>();
  #refreshes = false;
  readonly #written = new Set<Claim>();
  readonly #rosters = new Map<string, ClaimHolder>();
  readonly #assignments = new Map<string, ClaimHolder>();
  readonly #busy = new Map<Claim, Promise<unknown>>();
  #torn = 0;
  /** Other provider blocks of the same organization, each with claims of its own; null where nobody can be heard. */
  readonly #fellows: Peers | null;

  constructor(peers: Peers | null = null) {
    this.#fellows = peers;
  }

  /** Of this provider block in this walk of terraform; null where nobody else would know it. */
  get id(): string | null {
    return this.#fellows?.id ?? null;
  }

  /** A row of the state, refreshed or not: of one that is tainted nothing else is told with -refresh=false. */
  know(claims: readonly Claim[]): void {
    for (const claim of claims) this.#known.add(claim);
  }

  /** A row that terraform has in its state, as it was refreshed. */
  remember(claims: readonly Claim[]): void {
    this.#refreshes = true;
    for (const claim of claims) this.#remembered.add(claim);
  }

  remembers(claim: Claim): boolean {
    return this.#remembered.has(claim) || (!this.#refreshes && this.#known.has(claim));
  }

  /** Whether anything was refreshed, so that what other blocks have would have been told; never in an apply. */
  get hasRefreshed(): boolean {
    return this.#refreshes;
  }

  /** The same, where this is a plan for certain: an apply refreshes nothing. */
  refreshed(claim: Claim): boolean {
    return this.#remembered.has(claim);
  }

  /** Whether any block of this run, as far as it was seen, has to do with it. */
  concerns(claim: Claim): boolean {
    this.#hear();
    return this.#remembered.has(claim) || this.#going.has(claim) || this.#kept.has(claim);
  }

  /** Whether a block of this run, as far as it was seen, lets it go. */
  goes(claim: Claim): boolean {
    this.#hear();
    return this.#going.has(claim) && !this.#kept.has(claim);
  }

  /** Whether a block of this run, as far as it was seen, will still have it. */
  keeps(claim: Claim): boolean {
    this.#hear();
    return this.#kept.has(claim);
  }

  /** A row that will be there after the run; what stands against it. */
  keep(claims: readonly Claim[], claimHolder: ClaimHolder, { scope: at }: Row): ClaimConflict | null {
    const scope = typeof at === 'string' ? at : null;
    this.#fellows?.tell({ word: 'keep', claims, holder: claimHolder, scope });
    this.#hear();
    return this.#keep(claims, claimHolder, scope);
  }

  #keep(claims: readonly Claim[], claimHolder: ClaimHolder, scope: string | null): ClaimConflict | null {
    let clash: ClaimConflict | null = null;
    for (const claim of claims) {
      const [leaving, other] = [this.#going.get(claim), this.#kept.get(claim)];
      if (leaving !== undefined) clash ??= { sort: 'removed', kept: claimHolder, other: leaving };
      else if (other !== undefined && isTwo(claimHolder, other))
        clash ??= { sort: 'twice', kept: claimHolder, other };
      this.#kept.set(claim, claimHolder.how === 'replaced' ? claimHolder : (other ?? claimHolder));
    }
    return this.#counted(clash) ?? this.#alternates(claimHolder, scope);
  }

  /** A row that will not be there after the run, unless another holds it; what stands against it. */
  letGo(claims: readonly Claim[], claimHolder: ClaimHolder): ClaimConflict | null {
    this.#fellows?.tell({ word: 'go', claims, holder: claimHolder });
    this.#hear();
    return this.#letGo(claims, claimHolder);
  }

  #letGo(claims: readonly Claim[], claimHolder: ClaimHolder): ClaimConflict | null {
    let clash: ClaimConflict | null = null;
    for (const claim of claims) {
      const kept = this.#kept.get(claim);
      if (kept !== undefined) clash ??= { sort: 'removed', kept, other: claimHolder };
      this.#going.set(claim, claimHolder);
    }
    return this.#counted(clash);
  }

  /** A module that was renamed tears each thing in it from its block: that is told in full once. */
  #counted(clash: ClaimConflict | null): ClaimConflict | null {
    if (clash?.sort !== 'removed') return clash;
    this.#torn += 1;
    return this.#torn === 1 ? clash : { ...clash, isAnother: true };
  }

  /** Whether something was found that one block destroys and another has: this plan is refused. */
  get isTorn(): boolean {
    return this.#torn > 0;
  }

  /** From here on nothing of this process removes it. */
  write(claims: readonly Claim[]): void {
    this.#fellows?.tell({ word: 'write', claims });
    for (const claim of claims) this.#written.add(claim);
  }

  /** What was to be written is, or is not any more: others who read from here on have all of it. */
  written(claims: readonly Claim[]): void {
    this.#fellows?.tell({ word: 'written', claims });
  }

  /** Something was refused here: this walk of terraform fails, and this process is in no further one. */
  fail(): void {
    this.#fellows?.fail();
  }

  /** What of a row was written by this process. */
  wrote(claims: readonly Claim[]): Claim | null {
    return claims.find((claim) => this.#written.has(claim)) ?? null;
  }

  /**
   * What of a row to be removed was written by this process or is about to be created by it, or was written by another
   * since the removal was planned.
   */
  heldBack(claims: readonly Claim[], planner: string | null = null): Claim | null {
    this.#hear();
    const held = (claim: Claim) => this.#written.has(claim) || this.#kept.get(claim)?.how === 'created';
    return claims.find(held) ?? this.#fellows?.wroteSince(claims, planner) ?? null;
  }

  /** Tells others of a removal while it is under way, and of what came of it. */
  async removing<T extends { readonly row: Row | null }>(
    claims: readonly Claim[],
    work: () => Promise<T>,
  ): Promise<T> {
    this.#fellows?.tell({ word: 'remove', claims });
    let gone = true;
    try {
      const done = await work();
      gone = done.row === null;
      return done;
    } finally {
      this.#fellows?.tell({ word: gone ? 'removed' : 'spared', claims });
    }
  }

  /** Waits for removals by others that are under way, and reads once more where something was removed since. */
  async afterOthers(claims: readonly Claim[], read: () => Promise<void>): Promise<void> {
    while (this.#fellows?.isRemoving(claims))
      await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    if (this.#fellows?.removedSinceRead(claims)) await read();
  }

  /** What others claim stands against ours as if it were of this block. */
  #hear(): void {
    if (this.#fellows === null) return;
    for (const line of this.#fellows.heard()) {
      if (line.word === 'keep') this.#keep(line.claims, line.holder, line.scope);
      if (line.word === 'go') this.#letGo(line.claims, line.holder);
    }
  }

  /** Work on one thing is done one after the other: a creation looks only when a deletion under way is over. */
  async inTurn<T>(claims: readonly Claim[], work: () => Promise<T>): Promise<T> {
    const before = claims.map((claim) => this.#busy.get(claim)).filter((one) => one !== undefined);
    const mine = before.length === 0 ? work() : Promise.allSettled(before).then(work);
    for (const claim of claims) this.#busy.set(claim, mine);
    try {
      return await mine;
    } finally {
      for (const claim of claims) if (this.#busy.get(claim) === mine) this.#busy.delete(claim);
    }
  }

  /** A roster removes whom it does not name, an assignment beside it gives: they would take turns for ever. */
  #alternates(claimHolder: ClaimHolder, scope: string | null): ClaimConflict | null {
    if (scope === null) return null;
    if (claimHolder.type !== 'bylaw_roster' && claimHolder.type !== 'bylaw_assignment') return null;
    const isRoster = claimHolder.type === 'bylaw_roster';
    (isRoster ? this.#rosters : this.#assignments).set(scope, claimHolder);
    const other = (isRoster ? this.#assignments : this.#rosters).get(scope);
    return other === undefined ? null : { sort: 'alternating', kept: claimHolder, other };
  }
}

export interface ClaimConflict {
  readonly sort: 'removed' | 'twice' | 'alternating';
  readonly kept: ClaimHolder;
  readonly other: ClaimHolder;
  /** Not the first of its sort in this run. */
  readonly isAnother?: boolean;
}

/**
 * Whether two rows of one key are in two blocks. Of one block there is at most the row as it was kept and the one that
 * replaces it, or the same replacement by another key asked for twice: terraform asks once for a row that stays.
 */
function isTwo(one: ClaimHolder, other: ClaimHolder): boolean {
  if (one.type !== other.type || one.how === 'replaced' || other.how === 'replaced') return false;
  return one.how !== 'moved' || other.how !== 'moved' || one.from !== other.from;
}
