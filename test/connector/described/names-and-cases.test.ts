/** Names that documents cannot have, rows that are meant by several fields, and permissions that depend on a row. */
import { describe, expect, it } from 'vitest';
import { documentName } from '../../../src/connector/described/description/document-name.ts';
import { must, plain } from '../connections.ts';
import { atrium, lumoauth, platformOf } from '../platforms.ts';
import { fileOf, list, readOf, told } from './plain-lists.ts';

const PEOPLE = '  member: [{ from: people, key: key, state: { const: active } }]\n';
const ANA = { people: [{ id: 1, key: 'ana@acme.com' }] };

describe('names', () => {
  it.each([
    ['zabbix-servers', 'zabbix-servers'],
    ['Zabbix servers', 'zabbix-servers'],
    ['Templates/Applications', 'templates-applications'],
    ['Größe & Güte!', 'große-gute'.replace('ß', '-')],
    ['  _x', 'x'],
    ['v1.2_rc', 'v1.2_rc'],
    ['a'.repeat(120), 'a'.repeat(100)],
    ['/', '/'],
    ['日本', '日本'],
  ])('of %s', (told, name) => {
    expect(documentName(told)).toBe(name);
  });

  const file = fileOf(
    list('people') + list('teams') + list('areas') + list('grants'),
    `${PEOPLE}  scope: [{ from: areas, kind: { const: unit }, name: name }]
  role: [{ from: grants, key: name, permissions: { each: gives }, denies: { each: takes } }]
  group: [{ from: teams, key: name, permissions: { each: gives } }]
  membership: [{ from: teams, each: people, group: { ref: teams, by: { path: id, of: teams } }, member: { ref: people, by: "." }, role: { const: member } }]
  nesting: [{ from: teams, each: teams, group: { ref: teams, by: { path: id, of: teams } }, child: { ref: teams, by: "." } }]
`,
  );
  const team = { id: 1, name: 'Ops & QA', gives: [], people: [], teams: [] };
  const rows = {
    ...ANA,
    teams: [team],
    areas: [{ id: 1, name: 'North East' }],
    grants: [{ id: 1, name: 'Read All', gives: ['members:read'], takes: [] }],
  };
  const predefined = { ...atrium, roles: new Map() };

  it('are made of what the platform says, which is the title', async () => {
    expect(plain(must(await readOf(file, rows, predefined)).resources)).toMatchObject({
      'scope:acme/units/north-east': { title: 'North East' },
      'role:acme/read-all': { title: 'Read All' },
      'group:acme/ops-qa': { title: 'Ops & QA' },
    });
  });

  it('are never two things of one name', async () => {
    const read = await readOf(
      file,
      { ...rows, teams: [team, { ...team, id: 2, name: 'ops-qa' }] },
      predefined,
    );
    expect(told(read)).toEqual(['List teams: 1 and 2 are both group ops-qa of organization (rule one-name)']);
  });
});

describe('rows that are told apart by several fields', () => {
  const file = (ref: string) =>
    fileOf(
      list('people') + list('places').replace('id: id', 'id: [area, name]') + list('seats'),
      `${PEOPLE}  group: [{ from: places, key: name }]
  membership: [{ from: seats, group: ${ref}, member: { ref: people, by: who } }]
`,
    );
  const rows = {
    ...ANA,
    places: [{ area: 'n', name: 'qa' }],
    seats: [{ id: 1, area: 'n', team: 'qa', who: 1 }],
  };

  it('are meant by all of them', async () => {
    const read = must(await readOf(file('{ ref: places, by-all: [area, team] }'), rows, lumoauth));
    expect(plain(read.resources)).toMatchObject({ 'group:acme/qa': { members: ['ana@acme.com'] } });
  });

  it('stop where no row has all of them', async () => {
    const seats = [{ id: 1, area: 'm', team: 'qa', who: 1 }];
    const read = await readOf(file('{ ref: places, by-all: [area, team] }'), { ...rows, seats }, lumoauth);
    expect(told(read)).toEqual([
      'List seats: 1 names ["m","qa"], which list places does not have (rule reference)',
    ]);
  });
});

describe('permissions that depend on the row', () => {
  const cases = (written: string) =>
    fileOf(
      list('people') + list('roles'),
      `${PEOPLE}  role: [{ from: roles, key: name, permissions-where: ${written} }]\n`,
    );
  const gorules = { ...platformOf('gorules'), roles: new Map() };
  const TEXTS =
    '[{ where: { docs: { is: [all] } }, permissions: { const: "documents:view-content" } }, { where: { docs: { not: [all, ""] } }, permissions: { join: [{ const: documents }, docs], with: ":" } }, { where: { docs: { is: [""] } }, permissions: { const: "releases:view" } }]';
  const role = (more: Readonly<Record<string, unknown>>) => ({
    ...ANA,
    roles: [{ id: 1, name: 'own', ...more }],
  });
  const given = async (file: string, more: Readonly<Record<string, unknown>>) =>
    plain(must(await readOf(file, role(more), gorules)).resources)['role:acme/own'];

  it.each([
    ['all', 'documents:view-content'],
    ['edit-content', 'documents:edit-content'],
    ['', 'releases:view'],
  ])('of %s', async (docs, permission) => {
    expect(await given(cases(TEXTS), { docs })).toMatchObject({ permissions: [permission] });
  });

  const WORDS = '[{ where: { docs: { is: [all] } }, permissions: { const: "documents:view-content" } }]';
  const ITEMS =
    '[{ where: { on: { is: ["1"] } }, permissions: { each: can, path: what } }, { where: { on: { is: ["0"] }, what: absent }, permissions: { each: can, path: what } }]';

  it('of items of a list, each by itself, and of none', async () => {
    const can = [
      { on: 1, what: 'documents:view-content' },
      { on: 0, what: 'releases:view' },
    ];
    expect(await given(cases(ITEMS), { can })).toMatchObject({ permissions: ['documents:view-content'] });
    expect(await given(cases(ITEMS), { can: [] })).toMatchObject({ permissions: [] });
  });

  it.each([
    [
      'a word of no case',
      WORDS,
      { docs: 'some' },
      'docs of 1 is some, of which the file says nothing (rule closed-words)',
    ],
    ['a row of no case', WORDS, { docs: null }, 'no permission is described for 1 (rule rows-taken)'],
    [
      'an item with a word of no case',
      ITEMS,
      { can: [{ on: 2, what: 'x:y' }] },
      'on of an item of can of 1 is 2, of which the file says nothing (rule closed-words)',
    ],
    ['no list of items', ITEMS, { can: null }, 'can of 1 is no list (rule value)'],
    [
      'a field that no case reads',
      WORDS,
      { docs: 'all', more: true },
      'the field more of 1 is neither read nor named in leaves (rule closed-row)',
    ],
  ])('stop at %s', async (_, written, more, message) => {
    expect(told(await readOf(cases(written), role(more), gorules))).toEqual([`List roles: ${message}`]);
  });
});
