/** Keystone, which nobody here wrote: what Bylaw reads by the connector file against Keystone's own list of effective roles. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { ENGINES } from '../command/bylaw.ts';
import { must } from '../connector/connections.ts';
import { describedFile, fastDescribed } from '../connector/described/describing.ts';
import { onlyDocument, policy } from '../policy/fixture.ts';
import { exampleOf, importedWhole } from './imported-whole.ts';
import { type Given, KeystoneApi } from './keystone-api.ts';
import { itWithServer, RUNS } from './with-server.ts';

const FILE = 'schemas/platforms/keystone.yaml';
const platform = must(policy.readPlatform(onlyDocument(readFileSync(FILE, 'utf8'), FILE)));
const api = describedFile('schemas/connectors/keystone.yaml');

const PEOPLE = ['ana', 'bo', 'cy', 'di', 'eve.x-1'];
const GROUPS = ['leads', 'staff'];
/** By the paths that Bylaw has for them. */
const SCOPES = [
  'cloud',
  'cloud/domains/acme',
  'cloud/domains/acme/projects/unit',
  'cloud/domains/acme/projects/unit/projects/team',
  'cloud/domains/acme/projects/unit/projects/team/projects/crew',
  'cloud/domains/acme/projects/other',
];
/** Two that an administrator made, with what they imply. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  auditor: ['reader'],
  NightShift: ['auditor', 'member'],
};
const ROLES = ['reader', 'member', 'admin', ...Object.keys(OWN)];
const GIVES: Readonly<Record<string, string>> = {
  reader: 'resources:read',
  member: 'resources:change',
  admin: 'resources:administer',
  auditor: 'resources:as!auditor',
  NightShift: 'resources:as!NightShift',
};

const given: fc.Arbitrary<Given> = fc.record({
  who: fc.constantFrom(...PEOPLE, ...GROUPS),
  scope: fc.constantFrom(...SCOPES),
  role: fc.constantFrom(...ROLES),
  inherited: fc.boolean(),
});
const organization = fc.record({
  given: fc.uniqueArray(given, {
    maxLength: 14,
    selector: ({ who, scope, role, inherited }) => `${who} ${scope} ${role} ${inherited}`,
  }),
  people: fc.record({ leads: fc.subarray(PEOPLE), staff: fc.subarray(PEOPLE) }),
  disabled: fc.subarray(PEOPLE),
  /** Projects are disabled with all below them: Keystone lets nobody do otherwise. */
  shut: fc.constantFrom<readonly string[]>(
    [],
    [],
    ...SCOPES.slice(1).map((top) =>
      top.includes('/projects/') ? SCOPES.filter((one) => one.startsWith(top)) : [top],
    ),
  ),
});

itWithServer(
  'keystone',
  `${RUNS} random organizations: Keystone and Bylaw say the same of everybody`,
  async (variables) => {
    const keystone = new KeystoneApi(variables);
    for (const [name, implied] of Object.entries(OWN)) await keystone.makeRole(name, implied);
    await keystone.seed(PEOPLE, GROUPS, SCOPES);
    const connection = {
      organization: 'cloud',
      remote: 'cloud',
      settings: { url: keystone.url, 'token-env': 'KEYSTONE_TOKEN' },
      secrets: { 'token-env': keystone.token },
      platform,
    };
    let yes = 0;
    let below = 0;
    let closed = 0;
    await fc.assert(
      fc.asyncProperty(organization, async ({ given, people, disabled, shut }) => {
        await keystone.live(given, people, disabled, shut);
        const { resources } = must(await fastDescribed(api).openReader(connection).read());
        const access = buildAccess(platform, resources);
        const theirs = await keystone.effective();
        for (const person of PEOPLE) {
          const ofSystem = await keystone.ofSystem(person);
          expect(ofSystem === null, person).toBe(disabled.includes(person));
          for (const scope of SCOPES) {
            // Its list of effective roles does not look at what is disabled; its tokens do.
            const isShut = shut.some((one) => scope === one || scope.startsWith(`${one}/`));
            if (isShut && ofSystem !== null) {
              closed += 1;
              expect(await keystone.ofScope(person, scope), `${person} on ${scope}`).toBeNull();
            }
            const told = scope === 'cloud' ? ofSystem : isShut ? [] : theirs.get(`${person} ${scope}`);
            const roles = ofSystem === null ? [] : (told ?? []);
            yes += roles.length;
            // A token of the system has a role once for each way to it.
            const gives = [...new Set(roles.map((role) => GIVES[role]))].sort();
            expect([...access.permissions(person, scope)].sort(), `${person} on ${scope}`).toEqual(gives);
          }
        }
        below += given.filter(({ inherited, scope }) => inherited && scope !== 'cloud').length;
      }),
      { seed: 20264, numRuns: RUNS },
    );
    // A group of one domain that is given something in another is not to be imported by what comes after.
    await keystone.live([], {}, [], []);
    console.log(
      `Keystone: ${RUNS} organizations, ${yes} times yes, ${below} times below and not at, ${closed} times closed`,
    );
    expect(yes).toBeGreaterThan(RUNS);
    expect(below).toBeGreaterThan(RUNS);
    expect(closed).toBeGreaterThan(RUNS);
  },
);

