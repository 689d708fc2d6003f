import { entityTag, type Versioned } from './entity-tag.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined for an answer without a body. */
  readonly body: unknown;
}

export function found(body: unknown, version: Versioned): Answer {
  return { status: 200, headers: { etag: entityTag(version) }, body };
}

/** `version` is that of the object whose ETag the caller needs next: for a membership, its group's. */
export function created(body: unknown, version: Versioned, location: string): Answer {
  return { status: 201, headers: { etag: entityTag(version), location }, body };
}

export function gone(version?: Versioned): Answer {
  return { status: 204, headers: version ? { etag: entityTag(version) } : {}, body: undefined };
}
