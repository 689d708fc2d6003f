/** MediaWiki as its administrators and its people speak to it: by name and password, with cookies. */
export class MediaWikiSession {
  readonly #api: string;
  readonly #cookies = new Map<string, string>();

  private constructor(url: string) {
    this.#api = `${url}/api.php`;
  }

  static async loggedIn(url: string, user: string, password: string): Promise<MediaWikiSession> {
    const session = new MediaWikiSession(url);
    const lgtoken = await session.#token('login');
    const { login } = await session.#call({ action: 'login', lgname: user, lgpassword: password, lgtoken });
    const { result } = login as { result: string };
    if (result !== 'Success') throw new Error(`${user} cannot log in: ${JSON.stringify(login)}`);
    return session;
  }

  async createAccount(username: string, password: string): Promise<void> {
    const createtoken = await this.#token('createaccount');
    const words = { username, password, retype: password, createreturnurl: 'http://localhost/', createtoken };
    const { createaccount } = await this.#call({ action: 'createaccount', ...words });
    const { status } = createaccount as { status: string };
    if (status !== 'PASS') throw new Error(`${username} is not made: ${JSON.stringify(createaccount)}`);
  }

  /** What somebody is in, of groups that are given. */
  async setGroups(user: string, groups: readonly string[], all: readonly string[]): Promise<void> {
    const token = await this.#token('userrights');
    const remove = all.filter((group) => !groups.includes(group)).join('|');
    await this.#call({ action: 'userrights', user, add: groups.join('|'), remove, token });
  }

  /** What whoever is logged in may do. */
  async ownRights(): Promise<readonly string[]> {
    const { query } = await this.#call({ action: 'query', meta: 'userinfo', uiprop: 'rights' });
    return (query as { userinfo: { rights: readonly string[] } }).userinfo.rights;
  }

  async #token(type: string): Promise<string> {
    const { query } = await this.#call({ action: 'query', meta: 'tokens', type });
    const { tokens } = query as { tokens: Readonly<Record<string, string>> };
    const token = tokens[`${type}token`];
    if (token === undefined) throw new Error(`no token to ${type}`);
    return token;
  }

  async #call(words: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.#api, {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ ...words, format: 'json', formatversion: '2' }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.#cookies.set(name, value);
    }
    const body = (await response.json()) as Readonly<Record<string, unknown>>;
    if (body.error !== undefined) throw new Error(`${words.action}: ${JSON.stringify(body.error)}`);
    return body;
  }
}
