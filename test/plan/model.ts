import { simulateWrites } from '../../src/plan/write/simulate-writes.ts';
import type { Write } from '../../src/plan/write/write.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { groupPath, principalKey, scopeChain } from '../../src/resource/identifiers.ts';
import type { MembershipState, Resource } from '../../src/resource/resource.ts';
import type { Origin } from '../../src/source/origin.ts';

/**
 * The referential rules every platform has, said once more and naively: what a write names must be there, what it
 * makes must not be, what it deletes must not be stood on, and nothing contains itself.
 */
export function refusal(
  write: Write,
  state: readonly Resource[],
  platform: PlatformDefinition,
): string | null {
  const has = (address: string): boolean => state.some((r) => r.address === address);
  const groupAt = (path: string) => {
    const found = state.find((r) => r.address === `group:${path}`);
    return found?.type === 'group' ? found.attributes : null;
  };
  const stateOf = (member: string, scope = 'acme'): MembershipState | null => {
    const found = state.find((r) => r.address === `member:${scope}/${member}`);
    return found?.type === 'member' ? found.attributes.state : null;
  };
  /** States of the memberships that reach a scope: of the scope and of all it is in. */
  const statesAt = (member: string, scope: string): readonly MembershipState[] =>
    scopeChain(scope).flatMap((above) => stateOf(member, above) ?? []);
  const takesMembers = (scope: string): boolean => {
    const found = state.find((r) => r.address === `scope:${scope}`);
    const kind = found?.type === 'scope' ? platform.scopeKinds.get(found.attributes.kind) : undefined;
    return kind?.members === true;
  };
  const roleNamed = (name: string) =>
    state.flatMap((r) => (r.type === 'role' && r.attributes.name === name ? [r.attributes] : []))[0];
  const roleKnown = (name: string): boolean => platform.roles.has(name) || roleNamed(name) !== undefined;
  const includes = (role: string, wanted: string, seen: Set<string> = new Set()): boolean => {
    if (role === wanted) return true;
    if (seen.has(role)) return false;
    seen.add(role);
    return [...(roleNamed(role)?.includes.keys() ?? [])].some((next) => includes(next, wanted, seen));
  };
  const contains = (outer: string, inner: string, seen: Set<string> = new Set()): boolean => {
    if (outer === inner) return true;
    if (seen.has(outer)) return false;
    seen.add(outer);
    return [...(groupAt(outer)?.groups.keys() ?? [])].some((child) => contains(child, inner, seen));
  };
  const need = (holds: boolean, what: string): string | null => (holds ? null : what);

  switch (write.write) {
    case 'create-scope': {
      const { path, parent } = write.scope;
      return need(!has(`scope:${path}`), 'scope is there') ?? need(has(`scope:${parent}`), 'no parent scope');
    }
    case 'update-scope':
      return need(has(`scope:${write.path}`), 'no scope');
    case 'delete-scope':
      return (
        need(has(`scope:${write.path}`), 'no scope') ??
        need(
          !state.some((r) => r.type === 'scope' && r.attributes.parent === write.path),
          'scope is not empty',
        )
      );
    case 'create-role':
    case 'update-role': {
      const { name } = write.role;
      const own = [...write.role.includes.keys()];
      return (
        need(
          (write.write === 'update-role') === (roleNamed(name) !== undefined),
          'role is or is not there',
        ) ??
        need(own.every(roleKnown), 'includes an unknown role') ??
        need(!own.some((included) => includes(included, name)), 'a ring of roles')
      );
    }
    case 'delete-role': {
      const used = state.some(
        (r) =>
          (r.type === 'assignment' &&
            [r.attributes.roles, r.attributes.below, r.attributes.denied].some((held) =>
              held.has(write.name),
            )) ||
          (r.type === 'role' && r.attributes.includes.has(write.name)),
      );
      return need(roleNamed(write.name) !== undefined, 'no role') ?? need(!used, 'role in use');
    }
    case 'add-member': {
      const { scope, member } = write.member;
      return (
        need(stateOf(member, scope) === null, 'member is there') ??
        need(takesMembers(scope), 'no scope, or one without members')
      );
    }
    case 'set-member-state': {
      const found = stateOf(write.member, write.scope);
      const pending = found === 'invited' || found === 'expired';
      return need(found !== null, 'no member') ?? need(!pending, 'invitation pending');
    }
    case 'resend-invitation': {
      const found = stateOf(write.member, write.scope);
      return need(found === 'invited' || found === 'expired', 'nobody invited');
    }
    case 'remove-member':
      return need(stateOf(write.member, write.scope) !== null, 'no member');
    case 'create-group': {
      const { home, name } = write.group;
      return (
        need(has(`scope:${home}`), 'no home') ??
        need(groupAt(groupPath(home, name)) === null, 'group is there')
      );
    }
    case 'update-group':
    case 'delete-group':
      return need(groupAt(write.group) !== null, 'no group');
    case 'add-group-member': {
      const found = statesAt(write.member, groupAt(write.group)?.home ?? '');
      const accepted = found.some((one) => one === 'active' || one === 'deactivated');
      return (
        need(groupAt(write.group)?.members.has(write.member) === false, 'no group, or in it') ??
        need(found.length > 0, 'no member') ??
        need(accepted || platform.members.invitedInGroups, 'invitation pending')
      );
    }
    case 'set-membership-role':
      return need(groupAt(write.group)?.members.has(write.member) === true, 'not in the group');
    case 'remove-group-member':
      return need(groupAt(write.group)?.members.has(write.member) === true, 'not in the group');
    case 'nest-group':
      return (
        need(groupAt(write.child) !== null, 'no child group') ??
        need(groupAt(write.group)?.groups.has(write.child) === false, 'no group, or nested in it') ??
        need(!contains(write.child, write.group), 'a ring of groups')
      );
    case 'unnest-group':
      return need(groupAt(write.group)?.groups.has(write.child) === true, 'not nested');
    case 'put-assignment': {
      const { scope, principal, roles } = write.assignment;
      const there =
        principal.type === 'member'
          ? statesAt(principal.member, scope).length > 0
          : groupAt(principal.group) !== null;
      return (
        need(has(`scope:${scope}`), 'no scope') ??
        need(there, 'no principal') ??
        need([...roles.keys()].every(roleKnown), 'unknown role')
      );
    }
    case 'delete-assignment':
      return need(has(`assignment:${write.scope}|${principalKey(write.principal)}`), 'no assignment');
  }
}

