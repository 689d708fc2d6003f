/** Ids by the id they hang on: of a group, those of who is in it. Nothing hangs on an id that is not there. */
export class LinkedIds {
  readonly #links = new Map<string, Set<string>>();

  of(from: string): ReadonlySet<string> {
    return this.#links.get(from) ?? NOTHING;
  }

  add(from: string, to: string): void {
    const linked = this.#links.get(from);
    if (linked === undefined) this.#links.set(from, new Set([to]));
    else linked.add(to);
  }

  /** False where there was none. */
  remove(from: string, to: string): boolean {
    return this.#links.get(from)?.delete(to) === true;
  }

  /** Takes an id away with all that hangs on it. */
  removeFrom(from: string): void {
    this.#links.delete(from);
  }

  /** What an id hangs on. */
  holders(to: string): readonly string[] {
    return [...this.#links].filter(([, linked]) => linked.has(to)).map(([from]) => from);
  }
}

const NOTHING: ReadonlySet<string> = new Set();
