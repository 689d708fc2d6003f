import type {
  LiveAssignment,
  LiveGroup,
  LiveMember,
  LiveMembership,
  LiveNesting,
  LiveRole,
  LiveScope,
  LiveScopeMember,
} from './live-object.ts';

/** Everything the lists hold, at one revision, not yet checked against each other. */
export interface LiveObjects {
  readonly revision: number;
  readonly scopes: readonly LiveScope[];
  readonly roles: readonly LiveRole[];
  readonly members: readonly LiveMember[];
  /** Of scopes below the organization. */
  readonly scopeMembers: readonly LiveScopeMember[];
  readonly groups: readonly LiveGroup[];
  readonly memberships: readonly LiveMembership[];
  readonly nestings: readonly LiveNesting[];
  readonly assignments: readonly LiveAssignment[];
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
