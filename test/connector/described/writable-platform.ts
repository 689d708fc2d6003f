/** A small real server that can be written to: grants are rows, and who is in a group is one whole list. */
import type { Connection } from '../../../src/connector/connector.ts';
import { connectionTo, rawServer } from '../connections.ts';
import { lumoauth } from '../platforms.ts';

type Fields = Record<string, unknown>;

export const WRITABLE = `apiVersion: bylaw/v1
kind: Connector
name: writable
base: /api
auth: { bearer: BYLAW_TOKEN }
errors: { in-body: error }
consistent: twice
lists:
  users: { get: /users, items: data, id: id, page: none, whole: unpaged }
  groups: { get: /groups, items: data, id: id, page: none, whole: unpaged }
  grants: { get: /grants, items: data, id: id, page: none, whole: unpaged }
read:
  member:
    - { from: users, key: email, state: { const: active } }
  group:
    - { from: groups, key: name }
  membership:
    - from: groups
      each: users
      group: { ref: groups, by: { path: id, of: groups } }
      member: { ref: users, by: "." }
  assignment:
    - from: grants
      group: { ref: groups, by: holder }
      roles: { path: role, map: { editor: editor, viewer: viewer, auditor: auditor } }
write:
  add-member:
    - { post: /users, body: { email: key }, made: id }
  remove-member:
    - { delete: "/users/{member.id}" }
  create-group:
    - { post: /groups, body: { name: name }, made: id }
  delete-group:
    - { delete: "/groups/{group.id}" }
  add-group-member:
    - set: { of: membership, for: group, put: "/groups/{group.id}", body: { users: { each: set, path: member.id, as: number } } }
  remove-group-member:
    - set: { of: membership, for: group, put: "/groups/{group.id}", body: { users: { each: set, path: member.id, as: number } } }
  put-assignment:
    - when: { principal: [group] }
      each:
        added: [{ post: /grants, body: { holder: group.id, role: role }, made: id }]
        removed: [{ delete: "/grants/{row.id}" }]
`;

export interface WrittenTo {
  readonly method: string;
  readonly path: string;
  readonly body: Fields | null;
  /** Which write of all it is, from 1. */
  readonly nth: number;
}

export interface WritablePlatform {
  readonly connection: Connection;
  readonly rows: { users: Fields[]; groups: Fields[]; grants: Fields[] };
  readonly written: WrittenTo[];
}

/** What a test does about a write: before it is made, in place of its answer. */
export interface Meddling {
  readonly before?: (asked: WrittenTo, rows: WritablePlatform['rows']) => void;
  /** An answer in place of what would be done, or after it; `lose`: no answer at all. */
  readonly answer?: (
    asked: WrittenTo,
  ) => { readonly status: number; readonly body: unknown; readonly done: boolean } | 'lose' | null;
}

export async function writablePlatform({ before, answer }: Meddling = {}): Promise<WritablePlatform> {
  const rows: WritablePlatform['rows'] = {
    users: ['ana', 'bo', 'cy'].map((name, at) => ({ id: at + 1, email: `${name}@acme.com` })),
    groups: [
      { id: 'g1', name: 'qa', users: [1, 2] },
      { id: 'g2', name: 'ops', users: [] },
    ],
    grants: [{ id: 11, holder: 'g1', role: 'editor' }],
  };
  const written: WrittenTo[] = [];
  let next = 100;
  const isList = (name: string | undefined): name is keyof typeof rows =>
    name !== undefined && Object.hasOwn(rows, name);
  const made = ({ method, path, body }: WrittenTo): { status: number; body: unknown } => {
    const [, , list, id] = path.split('/');
    if (!isList(list)) return { status: 404, body: { detail: 'no such list' } };
    if (method === 'POST') {
      next += 1;
      const row = { id: next, ...(list === 'groups' ? { users: [] } : {}), ...body };
      rows[list].push(row);
      return { status: 201, body: row };
    }
    const at = rows[list].findIndex((row) => String(row.id) === decodeURIComponent(id ?? ''));
    if (at < 0) return { status: 404, body: { detail: 'not there' } };
    if (method === 'DELETE') {
      rows[list].splice(at, 1);
      return { status: 204, body: null };
    }
    rows[list][at] = { ...rows[list][at], ...body };
    return { status: 200, body: rows[list][at] };
  };
  const to = await rawServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = 'GET', url = '/' } = request;
    const told = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 204 ? undefined : JSON.stringify(body));
    };
    const list = url.split('/')[2];
    if (method === 'GET') {
      if (isList(list)) told(200, { data: rows[list] });
      else told(404, { detail: 'no such list' });
      return;
    }
    const body = text === '' ? null : (JSON.parse(text) as Fields);
    const asked: WrittenTo = { method, path: url, body, nth: written.length + 1 };
    written.push(asked);
    before?.(asked, rows);
    const instead = answer?.(asked) ?? null;
    const done = instead === null || instead === 'lose' || instead.done ? made(asked) : null;
    if (instead === 'lose') response.destroy();
    else if (instead !== null) told(instead.status, instead.body);
    else if (done !== null) told(done.status, done.body);
  });
  return { connection: connectionTo(to, lumoauth), rows, written };
}
