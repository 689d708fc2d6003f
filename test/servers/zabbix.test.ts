/** Zabbix, which nobody here wrote: what Bylaw reads by its files against what Zabbix lets everybody see and change. */
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { known } from '../../src/source/known.ts';
import { shippedConnector } from './shipped-connector.ts';
import { itWithServer, RUNS, variable } from './with-server.ts';
import { ZabbixServer } from './zabbix-server.ts';

const PEOPLE = ['ana', 'bo', 'Cy', 'di@acme.example', 'eve'];
const TYPES = [1, 2, 3, 2] as const;
const USER_GROUPS = ['Operators', 'no-secrets', 'night shift', 'away'];
const HOST_GROUPS = ['web', 'web/db', 'The vault'];
const TEMPLATE_GROUPS = ['Plans', 'Plans/secret'];
const PATHS = [
  'host-groups/web',
  'host-groups/web-db',
  'host-groups/the-vault',
  'template-groups/plans',
  'template-groups/plans-secret',
];

/** Null: nothing is said; deny, read, read-write. */
const right = fc.constantFrom(null, null, 0, 2, 3, 3);
const rights = (count: number) => fc.array(right, { minLength: count, maxLength: count });
const group = fc.record({
  people: fc.subarray(PEOPLE),
  disabled: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  frontend: fc.constantFrom(0, 0, 1, 3),
  hosts: rights(HOST_GROUPS.length),
  templates: rights(TEMPLATE_GROUPS.length),
});
const organization = fc.record({
  roles: fc.array(fc.nat(TYPES.length - 1), { minLength: PEOPLE.length, maxLength: PEOPLE.length }),
  groups: fc.array(group, { minLength: USER_GROUPS.length, maxLength: USER_GROUPS.length }),
});

