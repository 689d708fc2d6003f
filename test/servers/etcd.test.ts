/** etcd as a hostile bed: N+1 lists by POST, and a field that is left out is a grant. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import type { ApiDescription } from '../../src/connector/described/description/api-description.ts';
import { must } from '../connector/connections.ts';
import { described, fastDescribed } from '../connector/described/describing.ts';
import { onlyDocument, policy } from '../policy/fixture.ts';
import { itWithServer, RUNS, variable } from './with-server.ts';

const PEOPLE = ['ana', 'bo', 'Cy d'];
const ROLES = ['readers', 'writers', 'All of it'];
const TYPES = ['READ', 'WRITE', 'READWRITE'];
const FILE = readFileSync('test/fixtures/connectors/etcd.yaml', 'utf8');
const PLATFORM = 'test/fixtures/platforms/etcd.yaml';
const platform = must(policy.readPlatform(onlyDocument(readFileSync(PLATFORM, 'utf8'), PLATFORM)));
const key = btoa('/app/');
const range_end = btoa('/app0');

const organization = fc.record({
  types: fc.array(fc.constantFrom(...TYPES), { minLength: ROLES.length, maxLength: ROLES.length }),
  people: fc.array(fc.subarray(ROLES, { minLength: 1 }), {
    minLength: PEOPLE.length,
    maxLength: PEOPLE.length,
  }),
});

describe('etcd', () => {
  itWithServer('etcd', `${RUNS} random organizations, and what stops`, async (variables) => {
    const url = variable(variables, 'ETCD_URL');
    const call = async (path: string, body: object, token = '') => {
      const headers = {
        'content-type': 'application/json',
        ...(token === '' ? {} : { authorization: token }),
      };
      const response = await fetch(`${url}/v3/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return (await response.json()) as { error?: string; token?: string };
    };
    const tokenOf = async (name: string) =>
      (await call('auth/authenticate', { name, password: 'pw' })).token ?? 'none';
    await call('auth/user/add', { name: 'root', password: 'pw' });
    await call('auth/role/add', { name: 'root' });
    await call('auth/user/grant', { user: 'root', role: 'root' });
    await call('auth/enable', {});
    let root = await tokenOf('root');
    const administer = async (path: string, body: object) => {
      const told = await call(`auth/${path}`, body, root);
      if (told.error !== undefined) throw new Error(`${path}: ${told.error}`);
    };
    // A role that gives nothing has no list of what it gives.
    const everything = { permType: 'READWRITE', key: 'AA==', range_end: 'AA==' };
    await administer('role/grant', { name: 'root', perm: everything });
    for (const name of PEOPLE) await administer('user/add', { name, password: 'pw' });
    const read = async (api: ApiDescription) => {
      // A change of who may do what makes tokens void.
      root = await tokenOf('root');
      const settings = { url, 'token-env': 'ETCD_TOKEN' };
      const secrets = { 'token-env': root };
      const connection = { organization: 'acme', remote: 'acme', settings, secrets, platform };
      const reader = fastDescribed(api).openReader(connection);
      return { read: await reader.read(), requests: reader.requests() };
    };
    const api = must(described(FILE));
    let roles = 0;
    let yes = 0;
    await fc.assert(
      fc.asyncProperty(organization, async ({ types, people }) => {
        root = await tokenOf('root');
        for (const role of roles === 0 ? [] : ROLES) await administer('role/delete', { role });
        for (const [at, name] of ROLES.entries()) {
          await administer('role/add', { name });
          await administer('role/grant', { name, perm: { permType: types[at], key, range_end } });
        }
        roles = ROLES.length;
        for (const [at, user] of PEOPLE.entries())
          for (const role of people[at] ?? []) await administer('user/grant', { user, role });
        const { read: done, requests } = await read(api);
        const access = buildAccess(platform, must(done).resources);
        // The version once; everything twice: two lists of names, and one of each of root and three people, root and three roles.
        expect(requests).toBe(1 + 2 * (2 + 4 + 4));
        for (const person of PEOPLE) {
          const token = await tokenOf(person);
          const ours = access.permissions(person, 'acme');
          const reads = (await call('kv/range', { key: btoa('/app/x') }, token)).error === undefined;
          const writes =
            (await call('kv/put', { key: btoa('/app/x'), value: 'eA==' }, token)).error === undefined;
          yes += (reads ? 1 : 0) + (writes ? 1 : 0);
          expect([ours.includes('keys:read'), ours.includes('keys:write')], person).toEqual([reads, writes]);
        }
      }),
      { seed: 20264, numRuns: RUNS, endOnFailure: true },
    );
    console.log(`etcd: ${RUNS} organizations, ${yes} times yes`);
    expect(yes).toBeGreaterThan(RUNS);

    const stops = async (file: string) =>
      (await read(must(described(file)))).read.diagnostics.map(({ message }) => message);
    await administer('role/grant', {
      name: 'readers',
      perm: { permType: 'READ', key: btoa('/b'), range_end: btoa('/c') },
    });
    expect(await stops(FILE)).toEqual([
      expect.stringMatching(
        /^List permissions: key of .* is L2I=, of which the file says nothing \(rule closed-words\)$/,
      ),
    ]);
    await administer('role/revoke', { role: 'readers', key: btoa('/b'), range_end: btoa('/c') });
    await administer('role/grant', { name: 'readers', perm: { permType: 'READ', key, range_end } });
    // What is left out is a grant: a file that does not say so reads nothing, rather than less.
    expect(await stops(FILE.replace('absent: READ, ', ''))).toEqual([
      expect.stringMatching(/^List permissions: permType of .* is missing \(rule value\)$/),
    ]);
    // And an empty list is left out, too: there is no list where the file says, so nothing is read.
    await administer('role/add', { name: 'nothing' });
    expect(await stops(FILE)).toEqual([
      'List permissions: there is no list at perm of the answer (rule items)',
    ]);
  });
});
