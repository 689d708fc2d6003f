import type {
  WireAssignment,
  WireGroup,
  WireMember,
  WireMembership,
  WireNesting,
  WireRole,
  WireScope,
  WireScopeMember,
} from './wire-objects.ts';

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

/** The same objects, some under other names: by id, the slug, and of people the key. */
export function renameLiveObjects(live: LiveObjects, names: ReadonlyMap<string, string>): LiveObjects {
  const slugged = <T extends { readonly id: string; readonly slug: string }>(objects: readonly T[]) =>
    objects.map((one) => ({ ...one, slug: names.get(one.id) ?? one.slug }));
  return {
    ...live,
    scopes: slugged(live.scopes),
    roles: slugged(live.roles),
    groups: slugged(live.groups),
    members: live.members.map((one) => ({ ...one, key: names.get(one.id) ?? one.key })),
  };
}
