import type { Write } from '../../plan/write/write.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { groupPath, type MemberId, principalKey } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { LiveIndex } from '../live/live-index.ts';
import { groupsAtHome, groupsReplacedBy, groupsWith } from '../live/live-index-cascade.ts';

/**
 * The objects whose version a write uses or raises: writes that share one take turns. Deleting a person or a group
 * raises the version of every group it is in. All memberships of a person are one object: what ends with one of them
 * depends on the others.
 */
export function lockedObjectsOf(
  write: Write,
  liveIndex: LiveIndex,
  platform: PlatformDefinition,
): readonly string[] {
  switch (write.write) {
    case 'create-scope':
      return [`scope ${write.scope.path}`];
    case 'update-scope':
      return [`scope ${write.path}`];
    case 'delete-scope': {
      const scope = liveIndex.scopes.get(write.path);
      const homed = scope === undefined ? [] : groupsAtHome(liveIndex, scope.id);
      const groups = homed.flatMap(({ id }) => [
        known(liveIndex.groups.keyOf(id), 'a group of the index'),
        ...groupsWith(liveIndex.nestings, liveIndex, id),
      ]);
      const people = [...liveIndex.scopeMembers.entries()]
        .filter(([, { scopeId }]) => scopeId === scope?.id)
        .map(([, { memberId }]) => liveIndex.members.keyOf(memberId))
        .filter((member) => member !== undefined);
      return [
        `scope ${write.path}`,
        ...groups.map(groupObject),
        ...people.map((member) => `member ${member}`),
      ];
    }
    case 'create-role':
    case 'update-role':
      return [`role ${write.role.name}`];
    case 'delete-role':
      return [`role ${write.name}`];
    case 'add-member':
      return [`member ${write.member.member}`];
    case 'set-member-state':
    case 'resend-invitation':
      return [`member ${write.member}`];
    case 'remove-member': {
      const groups = groupsWith(liveIndex.memberships, liveIndex, personId(write.member, liveIndex));
      return [`member ${write.member}`, ...groups.map(groupObject)];
    }
    case 'create-group':
      return [groupObject(groupPath(write.group.home, write.group.name))];
    case 'delete-group': {
      const id = liveIndex.groups.get(write.group)?.id ?? null;
      const parents = groupsWith(liveIndex.nestings, liveIndex, id);
      return [groupObject(write.group), ...parents.map(groupObject)];
    }
    case 'add-group-member': {
      // Whoever is put into a group may be taken out of others by that.
      const [group, person] = [liveIndex.groups.get(write.group), personId(write.member, liveIndex)];
      const others =
        group === undefined || person === null ? [] : groupsReplacedBy(liveIndex, group, person, platform);
      const paths = others.map((id) => known(liveIndex.groups.keyOf(id), 'a group of the index'));
      return [groupObject(write.group), ...paths.map(groupObject)];
    }
    case 'update-group':
    case 'set-membership-role':
    case 'remove-group-member':
    case 'nest-group':
    case 'unnest-group':
      return [groupObject(write.group)];
    case 'put-assignment': {
      const { scope, principal } = write.assignment;
      return [`assignment ${scope}|${principalKey(principal)}`];
    }
    case 'delete-assignment': {
      const assignment = `assignment ${write.scope}|${principalKey(write.principal)}`;
      if (write.principal.type === 'group') return [assignment];
      // Who is detached may leave groups that live there.
      const home = liveIndex.scopes.get(write.scope)?.id;
      const groups = groupsWith(
        liveIndex.memberships,
        liveIndex,
        personId(write.principal.member, liveIndex),
      );
      const there = groups.filter((path) => liveIndex.groups.get(path)?.scopeId === home);
      return [assignment, ...there.map(groupObject)];
    }
  }
}

function personId(member: MemberId, liveIndex: LiveIndex): string | null {
  return liveIndex.members.get(member)?.id ?? null;
}

function groupObject(path: string): string {
  return `group ${path}`;
}
