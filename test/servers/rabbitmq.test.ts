/** RabbitMQ, which nobody here wrote: what Bylaw reads by its files against what the broker lets each user do. */
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { RabbitmqServer } from './rabbitmq-server.ts';
import { type ShippedConnector, shippedConnector } from './shipped-connector.ts';
import { itWithServer, RUNS, type ServerVariables, variable } from './with-server.ts';

const PEOPLE = ['ana', 'bo', 'cy.d', 'di@acme.example'];
const VHOSTS = ['/', 'shop', 'Back Office'];
const PATHS: Readonly<Record<string, string>> = {
  '/': 'acme/vhosts/default',
  shop: 'acme/vhosts/shop',
  'Back Office': 'acme/vhosts/back-office',
};
const THINGS = ['ana-in', 'orders', 'amx', 'orders-2'];
const PATTERNS = ['.*', '', '^ana-', '^orders$', 'orders', '^$', '^(am.|ana-.*)$'];
const TAGS = ['management', 'policymaker', 'monitoring', 'administrator', 'impersonator'];
const KINDS = ['configure', 'write', 'read'] as const;

const grant = fc.record({
  user: fc.constantFrom(...PEOPLE),
  vhost: fc.constantFrom(...VHOSTS),
  configure: fc.constantFrom(...PATTERNS),
  write: fc.constantFrom(...PATTERNS),
  read: fc.constantFrom(...PATTERNS),
});
const organization = fc.record({
  tags: fc.array(fc.subarray(TAGS), { minLength: PEOPLE.length, maxLength: PEOPLE.length }),
  grants: fc.uniqueArray(grant, {
    minLength: 4,
    maxLength: 12,
    selector: ({ user: who, vhost }) => `${who} ${vhost}`,
  }),
});

/** Whether one of the permissions is the one for the thing: the patterns are those of the broker. */
function gives(permissions: readonly string[], kind: string, thing: string): boolean {
  return permissions.some((one) => {
    if (one === `resources:${kind}`) return true;
    const beginning = `resources:${kind}!`;
    return one.startsWith(beginning) && new RegExp(one.slice(beginning.length)).test(thing);
  });
}

interface Reached {
  readonly server: RabbitmqServer;
  readonly rabbitmq: ShippedConnector;
}

/** Virtual hosts with the same things on each, and people with nothing. */
async function reached(variables: ServerVariables): Promise<Reached> {
  const url = variable(variables, 'RABBITMQ_URL');
  const user = variable(variables, 'RABBITMQ_USER');
  const password = variable(variables, 'RABBITMQ_PASSWORD');
  const server = new RabbitmqServer(url, user, password);
  for (const person of PEOPLE) await server.putUser(person, []);
  for (const vhost of VHOSTS) {
    const at = encodeURIComponent(vhost);
    await server.must('PUT', `/vhosts/${at}`, {});
    for (const thing of THINGS) {
      await server.must('PUT', `/queues/${at}/${thing}`, {});
      await server.must('PUT', `/exchanges/${at}/${thing}`, { type: 'direct' });
    }
  }
  await server.clear(PEOPLE);
  const settings = { url, 'user-env': 'RABBITMQ_USER', 'password-env': 'RABBITMQ_PASSWORD' };
  return {
    server,
    rabbitmq: shippedConnector('rabbitmq', settings, { 'user-env': user, 'password-env': password }),
  };
}

const pathOf = (vhost: string): string => {
  const path = PATHS[vhost];
  if (path === undefined) throw new Error(`no virtual host ${vhost}`);
  return path;
};

describe('RabbitMQ', () => {
  itWithServer(
    'rabbitmq',
    `${RUNS} random organizations: the broker and Bylaw say the same of everybody`,
    async (variables) => {
      const { server, rabbitmq } = await reached(variables);
      let yes = 0;
      let no = 0;
      await fc.assert(
        fc.asyncProperty(organization, async ({ tags, grants }) => {
          await server.clear(PEOPLE);
          for (const [at, person] of PEOPLE.entries()) await server.putUser(person, tags[at] ?? []);
          for (const grant of grants) await server.grant(grant);
          const access = await rabbitmq.access();
          for (const [at, person] of PEOPLE.entries()) {
            const ours = new Set(access.permissions(person, 'acme'));
            for (const [permission, allowed] of Object.entries(await server.management(person)))
              expect(ours.has(permission), `${person} ${permission}`).toBe(allowed);
            // Only who has a tag can ask over HTTP. What tags give on queues, the others show, who have them.
            await server.putUser(person, [...(tags[at] ?? []), 'management']);
            for (const vhost of VHOSTS) {
              const permissions = access.permissions(person, pathOf(vhost));
              for (const kind of KINDS) {
                for (const thing of THINGS) {
                  const allowed = await server.tries(person, vhost, kind, thing);
                  if (allowed) yes += 1;
                  else no += 1;
                  expect(gives(permissions, kind, thing), `${person} ${vhost} ${kind} ${thing}`).toBe(
                    allowed,
                  );
                }
              }
            }
            // Monitors and administrators see virtual hosts that they cannot open.
            await server.putUser(person, ['management']);
            for (const vhost of VHOSTS) {
              const opens = access.permissions(person, pathOf(vhost)).includes('vhost:open');
              expect(opens, `${person} opens ${vhost}`).toBe(await server.opens(person, vhost));
            }
          }
        }),
        { seed: 20264, numRuns: RUNS },
      );
      console.log(`RabbitMQ: ${RUNS} organizations, ${yes} times yes and ${no} times no`);
      expect(yes).toBeGreaterThan(RUNS);
    },
  );

  itWithServer(
    'rabbitmq',
    'stops at what takes away and has no word, and at a tag of somebody’s own',
    async (variables) => {
      const { server, rabbitmq } = await reached(variables);
      const told = async () => (await rabbitmq.read()).diagnostics.map(({ message }) => message);
      const narrow = { exchange: 'amq.topic', write: '^a', read: '.*' };
      await server.must('PUT', '/topic-permissions/shop/ana', narrow);
      expect(await told()).toEqual([
        'List topic-permissions: no entry takes ["shop","ana","amq.topic"] (rule rows-taken)',
      ]);
      await server.clear(PEOPLE);
      await server.putUser('ana', ['night-shift']);
      expect(await told()).toEqual([
        'List users: night-shift of ana is a word that no map has (rule closed-words)',
      ]);
      await server.putUser('ana', []);
      expect(await told()).toEqual([]);
    },
  );
});
