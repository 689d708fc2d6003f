/** Numbers of what the seed gives none: the same name has the same number in every run, whatever else is there. */
export class StableNumbers {
  readonly #taken = new Set<number>();

  keep(id: number): number {
    if (this.#taken.has(id)) throw new Error(`id ${id} is given twice`);
    this.#taken.add(id);
    return id;
  }

  of(kind: string, name: string): number {
    let id = 1 + (fnv1a(`${kind}:${name}`) % 900_000_000);
    while (this.#taken.has(id)) id += 1;
    return this.keep(id);
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
