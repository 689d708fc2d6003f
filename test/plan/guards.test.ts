import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { planOrganization } from '../../src/plan/organization.ts';
import { lumoauth } from '../connector/platforms.ts';
import { organizationOf } from './documents.ts';
import { DECLARED, desiredOf, FULL, facts, live, planOf, snapshotOf, written } from './fixtures.ts';

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
    ['everybody', 0, true],
    ['half of them', 5, true],
    ['less than half', 6, false],
    ['nobody', 10, false],
  ])('of %s', (_who, kept, warned) => {
    const plan = planOf(lumoauth, keeping(PEOPLE.slice(0, kept)), found, { authority: FULL });
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(warned ? ['mass-removal'] : []);
  });

  it('counts people who stay and can do nothing any more', () => {
    const stripped = [
      written.scope('acme', 'organization', 'Acme'),
      ...PEOPLE.map((key) => written.member(key)),
    ];
    expect(planOf(lumoauth, stripped, found).diagnostics.map(({ code }) => code)).toEqual(['mass-removal']);
  });

  it('is not seen in a handful of people, whatever share they are', () => {
    const few = found.filter(
      (r) => r.type === 'scope' || PEOPLE.slice(0, 4).some((key) => r.address.includes(key)),
    );
    expect(planOf(lumoauth, keeping([]), few).diagnostics).toEqual([]);
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
    const plan = planOrganization(desired.value, snapshotOf(found));
    expect(facts(plan.changes)).toEqual([
      'create assignment:acme|group:acme/zz {"roles":["editor"]}',
      'remove group:acme/emptied members bo@acme.com',
    ]);
    // And the access it gives is that of the people who are in it.
    expect(plan.delta.gained.map(({ member }) => member)).toContain('bo@acme.com');
  });

  it('is its default where the documents are the whole truth', () => {
    const desired = compile(document, lumoauth, '2027-03-01T00:00:00Z');
    if (!desired.ok) throw new Error(JSON.stringify(desired.diagnostics));
    const plan = planOrganization({ ...desired.value, authority: FULL }, snapshotOf(found));
    expect(facts(plan.changes)).toContain('remove group:acme/zz members bo@acme.com');
    expect(facts(plan.changes)).toContain('set group:acme/zz title "zz"');
  });

  it('is its default in a group that is not live yet', () => {
    const plan = planOrganization(
      desiredOf(lumoauth, [written.scope('acme', 'organization', 'Acme'), written.group('acme/zz')], {
        authority: DECLARED,
      }),
      snapshotOf([ACME]),
    );
    expect(plan.changes).toMatchObject([{ action: 'create', address: 'group:acme/zz' }]);
  });
});
