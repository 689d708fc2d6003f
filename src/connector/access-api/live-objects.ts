import type {
  WireAssignment,
  WireGroup,
  WireMember,
  WireMembership,
  WireNesting,
  WireRole,
  WireScope,
  WireScopeMember,
} from './wire.ts';

/** Everything the lists hold, at one revision, not yet checked against each other. */
export interface LiveObjects {
  readonly revision: number;
  readonly scopes: readonly WireScope[];
  readonly roles: readonly WireRole[];
  readonly members: readonly WireMember[];
  /** Of scopes below the organization. */
  readonly scopeMembers: readonly WireScopeMember[];
  readonly groups: readonly WireGroup[];
  readonly memberships: readonly WireMembership[];
  readonly nestings: readonly WireNesting[];
  readonly assignments: readonly WireAssignment[];
}
