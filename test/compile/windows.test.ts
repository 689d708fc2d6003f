import { describe, expect, test } from 'vitest';
import { endOfBound, formatInstant, parseInstant, startOfBound } from '../../src/compile/date-bounds.ts';
import { entryKey } from '../../src/compile/desired.ts';
import { estate, lumoauth } from './platforms.ts';
import { codes, desired, said, shown } from './said.ts';

describe('dates and instants', () => {
  const shownOr = (at: number | null) => (at === null ? null : formatInstant(at));

  test.each([
    ['2027-01-31', '2027-01-31T00:00:00Z', '2027-02-01T00:00:00Z'],
    ['2028-02-28', '2028-02-28T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['2027-01-31T18:00:00Z', '2027-01-31T18:00:00Z', '2027-01-31T18:00:00Z'],
    ['2027-01-31t18:00:00.25z', '2027-01-31T18:00:00.250Z', '2027-01-31T18:00:00.250Z'],
    ['2027-01-31T00:30:00+02:00', '2027-01-30T22:30:00Z', '2027-01-30T22:30:00Z'],
    ['9999-12-31', '9999-12-31T00:00:00Z', '9999-12-31T23:59:59Z'],
    ['0000-01-01T00:00:00+05:00', '0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
    ['2027-13-01', null, null],
    ['2027-01-31 18:00:00Z', null, null],
    ['2027-01-31T18:00:00', null, null],
    ['soon', null, null],
    ['', null, null],
  ])('%s', (text, from, until) => {
    expect([shownOr(startOfBound(text)), shownOr(endOfBound(text))]).toEqual([from, until]);
  });

  test('a date is no instant', () => {
    expect(parseInstant('2027-01-31')).toBeNull();
  });
});

const org = (body: string) => `name: acme\nplatform: lumoauth\n${body}`;

describe('at the bounds', () => {
  const temporary = org(
    'members: { eve@acme.com: { roles: [viewer], from: 2026-06-10, until: 2026-06-20 } }\n',
  );

  test.each([
    ['2026-06-09T23:59:59Z', 'not-yet 3:51'],
    ['2026-06-10T00:00:00Z', 'there'],
    ['2026-06-20T23:59:59Z', 'there'],
    ['2026-06-20T23:59:59.999Z', 'there'],
    ['2026-06-21T00:00:00Z', 'expired 3:70'],
    ['2026-06-21T01:59:00+02:00', 'there'],
  ])('dates hold whole days, UTC: %s', (instant, expected) => {
    const { resources, ruledOut } = desired(lumoauth, temporary, instant);
    for (const address of ['member:acme/eve@acme.com', 'assignment:acme|member:eve@acme.com'] as const) {
      const rule = ruledOut.get(address);
      const place =
        rule?.origin.from === 'file' ? `${rule.why} ${rule.origin.line}:${rule.origin.column}` : 'there';
      expect(place).toBe(expected);
      expect(resources.some((r) => r.address === address)).toBe(expected === 'there');
    }
  });

  test.each([
    ['2026-06-10T07:59:59Z', false],
    ['2026-06-10T08:00:00Z', true],
    ['2026-06-10T17:59:59Z', true],
    ['2026-06-10T18:00:00Z', false],
  ])('instants hold to the second: %s', (instant, there) => {
    const yaml = org(
      'members: { eve@acme.com: { roles: [{ role: viewer, from: "2026-06-10T08:00:00Z", until: "2026-06-10T18:00:00Z" }] } }\n',
    );
    const addresses = desired(lumoauth, yaml, instant).resources.map((r) => r.address);
    expect(addresses.includes('assignment:acme|member:eve@acme.com')).toBe(there);
    expect(addresses).toContain('member:acme/eve@acme.com');
  });

  test.each([
    ['2026-06-06T23:59:59Z', []],
    ['2026-06-07T00:00:00Z', ['info a.yaml:3:70 grant-ending']],
    ['2026-06-20T23:59:59Z', ['info a.yaml:3:70 grant-ending']],
    ['2026-06-21T00:00:00Z', ['warning a.yaml:3:70 grant-expired']],
  ])('notice is given fourteen days ahead: %s', (instant, expected) => {
    const yaml = org('members: { eve@acme.com: { roles: [viewer], from: 2026-01-10, until: 2026-06-20 } }\n');
    expect(codes(lumoauth, yaml, instant)).toEqual(expected);
  });

  test.each([
    ['2026-06-20T23:59:59Z', []],
    ['2026-06-21T00:00:00Z', ['warning a.yaml:3:56 review-due']],
  ])('a review is due when its day is over: %s', (instant, expected) => {
    const yaml = org('members: { eve@acme.com: { roles: [viewer], review-by: 2026-06-20 } }\n');
    expect(codes(lumoauth, yaml, instant)).toEqual(expected);
  });
});

describe('what a window bounds', () => {
  const yaml = `
name: acme
platform: estate
members:
  ann@acme.com: { roles: [owner] }
  eve@acme.com: { roles: [staff], until: 2026-06-01, reason: INC-1 }
  new@acme.com: { roles: [staff], from: 2026-07-01 }
groups:
  qa:
    members: [eve@acme.com, new@acme.com, { member: ann@acme.com, until: 2026-06-30 }]
    groups: [{ group: crew, from: 2026-07-01 }]
    roles: [{ role: staff, until: 2026-05-01 }, { role: owner, until: 2026-05-02 }]
  crew: { roles: [staff], until: 2026-06-01 }
units:
  emea:
    members:
      eve@acme.com: { roles: [editor] }
      ann@acme.com: { roles: [{ role: editor, from: 2026-08-01 }], review-by: 2026-06-01 }
    groups:
      qa: { roles: [editor], from: 2026-07-01 }
      crew: { roles: [{ role: editor, until: 2026-06-01 }] }
`;

  test('resources, and why others are not there', () => {
    expect(shown(desired(estate, yaml))).toMatchInlineSnapshot(`
      [
        "scope:acme :2:7 organization acme",
        "scope:acme/units/emea :15:3 unit emea",
        "member:acme/ann@acme.com :5:3 ann@acme.com active",
        "group:acme/crew :13:3 crew",
        "group:acme/qa :9:3 qa members[ann@acme.com@:10:53]",
        "assignment:acme/units/emea|member:ann@acme.com :18:7",
        "assignment:acme|member:ann@acme.com :5:3 roles[owner@:5:27]",
        "- assignment:acme/units/emea|group:acme/crew expired :13:34",
        "- assignment:acme/units/emea|group:acme/qa not-yet :20:36",
        "- assignment:acme/units/emea|member:ann@acme.com#roles/editor not-yet :18:53",
        "- assignment:acme/units/emea|member:eve@acme.com expired :6:42",
        "- assignment:acme|group:acme/crew expired :13:34",
        "- assignment:acme|group:acme/qa expired :12:71",
        "- assignment:acme|member:eve@acme.com expired :6:42",
        "- assignment:acme|member:new@acme.com not-yet :7:41",
        "- group:acme/qa#groups/acme/crew expired :13:34",
        "- group:acme/qa#members/eve@acme.com expired :6:42",
        "- group:acme/qa#members/new@acme.com not-yet :7:41",
        "- member:acme/eve@acme.com expired :6:42",
        "- member:acme/new@acme.com not-yet :7:41",
      ]
    `);
  });

  test('what is said', () => {
    expect(said(estate, yaml)).toMatchInlineSnapshot(`
      [
        "warning a.yaml:6:42 grant-expired: eve@acme.com in acme: over since 2026-06-02.",
        "  Remove the line, or move \`until\`.",
        "warning a.yaml:12:35 grant-expired: staff for group qa on acme: over since 2026-05-02.",
        "  Remove the line, or move \`until\`.",
        "warning a.yaml:12:71 grant-expired: owner for group qa on acme: over since 2026-05-03.",
        "  Remove the line, or move \`until\`.",
        "warning a.yaml:13:34 grant-expired: group crew on acme: over since 2026-06-02.",
        "  Remove the line, or move \`until\`.",
        "warning a.yaml:18:79 review-due: ann@acme.com on acme/units/emea: to be reviewed by 2026-06-01.",
        "  Confirm the grant and move \`review-by\`, or remove the grant.",
        "warning a.yaml:21:46 grant-expired: editor for group crew on acme/units/emea: over since 2026-06-02.",
        "  Remove the line, or move \`until\`.",
      ]
    `);
  });

  test('every window, in the order of the lines', () => {
    const windows = desired(estate, yaml).windows.map(
      (w) => `${w.grant} | ${w.from} | ${w.until} | ${w.reviewBy} | ${w.reason}`,
    );
    expect(windows).toMatchInlineSnapshot(`
      [
        "eve@acme.com in acme | null | 2026-06-02T00:00:00Z | null | INC-1",
        "new@acme.com in acme | 2026-07-01T00:00:00Z | null | null | null",
        "ann@acme.com in group qa | null | 2026-07-01T00:00:00Z | null | null",
        "group crew in group qa | 2026-07-01T00:00:00Z | null | null | null",
        "staff for group qa on acme | null | 2026-05-02T00:00:00Z | null | null",
        "owner for group qa on acme | null | 2026-05-03T00:00:00Z | null | null",
        "group crew on acme | null | 2026-06-02T00:00:00Z | null | null",
        "ann@acme.com on acme/units/emea | null | null | 2026-06-02T00:00:00Z | null",
        "editor for ann@acme.com on acme/units/emea | 2026-08-01T00:00:00Z | null | null | null",
        "group qa on acme/units/emea | 2026-07-01T00:00:00Z | null | null | null",
        "editor for group crew on acme/units/emea | null | 2026-06-02T00:00:00Z | null | null",
      ]
    `);
  });

  test('entries that lapsed are ruled out by a key of their own', () => {
    expect(
      desired(estate, yaml).ruledOut.get(entryKey('group:acme/qa', 'members', 'eve@acme.com'))?.why,
    ).toBe('expired');
  });
});

describe('how many roles, over time', () => {
  const member = (rest: string) => `name: acme\nplatform: estate\nmembers: { ann@acme.com: { ${rest} } }\n`;

  test.each<[string, readonly string[]]>([
    // A handover without a gap.
    ['roles: [{ role: staff, until: 2026-12-31 }, { role: owner, from: 2027-01-01 }]', []],
    // A gap, an overlap: later, so a warning with its day.
    [
      'roles: [{ role: staff, until: 2026-12-30 }, { role: owner, from: 2027-01-01 }]',
      [
        'warning: From 2026-12-31T00:00:00Z on, ann@acme.com holds no role; on Estate a member holds exactly one.',
      ],
    ],
    [
      'roles: [staff, { role: owner, from: 2027-01-01 }]',
      [
        'warning: From 2027-01-01T00:00:00Z on, ann@acme.com holds 2 roles; on Estate a member holds exactly one.',
      ],
    ],
    // The membership ends with the role: nobody is left without one.
    ['until: 2026-12-31, roles: [{ role: staff, until: 2026-12-31 }]', []],
    // Now.
    [
      'roles: [staff, { role: owner, until: 2026-12-31 }]',
      ['error: ann@acme.com holds 2 roles; on Estate a member holds exactly one.'],
    ],
    [
      'roles: [{ role: owner, from: 2026-12-31 }]',
      ['error: ann@acme.com holds no role; on Estate a member holds exactly one.'],
    ],
    // On arrival.
    [
      'from: 2027-01-01, roles: [staff, owner]',
      ['error: ann@acme.com holds 2 roles; on Estate a member holds exactly one.'],
    ],
    // Over: nothing to count.
    ['until: 2026-01-01, roles: []', []],
  ])('%s', (rest, expected) => {
    const lines = said(estate, member(rest)).filter((line) => line.includes('role-cardinality'));
    expect(lines.map((line) => line.replace(/ a\.yaml.*role-cardinality/, ''))).toEqual(expected);
  });
});

test('a bound that the schema should have refused', () => {
  expect(said(lumoauth, org('members: { eve@acme.com: { until: soon } }\n'))).toEqual([
    'error a.yaml:3:35 invalid-date: "soon" is neither a date nor an instant.',
  ]);
});
