import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { Address } from '../../resource/address.ts';
import { withChoice } from '../../resource/choices.ts';
import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import { mapResources, modelOf } from '../../resource/organization-model.ts';
import type { GroupResource, Resource } from '../../resource/resource.ts';

/** The rule by which a place in a group takes the place of another. */
export type PlaceRules = { readonly groups: Pick<PlatformDefinition['groups'], 'perMember'> };

/** Whether a person who is put into a group is taken out of another by that. */
export function placesReplace({ groups }: PlaceRules): boolean {
  return groups.perMember !== 'many';
}

/** Somebody's places of one key exclude each other. */
export function placeKey({ groups }: PlaceRules, home: ScopePath, member: MemberId): string {
  return groups.perMember === 'one-per-home' ? `${home}|${member}` : member;
}

/** Of a group, who is taken out of it, and the group that each is put into instead. */
export type ReplacedPlaces = ReadonlyMap<Address, ReadonlyMap<MemberId, GroupResource>>;

const NOTHING: ReplacedPlaces = new Map();

/**
 * Live places that go because the same person is put into another group: the platform takes them away by that one write,
 * whoever owns the group they are in.
 */
export function replacedPlaces(
  platform: PlaceRules,
  wanted: readonly Resource[],
  live: readonly Resource[],
): ReplacedPlaces {
  if (!placesReplace(platform)) return NOTHING;
  const there = modelOf(live);
  const given = new Map<string, GroupResource>();
  for (const group of modelOf(wanted).all('group')) {
    const before = there.at(group.address);
    for (const member of group.attributes.members.keys()) {
      if (before?.type === 'group' && before.attributes.members.has(member)) continue;
      given.set(placeKey(platform, group.attributes.home, member), group);
    }
  }
  if (given.size === 0) return NOTHING;
  const replaced = new Map<Address, Map<MemberId, GroupResource>>();
  for (const { address, attributes } of there.all('group')) {
    for (const member of attributes.members.keys()) {
      const by = given.get(placeKey(platform, attributes.home, member));
      if (by === undefined || by.address === address) continue;
      const here = replaced.get(address) ?? new Map<MemberId, GroupResource>();
      replaced.set(address, here.set(member, by));
    }
  }
  return replaced;
}

/** Groups without who is taken out of them. */
export function withoutReplaced(
  resources: readonly Resource[],
  replaced: ReplacedPlaces,
): readonly Resource[] {
  return replaced.size === 0 ? resources : mapResources(resources, (r) => withoutPlaces(r, replaced));
}

/** The same resource where nobody is taken out of it. */
export function withoutPlaces(resource: Resource, replaced: ReplacedPlaces): Resource {
  const leaving = replaced.get(resource.address);
  if (resource.type !== 'group' || leaving === undefined) return resource;
  const members = new Map(resource.attributes.members);
  let { membershipRoles } = resource.attributes;
  for (const member of leaving.keys()) {
    members.delete(member);
    membershipRoles = withChoice(membershipRoles, member, null, resource.origin);
  }
  if (members.size === resource.attributes.members.size) return resource;
  return { ...resource, attributes: { ...resource.attributes, members, membershipRoles } };
}
