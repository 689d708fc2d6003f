import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describedSupports } from '../../../src/connector/described/described-supports.ts';
import { shown } from '../../source/shown.ts';
import { lumoauth } from '../platforms.ts';
import { described } from './describing.ts';
import { FILE } from './hostile-platform.ts';

const WRITES = `write:
  add-member:
    - { post: /users, body: { email: key, status: { const: active } }, made: id }
  add-group-member:
    - { post: "/groups/{group.id}/members", body: { user: member.id } }
  remove-group-member:
    - { delete: "/groups/{group.id}/members/{member.id}" }
  put-assignment:
    - when: { principal: [group] }
      each:
        added: [{ post: /grants, body: { holder: group.id, role: { join: [{ const: role/ }, role] } } }]
        removed: [{ delete: "/grants/{row.id}" }]
`;

it('the Access API', () => {
  const text = readFileSync('schemas/connectors/access-api.yaml', 'utf8');
  expect(described(text).diagnostics.map(shown)).toEqual([]);
});

it('a file with writes', () => {
  const api = described(FILE + WRITES);
  expect(api.diagnostics.map(shown)).toEqual([]);
  if (!api.ok) return;
  const ask = (write: Parameters<typeof describedSupports>[1]) =>
    describedSupports(api.value, write, lumoauth)?.why;
  expect(ask({ write: 'delete-group', group: 'acme/qa' })).toMatch('no delete-group');
  expect(ask({ write: 'add-group-member', group: 'acme/qa', member: 'ana@acme.com' })).toBeUndefined();
  expect(
    ask({ write: 'delete-assignment', scope: 'acme', principal: { type: 'group', group: 'acme/qa' } }),
  ).toBeUndefined();
  expect(
    ask({ write: 'delete-assignment', scope: 'acme', principal: { type: 'member', member: 'x' } }),
  ).toMatch('no delete-assignment');
});
