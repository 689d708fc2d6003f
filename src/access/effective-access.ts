import type { PermissionName } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import type { AccessPath } from './access-path.ts';
import type { Relation } from './engine/relation.ts';

/** Effective access of one organization at one instant, from desired or live resources alike. */
export interface EffectiveAccess {
  /** What all answers are read from, for who has a question that none of these functions asks. */
  readonly relation: Relation;
  /**
   * The same access, in which these names with a text have a place too: of two versions that are compared each has those
   * of both.
   */
  withInstances(names: Iterable<PermissionName>): EffectiveAccess;
  /** Every member known, in byte order, whatever their state. */
  readonly members: readonly MemberId[];
  /** Every scope, parents before children. */
  readonly scopes: readonly ScopePath[];
  /** E(m, s): sorted in the catalogue's order; empty for anybody unknown or not active. */
  permissions(member: MemberId, scope: ScopePath): readonly PermissionName[];
  can(member: MemberId, permission: PermissionName, scope: ScopePath): boolean;
  /** Members who hold the permission on the scope, in byte order. */
  who(permission: PermissionName, scope: ScopePath): readonly MemberId[];
  /**
   * Every minimal path, shortest first, then by text; empty exactly when the permission does not hold. Nested groups
   * can make more paths than anybody reads, so at most `EXPLAIN_LIMIT` are listed: `explainUpTo` says when it cut.
   */
  explain(member: MemberId, permission: PermissionName, scope: ScopePath): readonly AccessPath[];
  /** The shortest `limit` paths (at least one), and whether more were left out. */
  explainUpTo(member: MemberId, permission: PermissionName, scope: ScopePath, limit: number): Explanation;
}

/** How many paths `explain` lists at most. */
export const EXPLAIN_LIMIT = 1000;

export interface Explanation {
  readonly paths: readonly AccessPath[];
  /** Paths were left out: more exist than were asked for, or looking for them all would take too long. */
  readonly cut: boolean;
}

/** One permission of one member on one scope that holds on one side only. */
export interface AccessGrant {
  readonly member: MemberId;
  readonly scope: ScopePath;
  readonly permission: PermissionName;
}

/** Who gains and who loses what, in order of scope, member, catalogue. */
export interface AccessDelta {
  readonly gained: readonly AccessGrant[];
  readonly lost: readonly AccessGrant[];
}
