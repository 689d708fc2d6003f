import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PlatformDefinition } from '../../src/platform/definition.ts';
import { seedOf } from '../platform/policy-forms.ts';
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
    sandbox.plant(seedOf(onDay(truth, day), platform, 'acme'));
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
