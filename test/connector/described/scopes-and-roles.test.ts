/** Scopes by pointer and by path, roles of a list, roles of the platform file, memberships of scopes, values in rows. */
import { describe, expect, it } from 'vitest';
import { must, plain } from '../connections.ts';
import { atrium, chalet, lumoauth, platformOf } from '../platforms.ts';
import { described } from './describing.ts';
import { fileOf, list, readOf, told } from './plain-lists.ts';

const PEOPLE = '  member: [{ from: people, key: key, state: { const: active } }]\n';
const ANA = { people: [{ id: 1, key: 'ana@acme.com' }] };

describe('scopes by a pointer', () => {
  const file = fileOf(
    list('people') + list('areas', ', leaves: [note]'),
    `${PEOPLE}  scope: [{ from: areas, kind: { path: sort, map: { top: organization, u: unit, w: workspace } }, name: slug, parent: { tree: above } }]\n`,
  );
  const unit = { id: 'u', sort: 'u', slug: 'emea', above: null };

  it('have the paths of the platform file, and the organization on top', async () => {
    const areas = [{ id: 'w', sort: 'w', slug: 'shop', above: 'u' }, unit];
    expect(Object.keys(plain(must(await readOf(file, { ...ANA, areas })).resources))).toEqual([
      'scope:acme',
      'scope:acme/units/emea',
      'scope:acme/units/emea/workspaces/shop',
      'member:acme/ana@acme.com',
    ]);
  });

  it('may have the organization among the rows', async () => {
    const areas = [
      { id: 't', sort: 'top', slug: 'the-house', above: null },
      { ...unit, above: 't' },
    ];
    const read = plain(must(await readOf(file, { ...ANA, areas })).resources);
    expect(read).toMatchObject({
      'scope:acme': { title: 'the-house' },
      'scope:acme/units/emea': { parent: 'acme' },
    });
  });

  it.each([
    [
      'a parent that is not listed',
      [{ ...unit, above: 'x' }],
      'u is in x, which is not in the list (rule reference)',
    ],
    ['no word of a parent', [{ id: 'u', sort: 'u', slug: 'emea' }], 'above of u is not an id (rule value)'],
    [
      'a parent that is no id',
      [{ ...unit, above: [] }],
      'the field above of u is neither read nor named in leaves (rule closed-row)',
    ],
    [
      'two of one name',
      [unit, { ...unit, id: 'v' }],
      'u and v are both scope emea of organization, a unit (rule one-name)',
    ],
  ])('stop at %s', async (_, areas, message) => {
    expect(told(await readOf(file, { ...ANA, areas }))).toEqual([`List areas: ${message}`]);
  });

  it('stop at a ring', async () => {
    const areas = [
      { ...unit, above: 'v' },
      { ...unit, id: 'v', slug: 'apac', above: 'u' },
    ];
    const read = await readOf(file, { ...ANA, areas });
    expect(read.ok).toBe(false);
    expect(told(read).join()).toContain('is not under the organization');
  });
});

describe('scopes by a pointer, the topmost of which are in those of another list', () => {
  const file = fileOf(
    list('people') + list('houses') + list('areas'),
    `${PEOPLE}  scope:
    - { from: houses, kind: { const: unit }, name: slug }
    - { from: areas, kind: { const: workspace }, name: slug, parent: { tree: above, ref: houses } }
`,
  );
  const houses = [{ id: 'h', slug: 'emea' }];
  const shop = { id: 'w', slug: 'shop', above: 'h' };

  it('have the paths of both', async () => {
    const areas = [{ id: 'v', slug: 'till', above: 'w' }, shop];
    expect(Object.keys(plain(must(await readOf(file, { ...ANA, houses, areas })).resources))).toEqual([
      'scope:acme',
      'scope:acme/units/emea',
      'scope:acme/units/emea/workspaces/shop',
      'scope:acme/units/emea/workspaces/shop/workspaces/till',
      'member:acme/ana@acme.com',
    ]);
  });

  it.each([
    ['in neither list', [{ ...shop, above: 'x' }], houses, 'w is in x, which is not in the list'],
    [
      'in both lists',
      [shop, { id: 'h', slug: 'till', above: 'w' }],
      houses,
      'w is in h, which is both in areas and in houses',
    ],
  ])('stop at one whose parent is %s', async (_, areas, above, message) => {
    const read = await readOf(file, { ...ANA, houses: above, areas });
    expect(told(read)).toContain(`List areas: ${message} (rule reference)`);
  });

  it('is no matter of a path of names', () => {
    const tree = file.replace(
      'name: slug, parent: { tree: above, ref: houses }',
      'place: { tree: "/", path: above, ref: houses }',
    );
    expect(told(described(tree))).toEqual(['A path of names leads to no other list.']);
  });
});