itWithServer(
  'keystone',
  'is imported, the plan is empty, and what changes outside is drift',
  async (variables) => {
    const keystone = new KeystoneApi(variables);
    const token = { KEYSTONE_TOKEN: keystone.token };
    const { bylaw } = await importedWhole('keystone', 'cloud', keystone.url, token);
    const { group } = await keystone.call('POST', '/groups', { group: { name: 'strays', description: '' } });
    const drifted = await bylaw('drift');
    expect(drifted.status).toBe(2);
    expect(drifted.out).toContain('strays');
    await keystone.call('DELETE', `/groups/${(group as { id: string }).id}`);
    expect(await bylaw('drift')).toMatchObject({ status: 0 });
  },
);

itWithServer(
  'keystone',
  'is applied by every engine: groups are made, described, filled, changed outside, healed and deleted, people switched off',
  async (variables) => {
    const keystone = new KeystoneApi(variables);
    const make = async (type: string, body: object): Promise<string> => {
      const made = await keystone.call('POST', `/${type}s`, { [type]: body });
      return (made[type] as { readonly id: string }).id;
    };
    const domain = await make('domain', { name: 'guild' });
    const people = new Map<string, string>();
    for (const name of ['yan', 'zoe'])
      people.set(name, await make('user', { name, domain_id: domain, password: 'password-1' }));
    const relay = await make('group', { name: 'relay', domain_id: domain, description: 'Who passes it on' });
    for (const id of people.values()) await keystone.call('PUT', `/groups/${relay}/users/${id}`);
    const token = { KEYSTONE_TOKEN: keystone.token };
    const { bylaw, edit } = await importedWhole('keystone', 'cloud', keystone.url, token);
    const peopleOf = async (group: string): Promise<unknown> => {
      const { users } = await keystone.call('GET', `/groups/${group}/users`);
      return (users as readonly { readonly name: string }[]).map(({ name }) => name).sort();
    };
    const isOn = async (name: string): Promise<unknown> => {
      const { user } = await keystone.call('GET', `/users/${people.get(name)}`);
      return (user as { readonly enabled: boolean }).enabled;
    };
    for (const { words } of ENGINES) {
      edit('members: [yan, zoe]', 'members: [zoe]');
      edit('Who passes it on', 'Who passes on');
      edit('  yan:\n', '  yan: { state: deactivated }\n');
      edit('      relay:\n', '      fresh: { description: New, members: [zoe] }\n      relay:\n');
      const planned = await bylaw('plan', ...words);
      expect(planned).toMatchObject({ status: 2, out: expect.stringContaining('5 writes to come') });
      expect((await bylaw('apply', '--yes', ...words)).status).toBe(0);
      expect([await peopleOf(relay), await isOn('yan'), await isOn('zoe')]).toEqual([['zoe'], false, true]);
      expect((await bylaw('plan', ...words)).status).toBe(0);
      await keystone.call('PUT', `/groups/${relay}/users/${people.get('yan')}`);
      await keystone.call('PATCH', `/users/${people.get('yan')}`, { user: { enabled: true } });
      expect(await bylaw('drift')).toMatchObject({
        status: 2,
        out: expect.stringContaining('nobody is named'),
      });
      expect((await bylaw('apply', '--yes', ...words)).status).toBe(0);
      expect([await peopleOf(relay), await isOn('yan')]).toEqual([['zoe'], false]);
      edit('      fresh: { description: New, members: [zoe] }\n', '');
      edit('  yan: { state: deactivated }\n', '  yan:\n');
      edit('Who passes on', 'Who passes it on');
      edit('members: [zoe]', 'members: [yan, zoe]');
      expect((await bylaw('apply', '--yes', ...words)).status).toBe(0);
      expect(await bylaw('drift')).toMatchObject({ status: 0 });
    }
    expect([await peopleOf(relay), await isOn('yan')]).toEqual([['yan', 'zoe'], true]);
  },
);

