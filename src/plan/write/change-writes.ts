import { choicesIn, splitChoice } from '../../resource/choices.ts';
import { type GroupPath, groupPath, type MemberId, type RoleKey } from '../../resource/identifiers.ts';
import type { AssignmentAttributes, GroupAttributes, Resource } from '../../resource/resource.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { ownAttributes } from '../../resource/resource-types.ts';
import { known } from '../../source/known.ts';
import type { Change, EffectiveChange, FieldChange } from '../change.ts';
import type { Write } from './write.ts';
import type { WriteMoments } from './write-moment.ts';
import { writeKey } from './write-subject.ts';

/** All that an apply of these changes writes, in the order of the changes. */
export function plannedWrites(changes: readonly Change[]): readonly Write[] {
  return changes.flatMap((change) => (change.action === 'deferred' ? [] : writesOf(change)));
}

/** The writes that make one change, in an order in which they can be made one after another. */
export function writesOf(change: EffectiveChange): readonly Write[] {
  const writes = untimedWritesOf(change);
  return change.action === 'delete' || change.moments === undefined
    ? writes
    : withMoments(writes, change.moments);
}

function withMoments(writes: readonly Write[], moments: WriteMoments): readonly Write[] {
  return writes.map((write) => {
    const key = writeKey(write);
    return moments.has(key) ? { ...write, moment: known(moments.get(key), 'the moment of a write') } : write;
  });
}

function untimedWritesOf(change: EffectiveChange): readonly Write[] {
  switch (change.action) {
    case 'create':
      return createWrites(change.after);
    case 'delete':
      return deleteWrites(change.before);
    case 'replace':
      return [...deleteWrites(change.before), ...createWrites(change.after)];
    case 'update':
      return updateWrites(change.before, change.after, change.fields);
  }
}

function createWrites(after: Resource): readonly Write[] {
  switch (after.type) {
    case 'scope':
      return [{ write: 'create-scope', scope: after.attributes }];
    case 'role':
      return [{ write: 'create-role', role: after.attributes }];
    case 'member': {
      const { scope, member, state } = after.attributes;
      const added: Write = { write: 'add-member', member: after.attributes };
      return state === 'deactivated' ? [added, { write: 'set-member-state', scope, member, state }] : [added];
    }
    case 'group':
      return [{ write: 'create-group', group: after.attributes }, ...groupEntries(after.attributes)];
    case 'assignment':
      return [{ write: 'put-assignment', assignment: after.attributes }];
  }
}

function groupEntries(group: GroupAttributes): readonly Write[] {
  const path = groupPath(group.home, group.name);
  return [
    ...[...group.groups.keys()].map((child): Write => ({ write: 'nest-group', group: path, child })),
    ...[...group.members.keys()].map((member) => addition(path, member, choicesIn(group.membershipRoles))),
  ];
}

function addition(group: GroupPath, member: MemberId, roles: ReadonlyMap<string, string>): Write {
  const role = roles.get(member);
  return { write: 'add-group-member', group, member, ...(role === undefined ? {} : { role }) };
}

/** What takes a whole thing away. */
export function deleteWrites(before: Resource): readonly Write[] {
  switch (before.type) {
    case 'scope':
      return [{ write: 'delete-scope', path: before.attributes.path }];
    case 'role':
      return [
        {
          write: 'delete-role',
          home: before.attributes.home,
          name: before.attributes.name,
          includes: [...before.attributes.includes.keys()],
        },
      ];
    case 'member':
      return [{ write: 'remove-member', scope: before.attributes.scope, member: before.attributes.member }];
    case 'group':
      return [{ write: 'delete-group', group: groupPathOf(before) }];
    case 'assignment':
      return [
        {
          write: 'delete-assignment',
          scope: before.attributes.scope,
          principal: before.attributes.principal,
        },
      ];
  }
}

function updateWrites(before: Resource, after: Resource, fields: readonly FieldChange[]): readonly Write[] {
  switch (after.type) {
    case 'scope':
      return [
        {
          write: 'update-scope',
          path: after.attributes.path,
          ...ownAttributes('scope', after.attributes),
          ...named(fields),
        },
      ];
    case 'role':
      return [
        ...lettingGo(before, fields),
        { write: 'update-role', role: after.attributes, ...named(fields), ...gained(fields) },
      ];
    case 'member': {
      const { scope, member, state } = after.attributes;
      // Whoever never accepted has no state to set but to be invited again.
      const expired = before.type === 'member' && before.attributes.state === 'expired';
      return [
        expired
          ? { write: 'resend-invitation', scope, member }
          : { write: 'set-member-state', scope, member, state },
      ];
    }
    case 'group':
      return updateGroup(after.attributes, fields);
    case 'assignment':
      return [putAssignment(after.attributes, fields)];
  }
}

