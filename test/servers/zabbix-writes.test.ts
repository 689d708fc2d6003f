/** Zabbix, written by the connector file: by every engine, changed outside, healed, and held against its own answer. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { EMBEDDED, ENGINES } from '../command/bylaw.ts';
import { EVERYTHING_MEANT } from '../command/meant.ts';
import { exampleOf, importedWhole } from './imported-whole.ts';
import { shippedConnector } from './shipped-connector.ts';
import { itWithServer, RUNS, type ServerVariables, variable } from './with-server.ts';
import { ZabbixServer } from './zabbix-server.ts';

const PASSWORD = 'Long-Pass-word-77';

async function admin(variables: ServerVariables): Promise<{ server: ZabbixServer; url: string }> {
  const url = variable(variables, 'ZABBIX_URL');
  const [user, password] = [variable(variables, 'ZABBIX_USER'), variable(variables, 'ZABBIX_PASSWORD')];
  return { url, server: await ZabbixServer.loggedIn(url, user, password) };
}

itWithServer(
  'zabbix',
  'is applied by every engine: everything that the file writes, changed outside, healed, and taken back',
  async (variables) => {
    const { server, url } = await admin(variables);
    const keeper = await server.make('role.create', { name: 'Relay keeper', type: 2 });
    const yan = await server.make('user.create', { username: 'yan', passwd: PASSWORD, roleid: keeper });
    const zoe = await server.make('user.create', { username: 'zoe', passwd: PASSWORD, roleid: keeper });
    const hosts = await server.make('hostgroup.create', { name: 'Relay hosts' });
    const plans = await server.make('templategroup.create', { name: 'Relay plans' });
    const relay = await server.make('usergroup.create', {
      name: 'Relay team',
      users: [{ userid: yan }, { userid: zoe }],
      hostgroup_rights: [{ id: hosts, permission: 3 }],
      templategroup_rights: [{ id: plans, permission: 2 }],
    });
    const { bylaw, edit, folder } = await importedWhole('zabbix', 'monitoring', url, {
      ZABBIX_TOKEN: server.token,
    });
    writeFileSync(join(folder, 'access/guardrails.yaml'), EVERYTHING_MEANT);
    const live = async () => {
      const [group] = await server.rows('usergroup.get', {
        usrgrpids: [relay],
        output: ['name', 'users_status', 'gui_access'],
        selectUsers: ['username'],
        selectHostGroupRights: ['permission'],
        selectTemplateGroupRights: ['permission'],
      });
      const [person] = await server.rows('user.get', { userids: [yan], output: ['roleid'] });
      const names = async (method: string) => {
        const rows = await server.rows(method, { output: ['name'], search: { name: 'Fresh' } });
        return rows.map(({ name }) => name);
      };
      return {
        group,
        isKeeper: person?.roleid === keeper,
        fresh: [
          ...(await names('usergroup.get')),
          ...(await names('hostgroup.get')),
          ...(await names('role.get')),
        ],
      };
    };
    const before = await live();
    const CHANGES: readonly (readonly [was: string, now: string])[] = [
      [
        '  relay-team:\n    title: Relay team\n    members: [yan, zoe]\n',
        '  relay-crew:\n    renamed-from: relay-team\n    title: Relay crew\n    settings: { frontend: ldap }\n    members: [zoe]\n  fresh-crew:\n    title: Fresh crew\n    settings: { users: disabled }\n    members: [yan]\n',
      ],
      [
        '  relay-hosts:\n',
        '  fresh-hosts:\n    groups:\n      fresh-crew: { roles: [read-write] }\n  relay-hosts:\n',
      ],
      [
        '      relay-team: { roles: [read-write] }\n',
        '      relay-crew: { roles: [deny] }\n      fresh-crew: { roles: [read] }\n',
      ],
      ['      relay-team: { roles: [read] }\n', '      relay-crew: { roles: [read-write] }\n'],
      [
        '  relay-keeper:\n',
        '  fresh-role:\n    title: Fresh role\n    includes: [user-type]\n  relay-keeper:\n',
      ],
      ['  yan: { roles: [relay-keeper] }', '  yan: { roles: [fresh-role] }'],
    ];
    for (const { words } of ENGINES) {
      for (const [was, now] of CHANGES) edit(was, now);
      expect((await bylaw('plan', ...words)).status).toBe(2);
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      const after = {
        group: {
          ...{ usrgrpid: relay, name: 'Relay crew', users_status: '0', gui_access: '2' },
          users: [{ userid: zoe, username: 'zoe' }],
          hostgroup_rights: [{ permission: '0' }],
          templategroup_rights: [{ permission: '3' }],
        },
        isKeeper: false,
        fresh: ['Fresh crew', 'fresh-hosts', 'Fresh role'],
      };
      expect(await live()).toMatchObject(after);
      edit('    renamed-from: relay-team\n', '');
      expect((await bylaw('plan', ...words)).status).toBe(0);
      await server.must('usergroup.update', {
        usrgrpid: relay,
        users: [{ userid: yan }],
        hostgroup_rights: [{ id: hosts, permission: 3 }],
      });
      await server.must('user.update', { userid: yan, roleid: keeper });
      expect(await bylaw('drift')).toMatchObject({
        status: 2,
        out: expect.stringContaining('nobody is named'),
      });
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      expect(await live()).toMatchObject(after);
      for (const [was, now] of CHANGES) edit(now.replace('    renamed-from: relay-team\n', ''), was);
      edit('  relay-team:\n', '  relay-team:\n    renamed-from: relay-crew\n');
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      edit('    renamed-from: relay-crew\n', '');
      expect(await bylaw('drift')).toMatchObject({ status: 0 });
      expect(await live()).toEqual(before);
    }
    // What nobody made by a file is said before anything is sent.
    edit('  zoe: ', '  xena: { roles: [relay-keeper] }\n  zoe: ');
    const { out } = await bylaw('plan', ...EMBEDDED.words);
    expect(out).toContain('describes no add-member');
    edit('  xena: { roles: [relay-keeper] }\n', '');
    edit('  yan: { roles: [relay-keeper] }\n', '');
    edit('members: [yan, zoe]', 'members: [zoe]');
    expect(await bylaw('apply', '--yes', ...EMBEDDED.words)).toMatchObject({ status: 0 });
    expect(await server.rows('user.get', { filter: { username: 'yan' } })).toEqual([]);
    // And imported anew, nothing is to be done.
    await importedWhole('zabbix', 'monitoring', url, { ZABBIX_TOKEN: server.token });
  },
);

itWithServer('zabbix', 'has its example applied, where the people of it are there', async (variables) => {
  const { server, url } = await admin(variables);
  const people = ['olivia', 'ana', 'bo'];
  await server.forget('user', 'username', people, 'userid');
  for (const username of people)
    await server.make('user.create', { username, passwd: PASSWORD, roleid: '1' });
  const bylaw = await exampleOf('zabbix', url, { ZABBIX_TOKEN: server.token });
  expect((await bylaw('plan')).status).toBe(2);
  expect(await bylaw('apply', '--yes')).toMatchObject({ status: 0 });
  expect(await bylaw('plan')).toMatchObject({ status: 0 });
  expect(await bylaw('drift')).toMatchObject({ status: 0 });
});

itWithServer('zabbix', 'is not read by somebody who sees a part', async (variables) => {
  const { server, url } = await admin(variables);
  const part = await server.make('user.create', { username: 'part', passwd: PASSWORD, roleid: '2' });
  const token = await server.tokenOf(part);
  const read = await shippedConnector('zabbix', { url, 'token-env': 'Z' }, { 'token-env': token }).read();
  expect(read.ok).toBe(false);
  expect(read.diagnostics.map(({ message }) => message)).toEqual([
    expect.stringMatching(/the token does not see all: result is 0, and not 1 \(rule sees-all\)$/),
  ]);
  await server.must('user.delete', [part]);
});

itWithServer(
  'zabbix',
  'has people made by the lines of the file for LDAP, where it authenticates so',
  async (variables) => {
    const { server, url } = await admin(variables);
    const { bylaw, edit, folder } = await importedWhole('zabbix', 'monitoring', url, {
      ZABBIX_TOKEN: server.token,
    });
    const shipped = readFileSync('schemas/connectors/zabbix.yaml', 'utf8');
    const own = shipped
      .replace(/# add-member:\n {2}# {3}- /, 'add-member:\n    - ')
      .replace('name: zabbix\n', 'name: zabbix-ldap\n');
    expect(own).toContain('  add-member:\n    - ');
    writeFileSync(join(folder, 'zabbix-ldap.yaml'), own);
    const workspace = join(folder, 'bylaw.yaml');
    const text = readFileSync(workspace, 'utf8');
    writeFileSync(
      workspace,
      text
        .replace('connector: zabbix\n', 'connector: zabbix-ldap\n')
        .replace('organizations:', 'connectors: [zabbix-ldap.yaml]\norganizations:'),
    );
    edit('\nmembers:\n', '\nmembers:\n  nils: { roles: [user-role] }\n');
    // Zabbix refuses it, and says why.
    const refused = await bylaw('apply', '--yes', ...EMBEDDED.words);
    expect(refused.status).not.toBe(0);
    expect(refused.out).toContain('must have a password, because internal authentication is in effect');
    const directory = await server.make('userdirectory.create', {
      ...{
        idp_type: 1,
        name: 'directory',
        host: '127.0.0.1',
        port: 389,
        base_dn: 'dc=x',
        search_attribute: 'uid',
      },
    });
    await server.must('authentication.update', {
      ...{ ldap_auth_enabled: 1, ldap_userdirectoryid: directory, authentication_type: 1 },
    });
    expect(await bylaw('apply', '--yes', ...EMBEDDED.words)).toMatchObject({ status: 0 });
    expect(await bylaw('plan', ...EMBEDDED.words)).toMatchObject({ status: 0 });
    const [nils] = await server.rows('user.get', {
      filter: { username: 'nils' },
      output: ['userid', 'roleid'],
    });
    expect(nils).toMatchObject({ roleid: '1' });
    await server.must('user.delete', [nils?.userid]);
    await server.must('authentication.update', { authentication_type: 0 });
    await server.must('authentication.update', { ldap_auth_enabled: 0, ldap_userdirectoryid: 0 });
    await server.must('userdirectory.delete', [directory]);
  },
);

type Entry = Record<string, unknown>;
type Whole = Record<string, Record<string, Entry>>;

const TYPES = ['user-type', 'admin-type', 'super-admin-type'];
const GRANTS = ['read', 'read-write', null, 'deny'] as const;

/**
 * In Zabbix 7.0.9, to change rights of a group while somebody is in another one that is denied leaves what it has worked out
 * wrong: who is denied sees, and later changes end in an SQL error. So denied are groups whose people are in no other.
 */
