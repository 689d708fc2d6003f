import Libsql from 'libsql';

export type SqlValue = string | number | null;

/** Milliseconds another process may hold the file's write lock before we give up. */
const LOCK_TIMEOUT = 5000;

/**
 * One connection to a database file. Every statement is prepared once and kept. libsql is synchronous, so a
 * transaction never spans a turn of the event loop and two requests cannot interleave inside one.
 */
export class Database {
  readonly #connection: Libsql.Database;
  readonly #statements = new Map<string, Libsql.Statement>();

  constructor(file: string) {
    this.#connection = new Libsql(file, { timeout: LOCK_TIMEOUT });
    // With a write-ahead log, NORMAL loses nothing when the process dies (only, perhaps, the last commits in a power cut).
    this.#connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
  }

  execute(script: string): void {
    this.#connection.exec(script);
  }

  /** Rows have whatever shape the SQL gives them; each caller states it next to the SQL it passes. */
  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.#statement(sql).all(values) as Row[];
  }

  one<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.#statement(sql).get(values) as Row | undefined;
  }

  count(sql: string, ...values: readonly SqlValue[]): number {
    return this.one<{ n: number }>(`SELECT count(*) AS n ${sql}`, ...values)?.n ?? 0;
  }

  /** The number of rows changed. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    return this.#statement(sql).run(values).changes;
  }

  /** All of `work` or, when it throws, nothing of it. */
  write<T>(unit: () => T): T {
    return this.#transaction('BEGIN IMMEDIATE', unit);
  }

  /** All reads of `work` see one state, even when another process writes to the same file. */
  read<T>(unit: () => T): T {
    return this.#transaction('BEGIN DEFERRED', unit);
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #transaction<T>(begin: string, unit: () => T): T {
    this.#connection.exec(begin);
    let result: T;
    try {
      result = unit();
      this.#connection.exec('COMMIT');
    } catch (problem) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      throw problem;
    }
    return result;
  }

  #statement(sql: string): Libsql.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
