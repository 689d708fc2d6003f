import type { Write } from '../../src/plan/write/write.ts';
import { groupPath, principalKey } from '../../src/resource/identifiers.ts';

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
      const { path, kind, title, parent, settings } = write.scope;
      return has(`scope:${path}`) || !has(`scope:${parent}`)
        ? null
        : put(`scope:${path}`, {
            path,
            kind,
            title,
            settings: kind === 'unit' ? ['listing=listed'] : [...settings.keys()],
            parent,
          });
    }
    case 'update-scope':
      return change(`scope:${write.path}`, { title: write.title });
    case 'delete-scope': {
      const { path } = write;
      if (!has(`scope:${path}`)) return model;
      if (Object.values(model).some(({ parent }) => parent === path)) return null;
      const homed = Object.keys(model).filter((a) => a.startsWith('group:') && model[a]?.home === path);
      const emptied = homed.reduce<Model>((rest, group) => withoutGroup(rest, group.slice(6)), model);
      const rest = Object.fromEntries(
        Object.entries(emptied).filter(
          ([a]) =>
            a !== `scope:${path}` && !a.startsWith(`assignment:${path}|`) && !isMemberOf(model, a, path),
        ),
      );
      const leavers = Object.keys(model).filter((a) => isMemberOf(model, a, path));
      return leavers.reduce<Model>((left, a) => withoutUnreached(left, String(model[a]?.member)), rest);
    }
    case 'create-role':
    case 'update-role': {
      const { name, includes } = write.role;
      const address = `role:acme/${name}`;
      const known = [...includes.keys()].every(
        (included) => included === 'signer' || has(`role:acme/${included}`),
      );
      if (!known || has(address) !== (write.write === 'update-role')) return null;
      return put(address, plain(write.role));
    }
    case 'delete-role': {
      const used = Object.values(model).some(({ roles, below, denied, includes }) =>
        [roles, below, denied, includes].some((list) => listed(list).includes(write.name)),
      );
      return used ? null : without((address) => address === `role:acme/${write.name}`);
    }
    case 'add-member': {
      const { scope, member, display } = write.member;
      const address = `member:${scope}/${member}`;
      if (has(address) || !has(`scope:${scope}`)) return null;
      // Of one person there is one key, the one it was made with.
      const known = Object.entries(model).find(([a]) => a.startsWith('member:') && a.endsWith(`/${member}`));
      return put(address, { scope, member, display: known?.[1].display ?? display, state: 'invited' });
    }
    case 'set-member-state': {
      const address = `member:${write.scope}/${write.member}`;
      const state = model[address]?.state;
      if (state !== 'active' && state !== 'deactivated') return null;
      return change(address, { state: write.state });
    }
    case 'resend-invitation': {
      const address = `member:${write.scope}/${write.member}`;
      const state = model[address]?.state;
      return state === 'invited' || state === 'expired' ? change(address, { state: 'invited' }) : null;
    }
    case 'remove-member': {
      const { scope, member } = write;
      const rest = without((a) => a === `member:${scope}/${member}`);
      return withoutUnreached(rest, member);
    }
    case 'create-group': {
      const { home, name } = write.group;
      const address = `group:${groupPath(home, name)}`;
      if (has(address) || !has(`scope:${home}`)) return null;
      // What a group of atrium is set to where nobody says it.
      const settings = ['notices=sent', 'privacy=visible'];
      return put(address, { ...plain(write.group), settings, members: [], membershipRoles: [], groups: [] });
    }
    case 'update-group': {
      // Settings that a write does not name stay.
      const { write: _, group, name: __, settings: ___, ...own } = write;
      return change(`group:${group}`, plain(own));
    }
    case 'delete-group':
      return withoutGroup(model, write.group);
    case 'add-group-member':
    case 'remove-group-member': {
      const address = `group:${write.group}`;
      const states = statesAt(model, write.member, String(model[address]?.home ?? ''));
      const members = listed(model[address]?.members).filter((m) => m !== write.member);
      if (write.write === 'remove-group-member') return has(address) ? change(address, { members }) : model;
      if (!has(address) || !states.some((one) => one === 'active' || one === 'deactivated')) return null;
      return change(address, { members: [...members, write.member].sort() });
    }
    case 'set-membership-role': {
      const address = `group:${write.group}`;
      const group = model[address];
      if (group === undefined || !listed(group.members).includes(write.member)) return null;
      const others = listed(group.membershipRoles).filter((one) => !one.startsWith(`${write.member}=`));
      const own = write.role === null ? [] : [`${write.member}=${write.role}`];
      return change(address, { membershipRoles: [...others, ...own].sort() });
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
      const { scope, principal, roles, below, denied } = write.assignment;
      const there =
        principal.type === 'member'
          ? statesAt(model, principal.member, scope).length > 0
          : has(`group:${principal.group}`);
      const names = (entries: ReadonlyMap<string, unknown>): string[] => [...entries.keys()].sort();
      const keys = [roles, below, denied].flatMap(names);
      const known = keys.every((key) => !key.startsWith('own') || has(`role:acme/${key}`));
      if (!has(`scope:${scope}`) || !there || !known) return null;
      return put(`assignment:${scope}|${principalKey(principal)}`, {
        ...{ scope, principal, roles: names(roles), below: names(below), denied: names(denied) },
      });
    }
    case 'delete-assignment':
      return without((a) => a === `assignment:${write.scope}|${principalKey(write.principal)}`);
  }
}

function isMemberOf(model: Model, address: string, scope: string): boolean {
  return address.startsWith('member:') && model[address]?.scope === scope;
}

/** `acme/units/emea` → itself, `acme`. */
function upwards(path: string): string[] {
  const parts = path.split('/');
  return parts.length < 3 ? [path] : [path, ...upwards(parts.slice(0, -2).join('/'))];
}

function statesAt(model: Model, member: string, scope: string): unknown[] {
  return upwards(scope).flatMap((above) => model[`member:${above}/${member}`]?.state ?? []);
}

/** Whoever is somewhere no member any more, there or above, has nothing there. */
function withoutUnreached(model: Model, member: string): Model {
  const reached = (scope: unknown) => statesAt(model, member, String(scope)).length > 0;
  const rest = Object.fromEntries(
    Object.entries(model).filter(([a, { scope }]) => !a.endsWith(`|member:${member}`) || reached(scope)),
  );
  return mapGroups(rest, (g) =>
    reached(g.home) ? g : { ...g, members: listed(g.members).filter((m) => m !== member) },
  );
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

/** Attributes without what says where their entries are from. */
function plain(attributes: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      value instanceof Map ? [...value.keys()].sort() : value,
    ]),
  );
}

function listed(value: unknown): string[] {
  return Array.isArray(value) ? value : [];
}
