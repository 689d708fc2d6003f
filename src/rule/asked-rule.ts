import type { RuleSeverity, WrittenParameter, WrittenRule } from '../policy/rules-document.ts';
import type { Origin } from '../source/origin.ts';

/** A rule as somebody wrote it, for the rule that is asked: what stands under each of its keys. */
export class AskedRule {
  readonly name: string;
  readonly origin: Origin;
  readonly #parameters: WrittenRule['parameters'];

  constructor({ name, origin, parameters }: WrittenRule) {
    this.name = name;
    this.origin = origin;
    this.#parameters = parameters;
  }

  at(key: string): WrittenParameter | null {
    return this.#parameters.get(key) ?? null;
  }

  has(key: string): boolean {
    return this.#parameters.has(key);
  }

  /** The texts under a key; none where it is not written. */
  texts(key: string): readonly string[] {
    const written = this.at(key);
    return written === null ? [] : written.texts.map(({ value }) => value);
  }

  /** Of a map: what is written under each of its keys. */
  entries(key: string): WrittenParameter['entries'] {
    const written = this.at(key);
    return written === null ? [] : written.entries;
  }

  /** The one text of a choice; null where it is not written. */
  choice<T extends string>(key: string, choices: readonly T[]): T | null {
    const [text] = this.texts(key);
    const found = choices.find((one) => one === text);
    return found === undefined ? null : found;
  }

  /** A whole number; null where none is written. */
  count(key: string): number | null {
    const value = this.at(key)?.value;
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
  }
}

/** A severity under which a rule is judged at all. */
export type JudgedSeverity = Exclude<RuleSeverity, 'off'>;
