import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import type { ExpectationFinding } from '../../src/expectation/expectation.ts';
import { type Expected, lookAtDocuments, lookAtLive } from '../../src/expectation/look.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import { type PlatformName, platformNamed, shipped } from '../platform/shipped.ts';
import { documentsOf, got, policy } from '../policy/fixture.ts';
import { failures, written } from './expectations.ts';

const BEFORE = '2027-01-31T23:59:59Z';
const AFTER = '2027-02-01T00:00:00Z';

function expected(name: PlatformName, body: string, expectations: string, instant: string): Expected {
  const head = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${name}\nauthority: full\n`;
  const [document] = got(policy.readOrganizations(documentsOf(`${head}${body}`), shipped));
  if (document === undefined) throw new Error('no document');
  const desired = got(compile(document, platformNamed(name), instant));
  return { expectations: written(expectations), desired, document };
}

/** What fails and, after a `~`, what has only ended. */
function shown(findings: readonly ExpectationFinding[]): readonly string[] {
  return [
    ...failures(findings),
    ...failures(findings.map((one) => ({ ...one, faults: one.ended ?? [] }))).map((line) => `~ ${line}`),
  ];
}

function looked(name: PlatformName, body: string, expectations: string, instant = AFTER): readonly string[] {
  return shown(got(lookAtDocuments(expected(name, body, expectations, instant))).findings);
}

const people = (dan: string) => `members:
  ana@acme.com: { roles: [admin] }
  bo@acme.com: { roles: [viewer] }
  dan@acme.com: ${dan}
`;
const grouped = (place: string, group = '') => `members:
  ana@acme.com: { roles: [admin] }
  dan@acme.com:
groups:
  g: { title: G, roles: [viewer], members: [${place}]${group} }
`;
const DAN_CAN = '  a: { members: dan@acme.com, can: "documents:read", on: acme }';
const GROUP_CAN = '  a: { groups: g, can: "documents:read", on: acme }';
const LACKS = 'a: lacks can documents:read | dan@acme.com | documents:read | acme';

describe('what only an end has caused is told apart', () => {
  it.each([
    ['a membership', people('{ roles: [viewer], until: 2027-01-31 }'), DAN_CAN, `~ ${LACKS}`],
    ['a role', people('{ roles: [{ role: viewer, until: 2027-01-31 }] }'), DAN_CAN, `~ ${LACKS}`],
    ['a place in a group', grouped('{ member: dan@acme.com, until: 2027-01-31 }'), DAN_CAN, `~ ${LACKS}`],
    ['the group itself', grouped('dan@acme.com', ', until: 2027-01-31'), DAN_CAN, `~ ${LACKS}`],
    ['the last in a group', grouped('{ member: dan@acme.com, until: 2027-01-31 }'), GROUP_CAN, '~ a: nobody'],
  ])('%s: kept the day before, ended the day itself', (_, body, expectations, ended) => {
    expect(looked('lumoauth', body, expectations, BEFORE)).toEqual([]);
    expect(looked('lumoauth', body, expectations)).toEqual([ended]);
    expect(looked('lumoauth', body, expectations, '2027-02-02T00:00:00Z')).toEqual([ended]);
  });

  it.each([
    ['not begun', people('{ roles: [viewer], from: 2027-03-01 }'), DAN_CAN],
    ['absent', people('{ absent: true }'), DAN_CAN],
    ['never given', people(''), DAN_CAN],
    ['given another role by hand', people('{ roles: [auditor] }'), DAN_CAN],
    // He would not have it without the end either: the group's role is gone too.
    [
      'an end beside another cause',
      grouped('{ member: dan@acme.com, until: 2027-01-31 }').replace('[viewer]', '[]'),
      DAN_CAN,
    ],
  ])('another cause still fails: %s', (_, body, expectations) => {
    expect(looked('lumoauth', body, expectations)).toEqual([LACKS]);
  });

  it('a group that nobody was ever in fails as before', () => {
    expect(looked('lumoauth', grouped(''), GROUP_CAN)).toEqual(['a: nobody']);
  });

  it('of two people only the one whose end it is', () => {
    const both =
      '  a: { members: [bo@acme.com, dan@acme.com], can: ["documents:read", "roles:assign"], on: acme }';
    const found = looked('lumoauth', people('{ roles: [admin], until: 2027-01-31 }'), both);
    expect(found.filter((line) => !line.startsWith('~'))).toEqual([
      expect.stringContaining('bo@acme.com | roles:assign'),
    ]);
    expect(found.filter((line) => line.startsWith('~')).join()).toContain('dan@acme.com');
  });

  it('one role may follow another, on a platform that wants one each', () => {
    const body = `members:
  ana@acme.com: { roles: [owner] }
  dan@acme.com: { roles: [{ role: viewer, until: 2027-01-31 }, { role: developer, from: 2027-02-01 }] }
  eve@acme.com: { roles: [viewer], until: 2027-01-31 }
`.replaceAll('@acme.com', '');
    const can = '  a: { members: [dan, eve], can: "dashboard:view", on: acme }';
    expect(looked('bilbis', body, can)).toEqual([
      '~ a: lacks can dashboard:view | eve | dashboard:view | acme',
    ]);
  });
});

describe('what is prohibited stays a fault', () => {
  const MOBILE = `members:
  ana@acme.com: { roles: [owner] }
  bob@acme.com: { roles: { build: manager } }
sub-organizations:
  mobile:
    members:
      bob@acme.com: { roles: { build: viewer }, until: 2027-01-31 }
`;
  const CANNOT = '  a: { members: bob@acme.com, cannot: "build:run", on: acme/sub-organizations/mobile }';

  it('where an end gives: the narrower entry is over', () => {
    const found = got(lookAtDocuments(expected('appcircle', MOBILE, CANNOT, AFTER)));
    expect(looked('appcircle', MOBILE, CANNOT, BEFORE)).toEqual([]);
    expect(found.findings.flatMap(({ faults }) => faults)).toMatchObject([
      { fault: 'holds', members: ['bob@acme.com'], byEnd: true },
    ]);
  });

  it('and is not marked where the end has nothing to do with it', () => {
    const body = `${people('{ roles: [viewer], until: 2027-01-31 }')}`;
    const cannot = '  a: { members: "*", cannot: "roles:assign", on: acme }';
    const found = got(lookAtDocuments(expected('lumoauth', body, cannot, AFTER)));
    expect(found.findings.flatMap(({ faults }) => faults)).toMatchObject([{ members: ['ana@acme.com'] }]);
    expect(JSON.stringify(found.findings)).not.toContain('byEnd');
  });

  it('where an end takes away what allowed it', () => {
    const body = grouped('{ member: dan@acme.com, until: 2027-01-31 }').replace(
      'dan@acme.com:\n',
      'dan@acme.com: { roles: [admin] }\n',
    );
    const only = '  a: { groups: g, members: ana@acme.com, only-these-can: "roles:assign", on: acme }';
    const found = got(lookAtDocuments(expected('lumoauth', body, only, AFTER)));
    expect(found.findings.flatMap(({ faults }) => faults)).toMatchObject([
      { fault: 'holds', members: ['dan@acme.com'], byEnd: true },
    ]);
  });
});

it('on the live platform an end that was taken is as in the documents, and anything else fails', () => {
  const asked = expected('lumoauth', people('{ roles: [viewer], until: 2027-01-31 }'), DAN_CAN, AFTER);
  const live = inPlatformForm(asked.desired.resources, asked.desired.platform);
  expect(shown(got(lookAtLive(asked, live)).findings)).toEqual([`~ ${LACKS}`]);
  const held = expected('lumoauth', people('{ roles: [viewer] }'), DAN_CAN, AFTER);
  expect(shown(got(lookAtLive(held, live)).findings)).toEqual([LACKS]);
});
