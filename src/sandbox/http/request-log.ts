import type { RequestLogEntry } from './recorded-exchange.ts';

/** A sandbox can run for days: beyond this the oldest lines go. */
const KEPT = 100_000;

export class RequestLog {
  #lines: RequestLogEntry[] = [];

  add(line: RequestLogEntry): void {
    this.#lines.push(line);
    if (this.#lines.length >= 2 * KEPT) this.#lines = this.#lines.slice(-KEPT);
  }

  lines(): readonly RequestLogEntry[] {
    return this.#lines.slice(-KEPT);
  }

  clear(): void {
    this.#lines = [];
  }
}
