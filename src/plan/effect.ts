import { groupPath, principalKey, scopeChain } from '../resource/reference.ts';
import {
  type Address,
  type Entries,
  type GroupAttributes,
  type Resource,
  scopeOf,
} from '../resource/resource.ts';
import { addressOf, resource } from '../resource/types.ts';
import type { Origin } from '../source/origin.ts';
import type { Write } from './write.ts';

/**
 * What writes leave behind, as the platform would: the state between two reads, computed. A provider tells
 * terraform what is true after some of its writes were refused; a test predicts the live state of a whole apply.
 * Cascades are those every platform has: what hangs on a removed member, group or scope goes with it.
 */
export function afterWrites(
  resources: readonly Resource[],
  writes: readonly Write[],
  origin: Origin,
): readonly Resource[] {
  const state = new Map<Address, Resource>(resources.map((r) => [r.address, r]));
  for (const write of writes) applyWrite(state, write, origin);
  return [...state.values()];
}

function applyWrite(state: Map<Address, Resource>, write: Write, origin: Origin): void {
  const put = (r: Resource): void => {
    state.set(r.address, r);
  };
  switch (write.write) {
    case 'create-scope':
      put(resource('scope', write.scope, origin));
      break;
    case 'update-scope': {
      const found = state.get(`scope:${write.path}`);
      if (found?.type === 'scope') put({ ...found, attributes: { ...found.attributes, title: write.title } });
      break;
    }
    case 'delete-scope': {
      const inside = [...state.values()].filter((r) => insideScope(r, write.path));
      for (const r of inside) state.delete(r.address);
      for (const r of inside)
        if (r.type === 'group') removeGroup(state, groupPath(r.attributes.home, r.attributes.name));
      break;
    }
    case 'create-role':
    case 'update-role':
      put(resource('role', write.role, origin));
      break;
    case 'delete-role':
      dropWhere(state, (r) => r.type === 'role' && r.attributes.name === write.name);
      break;
    case 'add-member':
      put(resource('member', write.member, origin));
      break;
    case 'set-member-state': {
      const found = state.get(`member:${write.scope}/${write.member}`);
      if (found?.type === 'member')
        put({ ...found, attributes: { ...found.attributes, state: write.state } });
      break;
    }
    case 'resend-invitation': {
      const found = state.get(`member:${write.scope}/${write.member}`);
      if (found?.type === 'member') put({ ...found, attributes: { ...found.attributes, state: 'invited' } });
      break;
    }
    case 'remove-member':
      removeMember(state, write.scope, write.member);
      break;
    case 'create-group':
      put(
        resource(
          'group',
          { ...write.group, members: new Map(), groups: new Map() } satisfies GroupAttributes,
          origin,
        ),
      );
      break;
    case 'update-group':
      withGroup(state, write.group, (group) => ({
        ...group,
        title: write.title,
        description: write.description,
        permissions: new Map(write.permissions.map((p): [string, Origin] => [p, origin])),
      }));
      break;
    case 'delete-group':
      removeGroup(state, write.group);
      break;
    case 'add-group-member':
      withGroup(state, write.group, (g) => ({
        ...g,
        members: withEntry(g.members, write.member, origin),
      }));
      break;
    case 'remove-group-member':
      withGroup(state, write.group, (g) => ({ ...g, members: without(g.members, write.member) }));
      break;
    case 'nest-group':
      withGroup(state, write.group, (g) => ({
        ...g,
        groups: withEntry(g.groups, write.child, origin),
      }));
      break;
    case 'unnest-group':
      withGroup(state, write.group, (g) => ({ ...g, groups: without(g.groups, write.child) }));
      break;
    case 'put-assignment':
      put(resource('assignment', write.assignment, origin));
      break;
    case 'delete-assignment': {
      const { scope, principal } = write;
      state.delete(addressOf('assignment', { scope, principal, roles: new Map() }));
      break;
    }
  }
}

function dropWhere(state: Map<Address, Resource>, drop: (r: Resource) => boolean): void {
  for (const [address, r] of state) if (drop(r)) state.delete(address);
}

/** Whether a resource is the scope, or lives in it or below it, and so goes with it. */
export function insideScope(r: Resource, path: string): boolean {
  const at = scopeOf(r);
  return at === path || at.startsWith(`${path}/`);
}

function removeGroup(state: Map<Address, Resource>, path: string): void {
  dropWhere(
    state,
    (r) =>
      (r.type === 'group' && groupPath(r.attributes.home, r.attributes.name) === path) ||
      (r.type === 'assignment' && principalKey(r.attributes.principal) === `group:${path}`),
  );
  eachGroup(state, (group) => ({ ...group, groups: without(group.groups, path) }));
}

/** What no other membership of the person reaches goes along: assignments on scopes, places in groups at home there. */
function removeMember(state: Map<Address, Resource>, scope: string, member: string): void {
  state.delete(`member:${scope}/${member}`);
  const covered = (path: string): boolean =>
    scopeChain(path).some((above) => state.has(`member:${above}/${member}`));
  dropWhere(
    state,
    (r) =>
      r.type === 'assignment' &&
      principalKey(r.attributes.principal) === `member:${member}` &&
      !covered(r.attributes.scope),
  );
  eachGroup(state, (group) =>
    covered(group.home) ? group : { ...group, members: without(group.members, member) },
  );
}

function eachGroup(state: Map<Address, Resource>, change: (g: GroupAttributes) => GroupAttributes): void {
  for (const [address, r] of state) {
    if (r.type === 'group') state.set(address, { ...r, attributes: change(r.attributes) });
  }
}

function withGroup(
  state: Map<Address, Resource>,
  path: string,
  change: (g: GroupAttributes) => GroupAttributes,
): void {
  const found = state.get(`group:${path}`);
  if (found?.type === 'group') state.set(found.address, { ...found, attributes: change(found.attributes) });
}

function withEntry(entries: Entries, key: string, origin: Origin): Entries {
  return entries.has(key) ? entries : new Map([...entries, [key, origin]]);
}

function without(entries: Entries, key: string): Entries {
  if (!entries.has(key)) return entries;
  const rest = new Map(entries);
  rest.delete(key);
  return rest;
}
