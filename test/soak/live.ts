import type { Caller, Json } from '../sandbox/caller.ts';

/** Everything an organization has, as its own API tells it, in words that do not change when ids do. */
export interface LiveOrganization {
  /** One for each thing, place and role, and for who is deactivated; without texts. */
  readonly facts: ReadonlySet<string>;
  /** Whom a fact is about, of those that are about a person. */
  readonly about: ReadonlyMap<string, string>;
  /** `KEY` or `KEY of PATH` of those who have not accepted yet. */
  readonly pending: ReadonlySet<string>;
  /** By `KEY` or `KEY of PATH`. */
  readonly states: ReadonlyMap<string, string>;
  /** `KEY PATH PERMISSION`, as the platform itself answers. */
  readonly access: ReadonlySet<string>;
}

/** Pages followed by hand: nothing of Bylaw's is between. */
export async function listed(call: Caller, list: string): Promise<readonly Json[]> {
  const items: Json[] = [];
  for (let page = 1; ; page += 1) {
    const { status, body } = await call('GET', `/${list}?page=${page}`);
    if (status !== 200) throw new Error(`${list}: ${status}`);
    items.push(...body.items);
    if (items.length >= body.total) return items;
  }
}

const LISTS = [
  'scopes',
  'roles',
  'members',
  'scope-members',
  'groups',
  'memberships',
  'group-nestings',
  'assignments',
  'effective-access',
] as const;

export type Lists = Readonly<Record<(typeof LISTS)[number], readonly Json[]>>;

export async function listsOf(call: Caller): Promise<Lists> {
  const entries: [string, readonly Json[]][] = [];
  for (const list of LISTS) entries.push([list, await listed(call, list)]);
  return Object.fromEntries(entries) as unknown as Lists;
}

export function liveFrom(lists: Lists): LiveOrganization {
  const scopes = new Map(lists.scopes.map((scope) => [scope.id, scope]));
  const pathOf = (id: unknown): string => {
    const scope = scopes.get(String(id));
    if (scope === undefined) throw new Error(`no scope ${id}`);
    return scope.parentId === null ? 'acme' : `${pathOf(scope.parentId)}/${scope.kind}:${scope.slug}`;
  };
  const naming = (items: readonly Json[], field: string) => {
    const names = new Map(items.map((item) => [item.id, String(item[field])]));
    return (id: unknown): string => {
      const name = names.get(String(id));
      if (name === undefined) throw new Error(`nothing is called ${id}`);
      return name;
    };
  };
  const [roleOf, keyOf, slugOf] = [
    naming(lists.roles, 'slug'),
    naming(lists.members, 'key'),
    naming(lists.groups, 'slug'),
  ];
  const homes = new Map(lists.groups.map(({ id, scopeId }) => [id, scopeId]));
  const groupOf = (id: unknown): string => `${pathOf(homes.get(String(id)))}/${slugOf(id)}`;
  const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

  const facts = new Set<string>();
  const about = new Map<string, string>();
  const personal = (key: string, fact: string): void => {
    facts.add(fact);
    about.set(fact, key);
  };
  const pending = new Set<string>();
  const states = new Map<string, string>();
  const standing = (key: string, whom: string, state: unknown): void => {
    personal(key, `member ${whom}`);
    states.set(whom, String(state));
    if (state === 'deactivated') personal(key, `${whom} is deactivated`);
    if (state === 'invited' || state === 'expired') pending.add(whom);
  };
  for (const { id } of lists.scopes) facts.add(`scope ${pathOf(id)}`);
  for (const { slug, permissions, includes, predefined } of lists.roles) {
    if (predefined === true) continue;
    facts.add(`role ${slug}`);
    for (const permission of texts(permissions)) facts.add(`role ${slug} gives ${permission}`);
    for (const included of texts(includes)) facts.add(`role ${slug} includes ${roleOf(included)}`);
  }
  for (const { key, state } of lists.members) {
    if (state === 'outside') continue;
    standing(String(key), String(key), state);
  }
  for (const { scopeId, memberId, state } of lists['scope-members']) {
    const key = keyOf(memberId);
    standing(key, `${key} of ${pathOf(scopeId)}`, state);
  }
  for (const { id, scopeId, permissions } of lists.groups) {
    facts.add(`group ${groupOf(id)} of ${pathOf(scopeId)}`);
    for (const permission of texts(permissions)) facts.add(`group ${groupOf(id)} gives ${permission}`);
  }
  for (const { groupId, userId } of lists.memberships) {
    const key = keyOf(userId);
    personal(key, `${key} in ${groupOf(groupId)}`);
  }
  for (const { parentId, childId } of lists['group-nestings'])
    facts.add(`group ${groupOf(childId)} in ${groupOf(parentId)}`);
  for (const { scopeId, principal, roleIds } of lists.assignments) {
    const { type, id } = principal as { type: string; id: string };
    const whom = type === 'group' ? `group ${groupOf(id)}` : keyOf(id);
    const said = `${whom} at ${pathOf(scopeId)}`;
    for (const fact of [said, ...texts(roleIds).map((role) => `${said} is ${roleOf(role)}`)])
      if (type === 'group') facts.add(fact);
      else personal(whom, fact);
  }
  const access = new Set<string>();
  for (const { memberId, scopes: held } of lists['effective-access']) {
    for (const { scopeId, permissions } of held as readonly { scopeId: string; permissions: string[] }[])
      for (const permission of permissions) access.add(`${keyOf(memberId)} ${pathOf(scopeId)} ${permission}`);
  }
  return { facts, about, pending, states, access };
}
