/** RabbitMQ, which nobody here wrote: what Bylaw reads by its files against what the broker lets each user do. */
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { EMBEDDED, ENGINES } from '../command/bylaw.ts';
import { EVERYTHING_MEANT } from '../command/meant.ts';
import { importedWhole } from './imported-whole.ts';
import { RabbitmqServer, type VhostGrant } from './rabbitmq-server.ts';
import { type ShippedConnector, shippedConnector } from './shipped-connector.ts';
import { shippedExample } from './shipped-example.ts';
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

const TITLES: Readonly<Record<string, string>> = {
  '/': 'default',
  shop: 'shop',
  'Back Office': 'back-office',
};

/** The same in documents: everything that there is, and nothing else. */
function documentOf(tags: readonly (readonly string[])[], grants: readonly VhostGrant[]): string {
  const people = PEOPLE.map((person, at) => `  ${person}: { roles: ${JSON.stringify(tags[at] ?? [])} }`);
  const vhosts = VHOSTS.flatMap((vhost) => [
    `  ${TITLES[vhost]}:`,
    ...(vhost === 'Back Office' ? ['    title: Back Office'] : []),
    '    groups:',
    '      guest: { members: [guest], permissions: ["resources:configure", "resources:write", "resources:read"] }',
    ...grants
      .filter((one) => one.vhost === vhost)
      .map((one) => {
        const permissions = KINDS.flatMap((kind) => {
          const pattern = one[kind];
          return pattern === '' ? [] : [`resources:${kind}${pattern === '.*' ? '' : `!${pattern}`}`];
        });
        const all = permissions.length === 0 ? ['vhost:open'] : permissions;
        const name = one.user.replace('@', '-');
        return `      ${name}: { title: "${one.user}", members: [${one.user}], permissions: ${JSON.stringify(all)} }`;
      }),
  ]);
  const head = 'apiVersion: bylaw/v1\nkind: Organization\nname: broker\nplatform: rabbitmq\nauthority: full';
  return [head, 'members:', '  guest: { roles: [administrator] }', ...people, 'vhosts:', ...vhosts, ''].join(
    '\n',
  );
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
      const { bylaw, write } = shippedExample(
        'rabbitmq',
        'access/broker.yaml',
        variable(variables, 'RABBITMQ_URL'),
        variables,
      );
      write(EVERYTHING_MEANT, 'access/guardrails.yaml');
      let yes = 0;
      let no = 0;
      let applied = 0;
      let turn = 0;
      await fc.assert(
        fc.asyncProperty(organization, async ({ tags, grants }) => {
          turn += 1;
          if (turn % 5 === 0) {
            // By Bylaw, over what the organization before has left.
            write(documentOf(tags, grants));
            const { status, out } = await bylaw('apply', '--yes', ...EMBEDDED.words);
            expect([status, out]).toEqual([0, expect.anything()]);
            applied += 1;
          } else {
            await server.clear(PEOPLE);
            for (const [at, person] of PEOPLE.entries()) await server.putUser(person, tags[at] ?? []);
            for (const grant of grants) await server.grant(grant);
          }
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
      console.log(
        `RabbitMQ: ${RUNS} organizations, ${applied} of them applied, ${yes} times yes and ${no} times no`,
      );
      expect(yes).toBeGreaterThan(RUNS);
      expect(applied).toBeGreaterThan(RUNS / 6);
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
        'List topic-permissions: write of ["shop","ana","amq.topic"] is ^a, of which the file says nothing (rule closed-words)',
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

  itWithServer(
    'rabbitmq',
    'the example by every engine: applied, nothing left, changed outside, told, healed, ended and removed; then imported',
    async (variables) => {
      const url = variable(variables, 'RABBITMQ_URL');
      const { server } = await reached(variables);
      for (const { name, words } of ENGINES) {
        await server.forget(['/users/olivia', '/users/orders-app', '/vhosts/shop']);
        const { bylaw, edit } = shippedExample('rabbitmq', 'access/broker.yaml', url, variables);
        const apply = async () => {
          const { status, out } = await bylaw('apply', '--yes', ...words);
          expect([words, status, status === 0 ? '' : out]).toEqual([words, 0, '']);
          expect((await bylaw('plan', ...words)).status).toBe(0);
        };
        expect(await bylaw('plan', ...words)).toMatchObject({
          status: 2,
          out: expect.stringMatching(new RegExp(`6 writes to come[^]*engine: ${name}`)),
        });
        await apply();
        const OWN = { configure: '^orders-', write: '^orders-', read: '.*' };
        expect(await server.rowOf('shop', 'orders-app')).toMatchObject(OWN);
        expect(await server.must('GET', '/users/olivia')).toMatchObject({
          tags: ['administrator'],
          password_hash: '',
        });
        // Outside: more patterns, another tag, a password.
        await server.grant({ user: 'orders-app', vhost: 'shop', configure: '.*', write: '.*', read: '.*' });
        await server.putUser('olivia', ['monitoring']);
        const drifted = await bylaw('drift');
        expect(drifted).toMatchObject({ status: 2, out: expect.stringContaining('nobody is named') });
        expect(drifted.out).toContain('resources:write');
        expect(drifted.out).toContain('monitoring');
        await apply();
        expect(await server.rowOf('shop', 'orders-app')).toMatchObject(OWN);
        // Tags are healed, and the password stays.
        expect(await server.management('olivia')).toMatchObject({ 'users:administer': true });
        // On the virtual host with a slash, and two patterns of one kind.
        edit(
          'vhosts:\n',
          'vhosts:\n  default:\n    groups:\n      orders-app: { members: [orders-app], permissions: ["vhost:open"] }\n',
        );
        await apply();
        expect(await server.rowOf('/', 'orders-app')).toMatchObject({ configure: '', write: '', read: '' });
        edit('"resources:read"]', '"resources:read", "resources:read!^x"]');
        const refused = await bylaw('plan', ...words);
        expect(refused).toMatchObject({
          status: 2,
          out: expect.stringContaining('are two, and one can be sent'),
        });
        edit('"resources:read", "resources:read!^x"]', '"resources:read"]');
        // A place that has ended takes the row away, and somebody else's stays.
        edit(
          'members: [orders-app], permissions: ["vhost:open"]',
          'members: [{ member: orders-app, until: 2026-01-01 }], permissions: ["vhost:open"]',
        );
        await apply();
        expect(await server.rowOf('/', 'orders-app')).toBeNull();
        expect(await server.rowOf('/', 'guest')).toMatchObject({ configure: '.*' });
        edit('  shop:\n', '  shop:\n    absent: true\n  mall:\n');
        edit(
          '  olivia: { roles: [administrator] }',
          '  olivia: { absent: true }\n  guest: { roles: [administrator] }',
        );
        await apply();
        expect((await server.call('GET', '/vhosts/shop')).status).toBe(404);
        expect((await server.call('GET', '/users/olivia')).status).toBe(404);
        expect(await server.rowOf('mall', 'orders-app')).toMatchObject(OWN);
        await server.forget(['/vhosts/mall']);
      }
      const { bylaw } = await importedWhole('rabbitmq', 'broker', url, variables);
      await server.grant({ user: 'ana', vhost: 'Back Office', configure: '', write: '', read: '^x$' });
      const drifted = await bylaw('drift');
      expect(drifted).toMatchObject({ status: 2, out: expect.stringContaining('ana') });
      expect((await bylaw('apply', '--yes', ...EMBEDDED.words)).status).toBe(0);
      expect(await bylaw('drift')).toMatchObject({ status: 0 });
    },
  );
});