const KINDS = [
  { what: 'of groups that are denied', name: 'apart', of: [['una', 'vic'], ['wim']], most: 3 },
  {
    what: 'of people in several groups',
    name: 'mixed',
    of: [
      ['xia', 'yul', 'zac'],
      ['xia', 'yul', 'zac'],
    ],
    most: 2,
  },
] as const;

const organization = ({ of, most }: (typeof KINDS)[number]) => {
  const grant = fc.integer({ min: 0, max: most }).map((at) => GRANTS[at] ?? null);
  const group = (people: readonly string[]) =>
    fc.record({
      people: fc.subarray([...people]),
      disabled: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
      hosts: fc.array(grant, { minLength: 2, maxLength: 2 }),
      plan: grant,
    });
  return fc.record({
    types: fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
    groups: fc.tuple(group(of[0]), group(of[1])),
  });
};

/** Each is as many writes and reads as many of the others together. */
const APPLIED = Math.max(1, Math.floor(RUNS / 20));

for (const kind of KINDS)
  itWithServer(
    'zabbix',
    `${APPLIED} random organizations ${kind.what}, written by apply: Zabbix and Bylaw say the same of everybody`,
    async (variables) => {
      const { server, url } = await admin(variables);
      const written = [...new Set<string>(kind.of.flat())];
      const people = new Map<string, string>();
      for (const username of written)
        people.set(username, await server.make('user.create', { username, passwd: PASSWORD, roleid: '1' }));
      const zabbix = shippedConnector('zabbix', { url, 'token-env': 'Z' }, { 'token-env': server.token });
      const { bylaw, folder } = await importedWhole('zabbix', 'acme', url, { ZABBIX_TOKEN: server.token });
      const access = join(folder, 'access');
      const base: Whole = {};
      for (const file of readdirSync(access)) {
        const { apiVersion, kind, name, ...parts } = parse(readFileSync(join(access, file), 'utf8'));
        for (const [part, entries] of Object.entries<Record<string, Entry>>(parts))
          base[part] = typeof entries === 'object' ? { ...base[part], ...entries } : entries;
        rmSync(join(access, file));
      }
      writeFileSync(join(access, 'guardrails.yaml'), EVERYTHING_MEANT);
      const tokens = new Map<string, string>();
      for (const [person, id] of people) tokens.set(person, await server.tokenOf(id));
      let yes = 0;
      let no = 0;
      await fc.assert(
        fc.asyncProperty(organization(kind), async ({ types, groups }) => {
          const whole: Whole = { ...base };
          const rights = (at: number, on: 'hosts' | 'plan') =>
            Object.fromEntries(
              groups.flatMap((group, index) => {
                const grant = on === 'plan' ? group.plan : group.hosts[at];
                return grant == null ? [] : [[`${kind.name}-${index}`, { roles: [grant] }]];
              }),
            );
          whole.members = { ...base.members };
          whole.roles = { ...base.roles };
          for (const [at, person] of written.entries()) {
            whole.roles[`role-of-${person}`] = { includes: [TYPES[types[at] ?? 0]] };
            whole.members[person] = { roles: [`role-of-${person}`] };
          }
          whole.groups = { ...base.groups };
          for (const [at, { people: members, disabled }] of groups.entries())
            whole.groups[`${kind.name}-${at}`] = {
              members,
              settings: { users: disabled ? 'disabled' : 'enabled' },
            };
          whole['host-groups'] = {
            ...base['host-groups'],
            ...Object.fromEntries(
              [0, 1].map((at) => [`${kind.name}-hosts-${at}`, { groups: rights(at, 'hosts') }]),
            ),
          };
          whole['template-groups'] = {
            ...base['template-groups'],
            [`${kind.name}-plans`]: { groups: rights(0, 'plan') },
          };
          const document = { apiVersion: 'bylaw/v1', kind: 'Organization', name: 'acme', ...whole };
          writeFileSync(join(access, 'acme.yaml'), JSON.stringify(document));
          const applied = await bylaw('apply', '--yes', ...EMBEDDED.words);
          expect(applied.status, applied.out).toBe(0);
          const ours = await zabbix.access();
          for (const [person, token] of tokens) {
            for (const [method, id, path, get] of await placesOf(server, kind.name)) {
              const seen = (await server.seen(get, `${id.kind}id`, token)).has(id.id);
              const changed = await server.changes(
                method,
                { [`${id.kind}id`]: id.id, description: 'x' },
                token,
              );
              const may = ours.permissions(person, path);
              const what = `${person} on ${path} of ${JSON.stringify({ types, groups })}`;
              expect([may.includes('entries:read'), may.includes('entries:write')], what).toEqual([
                seen,
                changed,
              ]);
              yes += [seen, changed].filter(Boolean).length;
              no += [seen, changed].filter((one) => !one).length;
            }
          }
        }),
        { seed: 20265, numRuns: APPLIED },
      );
      console.log(
        `Zabbix: ${APPLIED} organizations ${kind.what} by apply, ${yes} times yes and ${no} times no`,
      );
      expect(yes + no).toBe(APPLIED * 3 * 3 * 2);
    },
  );

type Place = readonly [
  method: string,
  id: { readonly kind: 'host' | 'template'; readonly id: string },
  path: string,
  get: string,
];

/** What stands in each group of hosts or templates that was written; made where nothing does yet. */
async function placesOf(server: ZabbixServer, of: string): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const [kind, group, plural, names] of [
    ['host', 'hostgroup', 'host-groups', [`${of}-hosts-0`, `${of}-hosts-1`]],
    ['template', 'templategroup', 'template-groups', [`${of}-plans`]],
  ] as const) {
    for (const name of names) {
      const host = `in ${name}`;
      const found = await server.rows(`${kind}.get`, { output: [`${kind}id`], filter: { host } });
      const [row] = await server.rows(`${group}.get`, { output: ['groupid'], filter: { name } });
      const id = found[0]?.[`${kind}id`] ?? (await server.make(`${kind}.create`, { host, groups: [row] }));
      places.push([`${kind}.update`, { kind, id: String(id) }, `acme/${plural}/${name}`, `${kind}.get`]);
    }
  }
  return places;
}