itWithServer(
  'keystone',
  'gives and takes roles on the system, on domains and on projects, at them and below, and makes, renames and deletes projects, by every engine',
  async (variables) => {
    const keystone = new KeystoneApi(variables);
    const make = async (type: string, body: object): Promise<string> => {
      const made = await keystone.call('POST', `/${type}s`, { [type]: body });
      return (made[type] as { readonly id: string }).id;
    };
    const domain = await make('domain', { name: 'works' });
    const hall = await make('project', { name: 'hall', domain_id: domain, parent_id: domain });
    await make('project', { name: 'attic', domain_id: domain, parent_id: hall });
    await make('group', { name: 'crew', domain_id: domain, description: 'Who builds' });
    const uma = await make('user', { name: 'uma', domain_id: domain, password: 'password-1' });
    const role = await keystone.role('reader');
    await keystone.call('PUT', `/projects/${hall}/users/${uma}/roles/${role}`);
    const token = { KEYSTONE_TOKEN: keystone.token };
    const { bylaw, edit, document } = await importedWhole('keystone', 'cloud', keystone.url, token);
    const before = await keystone.given();
    const start = document('hall');
    for (const { words } of ENGINES) {
      edit('  uma:\n', '  ned:\n  uma: { roles: [reader] }\n');
      edit(
        '      crew:\n        description: Who builds\n',
        '      crew: { description: Who builds, roles: [reader], below: [member] }\n    members: { uma: { below: [admin] } }\n',
      );
      edit(
        '          uma: { roles: [reader] }\n',
        '          uma: { roles: [member], below: [reader] }\n        groups: { crew: { roles: [member] } }\n',
      );
      edit(
        '          attic:\n',
        '          loft: { renamed-from: attic }\n          cellar:\n' +
          '            projects: { well: { settings: { standing: disabled }, groups: { crew: { roles: [admin], below: [reader] } } } }\n',
      );
      expect(await bylaw('plan', ...words)).toMatchObject({ status: 2 });
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      const changed = await keystone.given();
      expect(changed).not.toContain('uma reader hall');
      const added = changed.filter((one) => !before.includes(one));
      expect(added).toEqual([
        'crew admin well',
        'crew member hall',
        'crew member works below',
        'crew reader well below',
        'crew reader works',
        'uma admin works below',
        'uma member hall',
        'uma reader hall below',
        'uma reader system',
      ]);
      const checked = await bylaw('check');
      const planned = await bylaw('plan', ...words);
      expect([planned.status, requests(planned.out)]).toEqual([0, requests(checked.out)]);
      edit('renamed-from: attic', 'title: loft');
      await keystone.call(
        'PUT',
        `/OS-INHERIT/domains/${domain}/users/${uma}/roles/${role}/inherited_to_projects`,
      );
      await keystone.call('PUT', `/system/users/${uma}/roles/${await keystone.role('admin')}`);
      await keystone.call('DELETE', `/projects/${hall}/users/${uma}/roles/${await keystone.role('member')}`);
      const drifted = await bylaw('drift');
      expect(drifted).toMatchObject({ status: 2, out: expect.stringContaining('nobody is named') });
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      expect(await keystone.given()).toEqual(changed);
      expect(await bylaw('drift')).toMatchObject({ status: 0 });
      await importedWhole('keystone', 'cloud', keystone.url, token);
      // Back to where it began: what was given is taken, and what was made is deleted.
      // People stand in a file of their own where there are many.
      edit('  ned:\n  uma: { roles: [reader] }\n', '  uma:\n');
      edit(document('hall'), start.replace('attic:', 'attic: { renamed-from: loft }'));
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      edit('attic: { renamed-from: loft }', 'attic:');
      expect(await keystone.given()).toEqual(before);
      expect(await bylaw('drift')).toMatchObject({ status: 0 });
    }
  },
);

