import { buildAccess } from '../../access/build-access.ts';
import { membersWhoDiffer } from '../../access/compare-access.ts';
import { scopesTouched } from '../../access/scopes-touched.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { MemberId, RoleKey, ScopePath } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { groupPathOf, type Resource } from '../../resource/resource.ts';
import { resource } from '../../resource/resource-types.ts';
import { known } from '../../source/known.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import type { Origin } from '../../source/origin.ts';
import { reachableFrom } from '../../source/reachable.ts';

/** Roles of a person's own, which somebody may be told to remove. */
export interface RoleRemoval {
  readonly member: MemberId;
  readonly roles: readonly { readonly scope: ScopePath; readonly role: RoleKey }[];
}

/**
 * Of each, whether the person can do the same without them: tried on the resolver, on a stand-in for each in all places of
 * the person, with the roles and without. Nobody else is looked at, nor what others are given: what somebody may do depends
 * on nobody's place but theirs. Nor are scopes on which nothing can be different by the roles: of a large company those are
 * nearly all. A default role may step in, a reach may be shorter, a module be inherited: no rule here
 * knows them all.
 */
export function areHarmlessRemovals(
  removals: readonly RoleRemoval[],
  platform: PlatformDefinition,
  resources: readonly Resource[],
): readonly boolean[] {
  if (removals.length === 0) return [];
  const byMember = ListsByKey.from(removals.map(({ member }, at) => [member, at] as const));
  const model = modelOf(resources);
  // Looked for the other way round: who is in which group is else asked of nobody, and it takes an entry for everybody.
  const listing = model.all('group').filter(({ attributes }) => {
    for (const member of attributes.members.keys()) if (byMember.has(member)) return true;
    return false;
  });
  const around = reachableFrom(listing.map(groupPathOf), (group) => model.parentsOf(group).map(groupPathOf));
  const touched = scopesTouched(
    removals.flatMap(({ roles }) => roles.map(({ scope }) => scope)),
    model,
  );
  // Whether there are groups at all may open a gate.
  const [someGroup] = model.all('group');
  const concerned = resources.filter(concerns);
  const trial = (rules: PlatformDefinition, isRemoved: boolean) => {
    const tried: Resource[] = [];
    for (const r of concerned) for (const one of asStandIns(r, isRemoved)) tried.push(one);
    return buildAccess(rules, tried);
  };
  const different = differing(platform);
  // What a deny hides today is there again when the deny goes: it has to be the same without denies, too.
  if (platform.denies !== null)
    for (const one of differing({ ...platform, denies: null })) different.add(one);
  return removals.map((_, at) => !different.has(standIn(at)));

  function differing(rules: PlatformDefinition): Set<MemberId> {
    return new Set(membersWhoDiffer(trial(rules, false), trial(rules, true)));
  }

  function concerns(r: Resource): boolean {
    switch (r.type) {
      case 'role':
        return true;
      case 'scope':
        return touched.has(r.attributes.path);
      case 'group':
        return r === someGroup || around.has(groupPathOf(r));
      case 'member':
        return touched.has(r.attributes.scope) && byMember.has(r.attributes.member);
      case 'assignment': {
        const { principal, scope } = r.attributes;
        if (!touched.has(scope)) return false;
        return principal.type === 'group' ? around.has(principal.group) : byMember.has(principal.member);
      }
    }
  }

  function asStandIns(r: Resource, isRemoved: boolean): readonly Resource[] {
    switch (r.type) {
      case 'scope':
      case 'role':
        return [r];
      case 'group': {
        const members = new Map<MemberId, Origin>();
        if (around.has(groupPathOf(r))) {
          for (const [member, origin] of r.attributes.members)
            for (const at of byMember.get(member)) members.set(standIn(at), origin);
        }
        return [{ ...r, attributes: { ...r.attributes, members } }];
      }
      case 'member': {
        const { attributes, origin } = r;
        return byMember
          .get(attributes.member)
          .map((at) => resource('member', { ...attributes, member: standIn(at) }, origin));
      }
      case 'assignment': {
        const { principal, scope, roles } = r.attributes;
        if (principal.type === 'group') return [r];
        return byMember.get(principal.member).map((at): Resource => {
          const left = new Map(roles);
          const { roles: removed } = known(removals[at], 'the removal of a stand-in');
          if (isRemoved) for (const one of removed) if (one.scope === scope) left.delete(one.role);
          const other = { type: 'member', member: standIn(at) } as const;
          return resource('assignment', { ...r.attributes, principal: other, roles: left }, r.origin);
        });
      }
    }
  }
}

/** No member's key: it stands for the person without the roles of that number. */
function standIn(at: number): MemberId {
  return `\u0000${at}`;
}