describe('Zabbix', () => {
  itWithServer(
    'zabbix',
    `${RUNS} random organizations: Zabbix and Bylaw say the same of everybody`,
    async (variables) => {
      const url = variable(variables, 'ZABBIX_URL');
      const password = variable(variables, 'ZABBIX_PASSWORD');
      const server = await ZabbixServer.loggedIn(url, variable(variables, 'ZABBIX_USER'), password);
      const zabbix = shippedConnector(
        'zabbix',
        { url, 'token-env': 'ZABBIX_TOKEN' },
        { 'token-env': server.token },
      );
      // Other tests of the server may have left things of these names.
      for (const [kind, name, names, id] of [
        ['template', 'host', TEMPLATE_GROUPS.map((_, at) => `template ${at}`), 'templateid'],
        ['host', 'host', HOST_GROUPS.map((_, at) => `host ${at}`), 'hostid'],
        ['user', 'username', PEOPLE, 'userid'],
        ['role', 'name', TYPES.map((_, at) => `Role ${at}`), 'roleid'],
        ['usergroup', 'name', USER_GROUPS, 'usrgrpid'],
        ['hostgroup', 'name', HOST_GROUPS, 'groupid'],
        ['templategroup', 'name', TEMPLATE_GROUPS, 'groupid'],
      ] as const)
        await server.forget(kind, name, names, id);
      const roles = await all(TYPES, (type, at) =>
        server.make('role.create', { name: `Role ${at}`, type, rules: { 'api.access': 1 } }),
      );
      const aRole = known(roles[0], 'a role');
      const people = await all(PEOPLE, (username) =>
        server.make('user.create', { username, passwd: 'Long-Pass-word-77', roleid: aRole }),
      );
      const tokens = await all(people, (id) => server.tokenOf(id));
      const userGroups = await all(USER_GROUPS, (name) => server.make('usergroup.create', { name }));
      const hostGroups = await all(HOST_GROUPS, (name) => server.make('hostgroup.create', { name }));
      const templateGroups = await all(TEMPLATE_GROUPS, (name) =>
        server.make('templategroup.create', { name }),
      );
      const hosts = await all(hostGroups, (groupid, at) =>
        server.make('host.create', { host: `host ${at}`, groups: [{ groupid }] }),
      );
      const templates = await all(templateGroups, (groupid, at) =>
        server.make('template.create', { host: `template ${at}`, groups: [{ groupid }] }),
      );
      let yes = 0;
      let no = 0;
      await fc.assert(
        fc.asyncProperty(organization, async (wanted) => {
          for (const [at, userid] of people.entries())
            await server.must('user.update', { userid, roleid: roles[known(wanted.roles[at], 'a role')] });
          // Zabbix keeps what it has worked out of rights, and of people who stay it may keep what was: with the same groups and
          // the same rights, one who is denied can still see. So rights are set while nobody is in the groups.
          for (const usrgrpid of userGroups) await server.must('usergroup.update', { usrgrpid, users: [] });
          for (const [at, usrgrpid] of userGroups.entries()) {
            const of = known(wanted.groups[at], 'a group');
            await server.must('usergroup.update', {
              usrgrpid,
              users_status: of.disabled ? 1 : 0,
              gui_access: of.frontend,
              hostgroup_rights: told(of.hosts, hostGroups),
              templategroup_rights: told(of.templates, templateGroups),
            });
          }
          for (const [at, usrgrpid] of userGroups.entries()) {
            const users = known(wanted.groups[at], 'a group').people.map((person) => ({
              userid: people[PEOPLE.indexOf(person)],
            }));
            await server.must('usergroup.update', { usrgrpid, users });
          }
          const access = await zabbix.access();
          for (const [at, person] of PEOPLE.entries()) {
            const token = known(tokens[at], 'a token');
            const seen = [
              ...(await marked(hosts, server.seen('host.get', 'hostid', token))),
              ...(await marked(templates, server.seen('template.get', 'templateid', token))),
            ];
            const changed = [
              ...(await all(hosts, (hostid) =>
                server.changes('host.update', { hostid, description: 'x' }, token),
              )),
              ...(await all(templates, (templateid) =>
                server.changes('template.update', { templateid, description: 'x' }, token),
              )),
            ];
            for (const [index, path] of PATHS.entries()) {
              const ours = access.permissions(person, `acme/${path}`);
              for (const [permission, theirs] of [
                ['entries:read', seen[index]],
                ['entries:write', changed[index]],
              ] as const) {
                if (theirs === true) yes += 1;
                else no += 1;
                expect(ours.includes(permission), `${person} ${permission} ${path}`).toBe(theirs);
              }
            }
          }
        }),
        { seed: 20264, numRuns: RUNS },
      );
      console.log(`Zabbix: ${RUNS} organizations, ${yes} times yes and ${no} times no`);
      expect(yes).toBeGreaterThan(RUNS);
      const nobody = shippedConnector('zabbix', { url, 'token-env': 'ZABBIX_TOKEN' }, { 'token-env': 'x' });
      const refused = await nobody.read();
      expect(refused.ok).toBe(false);
      // What a token sees is asked first.
      expect(refused.diagnostics.map(({ code }) => code)).toEqual(['connector-incomplete-read']);
      expect(refused.diagnostics[0]?.message).toContain('(rule sees-all)');
    },
  );
});

/** One after another. */
async function all<T, R>(
  items: readonly T[],
  make: (item: T, at: number) => Promise<R>,
): Promise<readonly R[]> {
  const made: R[] = [];
  for (const [at, item] of items.entries()) made.push(await make(item, at));
  return made;
}

async function marked(
  ids: readonly string[],
  seen: Promise<ReadonlySet<string>>,
): Promise<readonly boolean[]> {
  const those = await seen;
  return ids.map((id) => those.has(id));
}

function told(wanted: readonly (number | null)[], ids: readonly string[]) {
  return wanted.flatMap((permission, at) => (permission === null ? [] : [{ id: ids[at], permission }]));
}
