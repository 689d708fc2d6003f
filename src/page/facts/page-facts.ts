import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { GroupPath, MemberId } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Origin } from '../../source/origin.ts';
import type { CountedAccess } from './counted-access.ts';

/**
 * What an access review is made of. Facts and not cells: of ten thousand people on two thousand scopes nobody writes twenty
 * million answers down. The page asks the engine, as the command line does.
 */
export interface PageFacts {
  /** RFC 3339 instant that windows are judged at. */
  readonly instant: string;
  readonly organizations: readonly PageOrganization[];
}

export interface PageOrganization {
  readonly organization: string;
  readonly source: 'desired' | 'live';
  readonly platform: PlatformDefinition;
  readonly resources: readonly Resource[];
  /** As `Snapshot.membersFrom`; none as written. */
  readonly membersFrom?: ReadonlyMap<GroupPath, string>;
  /** How people are written, where that is not their id. */
  readonly written: ReadonlyMap<MemberId, string>;
  readonly dates: readonly DatedGrant[];
  readonly exceptions: readonly ListedException[];
  readonly counted: CountedAccess;
}

/** A grant with a window. */
export interface DatedGrant {
  readonly grant: string;
  readonly origin: Origin;
  /** RFC 3339 instants. */
  readonly from: string | null;
  readonly until: string | null;
  readonly reviewBy: string | null;
  readonly reason: string | null;
}

/** What somebody has let past, whether or not it holds. */
export interface ListedException {
  readonly name: string;
  /** What it is an exception from: a guard rail, a rule that finds something, or the report of drift. */
  readonly exceptionFrom: 'guard rail' | 'rule' | 'drift';
  readonly state: 'not yet' | 'in force' | 'over';
  /** What it lifts or lets stand, in words. */
  readonly lifts: readonly string[];
  readonly reason: string | null;
  readonly owner: string | null;
  /** As written. */
  readonly from: string | null;
  readonly until: string | null;
  readonly origin: Origin;
}