describe('scopes by a path of names', () => {
  const file = fileOf(
    list('people') + list('areas'),
    `${PEOPLE}  scope: [{ from: areas, kind: { const: unit }, place: { tree: "::", path: full, after: "root::" } }]\n`,
  );

  it('are found by what is before the last sign', async () => {
    const areas = [
      { id: 1, full: 'root::emea::shop' },
      { id: 2, full: 'root::emea' },
    ];
    expect(Object.keys(plain(must(await readOf(file, { ...ANA, areas })).resources))).toContain(
      'scope:acme/units/emea/units/shop',
    );
  });

  it('stop at one whose parent is not listed', async () => {
    const read = await readOf(file, { ...ANA, areas: [{ id: 1, full: 'root::emea::shop' }] });
    expect(told(read)).toEqual(['List areas: 1 is in emea, which is not in the list (rule reference)']);
  });
});

describe('roles of a list', () => {
  const roles = (more: string) =>
    fileOf(list('people') + list('roles'), `${PEOPLE}  role: [{ from: roles, key: name${more} }]\n`);
  const own = { id: 1, name: 'own', gives: ['documents:read'] };

  it('are custom where the platform file does not have them, and those of the file are there', async () => {
    const read = await readOf(roles(', permissions: { each: gives }'), { ...ANA, roles: [own] }, lumoauth);
    expect(plain(must(read).resources)).toMatchObject({
      'role:acme/own': { permissions: ['documents:read'] },
    });
  });

  it('stop where nothing tells what a custom one gives', async () => {
    const read = await readOf(roles(''), { ...ANA, roles: [{ id: 1, name: 'own' }] }, lumoauth);
    expect(told(read)).toEqual(['List roles: nothing tells what the role own gives (rule untold)']);
  });

  it('stop where predefined is neither true nor false', async () => {
    const file = roles(', permissions: { each: gives }, predefined: system');
    const read = await readOf(file, { ...ANA, roles: [{ ...own, system: 'maybe' }] }, lumoauth);
    expect(told(read)[0]).toBe(
      'List roles: predefined of 1 is maybe, and neither true nor false (rule closed-words)',
    );
  });

  it('stop where a predefined one gives something else than the platform file says', async () => {
    const file = roles(', permissions: { each: gives }');
    const read = await readOf(file, { ...ANA, roles: [{ ...own, name: 'viewer' }] }, lumoauth);
    expect(told(read)).toEqual([
      'Role viewer is not as platform lumoauth says: live it lacks permission users:read',
    ]);
  });
});

describe('memberships of scopes', () => {
  const file = fileOf(
    list('people') + list('areas') + list('places'),
    `  member:
    - { from: people, key: key, state: { path: state, absent: none } }
    - { from: places, member: { ref: people, by: who }, scope: { ref: areas, by: where }, state: how }
  scope: [{ from: areas, kind: { const: unit }, name: slug }]
`,
  );
  const areas = [{ id: 'u', slug: 'emea' }];
  const people = [{ id: 1, key: 'ana@acme.com', state: null }];
  const place = { id: 9, who: 1, where: 'u', how: 'active' };

  it('are of people who need not be members of the organization', async () => {
    const read = must(await readOf(file, { people, areas, places: [place] }, chalet));
    expect(Object.keys(plain(read.resources))).toEqual([
      'scope:acme',
      'scope:acme/units/emea',
      'member:acme/units/emea/ana@acme.com',
    ]);
  });

  it.each([
    [
      'a state that is none',
      { ...place, how: 'asleep' },
      'places: the state of 9 comes to asleep, and none of active, invited, deactivated, expired, none (rule closed-words)',
    ],
    [
      'a scope that is not listed',
      { ...place, where: 'v' },
      'places: 9 names v, which list areas does not have (rule reference)',
    ],
    [
      'a person who is not listed',
      { ...place, who: 2 },
      'places: 9 names 2, which list people does not have (rule reference)',
    ],
  ])('stop at %s', async (_, spoilt, message) => {
    expect(told(await readOf(file, { people, areas, places: [spoilt] }, chalet))).toEqual([
      `List ${message}`,
    ]);
  });

  it('stop where a row is meant that is something else', async () => {
    const wrong = file.replace('scope: { ref: areas, by: where }', 'scope: { ref: people, by: who }');
    const read = await readOf(
      wrong.replace('how }', 'how, where: { where: present } }'),
      { people, areas, places: [place] },
      chalet,
    );
    expect(told(read)).toEqual(['List places: 9 names 1 of list people, which is no scope (rule reference)']);
  });
});

