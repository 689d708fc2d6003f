/** What a text does not hold that has to be in it: caught where the text is read, and told there. */
export class MissingField extends Error {}

/** A map out of JSON whose values are taken out by the type they have to have. */
export class CheckedFields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MissingField(where);
    this.#values = new Map(Object.entries(value));
    this.#where = where;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  raw(key: string): unknown {
    if (!this.#values.has(key)) throw new MissingField(this.#at(key));
    return this.#values.get(key);
  }

  isNull(key: string): boolean {
    return this.raw(key) === null;
  }

  text(key: string): string {
    const value = this.raw(key);
    if (typeof value !== 'string') throw new MissingField(this.#at(key));
    return value;
  }

  textOrNull(key: string): string | null {
    return this.isNull(key) ? null : this.text(key);
  }

  whole(key: string): number {
    const value = this.raw(key);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw new MissingField(this.#at(key));
    return value;
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T {
    const value = this.text(key);
    const known = allowed.find((one) => one === value);
    if (known === undefined) throw new MissingField(this.#at(key));
    return known;
  }

  flag(key: string): boolean {
    const value = this.raw(key);
    if (typeof value !== 'boolean') throw new MissingField(this.#at(key));
    return value;
  }

  texts(key: string): readonly string[] {
    const value = this.raw(key);
    if (!Array.isArray(value)) throw new MissingField(this.#at(key));
    return value.map((one: unknown): string => {
      if (typeof one !== 'string') throw new MissingField(this.#at(key));
      return one;
    });
  }

  /** All of it, for whoever knows more of what may be in it. */
  entries(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#values);
  }

  fields(key: string): CheckedFields {
    return new CheckedFields(this.raw(key), this.#at(key));
  }

  list(key: string): readonly CheckedFields[] {
    const value = this.raw(key);
    if (!Array.isArray(value)) throw new MissingField(this.#at(key));
    return value.map((one, at) => new CheckedFields(one, `${this.#at(key)}[${at}]`));
  }

  #at(key: string): string {
    return `${this.#where}.${key}`;
  }
}
