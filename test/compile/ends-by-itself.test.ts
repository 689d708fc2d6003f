import { describe, expect, test } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { type Desired, entryKey } from '../../src/compile/desired.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import { bilbis, estate, gorules, lumoauth, oten } from './platforms.ts';
import { codes, desired, NOON, said } from './said.ts';

const OWNER = 'olivia@acme.com: { roles: [owner] }';
const DAN = 'dan@acme.com';

/** The plan on the day, for a platform that is as the documents had it at noon. */
function planOn(day: string, platform: PlatformDefinition, yaml: string) {
  const before = desired(platform, yaml, NOON);
  const resources = inPlatformForm(before.resources, platform);
  return buildPlan(desired(platform, yaml, day), {
    organization: 'acme',
    resources,
    revision: '1',
    readAt: day,
  });
}

function canOn(day: string, platform: PlatformDefinition, yaml: string, permission: string, scope: string) {
  return buildAccess(platform, desired(platform, yaml, day).resources).can(DAN, permission, scope);
}

describe('a place at the home of a group that ends takes the place in the group along', () => {
  const acme = (dan: string, at: string, inGroup = DAN, authority = 'full') => `name: acme
platform: gorules
authority: ${authority}
members: { ${OWNER}, ${DAN}: ${dan} }
projects:
  p:
    members: { ${DAN}: ${at} }
    groups:
      g: { members: [${inGroup}], permissions: [documents:edit-content] }
`;
  const place = entryKey('group:acme/projects/p/g', 'members', DAN);

  test.each([
    ['its end', '{}', '{ until: 2026-07-31 }', DAN, '2026-08-01T00:00:00Z', 'expired'],
    ['its beginning', '{}', '{ from: 2026-07-31 }', DAN, NOON, 'not-yet'],
    [
      'an end before that of the place in the group',
      '{}',
      '{ until: 2026-07-31 }',
      `{ member: ${DAN}, until: 2026-12-31 }`,
      '2026-08-01T00:00:00Z',
      'expired',
    ],
    ['the end of the membership', '{ until: 2026-07-31 }', '{}', DAN, '2026-08-01T00:00:00Z', 'expired'],
  ])('%s', (_, dan, at, inGroup, day, why) => {
    for (const authority of ['full', 'declared']) {
      const yaml = acme(dan, at, inGroup, authority);
      expect(codes(gorules, yaml, day).filter((line) => line.startsWith('error'))).toEqual([]);
      expect(desired(gorules, yaml, day).ruledOut.get(place)?.why).toBe(why);
      expect(canOn(day, gorules, yaml, 'documents:edit-content', 'acme/projects/p')).toBe(false);
    }
  });

  test('the plan takes both away on the day, and names the line that ends', () => {
    for (const authority of ['full', 'declared']) {
      const { changes, delta, diagnostics } = planOn(
        '2026-08-01T00:00:00Z',
        gorules,
        acme('{}', '{ until: 2026-07-31 }', DAN, authority),
      );
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(changes).toMatchObject([
        { action: 'update', address: 'group:acme/projects/p/g' },
        { action: 'delete', address: `assignment:acme/projects/p|member:${DAN}` },
      ]);
      expect(delta.lost.map(({ permission }) => permission)).toContain('documents:edit-content');
    }
  });

  test('who is not written at home, or ruled out there, is an error as before', () => {
    const nowhere = acme('{}', '{}').replace(`members: { ${DAN}: {} }`, '');
    expect(said(gorules, nowhere)).toEqual([
      `error a.yaml:9:22 invariant-broken: group-member-not-in-project: ${DAN} is in group g without belonging to acme/projects/p; on GoRules a group holds members of the scope it lives in.`,
      `  Write ${DAN} under members of acme/projects/p too.`,
    ]);
    // One that begins later is found in the pull request that brings it.
    expect(codes(gorules, nowhere.replace(`[${DAN}]`, `[{ member: ${DAN}, from: 2027-01-01 }]`))).toEqual([
      expect.stringMatching(/^error a\.yaml:9:\d+ invariant-broken$/),
    ]);
    expect(said(gorules, acme('{}', '{ absent: true }'))).toEqual([
      `error a.yaml:9:22 invariant-broken: group-member-not-in-project: ${DAN} is in group g and ruled out of acme/projects/p; on GoRules a group holds members of the scope it lives in.`,
      '  a.yaml:7:40 ruled out here',
      '  Remove one of the two.',
    ]);
  });
});

