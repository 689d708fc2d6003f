import type { Json } from '../sandbox/caller.ts';
import { listed } from './live.ts';
import type { Random } from './random.ts';
import { bossOf } from './truth.ts';
import type { Organization, World } from './world.ts';

/** What happens to an organization besides Bylaw. */
export const life = { accept, click, faults };

/** Some of those who were invited accept; how many. */
async function accept(world: World, organization: Organization, random: Random): Promise<number> {
  const call = world.as('admin', organization);
  let accepted = 0;
  for (const { id, state } of await listed(call, 'members')) {
    if (state !== 'invited' || random.chance(0.3)) continue;
    if ((await call('POST', `/members/${id}/accept`)).status < 300) accepted += 1;
  }
  for (const { scopeId, memberId, state } of await listed(call, 'scope-members')) {
    if (state !== 'invited' || random.chance(0.3)) continue;
    if ((await call('POST', `/scopes/${scopeId}/members/${memberId}/accept`)).status < 300) accepted += 1;
  }
  return accepted;
}

/** Somebody changes something in the console: what it was, or null where the platform refused or there was nothing. */
async function click(world: World, organization: Organization, random: Random): Promise<string | null> {
  const call = world.as('pat', organization);
  const boss = bossOf(world.platform);
  const all = async (list: string): Promise<readonly Json[]> => listed(call, list);
  const others = (await all('members')).filter(({ key }) => key !== boss);
  const member = random.pick(others);
  const bossId = (await all('members')).find(({ key }) => key === boss)?.id;
  const asked = async (what: string, method: string, path: string, body?: unknown): Promise<string | null> =>
    (await call(method, path, body)).status < 300 ? what : null;
  switch (random.nat(8)) {
    case 0: {
      const key =
        world.platform.members.key === 'email' ? `new${random.nat(9)}@acme.com` : `new${random.nat(9)}`;
      return asked(`${key} was added`, 'POST', '/members', { key });
    }
    case 1:
      return member === null ? null : asked(`${member.key} was removed`, 'DELETE', `/members/${member.id}`);
    case 2: {
      const state = member?.state === 'active' ? 'deactivated' : 'active';
      if (member === null) return null;
      return asked(`${member.key} was made ${state}`, 'PATCH', `/members/${member.id}`, { state });
    }
    case 3: {
      const place = random.pick(await all('memberships'));
      if (place === null) return null;
      return asked(
        'somebody was taken out of a group',
        ...(['DELETE', `/groups/${place.groupId}/members/${place.userId}`] as const),
      );
    }
    case 4: {
      const group = random.pick(await all('groups'));
      if (group === null || member === null) return null;
      return asked('somebody was put into a group', 'POST', `/groups/${group.id}/members`, {
        userId: member.id,
      });
    }
    case 5: {
      const given = (await all('assignments')).filter(
        ({ principal }) => (principal as { id: string }).id !== bossId,
      );
      const one = random.pick(given);
      if (one === null) return null;
      const { type, id } = one.principal as { type: string; id: string };
      return asked('roles were taken', 'DELETE', `/scopes/${one.scopeId}/assignments/${type}/${id}`);
    }
    case 6: {
      const scope = random.pick(await all('scopes'));
      const role = random.pick(await all('roles'));
      if (scope === null || role === null || member === null) return null;
      return asked('a role was given', 'PUT', `/scopes/${scope.id}/assignments/member/${member.id}`, {
        roleIds: [role.id],
      });
    }
    default: {
      const group = random.pick(await all('groups'));
      return group === null
        ? null
        : asked(`group ${group.slug} was deleted`, 'DELETE', `/groups/${group.id}`);
    }
  }
}

/** What can go wrong between two machines, one to three at a time. */
function faults(random: Random): readonly string[] {
  const kinds = [
    '500',
    '503',
    '429',
    'drop-before',
    'drop-after-write',
    'html',
    'missing-page',
    '409',
    '404',
    '403',
  ];
  return Array.from({ length: 1 + random.nat(3) }, () => {
    const kind = random.pick(kinds) ?? '500';
    const when = `@${1 + random.nat(14)}`;
    const many = random.chance(0.3) ? ':times=9' : '';
    const writes = random.chance(0.4)
      ? `${many === '' ? ':' : ','}method=${random.pick(['POST', 'PUT', 'DELETE'])}`
      : '';
    return `${kind}${when}${many}${writes}`;
  });
}