describe('what the platform file speaks of has to be told', () => {
  const groups = (read: string) =>
    fileOf(list('people') + list('teams', ', leaves: [people]'), PEOPLE + read);
  const teams = [{ id: 't', name: 'qa', people: [] }];
  const GROUP = '  group: [{ from: teams, key: name }]\n';
  const IN =
    '  membership: [{ from: teams, each: people, group: { ref: teams, by: { path: id, of: teams } }, member: { ref: people, by: "." } }]\n';

  it.each([
    ['who is in groups', GROUP, lumoauth, 'List people: read has groups and no membership (rule untold)'],
    [
      'how groups nest',
      GROUP + IN,
      atrium,
      'List people: groups nest on the platform, and read has no nesting (rule untold)',
    ],
    [
      'what groups carry',
      GROUP + IN,
      platformOf('gorules'),
      'List teams: groups carry permissions on the platform, and the entry has none (rule untold)',
    ],
    [
      'what people are in groups',
      GROUP + IN,
      platformOf('github'),
      'List teams: people have roles in groups on the platform, and the entry has none (rule untold)',
    ],
  ])('%s', async (_, read, platform, message) => {
    expect(told(await readOf(groups(read), { ...ANA, teams }, platform))).toContain(message);
  });

  it('and how many people are in a group, as the platform counts them', async () => {
    const file = fileOf(
      list('people') + list('teams'),
      PEOPLE + GROUP.replace('name }', 'name, member-count: count }') + IN,
    );
    const counted = (count: unknown) =>
      readOf(file, { ...ANA, teams: [{ id: 't', name: 'qa', people: [1], count }] }, lumoauth);
    must(await counted(1));
    expect(told(await counted(2))).toEqual([
      'A list came back incomplete: group qa has 2 members and 1 are listed',
    ]);
    expect(told(await counted('many'))).toEqual([
      'List teams: the number of members of t is many (rule value)',
    ]);
  });
});

describe('items of a list inside of rows', () => {
  const file = fileOf(
    list('people'),
    `${PEOPLE}  assignment: [{ from: people, each: grants, where: { on: { is: [all] } }, member: { ref: people, by: { path: id, of: people } }, roles: { path: role, map: { v: viewer } } }]\n`,
  );
  const people = (grants: unknown) => ({ people: [{ id: 1, key: 'ana@acme.com', grants }] });

  it('are taken one by one, and several for one person are one assignment', async () => {
    const read = must(
      await readOf(
        file,
        people([
          { on: 'all', role: 'v' },
          { on: 'all', role: 'v' },
        ]),
        lumoauth,
      ),
    );
    expect(plain(read.resources)).toMatchObject({
      'assignment:acme|member:ana@acme.com': { roles: ['viewer'] },
    });
  });

  it.each([
    [
      'a word that no condition has',
      [{ on: 'some', role: 'v' }],
      'on of an item of grants of 1 is some, of which the file says nothing (rule closed-words)',
    ],
    [
      'an item that no entry takes',
      [{ on: null, role: 'v' }],
      'no entry takes an item of grants of 1 (rule rows-taken)',
    ],
    [
      'a field that nobody knows',
      [{ on: 'all', role: 'v', until: null }],
      'the field grants.[].until of 1 is neither read nor named in leaves (rule closed-row)',
    ],
    ['no list', null, 'grants of 1 is no list (rule value)'],
  ])('stop at %s', async (_, grants, message) => {
    expect(told(await readOf(file, people(grants), lumoauth))).toEqual([`List people: ${message}`]);
  });
});
