import type { Write } from '../../src/plan/write.ts';
import { groupPath, principalKey } from '../../src/resource/reference.ts';

/**
 * What the platform should be after each write, told naively over plain resources by address. It shares nothing with
 * the connector. `null`: the platform would refuse, or the thing is not there.
 */
export type Model = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function after(model: Model, write: Write): Model | null {
  const has = (address: string) => Object.hasOwn(model, address);
  const put = (address: string, attributes: Record<string, unknown>): Model => ({
    ...model,
    [address]: attributes,
  });
  const change = (address: string, changed: Record<string, unknown>): Model | null =>
    has(address) ? put(address, { ...model[address], ...changed }) : null;
  const without = (
    goes: (address: string, attributes: Readonly<Record<string, unknown>>) => boolean,
  ): Model =>
    Object.fromEntries(Object.entries(model).filter(([address, attributes]) => !goes(address, attributes)));

  switch (write.write) {
    case 'create-scope': {
      const { path, kind, title, parent } = write.scope;
      return has(`scope:${path}`) || !has(`scope:${parent}`)
        ? null
        : put(`scope:${path}`, { path, kind, title, parent });
    }
    case 'update-scope':
      return change(`scope:${write.path}`, { title: write.title });
    case 'delete-scope': {
      const { path } = write;
      if (!has(`scope:${path}`)) return model;
      if (Object.values(model).some(({ parent }) => parent === path)) return null;
      const homed = Object.keys(model).filter((a) => a.startsWith('group:') && model[a]?.home === path);
      const emptied = homed.reduce<Model>((rest, group) => withoutGroup(rest, group.slice(6)), model);
      return Object.fromEntries(
        Object.entries(emptied).filter(
          ([a]) => a !== `scope:${path}` && !a.startsWith(`assignment:${path}|`),
        ),
      );
    }
    case 'create-role':
    case 'update-role': {
      const { home, name, title, description, permissions, includes } = write.role;
      const address = `role:acme/${name}`;
      const known = [...includes.keys()].every(
        (included) => included === 'signer' || has(`role:acme/${included}`),
      );
      if (!known || has(address) !== (write.write === 'update-role')) return null;
      return put(address, {
        home,
        name,
        title,
        description,
        permissions: [...permissions.keys()].sort(),
        includes: [...includes.keys()].sort(),
      });
    }
    case 'delete-role': {
      const used = Object.values(model).some(
        ({ roles, includes }) => listed(roles).includes(write.name) || listed(includes).includes(write.name),
      );
      return used ? null : without((address) => address === `role:acme/${write.name}`);
    }
    case 'add-member': {
      const { scope, member, display } = write.member;
      const address = `member:acme/${member}`;
      return has(address) ? null : put(address, { scope, member, display, state: 'invited' });
    }
    case 'set-member-state': {
      const state = model[`member:acme/${write.member}`]?.state;
      if (state !== 'active' && state !== 'deactivated') return null;
      return change(`member:acme/${write.member}`, { state: write.state });
    }
    case 'remove-member': {
      const { member } = write;
      const rest = without((a) => a === `member:acme/${member}` || a.endsWith(`|member:${member}`));
      return mapGroups(rest, (g) => ({ ...g, members: listed(g.members).filter((m) => m !== member) }));
    }
    case 'create-group': {
      const { home, name, title, description, permissions } = write.group;
      const address = `group:${groupPath(home, name)}`;
      if (has(address) || !has(`scope:${home}`)) return null;
      const empty = { members: [], groups: [] };
      return put(address, {
        home,
        name,
        title,
        description,
        ...empty,
        permissions: [...permissions.keys()].sort(),
      });
    }
    case 'update-group': {
      const { title, description, permissions } = write;
      return change(`group:${write.group}`, { title, description, permissions: [...permissions].sort() });
    }
    case 'delete-group':
      return withoutGroup(model, write.group);
    case 'add-group-member':
    case 'remove-group-member': {
      const address = `group:${write.group}`;
      const state = model[`member:acme/${write.member}`]?.state;
      const members = listed(model[address]?.members).filter((m) => m !== write.member);
      if (write.write === 'remove-group-member') return has(address) ? change(address, { members }) : model;
      if (!has(address) || (state !== 'active' && state !== 'deactivated')) return null;
      return change(address, { members: [...members, write.member].sort() });
    }
    case 'nest-group':
    case 'unnest-group': {
      const address = `group:${write.group}`;
      const groups = listed(model[address]?.groups).filter((g) => g !== write.child);
      if (write.write === 'unnest-group') return has(address) ? change(address, { groups }) : model;
      if (!has(address) || !has(`group:${write.child}`)) return null;
      return change(address, { groups: [...groups, write.child].sort() });
    }
    case 'put-assignment': {
      const { scope, principal, roles } = write.assignment;
      const who =
        principal.type === 'member' ? `member:acme/${principal.member}` : `group:${principal.group}`;
      const keys = [...roles.keys()].sort();
      const known = keys.every((key) => !key.startsWith('own') || has(`role:acme/${key}`));
      if (!has(`scope:${scope}`) || !has(who) || !known) return null;
      return put(`assignment:${scope}|${principalKey(principal)}`, { scope, principal, roles: keys });
    }
    case 'delete-assignment':
      return without((a) => a === `assignment:${write.scope}|${principalKey(write.principal)}`);
  }
}

function withoutGroup(model: Model, path: string): Model {
  const rest = Object.fromEntries(
    Object.entries(model).filter(([a]) => a !== `group:${path}` && !a.endsWith(`|group:${path}`)),
  );
  return mapGroups(rest, (g) => ({ ...g, groups: listed(g.groups).filter((child) => child !== path) }));
}

function mapGroups(
  model: Model,
  change: (group: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Model {
  return Object.fromEntries(
    Object.entries(model).map(([a, attributes]) => [
      a,
      a.startsWith('group:') ? change(attributes) : attributes,
    ]),
  );
}

function listed(value: unknown): string[] {
  return Array.isArray(value) ? value : [];
}
