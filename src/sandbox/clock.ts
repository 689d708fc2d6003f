import type { Database } from './store/database.ts';

/** A hundred years. */
const FARTHEST = 3_155_760_000;
const FACT = 'clock-ahead-seconds';

/**
 * The one clock of a sandbox. It can be put ahead, so that nobody has to wait for an invitation to expire, and never
 * back: what has happened stays in order. The file keeps how far, for it holds instants of that time.
 */
export class SandboxClock {
  readonly #database: Database;
  readonly #base: () => Date;
  #ahead: number;

  constructor(database: Database, base: () => Date) {
    this.#database = database;
    this.#base = base;
    const sql = 'SELECT value FROM facts WHERE name = ?';
    this.#ahead = Number(database.one<{ value: string }>(sql, FACT)?.value ?? 0);
  }

  /** How far it is ahead of the machine's clock. */
  get aheadSeconds(): number {
    return this.#ahead;
  }

  now(): Date {
    return new Date(this.#base().getTime() + this.#ahead * 1000);
  }

  /** Puts it so far ahead of the machine's clock, or says why not. */
  putAhead(seconds: number): string | undefined {
    if (!Number.isFinite(seconds) || seconds < this.#ahead || seconds > FARTHEST) {
      return `it is ${this.#ahead} seconds ahead, and can be put from there to ${FARTHEST}`;
    }
    this.#database.write(() =>
      this.#database.run(
        'INSERT INTO facts VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2',
        FACT,
        String(seconds),
      ),
    );
    this.#ahead = seconds;
    return undefined;
  }
}
