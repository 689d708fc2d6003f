/** Zabbix by its own API, as its users. */

type Json = Readonly<Record<string, unknown>>;

/** Error texts of somebody who may not, or who is nobody any more. */
const REFUSED = /No permissions|Not authorized|Session terminated|Not authorised|API token/;

export class ZabbixServer {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async loggedIn(url: string, user: string, password: string): Promise<ZabbixServer> {
    const nobody = new ZabbixServer(url, '');
    const token = await nobody.call('user.login', { username: user, password }, null);
    if ('error' in token) throw new Error(token.error);
    return new ZabbixServer(url, String(token.result));
  }

  get token(): string {
    return this.#token;
  }

  /** Errors come inside of a 200. */
  async call(
    method: string,
    parameters: unknown,
    token: string | null = this.#token,
  ): Promise<{ readonly result: unknown } | { readonly error: string }> {
    const response = await fetch(`${this.#url}/api_jsonrpc.php`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json-rpc',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', method, params: parameters, id: 1 }),
    });
    const told = (await response.json()) as { result?: unknown; error?: Json };
    return told.error === undefined ? { result: told.result } : { error: JSON.stringify(told.error) };
  }

  async must(method: string, parameters: unknown, token: string | null = this.#token): Promise<unknown> {
    const told = await this.call(method, parameters, token);
    if ('error' in told) throw new Error(`${method}: ${told.error}`);
    return told.result;
  }

  /** What a `get` lists. */
  async rows(method: string, parameters: unknown): Promise<readonly Json[]> {
    return (await this.must(method, parameters)) as readonly Json[];
  }

  /** The id of what is made. */
  async make(method: string, parameters: unknown): Promise<string> {
    const made = (await this.must(method, parameters)) as Readonly<Record<string, readonly string[]>>;
    const [id] = Object.values(made).flat();
    if (id === undefined) throw new Error(`${method} tells no id`);
    return id;
  }

  /** Deletes what has one of the names, if anything has. */
  async forget(kind: string, name: string, names: readonly string[], id: string): Promise<void> {
    const found = await this.rows(`${kind}.get`, { filter: { [name]: names }, output: [id] });
    if (found.length > 0)
      await this.must(
        `${kind}.delete`,
        found.map((one) => one[id]),
      );
  }

  /** A token by which the person asks; it holds whatever becomes of the person. */
  async tokenOf(userid: string): Promise<string> {
    const tokenid = await this.make('token.create', { name: `of ${userid}`, userid });
    const [made] = (await this.must('token.generate', [tokenid])) as { token: string }[];
    if (made === undefined) throw new Error('no token came');
    return made.token;
  }

  /** Ids of what somebody sees; nothing where they may not ask. */
  async seen(method: string, id: string, token: string): Promise<ReadonlySet<string>> {
    const told = await this.call(method, { output: [id] }, token);
    if ('result' in told)
      return new Set((told.result as Record<string, string>[]).map((one) => String(one[id])));
    if (REFUSED.test(told.error)) return new Set();
    throw new Error(`${method}: ${told.error}`);
  }

  async changes(method: string, parameters: Json, token: string): Promise<boolean> {
    const told = await this.call(method, parameters, token);
    if ('result' in told) return true;
    if (REFUSED.test(told.error)) return false;
    throw new Error(`${method}: ${told.error}`);
  }
}
