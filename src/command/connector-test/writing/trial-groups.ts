import type { Write } from '../../../plan/write/write.ts';
import { groupAddress } from '../../../resource/address.ts';
import { type GroupPath, groupPath, type MemberId, type ScopePath } from '../../../resource/identifiers.ts';
import { type GroupAttributes, NO_ENTRIES } from '../../../resource/resource.ts';
import { attributesWith, entriesFrom, ownAttributes } from '../../../resource/resource-types.ts';
import {
  canGo,
  NOBODY_ACTIVE,
  NOTHING_MADE,
  otherSetting,
  placesOf,
  plainPermissions,
  retitled,
} from './trial-things.ts';
import type { WriteTrial } from './write-trial.ts';

const OF_GROUPS = [
  'delete-group',
  'update-group',
  'add-group-member',
  'set-membership-role',
  'remove-group-member',
  'nest-group',
  'unnest-group',
] as const satisfies readonly Write['write'][];

/** A group, who is in it, and one in another. The path of what was made; null where there is none. */
export async function tryGroups(
  trial: WriteTrial,
  scope: ScopePath | null,
  people: readonly MemberId[],
): Promise<GroupPath | null> {
  const writes = homesOf(trial, scope).map((home) => creating(trial, home, trial.site.prefix));
  const [able] = writes.filter((write) => trial.can(write));
  const isMade =
    canGo(trial, 'create-group', 'delete-group') &&
    (await trial.tryFirst('create-group', able === undefined ? writes : [able]));
  if (!isMade || able === undefined) {
    for (const kind of OF_GROUPS) trial.skip(kind, NOTHING_MADE);
    return null;
  }
  const group = groupPath(able.group.home, able.group.name);
  await tryUpdate(trial, group, able.group);
  await tryMembers(trial, group, people);
  await tryNesting(trial, group, able.group);
  return group;
}

/** Homes of groups, the organization first, and then the scope of the test. */
function homesOf(trial: WriteTrial, scope: ScopePath | null): readonly ScopePath[] {
  const { homes } = trial.site.platform.groups;
  const places = placesOf(trial).filter(({ path, kind }) => path !== scope && homes.includes(kind));
  const own = [...trial.live.values()].some(
    (one) => one.type === 'scope' && one.attributes.path === scope && homes.includes(one.attributes.kind),
  );
  const others = places.map(({ path }) => path);
  const root = others.filter((path) => path === trial.root);
  return [
    ...root,
    ...(own && scope !== null ? [scope] : []),
    ...others.filter((path) => path !== trial.root),
  ];
}

type GroupWrite = Extract<Write, { write: 'create-group' }>;

/** Where groups carry permissions, with one: what has none may be no group there. */
function creating(trial: WriteTrial, home: ScopePath, name: string): GroupWrite {
  const carries = trial.site.platform.groups.carry.includes('permissions');
  const permissions = entriesFrom(carries ? plainPermissions(trial).slice(0, 1) : [], trial.origin);
  return { write: 'create-group', group: attributesWith('group', { home, name, title: name, permissions }) };
}

async function tryUpdate(trial: WriteTrial, group: GroupPath, made: GroupAttributes): Promise<void> {
  const { carry } = trial.site.platform.groups;
  const own = { ...ownAttributes('group', made), settings: NO_ENTRIES };
  const settings = otherSetting(trial, trial.site.platform.groups);
  const more = entriesFrom(plainPermissions(trial).slice(0, 2), trial.origin);
  const writes: readonly Write[] = [
    { write: 'update-group', group, ...own, description: 'Of a test' },
    { write: 'update-group', group, ...own, title: retitled(made.title) },
    ...(carry.includes('permissions')
      ? [{ write: 'update-group', group, ...own, permissions: more } as const]
      : []),
    ...(settings === null ? [] : [{ write: 'update-group', group, ...own, settings } as const]),
  ];
  await trial.tryFirst('update-group', writes);
}

async function tryMembers(trial: WriteTrial, group: GroupPath, people: readonly MemberId[]): Promise<void> {
  const { groups, members } = trial.site.platform;
  const { membershipRoles } = groups;
  const isIn = (member: MemberId): boolean => {
    const found = trial.live.get(groupAddress(group));
    return found?.type === 'group' && found.attributes.members.has(member);
  };
  const able = people.filter((member) => members.invitedInGroups || !isInvited(trial, member));
  const [member] = able;
  if (member === undefined) {
    for (const kind of ['add-group-member', 'set-membership-role', 'remove-group-member'] as const)
      trial.skip(kind, NOBODY_ACTIVE);
    return;
  }
  // Some platforms put whoever is first into what is made.
  if (isIn(member)) trial.skip('add-group-member', `${member} is in it as soon as it is made`);
  else await trial.tryFirst('add-group-member', [{ write: 'add-group-member', group, member }]);
  if (!isIn(member)) {
    for (const kind of ['set-membership-role', 'remove-group-member'] as const)
      trial.skip(kind, 'nobody is in the group');
    return;
  }
  const roles = membershipRoles === null ? [] : [...membershipRoles.roles.keys()];
  const other = roles.find((role) => role !== membershipRoles?.defaultRole);
  if (other === undefined) trial.skip('set-membership-role', 'all members of a group are alike there');
  else {
    const write = { write: 'set-membership-role', group, member } as const;
    await trial.tryFirst('set-membership-role', [{ ...write, role: other }]);
  }
  await trial.tryFirst('remove-group-member', [{ write: 'remove-group-member', group, member }]);
}

function isInvited({ live, root }: WriteTrial, member: MemberId): boolean {
  return [...live.values()].some(
    (one) =>
      one.type === 'member' &&
      one.attributes.scope === root &&
      one.attributes.member === member &&
      one.attributes.state === 'invited',
  );
}

async function tryNesting(
  trial: WriteTrial,
  group: GroupPath,
  { home, name }: GroupAttributes,
): Promise<void> {
  if (!trial.describes('nest-group')) return trial.skip('unnest-group', NOTHING_MADE);
  if (trial.site.platform.groups.nesting !== 'native') {
    for (const kind of ['nest-group', 'unnest-group'] as const)
      trial.skip(kind, `${trial.site.platform.title} does not store groups in groups`);
    return;
  }
  const inner = creating(trial, home, `${name}-inner`);
  const child = groupPath(home, inner.group.name);
  const isMade = await trial.tryFirst('create-group', [inner]);
  const isNested = isMade && (await trial.tryFirst('nest-group', [{ write: 'nest-group', group, child }]));
  if (isNested) await trial.tryFirst('unnest-group', [{ write: 'unnest-group', group, child }]);
  else trial.skip('unnest-group', NOTHING_MADE);
}