const MADE: Origin = { from: 'live', url: 'http://platform/made' };

/** The state after one write: as `afterWrites` has it, but people who are invited are invited. */
export function made(
  write: Write,
  state: readonly Resource[],
  platform: PlatformDefinition,
): readonly Resource[] {
  const after = simulateWrites(leftBy(write, state, platform), [write], MADE, platform);
  if (platform.members.joining === 'provisioned') return after;
  const before = new Map(state.map((r) => [r.address, r]));
  return after.map((r): Resource => {
    const was = before.get(r.address);
    const fresh = was === undefined || (was.type === 'member' && was.attributes.state === 'expired');
    if (r.type !== 'member' || r.attributes.state !== 'active' || !fresh) return r;
    return { ...r, attributes: { ...r.attributes, state: 'invited' } };
  });
}

/** Said once more: where a person has one place in a group, a new one ends the old one. */
function leftBy(
  write: Write,
  state: readonly Resource[],
  { groups: { perMember } }: PlatformDefinition,
): readonly Resource[] {
  if (write.write !== 'add-group-member' || perMember === 'many') return state;
  const home = write.group.slice(0, write.group.lastIndexOf('/'));
  return state.map((r): Resource => {
    if (r.type !== 'group' || (perMember === 'one-per-home' && r.attributes.home !== home)) return r;
    if (r.address === `group:${write.group}` || !r.attributes.members.has(write.member)) return r;
    const members = new Map([...r.attributes.members].filter(([one]) => one !== write.member));
    const stays = [...r.attributes.membershipRoles].filter(([one]) => !one.startsWith(`${write.member}=`));
    return { ...r, attributes: { ...r.attributes, members, membershipRoles: new Map(stays) } };
  });
}
