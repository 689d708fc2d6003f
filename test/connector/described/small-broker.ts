/** A small real server that keeps rows by their names, as RabbitMQ does, reached by the file that is shipped. */
import { readFileSync } from 'node:fs';
import { openWriter } from '../../../src/connector/connect.ts';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import { onlyDocument, policy } from '../../policy/fixture.ts';
import { must, rawServer } from '../connections.ts';
import { described, fastDescribed } from './describing.ts';

type Fields = Record<string, unknown>;

const FILE = 'schemas/platforms/rabbitmq.yaml';
export const rabbitmq = must(policy.readPlatform(onlyDocument(readFileSync(FILE, 'utf8'), FILE)));
export const SHIPPED = readFileSync('schemas/connectors/rabbitmq.yaml', 'utf8');

export interface SmallBroker {
  readonly writer: LiveWriter;
  readonly rows: { users: Fields[]; vhosts: Fields[]; permissions: Fields[]; 'topic-permissions': Fields[] };
  /** Method and path of each write, and what was sent. */
  readonly written: { readonly asked: string; readonly body: Fields | null }[];
  /** Called as a thing is looked at by itself, before the answer. */
  onLook: (path: string) => void;
}

const KEYS = { users: ['name'], vhosts: ['name'], permissions: ['vhost', 'user'] } as const;

export const user = (name: string, tags: string[] = []): Fields => ({
  name,
  password_hash: `hash of ${name}`,
  hashing_algorithm: 'sha256',
  tags,
  limits: {},
});
export const vhost = (name: string): Fields => ({ name, tracing: false });
export const patterns = (
  at: string,
  user: string,
  configure: string,
  write: string,
  read: string,
): Fields => ({
  vhost: at,
  user,
  configure,
  write,
  read,
});

export async function smallBroker(file = SHIPPED): Promise<SmallBroker> {
  const rows: SmallBroker['rows'] = {
    users: [user('guest', ['administrator']), user('ana', ['management']), user('di@acme.example')],
    vhosts: [vhost('/'), vhost('shop')],
    permissions: [patterns('/', 'guest', '.*', '.*', '.*'), patterns('shop', 'ana', '', '', '^orders$')],
    'topic-permissions': [],
  };
  const written: { asked: string; body: Fields | null }[] = [];
  const to = await rawServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const told = (status: number, body: unknown = null): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === null ? undefined : JSON.stringify(body));
    };
    const { method = 'GET', url = '/' } = request;
    const [, , list = '', ...ids] = url.split('/');
    if (list === 'overview') return told(200, { rabbitmq_version: '3.10.8' });
    const isKept = (name: string): name is keyof typeof KEYS => Object.hasOwn(KEYS, name);
    if (method === 'GET' && ids.length === 0) return told(200, rows[list as keyof typeof rows]);
    if (!isKept(list) || ids.length !== KEYS[list].length) return told(405);
    if (method === 'GET') broker.onLook(url);
    const names = ids.map(decodeURIComponent);
    const at = rows[list].findIndex((row) => KEYS[list].every((key, index) => row[key] === names[index]));
    if (method === 'GET') return at < 0 ? told(404, { error: 'not there' }) : told(200, rows[list][at]);
    const body = text === '' ? null : (JSON.parse(text) as Fields);
    written.push({ asked: `${method} ${url}`, body });
    if (method === 'DELETE') {
      if (at < 0) return told(404, { error: 'not there' });
      rows[list].splice(at, 1);
      return told(204);
    }
    const key = Object.fromEntries(KEYS[list].map((name, index) => [name, names[index]]));
    const whole = list === 'users' ? user(String(names[0])) : {};
    const row = { ...whole, ...key, ...body };
    if (at < 0) rows[list].push(row);
    else rows[list][at] = row;
    told(at < 0 ? 201 : 204);
  });
  const broker: SmallBroker = {
    writer: openWriter(fastDescribed(must(described(file))), {
      organization: 'acme',
      remote: 'acme',
      settings: { url: to.url, 'user-env': 'RABBITMQ_USER', 'password-env': 'RABBITMQ_PASSWORD' },
      secrets: { 'user-env': 'guest', 'password-env': 'guest' },
      platform: rabbitmq,
    }),
    rows,
    written,
    onLook: () => {},
  };
  must(await broker.writer.read());
  return broker;
}
