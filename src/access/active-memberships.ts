import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { splitChoice } from '../resource/choices.ts';
import type { GroupPath, MemberId } from '../resource/identifiers.ts';
import { mapResources, type OrganizationModel } from '../resource/organization-model.ts';
import { type GroupResource, groupPathOf, type MemberResource, type Resource } from '../resource/resource.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import type { Origin } from '../source/origin.ts';
import { reachableFrom } from '../source/reachable.ts';

/**
 * Which memberships are active: the only place that decides it. One is if its state says so and its person is in no
 * group that deactivates, over any number of nested groups.
 */
export function isActiveIn(
  platform: PlatformDefinition,
  model: OrganizationModel,
): (membership: MemberResource) => boolean {
  const deactivated = deactivatedPeople(platform, model);
  if (deactivated === null) return ({ attributes }) => attributes.state === 'active';
  return ({ attributes }) => attributes.state === 'active' && !deactivated.has(attributes.member);
}

/** Whether a group can deactivate anybody on the platform: only there can an end give, and a beginning take. */
export function hasDeactivatingGroups({ groups }: PlatformDefinition): boolean {
  for (const { values } of groups.settings.values()) {
    for (const { deactivates } of values.values()) if (deactivates) return true;
  }
  return false;
}

/** Everybody whom a group deactivates. */
export function deactivatedByGroups(
  platform: PlatformDefinition,
  model: OrganizationModel,
): ReadonlySet<MemberId> {
  return deactivatedPeople(platform, model) ?? NOBODY;
}

const NOBODY: ReadonlySet<MemberId> = new Set();

/** Null where no group does: then there is nothing to look up. */
function deactivatedPeople(
  platform: PlatformDefinition,
  model: OrganizationModel,
): ReadonlySet<MemberId> | null {
  if (!hasDeactivatingGroups(platform)) return null;
  const deactivating = groupsThatDeactivate(platform, model);
  if (deactivating.size === 0) return null;
  const people = new Set<MemberId>();
  for (const group of model.all('group')) {
    if (!deactivating.has(groupPathOf(group))) continue;
    for (const member of group.attributes.members.keys()) people.add(member);
  }
  return people;
}

/** Groups whose people are deactivated: those that are set so, and all that are nested in them. */
export function groupsThatDeactivate(
  platform: PlatformDefinition,
  model: OrganizationModel,
): ReadonlySet<GroupPath> {
  // One group twice, which live data can have, is read as one that is all that both are.
  const resources = new ListsByKey<GroupPath, GroupResource>();
  const deactivating: GroupPath[] = [];
  for (const group of model.all('group')) {
    resources.add(groupPathOf(group), group);
    if (deactivatingValue(platform, group) !== null) deactivating.push(groupPathOf(group));
  }
  return reachableFrom(deactivating, (path) =>
    resources.get(path).flatMap(({ attributes }) => [...attributes.groups.keys()]),
  );
}

/** What a group is set to that deactivates everybody in it. */
export interface DeactivatingValue {
  readonly setting: string;
  readonly value: string;
  /** The line that sets it, or what is live. */
  readonly origin: Origin;
}

/** A setting of which nothing is known deactivates nobody: a platform file cannot say otherwise. */
export function deactivatingValue(
  { groups }: PlatformDefinition,
  { attributes }: GroupResource,
): DeactivatingValue | null {
  for (const [entry, origin] of attributes.settings) {
    const { subject, value } = splitChoice(entry);
    if (groups.settings.get(subject)?.values.get(value)?.deactivates === true)
      return { setting: subject, value, origin };
  }
  return null;
}

/** As though no group deactivated anybody: the same list where none does. */
export function withoutDeactivation(
  platform: PlatformDefinition,
  resources: readonly Resource[],
): readonly Resource[] {
  return mapResources(resources, (one) => {
    if (one.type !== 'group' || deactivatingValue(platform, one) === null) return one;
    return { ...one, attributes: { ...one.attributes, settings: new Map() } };
  });
}
