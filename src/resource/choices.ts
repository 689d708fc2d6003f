import type { Origin } from '../source/origin.ts';
import type { AttributeSpec } from './attribute-spec.ts';
import type { Entries, GroupResource, Resource } from './resource.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

/** Entries that are choices: `ada=maintainer`. A value is a name, so the last `=` always separates the two. */
export function choiceEntry(subject: string, value: string): string {
  return `${subject}=${value}`;
}

export function splitChoice(entry: string): { readonly subject: string; readonly value: string } {
  const cut = entry.lastIndexOf('=');
  return { subject: entry.slice(0, cut), value: entry.slice(cut + 1) };
}

/** What is chosen for each subject. */
export function choicesIn(entries: Entries): ReadonlyMap<string, string> {
  return new Map(
    [...entries.keys()].map((entry) => {
      const { subject, value } = splitChoice(entry);
      return [subject, value];
    }),
  );
}

/** Out of subjects and their values; an empty value chooses nothing. */
export function choicesOfPairs(pairs: Iterable<readonly [string, string]>, origin: Origin): Entries {
  const entries = new Map<string, Origin>();
  for (const [subject, value] of pairs) if (value !== '') entries.set(choiceEntry(subject, value), origin);
  return entries;
}

/** With another value for a subject, or none. */
export function withChoice(entries: Entries, subject: string, value: string | null, origin: Origin): Entries {
  const kept = [...entries].filter(([entry]) => splitChoice(entry).subject !== subject);
  return new Map(value === null ? kept : [...kept, [choiceEntry(subject, value), origin]]);
}

/** The entries of an attribute that count: a choice for what is not there does not. */
export function countedEntries(resource: Resource, entries: Entries, { choice }: AttributeSpec): Entries {
  if (choice?.of !== 'members' || resource.type !== 'group' || entries.size === 0) return entries;
  const { members } = resource.attributes;
  const counted = [...entries].filter(([entry]) => members.has(splitChoice(entry).subject));
  return counted.length === entries.size ? entries : new Map(counted);
}

/** Without what somebody would be who is not in the group. */
export function withCountedRoles(resource: Resource): Resource {
  if (resource.type !== 'group') return resource;
  const { attributes } = resource;
  const roles = countedEntries(
    resource,
    attributes.membershipRoles,
    RESOURCE_TYPES.group.attributes.membershipRoles,
  );
  return roles === attributes.membershipRoles
    ? resource
    : { ...resource, attributes: { ...attributes, membershipRoles: roles } };
}

/** Who is in a group by `live` alone is what they are there. */
export function withLiveMembershipRoles(
  group: GroupResource,
  isWritten: (member: string) => boolean,
  live: GroupResource,
): GroupResource {
  const more = [...live.attributes.membershipRoles].filter(([entry]) => {
    const { subject } = splitChoice(entry);
    return group.attributes.members.has(subject) && !isWritten(subject);
  });
  if (more.length === 0) return group;
  const membershipRoles = new Map([...group.attributes.membershipRoles, ...more]);
  return { ...group, attributes: { ...group.attributes, membershipRoles } };
}
