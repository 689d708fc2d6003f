import { choicesIn, withChoice } from '../../resource/choices.ts';
import type { Entries, Resource } from '../../resource/resource.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { specsOf } from '../../resource/resource-types.ts';
import type { Origin } from '../../source/origin.ts';
import { settingOfField } from '../field-changes.ts';
import type { AffectedAccess, StateFact } from './fact-effect.ts';

/** One thing more, less or different in a set of resources: what weighing single facts is made of. */

/** That a resource is there. */
export function presenceFact(resource: Resource): StateFact {
  return {
    touches: affectedBy(resource),
    applied: (before) => [...before, resource],
    undone: (after) => after.filter((r) => r.address !== resource.address),
  };
}

/** Whom the being there of a resource can give or take something. */
export function affectedBy(resource: Resource): AffectedAccess {
  switch (resource.type) {
    case 'scope':
    case 'role':
      return { who: 'everybody' };
    case 'member':
      return { who: 'member', member: resource.attributes.member };
    case 'group':
      return { who: 'group', group: groupPathOf(resource) };
    case 'assignment': {
      const { principal } = resource.attributes;
      return principal.type === 'member'
        ? { who: 'member', member: principal.member }
        : { who: 'group', group: principal.group };
    }
  }
}

/** Whom another text of an attribute can give or take something: nobody, where it is there to be read by people. */
export function affectedByText(owner: Resource, wire: string): AffectedAccess {
  const isName = wire === 'name' || (owner.type === 'group' && settingOfField(wire) !== null);
  const spec = specsOf(owner.type).find(([, one]) => one.wire === wire)?.[1];
  return isName || spec?.isWording === true ? { who: 'nobody' } : affectedBy(owner);
}

export function affectedByEntry(owner: Resource, field: string, entry: string): AffectedAccess {
  if (owner.type === 'group' && field === 'members') return { who: 'member', member: entry };
  if (owner.type === 'group' && field === 'membership-roles') return { who: 'nobody' };
  if (owner.type === 'group' && field === 'groups') return { who: 'group', group: entry };
  return affectedBy(owner);
}

/** All of them, the one of this address changed. */
export function withReplaced(
  base: readonly Resource[],
  wanted: Resource,
  change: (r: Resource) => Resource,
): readonly Resource[] {
  return base.map((r) => (r.address === wanted.address ? change(r) : r));
}

/** The resource with one attribute as it is on the other; both are of one type and address. */
export function withText(resource: Resource, wire: string, other: Resource): Resource {
  const setting = settingOfField(wire);
  if (setting !== null) return withSetting(resource, setting, other);
  const name = attributeName(resource, wire);
  const values: Readonly<Record<string, unknown>> = { ...other.attributes };
  return { ...resource, attributes: { ...resource.attributes, [name]: values[name] } } as Resource;
}

function withSetting(resource: Resource, setting: string, other: Resource): Resource {
  if (resource.type !== 'scope' || other.type !== 'scope') return resource;
  const value = choicesIn(other.attributes.settings).get(setting) ?? null;
  const settings = withChoice(resource.attributes.settings, setting, value, other.origin);
  return { ...resource, attributes: { ...resource.attributes, settings } };
}

/** With an entry more, or without it for a null origin. */
export function withEntry(resource: Resource, wire: string, entry: string, origin: Origin | null): Resource {
  const name = attributeName(resource, wire);
  const values: Readonly<Record<string, unknown>> = { ...resource.attributes };
  const entries = new Map(values[name] as Entries);
  if (origin === null) entries.delete(entry);
  else entries.set(entry, origin);
  return { ...resource, attributes: { ...resource.attributes, [name]: entries } } as Resource;
}

function attributeName(resource: Resource, wire: string): string {
  return specsOf(resource.type).find(([, spec]) => spec.wire === wire)?.[0] ?? wire;
}
