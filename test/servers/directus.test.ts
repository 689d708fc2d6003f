/** Directus, which nobody here wrote: what Bylaw reads by its files against what Directus tells everybody that they can do. */
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { known } from '../../src/source/known.ts';
import { appliedProject, type WantedProject } from './directus-documents.ts';
import { DirectusServer, PUBLIC } from './directus-server.ts';
import { shippedConnector } from './shipped-connector.ts';
import { itWithServer, RUNS, variable } from './with-server.ts';

const PEOPLE = ['ana@example.com', 'Bo@example.com', 'cy@example.com', 'di@example.com'];
const COLLECTIONS = ['articles', 'notes'];
const ACTIONS = ['create', 'read', 'update', 'delete', 'share'];
const ROLES = ['Writers', 'night shift', 'deputies', 'Guests'];

const tokenOf = (email: string): string => `token-of-${email.replace('@', '-')}`;

const right = fc.record({ collection: fc.constantFrom(...COLLECTIONS), action: fc.constantFrom(...ACTIONS) });
const rights = fc.uniqueArray(right, {
  minLength: 1,
  maxLength: 7,
  selector: ({ collection, action }) => `${collection} ${action}`,
});
const policy = fc.record({
  rights,
  admin: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  app: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
});
type RandomProject = typeof organization extends fc.Arbitrary<infer T> ? T : never;

const organization = fc.record({
  everybody: rights,
  policies: fc.array(policy, { minLength: 4, maxLength: 4 }),
  /** Of each role the one above it, which is always an earlier one, and the policies that it has. */
  roles: fc.array(
    fc.record({ above: fc.option(fc.nat(3)), policies: fc.subarray([0, 1, 2, 3], { maxLength: 2 }) }),
    {
      minLength: ROLES.length,
      maxLength: ROLES.length,
    },
  ),
  people: fc.array(
    fc.record({
      role: fc.option(fc.nat(3)),
      policies: fc.subarray([0, 1, 2, 3], { maxLength: 1 }),
      status: fc.constantFrom('active', 'active', 'active', 'invited', 'suspended', 'draft', 'archived'),
    }),
    { minLength: PEOPLE.length, maxLength: PEOPLE.length },
  ),
});

/** Without a licence few people have the app or administer, so that an apply could be refused. */
function asDocuments({ everybody, policies, roles, people }: RandomProject): WantedProject {
  return {
    everybody,
    policies,
    roles: roles.map(({ above, policies: given }, at) => ({
      name: known(ROLES[at], 'a role'),
      above: above !== null && above < at ? above : null,
      policies: given,
    })),
    people: people.map(({ role, policies: given, status }, at) => ({
      email: known(PEOPLE[at], 'a person'),
      role,
      policies: given,
      status: status === 'suspended' ? 'suspended' : 'active',
    })),
  };
}

describe('Directus', () => {
  itWithServer(
    'directus',
    `${RUNS} random organizations: Directus and Bylaw say the same of everybody`,
    async (variables) => {
      const url = variable(variables, 'DIRECTUS_URL');
      const token = variable(variables, 'DIRECTUS_TOKEN');
      const server = new DirectusServer(url, token);
      const directus = shippedConnector(
        'directus',
        { url, 'token-env': 'DIRECTUS_TOKEN', 'page-size': 3 },
        { 'token-env': token },
      );
      for (const collection of COLLECTIONS) await server.makeCollection(collection);
      await server.emptied();
      const people: string[] = [];
      for (const email of PEOPLE)
        people.push(await server.make('/users', { email, status: 'active', token: tokenOf(email) }));
      let yes = 0;
      let no = 0;
      let lived = 0;
      let written = 0;
      const live = async (wanted: RandomProject) => {
        for (const id of people)
          await server.call('PATCH', `/users/${id}`, { role: null, policies: [], status: 'active' });
        await server.clear();
        await server.call('PATCH', `/policies/${PUBLIC}`, { permissions: [] });
        for (const one of wanted.everybody)
          await server.make('/permissions', { ...one, policy: PUBLIC, fields: ['*'] });
        const policies: string[] = [];
        for (const [at, { rights: given, admin, app }] of wanted.policies.entries()) {
          const permissions = given.map((one) => ({ ...one, fields: ['*'] }));
          const body = { name: `Policy ${at}`, admin_access: admin, app_access: app, permissions };
          policies.push(await server.make('/policies', body));
        }
        const of = (those: readonly number[]) =>
          those.map((at) => ({ policy: known(policies[at], 'a policy') }));
        const roles: string[] = [];
        for (const [at, { above, policies: given }] of wanted.roles.entries()) {
          const parent = above !== null && above < at ? known(roles[above], 'a role') : null;
          roles.push(await server.make('/roles', { name: ROLES[at], parent, policies: of(given) }));
        }
        for (const [at, { role, policies: given, status }] of wanted.people.entries()) {
          // Without a licence few people can have the app. One for whom there is no seat stays without a role.
          const body = { role: role === null ? null : roles[role], policies: of(given), status };
          await server.seated('PATCH', `/users/${people[at]}`, body);
        }
      };
      await fc.assert(
        fc.asyncProperty(organization, async (wanted) => {
          lived += 1;
          const isWritten = lived % 5 === 0;
          if (isWritten) {
            // A role is in one other, and additions come first: what is in another one has to be out of it.
            await server.unnested();
            // Who was invited has accepted, as nobody can be deactivated before; and nobody takes a seat.
            for (const id of people) await server.call('PATCH', `/users/${id}`, { status: 'suspended' });
            await appliedProject(asDocuments(wanted), url, token);
            written += 1;
          } else await live(wanted);
          const access = await directus.access();
          for (const email of PEOPLE) {
            const ours = access.permissions(email.toLowerCase(), 'acme');
            const theirs = await server.tellsOf(tokenOf(email), COLLECTIONS);
            expect(ours.includes('project:administer'), `${email} administers`).toBe(theirs.admin);
            expect(ours.includes('app:use'), `${email} uses the app`).toBe(theirs.app);
            for (const collection of COLLECTIONS) {
              for (const action of ACTIONS) {
                const allowed = theirs.actions.has(`${collection} ${action}`);
                if (allowed) yes += 1;
                else no += 1;
                const can =
                  ours.includes(`items:${action}!${collection}`) || ours.includes(`items:${action}`);
                expect(can, `${email} ${action} ${collection}`).toBe(allowed);
              }
            }
          }
        }),
        { seed: 20264, numRuns: RUNS, endOnFailure: true },
      );
      console.log(
        `Directus: ${RUNS} organizations, ${written} of them applied, ${yes} times yes and ${no} times no`,
      );
      expect(yes).toBeGreaterThan(RUNS);
      expect(written).toBe(Math.floor(RUNS / 5));

      const address = await server.make('/policies', { name: 'at home', ip_access: ['10.0.0.1'] });
      const narrowed = await directus.read();
      await server.call('DELETE', `/policies/${address}`);
      expect(narrowed.diagnostics.map(({ message }) => message)[0]).toMatch(
        /^List policies: .* \(rule (rows-taken|closed-row)\)$/,
      );
      expect((await directus.read()).ok).toBe(true);
    },
  );
});
