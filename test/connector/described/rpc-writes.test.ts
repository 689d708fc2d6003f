/** Writes over JSON-RPC, by the file of Zabbix: one of a list, sets by kind of scope, looks at one row, names by titles. */
import { describe, expect, it } from 'vitest';
import { openWriter } from '../../../src/connector/connect.ts';
import { describedSupports } from '../../../src/connector/described/write/described-supports.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { attributesWith } from '../../../src/resource/resource-types.ts';
import { shown } from '../../source/shown.ts';
import { given, group, joins, named, person, role, team, updated } from '../attributes.ts';
import { must } from '../connections.ts';
import { described, fastDescribed } from './describing.ts';
import { RPC_FILE, type RpcMeddling, rpcPlatform, zabbix } from './rpc-platform.ts';

const CREW = 'acme/crew';
const WEB = 'acme/host-groups/web-hosts';
const VAULT = 'acme/host-groups/vault';
const PLANS = 'acme/template-groups/plans';
const put = (scope: string, principal: ReturnType<typeof team>, ...roles: string[]): Write => ({
  write: 'put-assignment',
  assignment: given(scope, principal, roles),
});
const scope = (path: string, kind: string, title: string) =>
  attributesWith('scope', { path, kind, title, parent: 'acme' });
const plainRole = (name: string, includes: string[], title = name, permissions: string[] = []) => ({
  ...role(name, permissions, includes, title),
  description: '',
});

async function opened(meddling: RpcMeddling = {}, file = RPC_FILE) {
  const platform = await rpcPlatform(meddling);
  const writer = openWriter(fastDescribed(must(described(file))), platform.connection);
  must(await writer.read());
  const stop = async (write: Write): Promise<string> => {
    const result = await writer.write(write);
    expect(result.ok).toBe(false);
    return result.diagnostics.map(shown).join('\n');
  };
  return { ...platform, writer, stop };
}

describe('a right of a group', () => {
  it('is sent with the others of its kind of scope, and with no other', async () => {
    const { rows, writer, changes } = await opened();
    must(await writer.write(put(VAULT, team(CREW), 'deny')));
    must(await writer.write(put(WEB, team(CREW), 'read')));
    must(await writer.write({ write: 'delete-assignment', scope: PLANS, principal: team(CREW) }));
    expect(rows.usergroup[0]).toMatchObject({
      hosts: [
        { id: '5', permission: '0' },
        { id: '4', permission: '2' },
      ],
      plans: [],
      users: ['2'],
    });
    expect(changes().map(({ params }) => Object.keys(params))).toEqual([
      ['usrgrpid', 'hostgroup_rights'],
      ['usrgrpid', 'hostgroup_rights'],
      ['usrgrpid', 'templategroup_rights'],
    ]);
  });

  it('is not written where one of the other kind came meanwhile', async () => {
    const { rows, stop, changes } = await opened();
    Object.assign(rows.usergroup[0] ?? {}, { plans: [] });
    expect(await stop(put(VAULT, team(CREW), 'read'))).toMatch(/live-changed.*rule as-read/);
    expect(changes()).toEqual([]);
  });

  it('is told where the platform takes those of the other kind away with it', async () => {
    const { stop } = await opened({
      before: ({ method }, { usergroup }) => {
        if (method === 'usergroup.update') Object.assign(usergroup[0] ?? {}, { plans: [] });
      },
    });
    expect(await stop(put(VAULT, team(CREW), 'read'))).toMatch(/connector-contradiction.*rule whole-set/);
  });
});

describe('the role of a person', () => {
  it('is one, in place of the one before', async () => {
    const { rows, writer, changes } = await opened();
    must(await writer.write(put('acme', person('ana'), 'watcher')));
    expect(rows.user[1]).toMatchObject({ roleid: '5' });
    expect(changes()).toHaveLength(1);
  });

  it('is not written over one that somebody else gave', async () => {
    const { rows, stop, changes } = await opened();
    Object.assign(rows.user[1] ?? {}, { roleid: '3' });
    expect(await stop(put('acme', person('ana'), 'watcher'))).toMatch(
      /live-changed.*since it was read.*rule as-read/,
    );
    expect(changes()).toEqual([]);
  });

  it('is not given to somebody who is gone', async () => {
    const { rows, stop, changes } = await opened();
    rows.user.splice(1, 1);
    Object.assign(rows.usergroup[0] ?? {}, { users: [] });
    expect(await stop(put('acme', person('ana'), 'watcher'))).toMatch(/live-changed.*not there any more/);
    expect(changes()).toEqual([]);
  });

  it.each([
    [
      'another row',
      { result: [{ userid: '3', username: 'bo', roleid: '2', usrgrps: [] }] },
      /asked for by its id, 3 came/,
    ],
    ['two rows', { result: [{ userid: '2' }, { userid: '3' }] }, /several rows came/],
    ['no list', { result: '2' }, /not a row of the list/],
    ['an error', { error: { code: -1 } }, /error inside of the answer to the look/],
  ])('is not written after a look that gives %s', async (_, answer, why) => {
    const { stop, changes } = await opened({
      answer: ({ params }) => (!Array.isArray(params) && 'userids' in params ? answer : null),
    });
    expect(await stop(put('acme', person('ana'), 'watcher'))).toMatch(why);
    expect(changes()).toEqual([]);
  });
});

