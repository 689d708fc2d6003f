/**
 * JupyterHub, which nobody here wrote: what Bylaw reads by a connector file against the hub's own answer to each person.
 * It changes people and groups.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { ENGINES } from '../command/bylaw.ts';
import { must } from '../connector/connections.ts';
import { describedFile, fastDescribed } from '../connector/described/describing.ts';
import { onlyDocument, policy } from '../policy/fixture.ts';
import { exampleOf, importedWhole } from './imported-whole.ts';
import { itWithServer, RUNS, variable } from './with-server.ts';

const FILE = 'schemas/platforms/jupyterhub.yaml';
const platform = must(policy.readPlatform(onlyDocument(readFileSync(FILE, 'utf8'), FILE)));
const api = describedFile('schemas/connectors/jupyterhub.yaml');

const PEOPLE = ['ana', 'bo', 'cy', 'di', 'eve & co', 'fi?x=1'];

type Call = (method: string, path: string, body?: unknown, by?: string) => Promise<unknown>;

const callsTo =
  (url: string, token: string): Call =>
  async (method, path, body, by = token) => {
    const response = await fetch(`${url}/hub/api${path}`, {
      method,
      headers: { authorization: `token ${by}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok && response.status !== 409)
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };

/** What the hub says that somebody may do, in the words of the platform file. */
function inOurWords(scopes: readonly string[], person: string): readonly string[] {
  const says = (...any: string[]): boolean => any.some((scope) => scopes.includes(scope));
  return [
    ...(says('servers', `servers!user=${person}`) ? ['own-servers:use'] : []),
    ...(says('groups', 'groups!group=writers') ? ['writers:manage'] : []),
    ...(says('admin:users') ? ['hub:administer'] : []),
  ];
}

itWithServer(
  'jupyterhub',
  `${RUNS} random organizations: JupyterHub and Bylaw say the same of everybody`,
  async (variables) => {
    const url = variable(variables, 'JUPYTERHUB_URL');
    const token = variable(variables, 'JUPYTERHUB_TOKEN');
    const call = callsTo(url, token);
    await call('POST', '/users', { usernames: PEOPLE });
    for (const group of ['leads', 'writers', 'empty']) await call('POST', `/groups/${group}`);
    const tokens = new Map<string, string>();
    for (const person of PEOPLE) {
      const made = (await call('POST', `/users/${encodeURIComponent(person)}/tokens`, {})) as {
        token: string;
      };
      tokens.set(person, made.token);
    }
    const settings = { url, 'token-env': 'JUPYTERHUB_TOKEN', 'page-size': 2 };
    const connection = {
      organization: 'hub',
      remote: 'hub',
      settings,
      secrets: { 'token-env': token },
      platform,
    };
    const some = fc.subarray(PEOPLE);
    let yes = 0;
    await fc.assert(
      fc.asyncProperty(some, some, some, async (leads, writers, admins) => {
        for (const [group, users] of [
          ['leads', leads],
          ['writers', writers],
        ] as const) {
          await call('DELETE', `/groups/${group}/users`, { users: PEOPLE });
          await call('POST', `/groups/${group}/users`, { users });
        }
        for (const person of PEOPLE) {
          await call('PATCH', `/users/${encodeURIComponent(person)}`, { admin: admins.includes(person) });
        }
        const { resources } = must(await fastDescribed(api).openReader(connection).read());
        const access = buildAccess(platform, resources);
        for (const person of PEOPLE) {
          const { scopes } = (await call('GET', '/user', undefined, tokens.get(person))) as {
            scopes: string[];
          };
          const theirs = inOurWords(scopes, person);
          yes += theirs.length;
          expect([...access.permissions(person, 'hub')].sort(), person).toEqual([...theirs].sort());
        }
      }),
      { seed: 20264, numRuns: RUNS },
    );
    console.log(`JupyterHub: ${RUNS} organizations, ${yes} times yes`);
    expect(yes).toBeGreaterThan(RUNS);
  },
);