describe('the last group that somebody is in', () => {
  const acme = (dan: string, places: string) => `name: acme
platform: oten
authority: full
members: { olivia@acme.com: { roles: [super-admin] }, ${DAN}: ${dan} }
groups:
  admins: { members: [olivia@acme.com] }
${places}`;
  const warned = (yaml: string) => said(oten, yaml).filter((line) => line.includes('member-without-group'));

  test.each([
    [
      'ends',
      '{}',
      `  g: { members: [{ member: ${DAN}, until: 2026-07-31 }] }\n`,
      'from 2026-08-01T00:00:00Z on, ',
    ],
    [
      'ends after another has ended',
      '{}',
      `  g: { members: [{ member: ${DAN}, until: 2026-07-31 }] }\n  h: { members: [{ member: ${DAN}, from: 2026-07-01, until: 2026-09-30 }] }\n`,
      'from 2026-10-01T00:00:00Z on, ',
    ],
    [
      'ends before the next begins',
      '{}',
      `  g: { members: [{ member: ${DAN}, until: 2026-07-31 }] }\n  h: { members: [{ member: ${DAN}, from: 2026-08-02 }] }\n`,
      'from 2026-08-01T00:00:00Z on, ',
    ],
    [
      'is not there on arrival',
      '{ from: 2026-07-01 }',
      `  g: { members: [{ member: ${DAN}, until: 2026-06-20 }] }\n`,
      'from 2026-07-01T00:00:00Z on, ',
    ],
    ['is over', '{}', `  g: { members: [{ member: ${DAN}, until: 2026-05-31 }] }\n`, ''],
  ])('%s: a warning, with the day', (_, dan, places, when) => {
    expect(warned(acme(dan, places))).toEqual([
      expect.stringContaining(
        `warning a.yaml:4:55 invariant-broken: member-without-group: ${when}${DAN} is in no group.`,
      ),
    ]);
  });

  test.each([
    [
      'the membership ends with it',
      '{ until: 2026-07-31 }',
      `  g: { members: [{ member: ${DAN}, until: 2026-07-31 }] }\n`,
    ],
    [
      'another begins that day',
      '{}',
      `  g: { members: [{ member: ${DAN}, until: 2026-07-31 }] }\n  h: { members: [{ member: ${DAN}, from: 2026-08-01 }] }\n`,
    ],
    ['the membership is over', '{ until: 2026-05-31 }', ''],
  ])('nothing to warn of: %s', (_, dan, places) => {
    expect(warned(acme(dan, places))).toEqual([]);
  });
});

test('the only role of somebody ends: a warning on the day, for else everything would stay as it is', () => {
  const yaml = `name: acme\nplatform: estate\nmembers: { ann@acme.com: { roles: [{ role: staff, until: 2026-05-31 }] } }\n`;
  expect(said(estate, yaml)).toContain(
    'warning a.yaml:3:12 role-cardinality: ann@acme.com holds no role; on Estate a member holds exactly one.',
  );
  expect(desired(estate, yaml).ruledOut.get('assignment:acme|member:ann@acme.com')?.why).toBe('expired');
});

test('how far it is looked for the last holders is said where it ends', () => {
  const yaml = (count: number) => {
    const owners = Array.from({ length: count }, (_, i) => {
      const day = new Date(Date.UTC(2027, 0, 1 + i)).toISOString().slice(0, 10);
      return `  o${i}@acme.com: { roles: [{ role: admin, until: ${day} }] }\n`;
    });
    return `name: acme\nplatform: lumoauth\nauthority: full\nmembers:\n${owners.join('')}`;
  };
  const invariants = [
    { rule: 'minimum-holders', code: 'last-admin', role: 'admin', at: 'organization', count: 1 },
  ] as const;
  const platform = { ...lumoauth, invariants };
  // Past twenty ends, where it used to stop without a word.
  expect(said(platform, yaml(25)).filter((line) => line.includes('last-admin'))).toEqual([
    expect.stringContaining('from 2027-01-26T00:00:00Z on, acme would have 0 active holders of admin'),
  ]);
  const far = said(platform, yaml(205));
  expect(far.filter((line) => line.includes('last-admin'))).toEqual([]);
  expect(far.filter((line) => line.includes('look-ahead-cut'))).toEqual([
    expect.stringMatching(
      /^info .*Who holds admin on acme was checked up to 2027-07-20T00:00:00Z, over 200 ends; there are later ones\.$/,
    ),
  ]);
});

