import { createHash } from 'node:crypto';

/** Numbers of what the seed gives none: the same name has the same number in every run, whatever else is there. */
export class StableNumbers {
  /** Each kind of thing has numbers of its own, as on GitHub. */
  readonly #taken = new Map<string, Set<number>>();

  keep(kind: string, id: number): number {
    const taken = this.#takenBy(kind);
    if (taken.has(id)) throw new Error(`${kind} ${id} is given twice`);
    taken.add(id);
    return id;
  }

  of(kind: string, name: string): number {
    const taken = this.#takenBy(kind);
    let id = 1 + (createHash('sha256').update(`${kind}:${name}`).digest().readUInt32BE() % 900_000_000);
    while (taken.has(id)) id += 1;
    return this.keep(kind, id);
  }

  #takenBy(kind: string): Set<number> {
    const taken = this.#taken.get(kind) ?? new Set();
    this.#taken.set(kind, taken);
    return taken;
  }
}
