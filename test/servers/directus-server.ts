/** Directus by its own API, as its administrator and as its people. */

type Json = Readonly<Record<string, unknown>>;

/** The policy of whoever has no role. */
export const PUBLIC = 'abf8a154-5b1c-4a46-ac9c-7300570f4f17';

export class DirectusServer {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async #ask(method: string, path: string, body: Json | undefined, token: string) {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, told: text === '' ? null : JSON.parse(text), text };
  }

  async call(method: string, path: string, body?: Json): Promise<unknown> {
    const { status, told, text } = await this.#ask(method, path, body, this.#token);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return told?.data;
  }

  /** As `call`, and no more than that where there is no seat left. */
  async seated(method: string, path: string, body: Json): Promise<void> {
    const { status, text } = await this.#ask(method, path, body, this.#token);
    if (status >= 300 && !text.includes('LIMIT_EXCEEDED'))
      throw new Error(`${method} ${path}: ${status} ${text}`);
  }

  async make(path: string, body: Json): Promise<string> {
    const { id } = (await this.call('POST', path, body)) as { id: string };
    return String(id);
  }

  async makeCollection(collection: string): Promise<void> {
    const schema = { is_primary_key: true, has_auto_increment: true };
    const fields = [{ field: 'id', type: 'integer', schema }];
    const { status, text } = await this.#ask(
      'POST',
      '/collections',
      { collection, schema: {}, meta: {}, fields },
      this.#token,
    );
    if (status >= 300 && !text.includes('already exists')) throw new Error(text);
  }

  async #rows(path: string): Promise<readonly Record<string, unknown>[]> {
    const separator = path.includes('?') ? '&' : '?';
    return (await this.call('GET', `${path}${separator}limit=-1`)) as Record<string, unknown>[];
  }

  async idOf(list: 'users' | 'roles' | 'policies', name: string): Promise<string> {
    const field = list === 'users' ? 'email' : 'name';
    const found = (await this.#rows(`/${list}?fields=id,${field}`)).find((row) => row[field] === name);
    if (found === undefined) throw new Error(`${list} has no ${name}`);
    return String(found.id);
  }

  /** Nobody is there but its administrator. */
  async emptied(): Promise<void> {
    const people = await this.#rows('/users?fields=id,email');
    for (const { id, email } of people)
      if (email !== 'root@example.com') await this.call('DELETE', `/users/${id}`);
  }

  /** Where somebody stands; null for nobody. */
  async person(email: string): Promise<unknown> {
    const found = (await this.#rows('/users?fields=email,status,role.name')).find(
      (one) => one.email === email,
    );
    if (found === undefined) return null;
    const { status, role } = found as { status: string; role: { name: string } | null };
    return { status, role: role === null ? null : role.name };
  }

  /** What a policy gives, sorted. */
  async policy(name: string): Promise<readonly string[]> {
    const rows = await this.#rows('/policies?fields=name,app_access,admin_access,permissions.*');
    const found = rows.find((one) => one.name === name) as
      | { app_access: boolean; admin_access: boolean; permissions: { action: string; collection: string }[] }
      | undefined;
    if (found === undefined) throw new Error(`there is no policy ${name}`);
    const items = found.permissions.map(({ action, collection }) => `${action} ${collection}`).sort();
    return [...(found.admin_access ? ['admin'] : []), ...(found.app_access ? ['app'] : []), ...items];
  }

  /** Of a role what is above it, and the policies that it has; null where there is none. */
  async role(name: string): Promise<unknown> {
    const rows = await this.#rows('/roles?fields=name,parent.name,policies.policy.name');
    const found = rows.find((one) => one.name === name) as
      | { parent: { name: string } | null; policies: { policy: { name: string } }[] }
      | undefined;
    if (found === undefined) return null;
    const policies = found.policies.map(({ policy }) => policy.name).sort();
    return { parent: found.parent === null ? null : found.parent.name, policies };
  }

  /** No role is in another. */
  async unnested(): Promise<void> {
    const roles = await this.#rows('/roles?fields=id,parent');
    for (const { id, parent } of roles)
      if (parent !== null) await this.call('PATCH', `/roles/${id}`, { parent: null });
  }

  /** Roles and policies are those that Directus comes with. */
  async clear(): Promise<void> {
    for (const path of ['/roles', '/policies']) {
      const those = (await this.call('GET', `${path}?limit=-1&fields=id,name`)) as Record<string, string>[];
      for (const { id, name } of those)
        if (id !== PUBLIC && name !== 'Administrator') await this.call('DELETE', `${path}/${id}`);
    }
  }

  /** What Directus tells somebody that they can do; nothing where it does not let them in. */
  async tellsOf(token: string, collections: readonly string[]) {
    const asked = await this.#ask('GET', '/permissions/me', undefined, token);
    if (asked.status === 401 || asked.status === 403)
      return { admin: false, app: false, actions: new Set<string>() };
    const globals = await this.#ask('GET', '/policies/me/globals', undefined, token);
    const actions = collections.flatMap((collection) =>
      Object.entries((asked.told.data[collection] ?? {}) as Record<string, { access: string }>).flatMap(
        ([action, { access }]) => (access === 'full' ? [`${collection} ${action}`] : []),
      ),
    );
    const { admin_access: admin, app_access: app } = globals.told.data as Record<string, boolean>;
    return { admin: admin === true, app: app === true, actions: new Set(actions) };
  }
}