describe('people and groups', () => {
  it('come and go by whole lists, and a new group is known by the id that the answer tells', async () => {
    const { rows, writer, calls } = await opened();
    must(await writer.write({ write: 'add-group-member', group: CREW, member: 'bo' }));
    must(await writer.write({ write: 'remove-group-member', group: CREW, member: 'ana' }));
    expect(rows.usergroup[0]).toMatchObject({ users: ['3'] });
    const fresh = { ...group('night-shift'), title: 'Night shift', settings: new Map() };
    must(await writer.write({ write: 'create-group', group: fresh }));
    const before = calls.length;
    must(await writer.write(updated('acme/night-shift', { title: 'Night Shift' })));
    // A look, and the request.
    expect(calls.slice(before).map(({ method }) => method)).toEqual(['usergroup.get', 'usergroup.update']);
    expect(rows.usergroup[1]).toMatchObject({ name: 'Night Shift' });
    must(await writer.write({ write: 'delete-group', group: 'acme/night-shift' }));
    must(await writer.write({ write: 'remove-member', scope: 'acme', member: 'ana' }));
    expect([rows.usergroup.length, rows.user.length]).toEqual([1, 2]);
  });

  it('what a look tells in another order is as it was', async () => {
    const { rows, writer } = await opened({
      before: ({ method }, { usergroup }) => {
        if (method === 'usergroup.get') (usergroup[0] as { hosts: unknown[] }).hosts.reverse();
      },
    });
    Object.assign(rows.usergroup[0] ?? {}, {
      hosts: [
        { id: '4', permission: '3' },
        { id: '5', permission: '2' },
      ],
    });
    must(await writer.read());
    must(await writer.write(updated(CREW, { title: 'CREW' })));
    expect(rows.usergroup[0]).toMatchObject({ name: 'CREW' });
  });

  it('a person who was made is given a role, by the lines that the file has for LDAP', async () => {
    const file = RPC_FILE.replace(/# add-member:\n {2}# {3}- /, 'add-member:\n    - ');
    const { rows, writer } = await opened({}, file);
    must(await writer.write(joins('eve')));
    must(await writer.write(put('acme', person('eve'), 'watcher')));
    expect(rows.user.at(-1)).toEqual({ userid: '101', username: 'eve', roleid: '5' });
  });

  it('an answer with two ids of one thing is in doubt', async () => {
    const { stop } = await opened({
      answer: ({ method }) => (method === 'usergroup.create' ? { result: { usrgrpids: ['1', '2'] } } : null),
    });
    const fresh = { ...group('night'), title: 'night' };
    expect(await stop({ write: 'create-group', group: fresh })).toMatch(/no id at result.usrgrpids/);
  });

  it('scopes and roles are made, renamed and deleted by what they are called', async () => {
    const { rows, writer } = await opened();
    const path = 'acme/host-groups/db-hosts';
    must(await writer.write({ write: 'create-scope', scope: scope(path, 'host-group', 'DB hosts') }));
    must(
      await writer.write({
        write: 'create-role',
        role: plainRole('night-watch', ['user-type'], 'Night watch'),
      }),
    );
    expect([rows.hostgroup.at(-1), rows.role.at(-1)]).toMatchObject([
      { name: 'DB hosts' },
      { name: 'Night watch', type: '1' },
    ]);
    must(await writer.write({ write: 'update-role', role: plainRole('watcher', ['admin-type']) }));
    must(await writer.write({ write: 'delete-scope', path: PLANS }));
    must(await writer.write({ write: 'delete-role', home: 'acme', name: 'night-watch' }));
    expect(rows.templategroup).toEqual([]);
    expect(rows.role.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'Super 3',
      'Helper 2',
      'watcher 2',
    ]);
  });
});