itWithServer(
  'jupyterhub',
  '1,000 people in 40 groups are imported, the plan is empty, and what changes outside is drift',
  async (variables) => {
    const url = variable(variables, 'JUPYTERHUB_URL');
    const token = variable(variables, 'JUPYTERHUB_TOKEN');
    const call = callsTo(url, token);
    const people = Array.from({ length: 1000 }, (_, at) => `person-${at}`);
    await call('POST', '/users', { usernames: people });
    for (let at = 0; at < 40; at += 1) {
      await call('POST', `/groups/group-${at}`);
      const users = people.filter((_, person) => person % 40 === at || person % 7 === at);
      await call('POST', `/groups/group-${at}/users`, { users });
    }
    const { bylaw } = await importedWhole('jupyterhub', 'lab', url, { JUPYTERHUB_TOKEN: token });
    await call('DELETE', '/groups/group-3/users', { users: ['person-3'] });
    const drifted = await bylaw('drift');
    expect(drifted.status).toBe(2);
    expect(drifted.out).toContain('person-3');
    await call('POST', '/groups/group-3/users', { users: ['person-3'] });
    expect(await bylaw('drift')).toMatchObject({ status: 0 });
  },
);

itWithServer(
  'jupyterhub',
  'is applied by every engine: groups are made, filled, changed outside, healed and deleted',
  async (variables) => {
    const url = variable(variables, 'JUPYTERHUB_URL');
    const token = variable(variables, 'JUPYTERHUB_TOKEN');
    const call = callsTo(url, token);
    await call('POST', '/users', { usernames: ['yan', 'zoe'] });
    await call('POST', '/groups/relay');
    await call('POST', '/groups/relay/users', { users: ['yan', 'zoe'] });
    const { bylaw, edit } = await importedWhole('jupyterhub', 'lab', url, { JUPYTERHUB_TOKEN: token });
    const peopleOf = async (group: string): Promise<unknown> => {
      const { users } = (await call('GET', `/groups/${group}`)) as { readonly users: readonly string[] };
      return [...users].sort();
    };
    for (const { words } of ENGINES) {
      edit('members: [yan, zoe]', 'members: [zoe]');
      edit('  relay:\n', '  fresh: { members: [yan, zoe] }\n  relay:\n');
      expect((await bylaw('plan', ...words)).out).toContain('4 writes to come');
      expect((await bylaw('apply', '--yes', ...words)).status).toBe(0);
      expect([await peopleOf('relay'), await peopleOf('fresh')]).toEqual([['zoe'], ['yan', 'zoe']]);
      expect((await bylaw('plan', ...words)).status).toBe(0);
      await call('DELETE', '/groups/fresh/users', { users: ['zoe'] });
      await call('POST', '/groups/relay/users', { users: ['yan'] });
      expect(await bylaw('drift')).toMatchObject({
        status: 2,
        out: expect.stringContaining('2 facts drifted'),
      });
      expect((await bylaw('apply', '--yes', ...words)).status).toBe(0);
      expect([await peopleOf('relay'), await peopleOf('fresh')]).toEqual([['zoe'], ['yan', 'zoe']]);
      edit('  fresh: { members: [yan, zoe] }\n', '');
      edit('members: [zoe]', 'members: [yan, zoe]');
      expect((await bylaw('apply', '--yes', ...words)).status).toBe(0);
      expect(await bylaw('drift')).toMatchObject({ status: 0 });
    }
    await expect(call('GET', '/groups/fresh')).rejects.toThrow('404');
  },
);

itWithServer(
  'jupyterhub',
  'the example is applied by every engine, where somebody administers, and is then as it is written',
  async (variables) => {
    const url = variable(variables, 'JUPYTERHUB_URL');
    const token = variable(variables, 'JUPYTERHUB_TOKEN');
    const call = callsTo(url, token);
    const names = async (list: string): Promise<readonly string[]> =>
      ((await call('GET', `/${list}`)) as readonly { readonly name: string }[]).map(({ name }) => name);
    const gone = async (list: string, those: readonly string[]): Promise<void> => {
      const there = await names(list);
      for (const name of those.filter((one) => there.includes(one))) await call('DELETE', `/${list}/${name}`);
    };
    for (const { words } of ENGINES) {
      await gone('groups', ['writers']);
      await gone('users', ['ana', 'bo', 'cy']);
      // Roles of people stand in the configuration of the hub, but for who administers.
      await call('POST', '/users', { usernames: ['cy'], admin: true });
      const bylaw = await exampleOf('jupyterhub', url, { JUPYTERHUB_TOKEN: token });
      expect(await bylaw('plan', ...words)).toMatchObject({ status: 2 });
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      expect(await bylaw('plan', ...words)).toMatchObject({ status: 0 });
      await call('DELETE', '/groups/leads/users', { users: ['ana'] });
      expect(await bylaw('drift')).toMatchObject({ status: 2, out: expect.stringContaining('ana') });
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      expect(await bylaw('drift')).toMatchObject({ status: 0 });
      expect(await names('groups')).toContain('writers');
    }
  },
);
