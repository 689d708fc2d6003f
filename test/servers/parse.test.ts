/** Parse Server as a hostile bed: a total that is an estimate stops the read, and one that is counted does not. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { known } from '../../src/source/known.ts';
import { must } from '../connector/connections.ts';
import { described, fastDescribed } from '../connector/described/describing.ts';
import { onlyDocument, policy } from '../policy/fixture.ts';
import { itWithServer, RUNS, variable } from './with-server.ts';

const PEOPLE = ['ana', 'bo', 'cy', 'di'];
const ROLES = ['interns', 'editors', 'readers'];
const FILE = readFileSync('test/fixtures/connectors/parse.yaml', 'utf8');
const PLATFORM = 'test/fixtures/platforms/parse.yaml';
const platform = must(policy.readPlatform(onlyDocument(readFileSync(PLATFORM, 'utf8'), PLATFORM)));
const CONDITION = `, where: '{"objectId":{"$exists":true}}'`;

/** Of each role, who is in it, and the earlier ones that are in it. */
const organization = fc.array(fc.record({ people: fc.subarray(PEOPLE), inside: fc.subarray([0, 1]) }), {
  minLength: ROLES.length,
  maxLength: ROLES.length,
});

describe('Parse', () => {
  itWithServer('parse', `${RUNS} random organizations, and what stops`, async (variables) => {
    const url = variable(variables, 'PARSE_URL');
    const key = variable(variables, 'PARSE_MASTER_KEY');
    const application = { 'x-parse-application-id': variable(variables, 'PARSE_APPLICATION') };
    const master = { ...application, 'x-parse-master-key': key };
    const call = async (
      method: string,
      path: string,
      body?: object,
      headers: Record<string, string> = master,
    ) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const all = { 'content-type': 'application/json', ...headers };
      const response = await fetch(`${url}${path}`, { method, headers: all, ...sent });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return JSON.parse(text) as { objectId: string; sessionToken: string; results: { objectId: string }[] };
    };
    const pointer = (className: string, objectId: string) => ({ __type: 'Pointer', className, objectId });
    const relation = (__op: string, className: string, ids: readonly string[]) =>
      ids.length === 0 ? {} : { __op, objects: ids.map((id) => pointer(className, id)) };
    const ids = new Map<string, string>();
    const sessions = new Map<string, string>();
    for (const username of PEOPLE) {
      const made = await call('POST', '/users', { username, password: 'pw' });
      ids.set(username, made.objectId);
      const login = await call('POST', '/login', { username, password: 'pw' }, application);
      sessions.set(username, login.sessionToken);
    }
    const open = { find: { '*': true }, get: { '*': true } };
    const fields = { title: { type: 'String' } };
    await call('POST', '/schemas/Doc', { className: 'Doc', fields, classLevelPermissions: open });
    await call('POST', '/classes/Doc', { title: 'plan', ACL: { 'role:readers': { read: true } } });
    const read = (file: string) => {
      const settings = { url, 'token-env': 'PARSE_MASTER_KEY', 'page-size': 3 };
      const secrets = { 'token-env': key };
      const connection = { organization: 'acme', remote: 'acme', settings, secrets, platform };
      return fastDescribed(must(described(file)))
        .openReader(connection)
        .read();
    };
    let roles: readonly string[] = [];
    let yes = 0;
    await fc.assert(
      fc.asyncProperty(organization, async (wanted) => {
        for (const id of roles) await call('DELETE', `/roles/${id}`);
        const made: string[] = [];
        for (const name of ROLES) made.push((await call('POST', '/roles', { name, ACL: {} })).objectId);
        roles = made;
        for (const [at, { people, inside }] of wanted.entries()) {
          const users = people.map((one) => known(ids.get(one), 'a person'));
          // A ring of roles is none that documents could have.
          const below = inside.filter((one) => one < at).map((one) => known(made[one], 'a role'));
          const id = known(made[at], 'a role');
          if (users.length > 0)
            await call('PUT', `/roles/${id}`, { users: relation('AddRelation', '_User', users) });
          if (below.length > 0)
            await call('PUT', `/roles/${id}`, { roles: relation('AddRelation', '_Role', below) });
        }
        const access = buildAccess(platform, must(await read(FILE)).resources);
        for (const person of PEOPLE) {
          const session = {
            ...application,
            'x-parse-session-token': known(sessions.get(person), 'a session'),
          };
          const sees = (await call('GET', '/classes/Doc', undefined, session)).results.length > 0;
          if (sees) yes += 1;
          expect(access.permissions(person, 'acme').includes('plan:read'), person).toBe(sees);
        }
      }),
      { seed: 20264, numRuns: RUNS, endOnFailure: true },
    );
    console.log(`Parse: ${RUNS} organizations, ${yes} times yes`);
    expect(yes).toBeGreaterThan(RUNS);

    expect(FILE).toContain(CONDITION);
    const lied = await read(FILE.replaceAll(CONDITION, ''));
    expect(lied.ok).toBe(false);
    expect(lied.diagnostics[0]?.message).toMatch(/^List (users|roles): .* \(rule whole\)$/);
  });
});