const asked: readonly (readonly [what: string, Write, RegExp | null])[] = [
  ['a person', joins('eve'), /describes no add-member/],
  [
    'two roles',
    put('acme', person('ana'), 'watcher', 'helper'),
    /one of roles is sent, and there would be 2/,
  ],
  ['no role', put('acme', person('ana')), /one of roles is sent, and there would be 0/],
  ['one role', put('acme', person('ana'), 'watcher'), null],
  ['a role on a host group', put(WEB, team(CREW), 'read'), null],
  [
    'a custom role on a host group',
    put(WEB, team(CREW), 'watcher'),
    /cannot say this put-assignment.*watcher/,
  ],
  ['a role of a group on the whole', put('acme', team(CREW), 'read'), /no way of put-assignment/],
  ['a group by its title', { write: 'create-group', group: { ...group('night'), title: 'Night' } }, null],
  [
    'a group by another title',
    { write: 'create-group', group: { ...group('night'), title: 'Late shift' } },
    /the title alone, "Late shift", .* call that "late-shift" and not "night"/,
  ],
  ['another name', { ...updated(CREW, { title: 'Night' }), name: 'night' } as Write, null],
  [
    'another name and the title of before',
    { ...updated(CREW, { title: 'Crew' }), name: 'night' } as Write,
    /"crew"/,
  ],
  [
    'a description',
    { write: 'create-group', group: { ...group('x'), title: 'x', description: 'They' } },
    /"description"/,
  ],
  ['a role', { write: 'create-role', role: plainRole('x', ['user-type']) }, null],
  ['a role of no type', { write: 'create-role', role: plainRole('x', []) }, /one of includes .* would be 0/],
  ['a role of another role', { write: 'create-role', role: plainRole('x', ['watcher']) }, /watcher/],
  [
    'a role with permissions',
    { write: 'create-role', role: plainRole('x', ['user-type'], 'x', ['entries:read']) },
    /no way of create-role/,
  ],
  [
    'a role that denies',
    { write: 'update-role', role: { ...plainRole('x', ['user-type']), denies: named(['entries:read']) } },
    /"denies"/,
  ],
  ['a host group', { write: 'create-scope', scope: scope(VAULT, 'host-group', 'Vault') }, null],
];

it.each(asked)('before anything is sent it says whether it can: %s', (_, write, why) => {
  const unsupported = describedSupports(must(described(RPC_FILE)), write, zabbix);
  if (why === null) expect(unsupported).toBeNull();
  else expect(unsupported?.why).toMatch(why);
});

const WRONG: readonly (readonly [what: string, from: string, to: string, told: RegExp])[] = [
  [
    'a look with two ways',
    'ids-at: params.usrgrpids',
    'ids-at: params.usrgrpids, get: /x',
    /:\d+:\d+ connector-invalid: With `ids-at` there is no `get`/,
  ],
  [
    'a look with no way',
    '{ row-of: groups, ids-at: params.usrgrpids }',
    '{ row-of: groups }',
    /Nothing is looked at first/,
  ],
  [
    'ids where something stands',
    'ids-at: params.usrgrpids',
    'ids-at: params.output',
    /"groups" cannot be asked for by `ids-at`/,
  ],
  [
    'ids in a text',
    'ids-at: params.usrgrpids',
    'ids-at: method.ids',
    /"groups" cannot be asked for by `ids-at`/,
  ],
  [
    'ids in nothing',
    'ids-at: params.usrgrpids',
    'ids-at: more.ids',
    /"groups" cannot be asked for by `ids-at`/,
  ],
  [
    'each and only',
    '{ only: roles, path: role.roleid }',
    '{ only: roles, each: roles, path: role.roleid }',
    /Write each or only/,
  ],
  [
    'only of what is no list',
    '{ only: roles, path: role.roleid }',
    '{ only: people, path: role.roleid }',
    /has no list "people"/,
  ],
  [
    'a kind of a group',
    '- { post: /api_jsonrpc.php, body: { jsonrpc: { const: "2.0" }, id: 1, method: { const: usergroup.delete }',
    '- { when: { scope: [x] }, post: /api_jsonrpc.php, body: { jsonrpc: { const: "2.0" }, id: 1, method: { const: usergroup.delete }',
    /has no "scope" to look at/,
  ],
  ['called of a person', 'params: [member.userid]', 'params: [called]', /has nothing named "called"/],
];

it.each(WRONG)('a file that is wrong is told so at its line: %s', (_, from, to, told) => {
  expect(RPC_FILE).toContain(from);
  expect(described(RPC_FILE.replace(from, to)).diagnostics.map(shown).join('\n')).toMatch(told);
});
