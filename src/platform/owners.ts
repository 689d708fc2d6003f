/** What of an organization something else can own. Scopes are not among it: `manage: false` says that of a kind. */
export const OWNABLE_TYPES = ['role', 'group', 'member', 'assignment'] as const;
export type OwnableType = (typeof OWNABLE_TYPES)[number];

/** Who owns the things of a type instead of the documents: they are read and never written. Left out: nobody else does. */
export type Owners = { readonly [T in OwnableType]?: string };

/** Who owns the things of a type; null where documents do, or the platform itself. */
export function ownerOf({ owners }: { readonly owners: Owners }, type: OwnableType | 'scope'): string | null {
  return type === 'scope' ? null : (owners[type] ?? null);
}

export function hasOwners({ owners }: { readonly owners: Owners }): boolean {
  return OWNABLE_TYPES.some((type) => owners[type] !== undefined);
}
