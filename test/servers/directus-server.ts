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