/** The name that a thing is to have, where it has another. */
function named(fields: readonly FieldChange[]): { readonly name?: string } {
  const name = fields.find((field) => field.kind === 'text' && field.field === 'name');
  return name?.kind === 'text' && name.after !== null ? { name: name.after } : {};
}

/** Permissions that come to a role; left out where none does. */
function gained(fields: readonly FieldChange[]): { readonly gains?: readonly string[] } {
  const gains = entriesAdded(fields, 'permissions');
  return gains.length > 0 ? { gains } : {};
}

/** The role as it is without what stands in the way of another role's inclusion. */
function lettingGo(before: Resource, fields: readonly FieldChange[]): readonly Write[] {
  const go = fields.flatMap((field) =>
    field.kind === 'entries' && field.field === 'includes' ? field.removed.filter((r) => r.first) : [],
  );
  if (before.type !== 'role' || go.length === 0) return [];
  const includes = new Map(before.attributes.includes);
  for (const { entry } of go) includes.delete(entry);
  return [{ write: 'update-role', role: { ...before.attributes, includes }, first: true }];
}

/** What a change of an assignment gives, and what it takes: a deny the other way round. */
function movesOf(fields: readonly FieldChange[], way: 'gives' | 'takes'): readonly RoleKey[] {
  return fields.flatMap((field) => {
    if (field.kind !== 'entries') return [];
    const isAdded = (way === 'gives') !== (field.field === 'denied');
    return (isAdded ? field.added : field.removed).map(({ entry }) => entry);
  });
}

/** A put that takes roles away is told apart, because removals come after all additions. */
function putAssignment(assignment: AssignmentAttributes, fields: readonly FieldChange[]): Write {
  const isOfEntries = fields.every(({ kind }) => kind === 'entries');
  if (isOfEntries && movesOf(fields, 'gives').length === 0)
    return { write: 'put-assignment', assignment, shrinks: true };
  const loses = movesOf(fields, 'takes');
  return loses.length > 0
    ? { write: 'put-assignment', assignment, loses }
    : { write: 'put-assignment', assignment };
}

/** Removals that no write makes, because an addition does, as `writeKey`. */
export function replacedWrites(changes: readonly Change[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const change of changes) {
    if (change.action !== 'update' || change.after.type !== 'group') continue;
    const group = groupPathOf({ attributes: change.after.attributes });
    for (const field of change.fields) {
      if (field.kind !== 'entries') continue;
      for (const { entry, replacedBy } of field.removed)
        if (replacedBy !== undefined)
          keys.add(writeKey({ write: 'remove-group-member', group, member: entry }));
    }
  }
  return keys;
}

/** People are added before others are removed, so that nobody in between is without the group. */
function updateGroup(group: GroupAttributes, fields: readonly FieldChange[]): readonly Write[] {
  const path = groupPath(group.home, group.name);
  const additions: Write[] = [];
  const removals: Write[] = [];
  const first: Write[] = [];
  const roles = choicesIn(group.membershipRoles);
  const joining = new Set(entriesAdded(fields, 'members'));
  let own = false;
  for (const field of fields) {
    if (field.kind === 'text') {
      own = true;
    } else if (field.field === 'members') {
      for (const { entry } of field.added) additions.push(addition(path, entry, roles));
      for (const { entry, replacedBy } of field.removed)
        if (replacedBy === undefined)
          removals.push({ write: 'remove-group-member', group: path, member: entry });
    } else if (field.field === 'groups') {
      for (const { entry } of field.added) additions.push({ write: 'nest-group', group: path, child: entry });
      for (const removal of field.removed) {
        const unnest = { write: 'unnest-group', group: path, child: removal.entry } as const;
        if (removal.first) first.push({ ...unnest, first: true });
        else removals.push(unnest);
      }
    } else if (field.field === 'membership-roles') {
      const people = [...field.added, ...field.removed].map(({ entry }) => splitChoice(entry).subject);
      for (const member of new Set(people)) {
        if (joining.has(member)) continue;
        const role = roles.get(member) ?? null;
        additions.push({ write: 'set-membership-role', group: path, member, role });
      }
    } else {
      own = true;
    }
  }
  const update: readonly Write[] = own
    ? [{ write: 'update-group', group: path, ...ownAttributes('group', group), ...named(fields) }]
    : [];
  return [...first, ...update, ...additions, ...removals];
}

function entriesAdded(fields: readonly FieldChange[], name: string): readonly string[] {
  return fields.flatMap((field) =>
    field.kind === 'entries' && field.field === name ? field.added.map(({ entry }) => entry) : [],
  );
}
