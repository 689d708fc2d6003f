import { withChoice } from '../../resource/choices.ts';
import type { Entries, Resource } from '../../resource/resource.ts';
import type { Origin } from '../../source/origin.ts';
import type { EffectiveChange, EntryChange, FieldChange } from '../change.ts';

type AssignmentEntries = 'roles' | 'below' | 'denied';
type GroupEntries = 'members' | 'groups' | 'permissions';

export type EntriesAttribute = AssignmentEntries | GroupEntries;

export function isEntriesAttribute(name: string): name is EntriesAttribute {
  return name in ENTRY_WORDS;
}

export const ENTRY_WORDS: Readonly<Record<EntriesAttribute, (entry: string) => string>> = {
  roles: (entry) => `role ${entry} taken from`,
  below: (entry) => `role ${entry} below taken from`,
  denied: (entry) => `deny of role ${entry} taken from`,
  members: (entry) => `${entry} taken out of`,
  groups: (entry) => `group ${entry} taken out of`,
  permissions: (entry) => `${entry} taken from`,
};

/**
 * The end of an assignment or a group, read as the removal of all that is in it. A deny goes with the whole assignment
 * only: while some of it stays, somebody could be given what both sides take away.
 */
export function emptied(change: Extract<EffectiveChange, { action: 'delete' }>): EffectiveChange | undefined {
  const { address, before, because } = change;
  const all = (field: string, entries: Entries): readonly FieldChange[] => {
    const removed = [...entries.keys()].sort().map((entry) => ({ entry, because }));
    return removed.length === 0 ? [] : [{ field, kind: 'entries', added: [], removed }];
  };
  const none: Entries = new Map();
  if (before.type === 'assignment') {
    const { roles, below } = before.attributes;
    const after: Resource = { ...before, attributes: { ...before.attributes, roles: none, below: none } };
    const fields = [...all('roles', roles), ...all('below', below)];
    return { action: 'update', address, before, after, because, fields };
  }
  if (before.type !== 'group') return undefined;
  const { members, groups, permissions } = before.attributes;
  const attributes = { ...before.attributes, members: none, groups: none, permissions: none };
  const fields = [...all('members', members), ...all('groups', groups), ...all('permissions', permissions)];
  return { action: 'update', address, before, after: { ...before, attributes }, fields, because };
}

export function withEntries(
  resource: Resource,
  attribute: EntriesAttribute,
  more: readonly EntryChange[],
): Resource {
  const added = more.map(({ entry, because }) => [entry, because.origin] as const);
  switch (attribute) {
    case 'roles':
    case 'below':
    case 'denied': {
      if (resource.type !== 'assignment') return resource;
      const entries = new Map([...resource.attributes[attribute], ...added]);
      return { ...resource, attributes: { ...resource.attributes, [attribute]: entries } };
    }
    case 'members':
    case 'groups':
    case 'permissions': {
      if (resource.type !== 'group') return resource;
      const entries = new Map([...resource.attributes[attribute], ...added]);
      return { ...resource, attributes: { ...resource.attributes, [attribute]: entries } };
    }
  }
}

export function withSetting(resource: Resource, name: string, value: string, origin: Origin): Resource {
  switch (resource.type) {
    case 'group': {
      const settings = withChoice(resource.attributes.settings, name, value, origin);
      return { ...resource, attributes: { ...resource.attributes, settings } };
    }
    case 'scope': {
      const settings = withChoice(resource.attributes.settings, name, value, origin);
      return { ...resource, attributes: { ...resource.attributes, settings } };
    }
    case 'role':
    case 'member':
    case 'assignment':
      return resource;
  }
}
