import { known } from '../../source/known.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { readTable } from '../described/read/list-table.ts';
import { readStop } from '../described/read/read-stops.ts';
import { isFields, scalarText } from '../described/read/row-field.ts';
import { rowId } from '../described/read/row-identities.ts';
import { liveOrigin } from '../live/organization-endpoint.ts';
import { tableReading } from './read-scim.ts';
import { GROUPS, USERS } from './scim-description.ts';
import { type FreshResource, readFresh, type ScimWriteContext, serverId } from './scim-write-context.ts';
import { membersApart } from './told-members.ts';

/** Who is in a group right now, by ids of rows, and the group's own resource. */
export interface GroupPlaces {
  readonly fresh: FreshResource;
  readonly people: ReadonlySet<string>;
  readonly nested: ReadonlySet<string>;
}

/**
 * A group as it is now, read for this; null where it is gone. Fails as the client, and with connector-incomplete-read where
 * its people are not told.
 */
export async function readPlaces(
  context: ScimWriteContext,
  groupId: string,
  when: 'before' | 'after',
): Promise<Outcome<GroupPlaces | null>> {
  const { dialect, endpoint } = context;
  const path = `/Groups/${encodeURIComponent(serverId(groupId))}`;
  const fresh = await readFresh(context, path);
  if (!fresh.ok || fresh.value === null) return fresh.ok ? success(null) : fresh;
  if (dialect.members === 'user') {
    const people = await peopleByThemselves(context, serverId(groupId));
    return people.ok ? success({ fresh: fresh.value, people: people.value, nested: new Set() }) : people;
  }
  const { members } = fresh.value.item;
  if (
    !Array.isArray(members) &&
    (dialect.noMembers === 'stop' || (when === 'before' && isInUse(context, groupId)))
  ) {
    const what = `members of ${serverId(groupId)} are not told`;
    return failure(readStop(GROUPS, 'value', what, liveOrigin(endpoint, path)));
  }
  const told = membersApart(
    Array.isArray(members) ? members : [],
    idsIn(context, USERS),
    idsIn(context, GROUPS),
  );
  return success({
    fresh: fresh.value,
    people: rowIds(USERS, told.people),
    nested: rowIds(GROUPS, told.nested),
  });
}

/** People are known to be in it: a group that does not tell them is not empty now. */
function isInUse({ index }: ScimWriteContext, groupId: string): boolean {
  return index.memberships.of(groupId).size + index.nestings.of(groupId).size > 0;
}

function idsIn({ index }: ScimWriteContext, list: typeof USERS | typeof GROUPS) {
  const keyed = list === USERS ? index.members : index.groups;
  return { has: (id: string) => keyed.keyOf(rowId(list, id)) !== undefined };
}

function rowIds(list: string, members: readonly unknown[]): ReadonlySet<string> {
  return new Set(
    members.flatMap((member) => {
      const id = isFields(member) ? scalarText(member.value) : null;
      return id === null ? [] : [rowId(list, id)];
    }),
  );
}

/** Where people tell their groups, everybody is asked. */
async function peopleByThemselves(
  context: ScimWriteContext,
  groupId: string,
): Promise<Outcome<ReadonlySet<string>>> {
  const reading = tableReading(context);
  const list = known(reading.api.lists.get(USERS), 'the list of people');
  const table = await readTable({ ...reading, onRevision: () => {} }, list, null);
  if (!table.ok) return table;
  const people = table.value.rows.filter(({ item }) => {
    const groups: unknown = isFields(item) ? item.groups : null;
    return Array.isArray(groups) && groups.some((group: unknown) => isDirectly(group, groupId));
  });
  return success(new Set(people.map(({ id }) => rowId(USERS, id))));
}

function isDirectly(group: unknown, groupId: string): boolean {
  return isFields(group) && scalarText(group.value) === groupId && group.type !== 'indirect';
}
