import type { FaultKind } from '../faults/fault.ts';

/** One request and its answer, as they went over the wire. */
export interface RecordedExchange {
  readonly method: string;
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when there is no body or it is not JSON. */
  readonly requestBody: unknown;
  /** null when no operation of the API has this method and path. */
  readonly operationId: string | null;
  /** 0 when the connection was broken instead of an answer. */
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** Parsed JSON; the text of a page that is not; undefined for none. */
  readonly responseBody: unknown;
  /** The fault that spoiled this exchange, other than mere latency. */
  readonly fault: FaultKind | null;
}

/** One line of the sandbox's request log. */
export interface RequestLogEntry {
  readonly at: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly operationId: string | null;
  /** 0 when the connection was broken instead of an answer. */
  readonly status: number;
}
