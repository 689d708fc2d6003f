import type { Exchange } from './exchange.ts';

/** Can only read: what a reader is built on has no way to write. */
export interface HttpReader {
  /** A path below the base, or a URL of the same origin as a `Link` tells it. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Exchange>;
  /** A POST that only reads, by the conventions of the API. Any other is a bug, and thrown. */
  query(path: string, body: unknown): Promise<Exchange>;
  /** Tries sent so far. */
  sent(): number;
}

export interface HttpWrite {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** If-Match, If-None-Match, Idempotency-Key. Whether it may be repeated is a convention of the API. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpWriter extends HttpReader {
  send(write: HttpWrite): Promise<Exchange>;
}
