/** A small real server as Directus is: a person is in one group, a group has one parent, and roles hold rows of rights. */
import type { Connection } from '../../../src/connector/connector.ts';
import { connectionTo, rawServer } from '../connections.ts';
import { lumoauth } from '../platforms.ts';

type Fields = Record<string, unknown>;

export const ONE_PLACE = `apiVersion: bylaw/v1
kind: Connector
name: one-place
base: /api
auth: { bearer: BYLAW_TOKEN }
consistent: twice
lists:
  users: { get: /users, items: data, id: id, page: none, whole: unpaged }
  groups: { get: /groups, items: data, id: id, page: none, whole: unpaged }
  roles: { get: /roles, items: data, id: id, page: none, whole: unpaged, leaves: ["rights.[].id"] }
read:
  role:
    - &role
      from: roles
      where: { all: { is: ["false"] } }
      key: name
      permissions-where: &rights
        - { where: { some: absent }, permissions: { each: rights, join: [thing, act], with: ":" } }
        - { where: { some: present }, permissions: { each: rights, const: "documents:delete" } }
        - { where: { audits: { not: ["false"] } }, permissions: { const: "audit-logs:read" } }
    - { from: roles, where: { all: { is: ["true"] } }, key: name, includes: { const: admin }, permissions-where: *rights }
  member:
    - { from: users, key: email, state: { const: active } }
  group:
    - { from: groups, key: name }
  membership:
    - { from: users, where: { team: present }, group: { ref: groups, by: team }, member: { ref: users, by: id } }
  nesting:
    - { from: groups, where: { parent: present }, group: { ref: groups, by: parent }, child: { ref: groups, by: id } }
write:
  create-group:
    - { post: /groups, body: { name: called }, made: id }
  update-group:
    - { patch: "/groups/{group.id}", body: { name: called } }
  delete-group:
    - { when: { group: [staff] }, not-supported: The staff is always there. }
    - { delete: "/groups/{group.id}", empties: membership }
  add-group-member:
    - { when: { group: [staff] }, patch: "/users/{member.id}", body: { team: { const: g3 } }, replaces: membership }
    - { patch: "/users/{member.id}", body: { team: group.id }, replaces: membership }
  remove-group-member:
    - patch: "/users/{member.id}"
      body: { team: { const: "", as: none } }
      first: { get: "/users/{member.id}", row-of: users }
  nest-group:
    - set: &parents { of: nesting, for: child, patch: "/groups/{child.id}", body: { parent: { only: set, path: group.id, as: none } } }
  unnest-group:
    - set: *parents
  create-role:
    - post: /roles
      body:
        name: called
        all: { has: admin, in: includes }
        audits: { has: "audit-logs:read", in: permissions }
        rights[].thing: { each: permissions, like: &right "documents:{act}", const: documents }
        rights[].act: { each: permissions, like: *right, path: act }
      made: id
  update-role:
    - when: { role: [guest], includes: present }
      not-supported: A guest is no administrator.
    - patch: "/roles/{role.id}"
      body:
        name: called
        all: { has: admin, in: includes }
        audits: { has: "audit-logs:read", in: permissions }
        rights.new[].act: { each: added, like: *right, path: act }
        rights.gone: { each: removed, path: row.id, as: number }
`;

export interface OnePlacePlatform {
  readonly connection: Connection;
  readonly rows: { users: Fields[]; groups: Fields[]; roles: Fields[] };
  /** Each request that writes: its method, its path and what it sends. */
  readonly written: (readonly [string, unknown])[];
}

export const oneGroup = {
  ...lumoauth,
  groups: { ...lumoauth.groups, nesting: 'native' as const, perMember: 'one' as const },
};

export async function onePlacePlatform(): Promise<OnePlacePlatform> {
  const rows: OnePlacePlatform['rows'] = {
    users: [
      { id: 1, email: 'ana@acme.com', team: 'g1' },
      { id: 2, email: 'bo@acme.com', team: null },
    ],
    groups: [
      { id: 'g1', name: 'The QA', parent: null },
      { id: 'g2', name: 'ops', parent: 'g1' },
      { id: 'g3', name: 'staff', parent: null },
    ],
    roles: [
      {
        ...{ id: 'r1', name: 'Writing', all: false, audits: true },
        rights: [
          { id: 71, thing: 'documents', act: 'write', some: null },
          { id: 72, thing: 'documents', act: 'read', some: null },
          { id: 73, thing: 'documents', act: 'read', some: null },
          { id: 74, thing: 'documents', act: 'delete', some: 'of their own' },
        ],
      },
      { id: 'r2', name: 'guest', all: false, audits: false, rights: [] },
    ],
  };
  const written: [string, unknown][] = [];
  const to = await rawServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = 'GET', url = '/' } = request;
    const told = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 204 ? undefined : JSON.stringify(body));
    };
    const [, , name = '', id] = url.split('/');
    const list = name === 'users' || name === 'groups' || name === 'roles' ? rows[name] : null;
    if (list === null) return told(404, { detail: 'no such list' });
    const at = list.findIndex((row) => String(row.id) === id);
    if (method === 'GET') return id === undefined ? told(200, { data: list }) : told(200, list[at]);
    const body = text === '' ? null : (JSON.parse(text) as Fields);
    written.push([`${method} ${url}`, body]);
    if (method === 'POST') {
      list.push({ id: `new-${list.length}`, ...(name === 'groups' ? { parent: null } : {}), ...body });
      return told(201, list.at(-1));
    }
    if (method === 'DELETE') {
      list.splice(at, 1);
      return told(204, null);
    }
    const { rights: _, ...plain } = { ...body };
    list[at] = { ...list[at], ...plain };
    told(200, list[at]);
  });
  return { connection: connectionTo(to, oneGroup), rows, written };
}
