import { buildAccess } from '../access/build-access.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { GroupPath, MemberId, RoleKey, ScopePath } from '../resource/identifiers.ts';
import type { AssignmentResource, Entries, Resource } from '../resource/resource.ts';
import { groupPathOf } from '../resource/resource.ts';
import { entriesFrom, resource, resourceWith } from '../resource/resource-types.ts';
import type { Origin } from '../source/origin.ts';

const IMAGINED: Origin = { from: 'platform', platform: '', what: '' };

/** What somebody is given besides what they have. */
export interface Variation {
  /** All roles that the person then holds on the scope, in person; none attaches. */
  readonly roles?: { readonly scope: ScopePath; readonly roles: readonly RoleKey[] };
  /** A group that the person then is in. */
  readonly group?: GroupPath;
}

/** No member's key: it stands for the person with the variation of that number. */
export function standIn(at: number): MemberId {
  return `\u0000${at}`;
}

/**
 * Access in the organization without other people, and the person once for each variation, in all groups and places they
 * are in. So many things are tried by one look.
 */
export function accessOfStandIns(
  member: MemberId,
  variations: readonly Variation[],
  { platform, resources }: { readonly platform: PlatformDefinition; readonly resources: readonly Resource[] },
): EffectiveAccess {
  return buildAccess(platform, imagined(member, variations, resources));
}

/** All that a stand-in may do anywhere. */
export function cellsOf(at: number, effectiveAccess: EffectiveAccess): ReadonlySet<string> {
  return new Set(
    effectiveAccess.scopes.flatMap((scope) =>
      effectiveAccess.permissions(standIn(at), scope).map((permission) => `${permission} ${scope}`),
    ),
  );
}

export function isLess(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return some.size < all.size && [...some].every((one) => all.has(one));
}

function isOwn(r: Resource, member: MemberId): r is AssignmentResource {
  return (
    r.type === 'assignment' &&
    r.attributes.principal.type === 'member' &&
    r.attributes.principal.member === member
  );
}

function imagined(
  member: MemberId,
  variations: readonly Variation[],
  resources: readonly Resource[],
): readonly Resource[] {
  const place = (r: Resource): readonly Resource[] => {
    switch (r.type) {
      case 'scope':
      case 'role':
        return [r];
      case 'group': {
        const entry = r.attributes.members.get(member);
        const path = groupPathOf(r);
        const members = variations.flatMap(({ group }, at) =>
          entry !== undefined || group === path ? [[standIn(at), entry ?? IMAGINED] as const] : [],
        );
        return [{ ...r, attributes: { ...r.attributes, members: new Map(members) } }];
      }
      case 'member':
        if (r.attributes.member !== member) return [];
        return variations.map((_, at) =>
          resource('member', { ...r.attributes, member: standIn(at) }, r.origin),
        );
      case 'assignment':
        if (r.attributes.principal.type === 'group') return [r];
        if (!isOwn(r, member)) return [];
        return variations.flatMap(({ roles }, at) =>
          roles?.scope === r.attributes.scope ? [] : [assigned(r.attributes.scope, at, r.attributes.roles)],
        );
    }
  };
  return [
    ...resources.flatMap(place),
    ...variations.flatMap(({ roles }, at) =>
      roles === undefined ? [] : [assigned(roles.scope, at, entriesFrom([...roles.roles], IMAGINED))],
    ),
  ];
}

function assigned(scope: ScopePath, at: number, roles: Entries): Resource {
  return resourceWith(
    'assignment',
    { scope, principal: { type: 'member', member: standIn(at) }, roles },
    IMAGINED,
  );
}
