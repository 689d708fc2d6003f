/** A SCIM server that speaks in whatever dialect it is told to, from memory. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { idsIn, type Json, Refused, ScimWorld, type WorldGroup, type WorldUser } from './scim-world.ts';
import { PLAIN_SERVER, type ServerDialect } from './server-dialect.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';

export interface ScimServer {
  readonly url: string;
  readonly world: ScimWorld;
  /** What came, as `PATCH /Groups/g1`. */
  readonly heard: readonly string[];
  /** In place of an answer; null lets it be. */
  meddle(change: (method: string, path: string, body: Json) => Json | null): void;
  /** A status in place of an answer, before anything is done; 302 leads to another host. */
  refuse(by: (method: string, path: string) => number | null): void;
  close(): Promise<void>;
}

export async function startScimServer(
  token: string,
  dialect: ServerDialect = PLAIN_SERVER,
): Promise<ScimServer> {
  const world = new ScimWorld(dialect);
  const heard: string[] = [];
  let meddle: (method: string, path: string, body: Json) => Json | null = () => null;
  let refuse: (method: string, path: string) => number | null = () => null;
  const server = createServer((request, response) => {
    const place = new URL(request.url ?? '/', 'http://here');
    const status = refuse(request.method ?? 'GET', `${place.pathname.replace(/^.*\/v2/, '')}${place.search}`);
    if (status === null) {
      void answered(request, response, world, token, heard, (...given) => meddle(...given));
    } else {
      response.writeHead(status, { location: 'http://127.0.0.2:1/' });
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    world,
    heard,
    meddle: (change) => {
      meddle = change;
    },
    refuse: (by) => {
      refuse = by;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answered(
  request: IncomingMessage,
  response: ServerResponse,
  world: ScimWorld,
  token: string,
  heard: string[],
  meddle: (method: string, path: string, body: Json) => Json | null,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = 'GET', url = '/' } = request;
  const place = new URL(url, 'http://here');
  const found = /^\/acme\/scim\/v2(\/.*)$/.exec(place.pathname);
  const send = (status: number, body: Json | null, etag: string | null = null): void => {
    response.writeHead(status, {
      ...(body === null ? {} : { 'content-type': world.dialect.mediaType }),
      ...(etag === null ? {} : { etag }),
    });
    const path = found?.[1] ?? '/';
    const said = body === null ? null : (meddle(method, `${path}${place.search}`, body) ?? body);
    response.end(said === null ? undefined : JSON.stringify(cased(said, world.dialect)));
  };
  const error = (status: number, detail: string, scimType: string | null = null): void =>
    send(status, {
      schemas: [`${MESSAGES}:Error`],
      status: String(status),
      detail,
      ...(scimType === null ? {} : { scimType }),
    });
  if (request.headers.authorization !== `Bearer ${token}`) return error(401, 'who are you?');
  if (found?.[1] === undefined) return error(404, 'nobody is here');
  heard.push(`${method} ${found[1]}${place.search}`);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text !== '' && request.headers['content-type'] !== world.dialect.mediaType) {
    return error(415, `send ${world.dialect.mediaType}`);
  }
  try {
    const body = text === '' ? {} : (JSON.parse(text) as Json);
    const { status, said, etag } = act(world, method, found[1], place.searchParams, body, request);
    send(status, said, etag);
  } catch (thrown) {
    if (!(thrown instanceof Refused)) return error(500, String(thrown));
    error(thrown.status, thrown.message, thrown.scimType);
  }
}

interface Act {
  readonly status: number;
  readonly said: Json | null;
  readonly etag: string | null;
}

function act(
  world: ScimWorld,
  method: string,
  path: string,
  query: URLSearchParams,
  body: Json,
  request: IncomingMessage,
): Act {
  const { dialect } = world;
  const told = (status: number, said: Json | null, version: number | null = null): Act => ({
    status,
    said,
    etag: version !== null && dialect.etag === 'header' ? `W/"${version}"` : null,
  });
  if (path === '/ServiceProviderConfig') {
    if (!dialect.config) throw new Refused(404, 'no such page');
    return told(200, {
      schemas: [`${CORE}:ServiceProviderConfig`],
      patch: { supported: dialect.patch },
      filter: { supported: true, maxResults: 100 },
      etag: { supported: dialect.etag !== 'none' },
    });
  }
  const [, list, id] = path.split('/').map(decodeURIComponent);
  if (list !== 'Users' && list !== 'Groups') throw new Refused(404, 'no such list');
  if (id === undefined) {
    if (method === 'GET') return told(200, listed(world, list, query));
    if (method !== 'POST') throw new Refused(405, method);
    if (list === 'Users') {
      const user = world.addUser(String(body.userName), String(body.active ?? true).toLowerCase() === 'true');
      return told(201, shownUser(world, user), user.version);
    }
    const group = world.addGroup(String(body.displayName), idsIn(body.members));
    return told(201, shownGroup(world, group, true), group.version);
  }
  const user = list === 'Users' ? world.users.get(id) : undefined;
  const group = list === 'Groups' ? world.groups.get(id) : undefined;
  const one = user ?? group;
  if (one === undefined) throw new Refused(404, `no ${id}`);
  const match = request.headers['if-match'];
  if (method !== 'GET' && dialect.etag !== 'none') {
    if (match === undefined) throw new Refused(428, 'If-Match is wanted');
    if (match !== `W/"${one.version}"`) throw new Refused(412, 'it changed');
  }
  const shown = (): Json =>
    user === undefined ? shownGroup(world, group as WorldGroup, true) : shownUser(world, user);
  if (method === 'GET') return told(200, shown(), one.version);
  if (method === 'DELETE') {
    if (user === undefined) world.removeGroup(id);
    else world.removeUser(id);
    return told(204, null);
  }
  if (method === 'PUT' && dialect.put && group !== undefined) {
    group.displayName = String(body.displayName);
    world.setMembers(group, idsIn(body.members));
    return told(200, shown(), one.version);
  }
  if (method !== 'PATCH' || !dialect.patch) throw new Refused(501, `${method} is not here`);
  for (const operation of body.Operations as readonly Json[]) {
    if (user === undefined) world.patchGroup(group as WorldGroup, operation);
    else world.patchUser(user, operation);
  }
  return told(200, shown(), one.version);
}

function listed(world: ScimWorld, list: 'Users' | 'Groups', query: URLSearchParams): Json {
  const { dialect } = world;
  const all: readonly Json[] =
    list === 'Users'
      ? [...world.users.values()].map((user) => shownUser(world, user))
      : [...world.groups.values()].map((group) => shownGroup(world, group, dialect.members === 'list'));
  const filter = /^(\w+) eq "(.*)"$/.exec(query.get('filter') ?? '');
  const isWanted = (one: Json): boolean => {
    if (filter === null || dialect.filters === 'ignored') return true;
    if (dialect.filters === 'nobody') return false;
    return String(one[filter[1] as string]).toLowerCase() === (filter[2] as string).toLowerCase();
  };
  const wanted = all.filter(isWanted);
  const start = Math.max(1, Number(query.get('startIndex') ?? 1));
  const count = Math.min(Number(query.get('count') ?? 100), dialect.most);
  const page = dialect.paging === 'all' ? wanted : wanted.slice(start - 1, start - 1 + count);
  return {
    ...(dialect.schemas ? { schemas: [`${MESSAGES}:ListResponse`] } : {}),
    totalResults: wanted.length,
    startIndex: start,
    itemsPerPage: page.length,
    ...(page.length === 0 ? {} : { Resources: page }),
  };
}

function metaOf({ dialect }: ScimWorld, type: string, version: number): Json {
  return { resourceType: type, ...(dialect.etag === 'meta' ? { version: `W/"${version}"` } : {}) };
}

function shownUser(world: ScimWorld, { id, userName, active, version }: WorldUser): Json {
  const { dialect } = world;
  const groups = [...world.groups.values()]
    .filter(({ members }) => members.includes(id))
    .map((group) => ({ value: group.id, display: group.displayName, type: 'direct' }));
  return {
    schemas: [`${CORE}:User`],
    id,
    userName,
    active: dialect.active === 'boolean' ? active : active ? 'True' : 'False',
    emails: [{ value: userName, primary: true }],
    meta: metaOf(world, 'User', version),
    ...(dialect.members === 'user' && (groups.length > 0 || dialect.nobody === 'told') ? { groups } : {}),
  };
}

function shownGroup(world: ScimWorld, group: WorldGroup, withMembers: boolean): Json {
  const { dialect } = world;
  const members = group.members.map((value) => ({
    value,
    display: world.users.get(value)?.userName ?? world.groups.get(value)?.displayName,
    ...(dialect.types ? { type: world.users.has(value) ? 'User' : 'Group' } : {}),
  }));
  const isTold =
    withMembers && dialect.members !== 'user' && (members.length > 0 || dialect.nobody === 'told');
  return {
    schemas: [`${CORE}:Group`],
    id: group.id,
    displayName: group.displayName,
    meta: metaOf(world, 'Group', group.version),
    ...(isTold ? { members } : {}),
  };
}

function cased(value: unknown, { names }: ServerDialect): unknown {
  if (names === 'as-written') return value;
  if (Array.isArray(value)) return value.map((one: unknown) => cased(one, { names } as ServerDialect));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      names === 'lower' ? key.toLowerCase() : key.toUpperCase(),
      cased(field, { names } as ServerDialect),
    ]),
  );
}