itWithServer(
  'keystone',
  'projects are disabled with those below them, and enabled again',
  async (variables) => {
    const keystone = new KeystoneApi(variables);
    const { domain } = await keystone.call('POST', '/domains', { domain: { name: 'yard' } });
    const above = (domain as { readonly id: string }).id;
    const ids: string[] = [];
    for (const name of ['shed', 'bench', 'vise']) {
      const parent = ids.at(-1) ?? above;
      const made = await keystone.call('POST', '/projects', {
        project: { name, domain_id: above, parent_id: parent },
      });
      ids.push((made.project as { readonly id: string }).id);
    }
    const areEnabled = async (): Promise<readonly unknown[]> => {
      const told = await Promise.all(ids.map((id) => keystone.call('GET', `/projects/${id}`)));
      return told.map(({ project }) => (project as { readonly enabled: boolean }).enabled);
    };
    const token = { KEYSTONE_TOKEN: keystone.token };
    const { bylaw, document, edit } = await importedWhole('keystone', 'cloud', keystone.url, token);
    const standing = (of: string): string => `settings: { standing: ${of} }`;
    const tree = (of: string, more = ''): string =>
      `      shed:\n        ${standing(of)}\n        projects:\n${more}          bench:\n            ${standing(of)}\n` +
      `            projects: { vise: { ${standing(of)} } }\n`;
    const found =
      '      shed:\n        projects:\n          bench:\n            projects:\n              vise:\n';
    // Keystone makes nothing in a disabled project, so what is made there is made before it is disabled.
    const rag = `          rag: { ${standing('disabled')} }\n`;
    const [open, openWithMore] = [tree('enabled'), tree('enabled', rag.replace('disabled', 'enabled'))];
    const [shut, shutWithMore] = [tree('disabled'), tree('disabled', rag)];
    expect(document(found)).not.toBe('');
    edit(found, open);
    for (const { words } of ENGINES) {
      const apply = async (was: string, is: string): Promise<readonly unknown[]> => {
        edit(was, is);
        expect(await bylaw('plan', ...words)).toMatchObject({ status: 2 });
        expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
        expect(await bylaw('plan', ...words)).toMatchObject({ status: 0 });
        return areEnabled();
      };
      expect(await apply(open, shut)).toEqual([false, false, false]);
      expect(await apply(shut, open)).toEqual([true, true, true]);
      expect(await apply(open, shutWithMore)).toEqual([false, false, false]);
      expect(await apply(shutWithMore, openWithMore)).toEqual([true, true, true]);
      expect(await apply(openWithMore, shut)).toEqual([false, false, false]);
      expect(await apply(shut, open)).toEqual([true, true, true]);
    }
  },
);

itWithServer(
  'keystone',
  'the example is applied by every engine, and is then as it is written',
  async (variables) => {
    const keystone = new KeystoneApi(variables);
    const before = await keystone.given();
    for (const { words } of ENGINES) {
      const bylaw = await exampleOf('keystone', keystone.url, { KEYSTONE_TOKEN: keystone.token });
      expect(await bylaw('plan', ...words)).toMatchObject({ status: 2 });
      expect(await bylaw('apply', '--yes', ...words)).toMatchObject({ status: 0 });
      expect(await bylaw('plan', ...words)).toMatchObject({ status: 0 });
      const given = await keystone.given();
      expect(given.filter((one) => !before.includes(one))).toEqual([
        'auditors reader Default below',
        'developers admin shop-test',
        'developers member shop',
      ]);
      await keystone.remove('projects', ['shop-test', 'shop']);
      await keystone.remove('groups', ['auditors', 'developers']);
      await keystone.remove('users', ['dana', 'eve', 'finn']);
    }
  },
);

/** How many requests a command says that a read takes. */
function requests(out: string): string | undefined {
  return /(\d+) requests/.exec(out)?.[1];
}
