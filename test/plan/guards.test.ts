import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compile } from '../../src/compile/compile.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { keptRoles } from '../../src/platform/kept-roles.ts';
import { lumoauth } from '../connector/platforms.ts';
import { desiredOf, liveOf, NAMES, type PlatformName, platformNamed } from '../platform/shipped.ts';
import { organizationOf } from './documents.ts';
import {
  DECLARED,
  desiredOf as desiredFrom,
  FULL,
  facts,
  live,
  planOf,
  snapshotOf,
  written,
} from './fixtures.ts';

const ACME = live.scope('acme', 'organization', 'Acme');
const PEOPLE = Array.from({ length: 10 }, (_, n) => `p${n}@acme.com`);

describe('a mass removal', () => {
  const found = [
    ACME,
    ...PEOPLE.map((key) => live.member(key)),
    ...PEOPLE.map((key) => live.given('acme', `member:${key}`, ['viewer'])),
  ];
  const keeping = (keys: readonly string[]) => [
    written.scope('acme', 'organization', 'Acme'),
    ...keys.map((key) => written.member(key)),
    ...keys.map((key) => written.given('acme', `member:${key}`, ['viewer'])),
  ];

  it.each([
    ['everybody', 0, ['mass-removal', 'removal-limit', 'removal-limit']],
    ['half of them', 5, ['removal-limit']],
    ['less than half', 6, []],
    ['nobody', 10, []],
  ])('of %s', (_who, kept, codes) => {
    const plan = planOf(lumoauth, keeping(PEOPLE.slice(0, kept)), found, { authority: FULL });
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  it('counts people who stay and can do nothing any more', () => {
    const stripped = [
      written.scope('acme', 'organization', 'Acme'),
      ...PEOPLE.map((key) => written.member(key)),
    ];
    expect(planOf(lumoauth, stripped, found).diagnostics.map(({ code }) => code)).toEqual([
      'mass-removal',
      'removal-limit',
      'removal-limit',
    ]);
  });

  it.each([
    ['one of them stays', 1, []],
    ['nobody stays', 0, ['mass-removal']],
  ])('in a handful of people, when %s', (_, kept, codes) => {
    const few = found.filter(
      (r) => r.type === 'scope' || PEOPLE.slice(0, 4).some((key) => r.address.includes(key)),
    );
    expect(planOf(lumoauth, keeping(PEOPLE.slice(0, kept)), few).diagnostics.map(({ code }) => code)).toEqual(
      codes,
    );
  });
});

describe('a small organization is not emptied, nor its administration replaced by newcomers, without a word', () => {
  const ON = {
    lumoauth: { owner: '[admin]', other: '[viewer]' },
    appcircle: { owner: '[owner]', other: '{ build: viewer }' },
    bilbis: { owner: '[owner]', other: '[viewer]' },
    github: { owner: '[owner]', other: '[moderator]' },
    // Who is invited to no project sees nothing.
    gorules: { owner: '[owner]', other: '[]' },
    oten: { owner: '[super-admin]', other: '[viewer]' },
  } as const;

  /** `ana+ bo` — Ana administers, Bo does not. */
  function people(name: PlatformName, who: string): string {
    const at = platformNamed(name).members.key === 'email' ? '@x.io' : '';
    const lines = who.split(' ').map((one) => {
      const [, key, sign] = /^(\w+)([+!]?)$/.exec(one) ?? [];
      const { owner, other } = ON[name];
      if (sign === '!') return `  ${key}${at}: { state: deactivated, roles: ${owner} }\n`;
      return `  ${key}${at}: { roles: ${sign === '+' ? owner : other} }\n`;
    });
    return `members:\n${lines.join('')}`;
  }

  function held(name: PlatformName, before: string, after: string, invited: readonly string[] = []) {
    const found = liveOf(name, people(name, before));
    const resources = found.resources.map((r) =>
      r.type === 'member' && invited.some((key) => r.attributes.member.startsWith(key))
        ? { ...r, attributes: { ...r.attributes, state: 'invited' as const } }
        : r,
    );
    const { diagnostics } = buildPlan(desiredOf(name, people(name, after)), {
      ...found,
      resources,
    });
    return diagnostics.flatMap(({ code, severity, message }) => {
      if (code === 'mass-removal') return [message];
      return severity === 'error' ? [`error: ${message}`] : [];
    });
  }

  const BOTH = NAMES.map((name) => [name] as const);

  it.each(BOTH)('on %s', (name) => {
    const [rule] = keptRoles(platformNamed(name));
    const at = platformNamed(name).members.key === 'email' ? '@x.io' : '';
    // Another organization than was meant: everybody goes, others come.
    const canDo = buildAccess(platformNamed(name), liveOf(name, people(name, 'ana+ bo cy')).resources);
    const had = canDo.members.filter((one) => canDo.scopes.some((s) => canDo.permissions(one, s).length > 0));
    expect(held(name, 'ana+ bo cy', 'dee+ eve')).toEqual([
      had.length === 1
        ? `ana${at} alone can do something in acme, and would lose all access, and nobody who is in it now would have any.`
        : `All ${had.length} people who can do something in acme would lose all access, and nobody who is in it now would have any.`,
    ]);
    expect(held(name, 'ana+', 'dee+')).toEqual([
      `ana${at} alone can do something in acme, and would lose all access, and nobody who is in it now would have any.`,
    ]);
    // Somebody stays, and none who administers, nor is a follower there.
    const replaced = (gone: string) =>
      name === 'gorules'
        ? expect.stringContaining('would lose all access, and nobody')
        : `${rule?.code}: ${gone} would not be ${rule?.role} on acme any more, and dee${at}, who would be, is not in it yet.`;
    expect(held(name, 'ana+ bo+ cy dan eve fay', 'dee+ cy dan eve fay ana')).toEqual([
      replaced(`ana${at}, bo${at}`),
    ]);
    expect(held(name, 'ana+ bo', 'ana dee+ bo')).toEqual([replaced(`ana${at}`)]);
    // Who is there may follow, whoever else comes.
    expect(held(name, 'ana+ bo', 'bo+')).toEqual([]);
    expect(held(name, 'ana+ bo', 'bo+ dee+')).toEqual([]);
    expect(held(name, 'ana+ bo+', 'bo+ dee+')).toEqual([]);
    expect(held(name, 'ana+ bo+', 'ana+')).toEqual([]);
    expect(held(name, 'ana+', 'ana+ dee+')).toEqual([]);
  });

  it.each(BOTH.filter(([name]) => platformNamed(name).members.joining === 'invited'))(
    'on %s who was invited earlier and has not accepted is not there',
    (name) => {
      const at = platformNamed(name).members.key === 'email' ? '@x.io' : '';
      const others = 'bo cy';
      expect(held(name, `ana+ dee+ ${others}`, `ana dee+ ${others}`, ['dee'])).toEqual([
        name === 'gorules'
          ? expect.stringContaining('would lose all access, and nobody')
          : `${keptRoles(platformNamed(name))[0]?.code}: ana${at} would not be ${keptRoles(platformNamed(name))[0]?.role} on acme any more, and dee${at}, who would be, is not in it yet.`,
      ]);
      expect(held(name, `ana+ dee+ ${others}`, `ana dee+ ${others}`)).toEqual([]);
    },
  );

  it.each(BOTH.filter(([name]) => platformNamed(name).members.deactivation))(
    'on %s who is deactivated is not there',
    (name) => {
      expect(held(name, 'ana+ bo dee!', 'ana bo dee+')).toHaveLength(1);
      expect(held(name, 'ana+ bo', 'ana! bo+')).toEqual([]);
    },
  );

  it('an organization in which nobody can do anything can come to anything', () => {
    expect(held('lumoauth', 'ana! bo!', 'dee+')).toEqual([]);
  });
});

describe('what a group’s entry does not write', () => {
  const document = organizationOf(`
apiVersion: bylaw/v1
kind: Organization
name: acme
platform: lumoauth
members: { ada@acme.com: , bo@acme.com: }
groups:
  zz: { roles: [editor] }
  emptied: { members: [] }
`);
  const found = [
    ACME,
    live.member('ada@acme.com'),
    live.member('bo@acme.com'),
    live.group('acme/zz', { title: 'Zed', description: 'Kept', members: ['bo@acme.com'] }),
    live.group('acme/emptied', { title: 'Emptied', members: ['bo@acme.com'] }),
  ];

  it('stays as it is live where groups are owned only as far as they are written', () => {
    const desired = compile(document, lumoauth, '2027-03-01T00:00:00Z');
    if (!desired.ok) throw new Error(JSON.stringify(desired.diagnostics));
    const plan = buildPlan(desired.value, snapshotOf(found));
    expect(facts(plan.changes)).toEqual([
      'create assignment:acme|group:acme/zz {"roles":["editor"],"below":[],"denied":[]}',
      'remove group:acme/emptied members bo@acme.com',
    ]);
    // And the access it gives is that of the people who are in it.
    expect(plan.delta.gained.map(({ member }) => member)).toContain('bo@acme.com');
  });

  it('is its default where the documents are the whole truth', () => {
    const desired = compile(document, lumoauth, '2027-03-01T00:00:00Z');
    if (!desired.ok) throw new Error(JSON.stringify(desired.diagnostics));
    const plan = buildPlan({ ...desired.value, authority: FULL }, snapshotOf(found));
    expect(facts(plan.changes)).toContain('remove group:acme/zz members bo@acme.com');
    expect(facts(plan.changes)).toContain('set group:acme/zz title "zz"');
  });

  it('is its default in a group that is not live yet', () => {
    const plan = buildPlan(
      desiredFrom(lumoauth, [written.scope('acme', 'organization', 'Acme'), written.group('acme/zz')], {
        authority: DECLARED,
      }),
      snapshotOf([ACME]),
    );
    expect(plan.changes).toMatchObject([{ action: 'create', address: 'group:acme/zz' }]);
  });
});