describe('the window of a group at its home bounds all that it carries', () => {
  const projects = (window: string, authority = 'full') => `name: acme
platform: gorules
authority: ${authority}
members: { ${OWNER}, ${DAN}: {} }
projects:
  p:
    members: { ${DAN}: {} }
    groups:
      g: { title: G, members: [${DAN}], permissions: [documents:edit-content], ${window} }
`;
  const products = (window: string) => `name: acme
platform: bilbis
authority: full
members: { ${OWNER.replace('@acme.com', '')}, dan: { roles: [developer] } }
groups:
  g: { members: [dan], ${window} }
  other: { members: [olivia] }
products:
  shop: { groups: { g: {}, other: {} } }
`;
  const units = (window: string) => `name: acme
platform: estate
authority: full
members: { ${OWNER}, ${DAN}: { roles: [staff] } }
groups:
  g: { members: [${DAN}], ${window} }
  outer: { groups: [g], roles: [owner] }
units:
  emea:
    groups: { g: { roles: [editor] } }
`;
  const held = (
    day: string,
    platform: PlatformDefinition,
    yaml: string,
    permission: string,
    scope: string,
  ) => {
    const who = platform.name === 'bilbis' ? 'dan' : DAN;
    return buildAccess(platform, desired(platform, yaml, day).resources).can(who, permission, scope);
  };

  test.each([
    ['gorules: permissions', gorules, projects, 'documents:edit-content', 'acme/projects/p'],
    ['bilbis: what they open', bilbis, products, 'pipelines:run', 'acme/products/shop'],
    ['roles given elsewhere', estate, units, 'docs:write', 'acme/units/emea'],
    ['a group that it is nested in', estate, units, 'org:own', 'acme'],
  ] as const)('%s', (_, platform, yaml, permission, scope) => {
    const on = (day: string, window: string) => held(day, platform, yaml(window), permission, scope);
    expect(on(NOON, 'until: 2026-06-15')).toBe(true);
    expect(on('2026-06-16T00:00:00Z', 'until: 2026-06-15')).toBe(false);
    expect(on(NOON, 'from: 2026-06-16')).toBe(false);
    expect(on('2026-06-16T00:00:00Z', 'from: 2026-06-16')).toBe(true);
  });

  test('plan and drift agree: on the day the permission goes, under either authority', () => {
    for (const authority of ['full', 'declared']) {
      const yaml = projects('until: 2026-06-15', authority);
      const plan = planOn('2026-06-16T00:00:00Z', gorules, yaml);
      expect(plan.changes).toMatchObject([
        {
          action: 'update',
          address: 'group:acme/projects/p/g',
          fields: [
            {
              field: 'permissions',
              removed: [{ entry: 'documents:edit-content', because: { text: 'its `until` has passed' } }],
            },
          ],
        },
      ]);
      expect(plan.delta.lost.map(({ permission }) => permission)).toContain('documents:edit-content');
      expect(driftOf(plan, null).map(({ address }) => address)).toContain('group:acme/projects/p/g');
    }
  });

  test('what begins with the group began then', () => {
    const value: Desired = desired(gorules, projects('from: 2026-06-01'));
    const key = entryKey('group:acme/projects/p/g', 'permissions', 'documents:edit-content');
    expect(value.begun?.get(key)).toBe('2026-06-01T00:00:00Z');
  });

  test('the last owner over a group of the organization that ends is warned of ahead', () => {
    const yaml = `name: acme\nplatform: estate\nauthority: full\nmembers: { ann@acme.com: { roles: [staff] } }\ngroups: { o: { groups: [p], roles: [owner] }, p: { members: [ann@acme.com], until: 2026-09-30 } }\n`;
    expect(said(estate, yaml)[0]).toMatch(
      /^warning .* from 2026-10-01T00:00:00Z on, acme would have 0 active holders/,
    );
  });
});

describe('where groups are flat on the wire and hold only whom their home holds', () => {
  const flat: PlatformDefinition = { ...gorules, groups: { ...gorules.groups, nesting: 'flatten' } };
  const nested = (dan: string, inner = `members: [${DAN}]`) => `name: acme
platform: gorules
authority: full
members: { ${OWNER}, ${DAN}: {} }
projects:
  p:
    members: { olivia@acme.com: {}${dan} }
    groups:
      outer: { groups: [middle] }
      middle: { groups: [inner] }
      inner: { ${inner} }
`;
  const outside = (group: string, through: string, place: string) =>
    `error a.yaml:${place} invariant-broken: group-member-not-in-project: ${DAN} is in group ${group}${through} without belonging to acme/projects/p; on GoRules a group holds members of the scope it lives in.`;

  test('everybody in a child group belongs to the home of the group, over any number of groups', () => {
    const broken = said(flat, nested('')).filter((line) => line.includes('group-member-not-in-project'));
    expect(broken).toEqual([
      outside('outer', ' through group middle', '9:25'),
      outside('middle', ' through group inner', '10:26'),
      outside('inner', '', '11:26'),
    ]);
    expect(codes(flat, nested(`, ${DAN}: {}`)).filter((line) => line.startsWith('error'))).toEqual([]);
  });

  test('whose place in the child group is over is no outsider', () => {
    const over = nested('', `members: [{ ${DAN}: { until: 2026-01-31 } }]`);
    expect(said(flat, over).filter((line) => line.includes('group-member-not-in-project'))).toEqual([]);
  });

  test('where the platform nests groups itself, only places of their own count', () => {
    const native: PlatformDefinition = { ...flat, groups: { ...flat.groups, nesting: 'native' } };
    const broken = said(native, nested('')).filter((line) => line.includes('group-member-not-in-project'));
    expect(broken).toEqual([outside('inner', '', '11:26')]);
  });
});
