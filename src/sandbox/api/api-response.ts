import { entityTagOf, type Versioned } from './conditional-requests.ts';

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined for an answer without a body. */
  readonly body: unknown;
}

export function okResponse(body: unknown, version: Versioned): ApiResponse {
  return { status: 200, headers: { etag: entityTagOf(version) }, body };
}

/** `version` is that of the object whose ETag the caller needs next: for a membership, its group's. */
export function createdResponse(body: unknown, version: Versioned, location: string): ApiResponse {
  return { status: 201, headers: { etag: entityTagOf(version), location }, body };
}

export function noContentResponse(version?: Versioned): ApiResponse {
  return { status: 204, headers: version ? { etag: entityTagOf(version) } : {}, body: undefined };
}
