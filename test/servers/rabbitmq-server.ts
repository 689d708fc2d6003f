/** RabbitMQ by its own API, as its users. */

type Json = Readonly<Record<string, unknown>>;

/** What a user has on a virtual host. */
export interface VhostGrant {
  readonly user: string;
  readonly vhost: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

const PASSWORD = 'a-password-for-tests';

export class RabbitmqServer {
  readonly #url: string;
  readonly #administrator: readonly [string, string];

  constructor(url: string, user: string, password: string) {
    this.#url = url;
    this.#administrator = [user, password];
  }

  async call(
    method: string,
    path: string,
    body?: Json,
    [user, password] = this.#administrator,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(`${this.#url}/api${path}`, {
      method,
      headers: {
        authorization: `Basic ${btoa(`${user}:${password}`)}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  async must(method: string, path: string, body?: Json): Promise<unknown> {
    const { status, body: told } = await this.call(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(told)}`);
    return told;
  }

  /** Refusals are 401 here, even of somebody who is known. */
  async #may(person: string, method: string, path: string, body?: Json): Promise<boolean> {
    const { status, body: told } = await this.call(method, path, body, [person, PASSWORD]);
    if (status < 300) return true;
    // A refusal of AMQP comes in a 400.
    const refused = status === 400 && JSON.stringify(told).includes('403 ACCESS_REFUSED');
    if (status === 401 || status === 403 || refused) return false;
    throw new Error(`${person} ${method} ${path}: ${status} ${JSON.stringify(told)}`);
  }

  async putUser(person: string, tags: readonly string[]): Promise<void> {
    await this.must('PUT', `/users/${encodeURIComponent(person)}`, {
      password: PASSWORD,
      tags: [...new Set(tags)].join(','),
    });
  }

  async grant({ user, vhost, ...patterns }: VhostGrant): Promise<void> {
    await this.must('PUT', `/permissions/${encodeURIComponent(vhost)}/${encodeURIComponent(user)}`, patterns);
  }

  /** The row of somebody on a virtual host; null where there is none. */
  async rowOf(vhost: string, user: string): Promise<unknown> {
    const path = `/permissions/${encodeURIComponent(vhost)}/${encodeURIComponent(user)}`;
    const { status, body } = await this.call('GET', path);
    return status === 404 ? null : body;
  }

  /** Whatever is there of these is there no more. */
  async forget(paths: readonly string[]): Promise<void> {
    for (const path of paths) await this.call('DELETE', path);
  }

  /** Nobody of them has anything on any virtual host. */
  async clear(people: readonly string[]): Promise<void> {
    for (const list of ['permissions', 'topic-permissions']) {
      for (const { user, vhost } of (await this.must('GET', `/${list}`)) as {
        user: string;
        vhost: string;
      }[]) {
        if (people.includes(user))
          await this.must('DELETE', `/${list}/${encodeURIComponent(vhost)}/${encodeURIComponent(user)}`);
      }
    }
  }

  /** What of the management somebody may do. */
  async management(person: string): Promise<Readonly<Record<string, boolean>>> {
    return {
      'management:use': await this.#may(person, 'GET', '/whoami'),
      'cluster:monitor': await this.#may(person, 'GET', '/nodes'),
      'users:administer': await this.#may(person, 'GET', '/users'),
      'policies:write': await this.#may(person, 'GET', '/parameters'),
    };
  }

  opens(person: string, vhost: string): Promise<boolean> {
    return this.#may(person, 'GET', `/queues/${encodeURIComponent(vhost)}`);
  }

  tries(
    person: string,
    vhost: string,
    kind: 'configure' | 'write' | 'read',
    thing: string,
  ): Promise<boolean> {
    const at = encodeURIComponent(vhost);
    switch (kind) {
      case 'configure':
        return this.#may(person, 'PUT', `/queues/${at}/${thing}`, {});
      case 'write':
        return this.#may(person, 'POST', `/exchanges/${at}/${thing}/publish`, {
          properties: {},
          routing_key: 'nowhere',
          payload: '',
          payload_encoding: 'string',
        });
      case 'read':
        return this.#may(person, 'POST', `/queues/${at}/${thing}/get`, {
          count: 1,
          ackmode: 'ack_requeue_true',
          encoding: 'auto',
        });
    }
  }
}
