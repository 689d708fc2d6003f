/** WordPress, which nobody here wrote: what Bylaw reads by its files against the capabilities that the site lists itself. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { known } from '../../src/source/known.ts';
import { ENGINES } from '../command/bylaw.ts';
import { exampleOf, importedWhole } from './imported-whole.ts';
import { shippedConnector } from './shipped-connector.ts';
import { itWithServer, RUNS, type ServerVariables, variable } from './with-server.ts';

const PEOPLE = ['ana', 'bo', 'cy', 'di-x', 'eve@acme.example'];
const ROLES = ['subscriber', 'contributor', 'author', 'editor', 'administrator'];

interface SiteUser {
  readonly id: number;
  readonly username: string;
  readonly capabilities: Readonly<Record<string, boolean>>;
}

const asking =
  (variables: ServerVariables) =>
  async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const login = `${variable(variables, 'WORDPRESS_USER')}:${variable(variables, 'WORDPRESS_PASSWORD')}`;
    const response = await fetch(`${variable(variables, 'WORDPRESS_URL')}/wp-json/wp/v2${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(login).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };

/** The site as the files that come with Bylaw read it. */
function siteOf(variables: ServerVariables, pageSize: number) {
  const [url, user, password] = ['URL', 'USER', 'PASSWORD'].map((name) =>
    variable(variables, `WORDPRESS_${name}`),
  );
  return shippedConnector(
    'wordpress',
    {
      url: known(url, 'url'),
      'user-env': 'WORDPRESS_USER',
      'password-env': 'WORDPRESS_PASSWORD',
      'page-size': pageSize,
    },
    { 'user-env': known(user, 'user'), 'password-env': known(password, 'password') },
  );
}

/** `edit_others_posts` is others_posts:edit; levels are of a time before roles, and roles are capabilities too. */
function inOurWords(capabilities: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(capabilities).flatMap(([name, has]) => {
    if (!has || name.startsWith('level_') || ROLES.includes(name)) return [];
    const cut = name.indexOf('_');
    return [cut < 0 ? `site:${name}` : `${name.slice(cut + 1)}:${name.slice(0, cut)}`];
  });
}

itWithServer(
  'wordpress',
  `${RUNS} random organizations: WordPress and Bylaw say the same of everybody`,
  async (variables) => {
    const call = asking(variables);
    const ids = new Map<string, number>();
    for (const [at, username] of PEOPLE.entries()) {
      const email = `person-${at}@example.com`;
      const { id } = (await call('POST', '/users', { username, email, password: 'pw-1-long' })) as SiteUser;
      ids.set(username, id);
    }
    const site = siteOf(variables, 4);
    let yes = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.subarray(ROLES), { minLength: PEOPLE.length, maxLength: PEOPLE.length }),
        async (roles) => {
          for (const [at, person] of PEOPLE.entries())
            await call('POST', `/users/${ids.get(person)}`, { roles: roles[at] });
          const access = await site.access();
          const users = (await call('GET', '/users?context=edit&per_page=100')) as readonly SiteUser[];
          expect(users.map(({ username }) => username).sort()).toEqual([...PEOPLE, 'root'].sort());
          for (const { username, capabilities } of users) {
            const theirs = inOurWords(capabilities);
            yes += theirs.length;
            expect([...access.permissions(username, 'acme')].sort(), username).toEqual([...theirs].sort());
          }
        },
      ),
      { seed: 20264, numRuns: RUNS },
    );
    console.log(`WordPress: ${RUNS} organizations, ${yes} times yes`);
    expect(yes).toBeGreaterThan(50 * RUNS);
  },
);

itWithServer(
  'wordpress',
  'is imported, the plan is empty, and what changes outside is drift',
  async (variables) => {
    const call = asking(variables);
    const who = { username: 'olga', email: 'olga@example.com', password: 'pw-1-long', roles: ['author'] };
    const { id } = (await call('POST', '/users', who)) as SiteUser;
    const { bylaw } = await importedWhole(
      'wordpress',
      'acme',
      variable(variables, 'WORDPRESS_URL'),
      variables,
    );
    await call('POST', `/users/${id}`, { roles: ['editor'] });
    const drifted = await bylaw('drift');
    expect(drifted.status).toBe(2);
    expect(drifted.out).toContain('editor');
    await call('POST', `/users/${id}`, { roles: ['author'] });
    expect(await bylaw('drift')).toMatchObject({ status: 0 });
  },
);

