import { buildAccess } from '../../access/build-access.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { MemberId, RoleKey, ScopePath } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { resource } from '../../resource/resource-types.ts';
import { known } from '../../source/known.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import type { Origin } from '../../source/origin.ts';

/** Roles of a person's own, which somebody may be told to remove. */
export interface RoleRemoval {
  readonly member: MemberId;
  readonly roles: readonly { readonly scope: ScopePath; readonly role: RoleKey }[];
}

/**
 * Of each, whether the person can do the same without them: tried on the resolver, on a stand-in for each in all places of
 * the person. Nobody else is looked at: what somebody may do depends on nobody's place but theirs. A default role may step in, a reach may be shorter, a module be inherited: no rule here knows them all.
 */
export function areHarmlessRemovals(
  removals: readonly RoleRemoval[],
  platform: PlatformDefinition,
  resources: readonly Resource[],
): readonly boolean[] {
  if (removals.length === 0) return [];
  const byMember = ListsByKey.from(removals.map(({ member }, at) => [member, at] as const));
  const effectiveAccess = buildAccess(platform, [...resources.flatMap(withStandIns)]);
  return removals.map(({ member }, at) =>
    effectiveAccess.scopes.every(
      (scope) =>
        effectiveAccess.permissions(member, scope).join() ===
        effectiveAccess.permissions(standIn(at), scope).join(),
    ),
  );

  function withStandIns(r: Resource): readonly Resource[] {
    switch (r.type) {
      case 'scope':
      case 'role':
        return [r];
      case 'group': {
        const members = new Map<MemberId, Origin>();
        for (const [member, origin] of r.attributes.members) {
          const standIns = byMember.get(member);
          if (standIns.length > 0) members.set(member, origin);
          for (const at of standIns) members.set(standIn(at), origin);
        }
        return [{ ...r, attributes: { ...r.attributes, members } }];
      }
      case 'member': {
        const { attributes, origin } = r;
        const standIns = byMember.get(attributes.member);
        if (standIns.length === 0) return [];
        return [
          r,
          ...standIns.map((at) => resource('member', { ...attributes, member: standIn(at) }, origin)),
        ];
      }
      case 'assignment': {
        const { principal, scope, roles } = r.attributes;
        if (principal.type === 'group') return [r];
        const ats = byMember.get(principal.member);
        if (ats.length === 0) return [];
        const standIns = ats.map((at): Resource => {
          const left = new Map(roles);
          for (const removed of known(removals[at], 'the removal of a stand-in').roles) {
            if (removed.scope === scope) left.delete(removed.role);
          }
          const other = { type: 'member', member: standIn(at) } as const;
          return resource('assignment', { scope, principal: other, roles: left }, r.origin);
        });
        return [r, ...standIns];
      }
    }
  }
}

/** No member's key: it stands for the person without the roles of that number. */
function standIn(at: number): MemberId {
  return `\u0000${at}`;
}
