/** Keystone's own API, as an administrator uses it; shares nothing with Bylaw's connector. */
import { type ServerVariables, variable } from './with-server.ts';

export interface Given {
  readonly who: string;
  readonly scope: string;
  readonly role: string;
  readonly inherited: boolean;
}

type Named = { readonly id: string; readonly name: string };
interface Told {
  readonly user: Named;
  readonly role: Named;
  readonly scope: { readonly project?: Named; readonly domain?: Named };
}

type ToldGrant = Omit<Told, 'user' | 'scope'> & {
  readonly user?: Named;
  readonly group?: Named;
  readonly scope: Told['scope'] & { readonly 'OS-INHERIT:inherited_to'?: string };
};

const PASSWORD = 'password-1';

export class KeystoneApi {
  readonly url: string;
  readonly token: string;
  readonly #users = new Map<string, string>();
  readonly #groups = new Map<string, string>();
  readonly #roles = new Map<string, string>();
  readonly #scopes = new Map<string, string>();
  #given: readonly Given[] = [];

  constructor(variables: ServerVariables) {
    this.url = variable(variables, 'KEYSTONE_URL');
    this.token = variable(variables, 'KEYSTONE_TOKEN');
  }

  async call(method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> {
    const response = await this.#fetch(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }

  /** People and groups of a domain, and the scopes of these paths, in their order. */
  async seed(people: readonly string[], groups: readonly string[], scopes: readonly string[]): Promise<void> {
    const domains = await this.#make('domain', { name: 'acme' });
    // Who comes from a disabled domain is let in nowhere; that is not looked at here.
    const folk = await this.#make('domain', { name: 'folk' });
    for (const role of (await this.#list('roles')) as readonly Named[]) this.#roles.set(role.name, role.id);
    for (const name of people)
      this.#users.set(name, await this.#make('user', { name, domain_id: folk, password: PASSWORD }));
    for (const name of groups)
      this.#groups.set(name, await this.#make('group', { name, domain_id: folk, description: '' }));
    for (const path of scopes) {
      const [above, name] = [path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/') + 1)];
      const parent = this.#scopes.get(above.slice(0, above.lastIndexOf('/')));
      if (parent === undefined) this.#scopes.set(path, path.includes('/') ? domains : 'system');
      else if (path.endsWith('domains/acme')) this.#scopes.set(path, domains);
      else
        this.#scopes.set(path, await this.#make('project', { name, domain_id: domains, parent_id: parent }));
    }
  }

  async makeRole(name: string, implied: readonly string[]): Promise<void> {
    const id = await this.#make('role', { name });
    for (const one of implied) await this.call('PUT', `/roles/${id}/implies/${await this.role(one)}`);
  }

  /** Makes it so, and nothing else. What is inherited of the system is not: Keystone has no such thing. */
  async live(
    given: readonly Given[],
    people: Readonly<Record<string, readonly string[]>>,
    disabled: readonly string[],
    shut: readonly string[],
  ): Promise<void> {
    await this.#enable(shut);
    for (const one of this.#given) await this.call('DELETE', this.#grant(one));
    this.#given = [
      ...new Map(given.filter(({ who }) => who !== '').map((one) => [this.#grant(one), one])).values(),
    ];
    for (const one of this.#given) await this.call('PUT', this.#grant(one));
    for (const [group, id] of this.#groups) {
      const wanted = people[group] ?? [];
      const there = (await this.#list('users', `/groups/${id}/users`)) as readonly Named[];
      for (const { name, id: user } of there)
        if (!wanted.includes(name)) await this.call('DELETE', `/groups/${id}/users/${user}`);
      for (const name of wanted)
        if (!there.some((one) => one.name === name))
          await this.call('PUT', `/groups/${id}/users/${this.#users.get(name)}`);
    }
    for (const user of (await this.#list('users')) as readonly (Named & { enabled: boolean })[]) {
      const enabled = !disabled.includes(user.name);
      if (user.enabled !== enabled) await this.call('PATCH', `/users/${user.id}`, { user: { enabled } });
    }
  }

  async role(name: string): Promise<string> {
    const found = ((await this.#list('roles')) as readonly Named[]).find((one) => one.name === name);
    if (found === undefined) throw new Error(`no role ${name}`);
    return found.id;
  }

  /** What has these names, one after another. */
  async remove(key: string, names: readonly string[]): Promise<void> {
    for (const name of names)
      for (const one of (await this.#list(key, `/${key}?name=${name}`)) as readonly Named[])
        await this.call('DELETE', `/${key}/${one.id}`);
  }

  /** Everything that is given, in words. */
  async given(): Promise<readonly string[]> {
    const told = await this.#list('role_assignments', '/role_assignments?include_names');
    return (told as readonly ToldGrant[])
      .map(({ user, group, role, scope }) => {
        const where = scope.project?.name ?? scope.domain?.name ?? 'system';
        const inherited = scope['OS-INHERIT:inherited_to'] === undefined ? '' : ' below';
        return `${(user ?? group)?.name} ${role.name} ${where}${inherited}`;
      })
      .sort();
  }

  /** From the top down what is enabled, and from the bottom up what is not: Keystone wants it so. */
  async #enable(shut: readonly string[]): Promise<void> {
    const set = async (path: string, enabled: boolean): Promise<void> => {
      const kind = path.includes('/projects/') ? 'project' : 'domain';
      const at = `/${kind}s/${this.#scopes.get(path)}`;
      const there = (await this.call('GET', at))[kind] as { readonly enabled: boolean };
      if (there.enabled !== enabled) await this.call('PATCH', at, { [kind]: { enabled } });
    };
    const all = [...this.#scopes.keys()].filter((path) => path !== 'cloud');
    for (const path of all) if (!shut.includes(path)) await set(path, true);
    for (const path of all.toReversed()) if (shut.includes(path)) await set(path, false);
  }

  /** The roles of a token of the person for a domain or a project; null where Keystone gives none. */
  async ofScope(name: string, path: string): Promise<readonly string[] | null> {
    const kind = path.includes('/projects/') ? 'project' : 'domain';
    const roles = await this.#login(name, { [kind]: { id: this.#scopes.get(path) } });
    return roles === null ? null : roles.map((role) => role.name);
  }

  /** Roles by person and path of domains and projects, as Keystone works them out. */
  async effective(): Promise<ReadonlyMap<string, readonly string[]>> {
    const path = '/role_assignments?effective&include_names';
    const told = (await this.#list('role_assignments', path)) as readonly Told[];
    const paths = new Map([...this.#scopes].map(([path, id]) => [id, path]));
    const roles = new Map<string, Set<string>>();
    for (const { user, role, scope } of told) {
      const id = scope.project?.id ?? scope.domain?.id;
      const key = `${user.name} ${id === undefined ? id : paths.get(id)}`;
      roles.set(key, (roles.get(key) ?? new Set()).add(role.name));
    }
    return new Map([...roles].map(([key, names]) => [key, [...names]]));
  }

  /** The roles that a token of the person for the whole system has; null where Keystone does not let the person in. */
  async ofSystem(name: string): Promise<readonly string[] | null> {
    const system = await this.#login(name, { system: { all: true } });
    if (system !== null) return system.map((role) => role.name);
    return (await this.#login(name)) === null ? null : [];
  }

  async #login(name: string, scope?: object): Promise<readonly Named[] | null> {
    const user = { id: this.#users.get(name), password: PASSWORD };
    const identity = { methods: ['password'], password: { user } };
    const response = await this.#fetch('POST', '/auth/tokens', { auth: { identity, scope } });
    const { token } = (await response.json()) as { token?: { roles?: readonly Named[] } };
    if (response.status === 401) return null;
    if (token === undefined) throw new Error(`login of ${name}: ${response.status}`);
    return token.roles ?? [];
  }

  async #list(key: string, path = `/${key}`): Promise<readonly unknown[]> {
    return (await this.call('GET', path))[key] as readonly unknown[];
  }

  async #make(kind: string, what: object): Promise<string> {
    return ((await this.call('POST', `/${kind}s`, { [kind]: what }))[kind] as Named).id;
  }

  #grant({ who, scope, role, inherited }: Given): string {
    const [kind, ids] = this.#users.has(who)
      ? (['users', this.#users] as const)
      : (['groups', this.#groups] as const);
    const tail = `${kind}/${ids.get(who)}/roles/${this.#roles.get(role)}`;
    if (scope === 'cloud') return `/system/${tail}`;
    const place = `${scope.includes('/projects/') ? 'projects' : 'domains'}/${this.#scopes.get(scope)}`;
    return inherited ? `/OS-INHERIT/${place}/${tail}/inherited_to_projects` : `/${place}/${tail}`;
  }

  #fetch(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}/v3${path}`, {
      method,
      headers: { 'x-auth-token': this.token, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  }
}
