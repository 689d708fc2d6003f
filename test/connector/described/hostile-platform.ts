/** A small real server with pages, groups and grants, whose every answer a test can spoil. */
import type { Connection } from '../../../src/connector/connector.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import { rawServer } from '../connections.ts';
import { lumoauth } from '../platforms.ts';

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Which request of all it is, from 1. */
  readonly nth: number;
  /** Which request for this path with this query, from 1. */
  readonly again: number;
}

/** Changes one answer; null leaves it as it is. */
export type Spoil = (asked: Asked, answer: Answer) => Partial<Answer> | null;

const ROWS: Readonly<Record<string, readonly Json[]>> = {
  '/api/users': [
    { id: 1, email: 'ana@acme.com', status: 'active' },
    { id: 2, email: 'bo@acme.com', status: 'active' },
    { id: 3, email: 'cy@acme.com', status: 'invited' },
    { id: 4, email: 'di@acme.com', status: 'suspended' },
    { id: 5, email: 'eve@acme.com', status: 'active' },
  ],
  '/api/groups': [
    { id: 'g1', name: 'qa', links: { self: '/api/groups/g1' } },
    { id: 'g2', name: 'ops', links: { self: '/api/groups/g2' } },
  ],
  '/api/groups/g1/members': [{ user: 1 }, { user: 2 }],
  '/api/groups/g2/members': [{ user: 5 }],
  '/api/grants': [
    { id: 11, type: 'group', holder: 'g1', roles: ['role/editor'] },
    { id: 12, type: 'user', holder: 5, roles: ['role/viewer'] },
  ],
};

/** The connector file of the server, and what a case changes of it. */
export const FILE = `apiVersion: bylaw/v1
kind: Connector
name: small
base: /api
version: ">=3 <5"
told-by: { get: /version, path: version }
auth: { bearer: BYLAW_TOKEN }
errors: { in-body: error }
consistent: twice
lists:
  users:
    get: /users
    items: data
    id: id
    page: { by: offset, at: offset, size: limit, most: 2 }
    whole: { total: total }
  groups:
    get: /groups
    items: data
    id: id
    page: { by: cursor, at: after, next: next, size: limit, most: 1 }
    whole: ended
    leaves: [links]
  members:
    for: groups
    get: /groups/{groups.id}/members
    items: data
    id: user
    page: none
    whole: { cut: truncated }
  grants:
    get: /grants
    items: data
    id: id
    page: { by: link, size: limit, most: 1 }
    whole: { total-header: X-Total }
read:
  member:
    - { from: users, key: email, state: { path: status, map: { active: active, invited: invited, suspended: deactivated } } }
  group:
    - { from: groups, key: name }
  membership:
    - from: members
      group: { ref: groups, by: { path: id, of: groups } }
      member: { ref: users, by: user }
  assignment:
    - from: grants
      where: { type: { is: [group] } }
      group: { ref: groups, by: holder }
      roles: { each: roles, after: role/, map: { editor: editor, viewer: viewer } }
    - from: grants
      where: { type: { is: [user] } }
      member: { ref: users, by: holder }
      roles: { each: roles, after: role/, map: { editor: editor, viewer: viewer } }
`;

export interface HostilePlatform {
  readonly connection: Connection;
  /** Every path with its query, in order. */
  readonly asked: readonly string[];
}

/** Serves the rows in pages; `spoil` sees each answer before it is sent. */
export async function hostilePlatform(
  spoil: Spoil = () => null,
  platform: PlatformDefinition = lumoauth,
): Promise<HostilePlatform> {
  const asked: string[] = [];
  const { url, token } = await rawServer((request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://here');
    const line = `${path}?${query}`;
    asked.push(line);
    const again = asked.filter((one) => one === line).length;
    const plain =
      request.headers.authorization === `Bearer ${token}`
        ? answerOf(path, query)
        : { status: 401, headers: {}, body: { message: 'who are you' } };
    const { status, headers, body } = {
      ...plain,
      ...spoil({ path, query, nth: asked.length, again }, plain),
    };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  const settings = { url, 'token-env': 'BYLAW_TOKEN' };
  const secrets = { 'token-env': token };
  return {
    connection: { organization: 'acme', remote: 'acme', settings, secrets, platform },
    asked,
  };
}

function answerOf(path: string, query: URLSearchParams): Answer {
  if (path === '/api/version') return { status: 200, headers: {}, body: { version: '4.2.0' } };
  const rows = ROWS[path];
  if (rows === undefined) return { status: 404, headers: {}, body: { message: 'nothing here' } };
  const limit = Number(query.get('limit') ?? rows.length);
  switch (path) {
    case '/api/users': {
      const offset = Number(query.get('offset'));
      const data = rows.slice(offset, offset + limit);
      return { status: 200, headers: {}, body: { data, total: rows.length } };
    }
    case '/api/groups': {
      const start = Number(query.get('after') ?? 0);
      const next = start + limit < rows.length ? String(start + limit) : null;
      return { status: 200, headers: {}, body: { data: rows.slice(start, start + limit), next } };
    }
    case '/api/grants': {
      const start = Number(query.get('start') ?? 0);
      const more = start + limit < rows.length;
      const link = more ? { link: `</api/grants?limit=${limit}&start=${start + limit}>; rel="next"` } : {};
      const headers = { 'x-total': String(rows.length), ...link };
      return { status: 200, headers, body: { data: rows.slice(start, start + limit) } };
    }
    default:
      return { status: 200, headers: {}, body: { data: rows } };
  }
}
