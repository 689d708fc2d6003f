import type { Access, AccessDelta } from '../access/access.ts';
import type { Desired } from '../compile/desired.ts';
import type { Resource, Snapshot } from '../resource/resource.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { Change } from './change.ts';

/** A live thing that the documents do not name and do not own: reported, never touched. */
export interface Unmanaged {
  readonly resource: Resource;
}

/** What an apply would do to one organization, and what it would mean. */
export interface Plan {
  readonly organization: string;
  readonly desired: Desired;
  readonly live: Snapshot;
  /** In the order an apply makes them. */
  readonly changes: readonly Change[];
  readonly unmanaged: readonly Unmanaged[];
  /** Live after the changes, nested as the documents nest it: explanations of `after` point to lines. */
  readonly target: readonly Resource[];
  readonly before: Access;
  readonly after: Access;
  readonly delta: AccessDelta;
  readonly diagnostics: readonly Diagnostic[];
}
