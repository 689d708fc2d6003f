import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { seedOf } from '../platform/policy-forms.ts';
import { holds, type Policy } from '../platform/random-policy.ts';
import { sandboxInProcess } from '../sandbox/in-process.ts';
import { type Lists, type LiveOrganization, liveFrom } from './live.ts';
import { onDay, type Truth } from './truth.ts';

/**
 * What the platform holds where the truth of a day is planted on an empty one, everybody having accepted. Neither the
 * compiler nor the resolver has a part in it.
 */
export function expectedOn(truth: Truth, platform: PlatformDefinition, day: string): LiveOrganization {
  const sandbox = sandboxInProcess(
    parse(readFileSync(`schemas/platforms/${platform.name}.yaml`, 'utf8')),
    10_000,
  );
  try {
    sandbox.plant(seedOf(inForce(truth, platform, day), platform, 'acme'));
    const all = (operation: Parameters<typeof sandbox.ask>[1]) => sandbox.ask('acme', operation).items;
    const lists: Lists = {
      scopes: all('listScopes'),
      roles: all('listRoles'),
      members: all('listMembers'),
      'scope-members': all('listScopeMembers'),
      groups: all('listGroups'),
      memberships: all('listMemberships'),
      'group-nestings': all('listGroupNestings'),
      assignments: all('listAssignments'),
      'effective-access': all('listEffectiveAccess'),
    };
    return liveFrom(lists);
  } finally {
    sandbox.close();
  }
}

/** The policy of a day with what its platform makes of it. */
function inForce(truth: Truth, platform: PlatformDefinition, day: string): Policy {
  const policy = onDay(truth, day);
  const { roles, members, below, groups } = policy;
  const attaches = platform.invariants.some(({ rule }) => rule === 'group-members-are-attached');
  const present = new Set(members.filter(({ window }) => holds(window)).map(({ key }) => key));
  const atHome = (home: number, key: string): boolean =>
    present.has(key) && below.some((one) => one.scope === home && one.key === key && holds(one.window));
  return {
    ...policy,
    // A pattern is stored as what it matches.
    roles: roles.map((role) => ({ ...role, permissions: matching(role.permissions, platform) })),
    // Where groups are for those attached to their home, nobody is in one longer.
    groups: groups.map((group) => ({
      ...group,
      members: group.members.filter(({ name }) => !attaches || group.home === 0 || atHome(group.home, name)),
    })),
  };
}

function matching(permissions: readonly string[], { permissions: known }: PlatformDefinition): string[] {
  const all = permissions.flatMap((one) =>
    one.endsWith('*') ? [...known.keys()].filter((name) => name.startsWith(one.slice(0, -1))) : [one],
  );
  return [...new Set(all)];
}