itWithServer(
  'wordpress',
  'is applied by every engine: roles are given, taken, changed outside and healed; people are left to the site',
  async (variables) => {
    const call = asking(variables);
    const ids = new Map<string, number>();
    for (const username of ['gus', 'hana']) {
      const who = { username, email: `${username}@example.com`, password: 'pw-1-long', roles: ['author'] };
      ids.set(username, ((await call('POST', '/users', who)) as SiteUser).id);
    }
    const url = variable(variables, 'WORDPRESS_URL');
    const { bylaw, edit } = await importedWhole('wordpress', 'acme', url, variables);
    const rolesOf = async (username: string): Promise<readonly string[]> => {
      const user = await call('GET', `/users/${ids.get(username)}?context=edit`);
      return [...(user as { roles: readonly string[] }).roles].sort();
    };
    let [gus, hana] = ['[author]', '[author]'];
    for (const { words } of ENGINES) {
      edit(`  gus: { roles: ${gus} }`, '  gus: { roles: [contributor, editor] }');
      edit(`  hana: { roles: ${hana} }`, '  hana:');
      const planned = await bylaw('plan', ...words);
      expect(planned).toMatchObject({ status: 2, out: expect.stringContaining('2 writes to come') });
      const applied = await bylaw('apply', '--yes', ...words);
      expect(applied).toMatchObject({ status: 0, out: expect.stringContaining('2 writes') });
      expect([await rolesOf('gus'), await rolesOf('hana')]).toEqual([['contributor', 'editor'], []]);
      expect((await bylaw('plan', ...words)).status).toBe(0);
      // Who has no role has one given, by whoever looks after the site.
      await call('POST', `/users/${ids.get('hana')}`, { roles: ['administrator'] });
      const drifted = await bylaw('drift');
      expect(drifted).toMatchObject({
        status: 2,
        out: expect.stringContaining('role administrator for hana on acme'),
      });
      expect(drifted.out).toContain('nobody is named');
      expect((await bylaw('apply', '--yes', ...words)).status).toBe(0);
      expect(await rolesOf('hana')).toEqual([]);
      edit('  hana:', '  hana: { roles: [subscriber] }');
      expect((await bylaw('apply', '--yes', ...words)).status).toBe(0);
      expect([await rolesOf('hana'), (await bylaw('drift')).status]).toEqual([['subscriber'], 0]);
      [gus, hana] = ['[contributor, editor]', '[subscriber]'];
      edit(`  gus: { roles: ${gus} }`, '  gus: { roles: [author] }');
      expect((await bylaw('apply', '--yes', ...words)).status).toBe(0);
      gus = '[author]';
    }
  },
);

itWithServer(
  'wordpress',
  'the example is applied by every engine, where its people are there, and is then as it is written',
  async (variables) => {
    const call = asking(variables);
    const ids: number[] = [];
    for (const name of ['olga', 'dan', 'eve', 'finn']) {
      const found = (await call('GET', `/users?context=edit&search=${name}@`)) as readonly SiteUser[];
      const there = found.find((one) => one.username === name);
      const who = { username: name, email: `${name}@example.com`, password: 'pw-1-long' };
      ids.push((there ?? ((await call('POST', '/users', who)) as SiteUser)).id);
    }
    const url = variable(variables, 'WORDPRESS_URL');
    for (const { words } of ENGINES) {
      for (const id of ids) await call('POST', `/users/${id}`, { roles: ['contributor'] });
      const bylaw = await exampleOf('wordpress', url, variables);
      expect(await bylaw('plan', ...words)).toMatchObject({
        status: 2,
        out: expect.stringContaining('4 writes to come'),
      });
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      expect(await bylaw('plan', ...words)).toMatchObject({ status: 0 });
      expect(await bylaw('drift')).toMatchObject({ status: 0 });
      await call('POST', `/users/${known(ids[3], 'finn')}`, { roles: ['editor'] });
      expect(await bylaw('drift')).toMatchObject({ status: 2, out: expect.stringContaining('finn') });
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      expect(await bylaw('drift')).toMatchObject({ status: 0 });
    }
  },
);

itWithServer(
  'wordpress',
  '1,000 people are imported with their roles: WordPress says the same of each, the plan is empty, and a change outside is drift',
  async (variables) => {
    const call = asking(variables);
    const rolesOf = (at: number): readonly string[] => [
      ...new Set([ROLES[at % ROLES.length], ROLES[(at * at) % 3]].filter((role) => role !== undefined)),
    ];
    const people = Array.from({ length: 1000 }, (_, at) => ({
      username: `person-${at}`,
      email: `person-${at}-of-many@example.com`,
      password: 'pw-1-long',
      roles: rolesOf(at),
    }));
    const worker = async (left: Iterator<[number, (typeof people)[number]]>): Promise<void> => {
      for (let next = left.next(); next.done !== true; next = left.next())
        await call('POST', '/users', next.value[1]);
    };
    const left = people.entries();
    await Promise.all([worker(left), worker(left)]);
    const { bylaw } = await importedWhole(
      'wordpress',
      'acme',
      variable(variables, 'WORDPRESS_URL'),
      variables,
    );
    const access = await siteOf(variables, 100).access();
    let told = 0;
    for (let page = 1; told < people.length; page += 1) {
      const query = `context=edit&per_page=100&page=${page}&search=person-`;
      const users = (await call('GET', `/users?${query}`)) as readonly SiteUser[];
      for (const { username, capabilities } of users) {
        expect([...access.permissions(username, 'acme')].sort(), username).toEqual(
          [...inOurWords(capabilities)].sort(),
        );
      }
      told += users.length;
    }
    const [one] = (await call('GET', '/users?context=edit&search=person-7')) as readonly SiteUser[];
    await call('POST', `/users/${known(one, 'somebody').id}`, { roles: ['administrator'] });
    expect(await bylaw('drift')).toMatchObject({
      status: 2,
      out: expect.stringContaining(
        `role administrator is given to ${known(one, 'somebody').username} on acme`,
      ),
    });
  },
);
