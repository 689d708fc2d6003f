import { describe, expect, test } from 'vitest';
import { estate, lumoauth, modular } from './platforms.ts';
import { codes, said } from './said.ts';

const acme = (body: string, authority = 'full') =>
  `name: acme\nplatform: estate\nauthority: ${authority}\nmembers:\n  ann@acme.com: { roles: [staff] }\n  ben@acme.com: { roles: [staff] }\n${body}`;

describe('minimum holders', () => {
  test('nobody holds the role', () => {
    expect(said(estate, acme(''))).toEqual([
      'error a.yaml:1:7 invariant-broken: last-owner: acme would have 0 active holders of owner; Estate wants at least 1.',
      '  Give owner on acme to a member who is active.',
    ]);
  });

  test.each([
    ['directly', '  own@acme.com: { roles: [owner] }\n'],
    ['over a group', 'groups: { owners: { members: [ann@acme.com], roles: [owner] } }\n'],
    [
      'over nested groups',
      'groups: { top: { groups: [mid], roles: [owner] }, mid: { groups: [low] }, low: { members: [ann@acme.com] } }\n',
    ],
  ])('held %s', (_, body) => {
    expect(codes(estate, acme(body))).toEqual([]);
  });

  test.each([
    // A platform that wants an owner wants somebody called owner, whatever other roles amount to.
    ['by a role that includes it', '  own@acme.com: { roles: [co-owner] }\n'],
    [
      'by a custom role that includes it',
      '  own@acme.com: { roles: [chief] }\nroles: { chief: { permissions: [docs:read], includes: [owner] } }\n',
    ],
    ['by somebody who is yet to come', '  own@acme.com: { roles: [owner], from: 2026-07-01 }\n'],
    ['by a group of nobody', 'groups: { owners: { roles: [owner] } }\n'],
  ])('not held %s', (_, body) => {
    expect(codes(estate, acme(body))).toContain('error a.yaml:1:7 invariant-broken');
  });

  // Nobody has to edit anything for an end, so the documents are right and the plan keeps the last who is there.
  test.each([
    ['by somebody who left', '  own@acme.com: { roles: [owner], until: 2026-01-01 }\n', '7:3'],
    [
      'by a role that is over',
      'groups: { o: { members: [ann@acme.com], roles: [{ role: owner, until: 2026-01-01 }] } }\n',
      '7:57',
    ],
    [
      'over a membership that is over',
      'groups: { o: { members: [{ member: ann@acme.com, until: 2026-01-01 }], roles: [owner] } }\n',
      '7:36',
    ],
  ])('not held any more %s: a warning, with the line', (_, body, place) => {
    expect(said(estate, acme(body))).toEqual(
      expect.arrayContaining([
        'warning a.yaml:1:7 invariant-broken: last-owner: since an end, acme has 0 active holders of owner; Estate wants at least 1, so the last one there stays.',
        `  a.yaml:${place} ended here`,
      ]),
    );
    expect(codes(estate, acme(body)).filter((code) => code.startsWith('error'))).toEqual([]);
  });

  test('an end beside another cause is an error: there would be nobody without it either', () => {
    const left = '  own@acme.com: { roles: [owner], until: 2026-01-01, state: deactivated }\n';
    const platform = { ...estate, members: { ...estate.members, deactivation: true } };
    expect(codes(platform, acme(left))).toContain('error a.yaml:1:7 invariant-broken');
    const later = '  own@acme.com: { roles: [owner], from: 2026-07-01, until: 2026-08-01 }\n';
    expect(codes(estate, acme(later))).toContain('error a.yaml:1:7 invariant-broken');
  });

  test('the deactivated do not count', () => {
    const platform = { ...estate, members: { ...estate.members, deactivation: true } };
    const yaml = acme('  own@acme.com: { roles: [owner], state: deactivated }\n');
    expect(codes(platform, yaml)).toEqual(['error a.yaml:1:7 invariant-broken']);
  });

  test.each(['declared', '{ members: full, groups: full }', '{ members: full, assignments: full }'])(
    'not asked under authority %s',
    (authority) => {
      expect(codes(estate, acme('', authority))).toEqual([]);
    },
  );

  test('not asked of a role that nobody can be given, nor before other errors are mended', () => {
    const [owner] = estate.invariants;
    const invariants = owner?.rule === 'minimum-holders' ? [{ ...owner, role: 'founder' }] : [];
    expect(codes({ ...estate, invariants }, acme(''))).toEqual([]);
    expect(codes(estate, acme('  own@acme.com: { roles: [ownr] }\n'))).toEqual([
      'error a.yaml:7:27 unknown-role',
    ]);
  });

  test('platforms without such a rule', () => {
    expect(codes(lumoauth, 'name: a\nplatform: lumoauth\nauthority: full\n')).toEqual([]);
    expect(codes(modular, 'name: a\nplatform: modular\nauthority: full\n')).toEqual([]);
  });
});

describe('minimum holders in time', () => {
  const ends = (body: string) => said(estate, acme(body));

  test('the last one goes on a day that is written: a warning, with the day and the line', () => {
    expect(ends('  own@acme.com: { roles: [owner], until: 2026-09-30 }\n')).toEqual([
      'warning a.yaml:1:7 invariant-broken: last-owner: from 2026-10-01T00:00:00Z on, acme would have 0 active holders of owner; Estate wants at least 1.',
      '  a.yaml:7:3 ends here',
      '  Give owner on acme to a member without an end, or move `until`.',
    ]);
  });

  test.each([
    ['of a role', '  own@acme.com: { roles: [{ role: owner, until: 2026-09-30 }] }\n', /2026-10-01/],
    [
      'of a group',
      'groups: { o: { members: [ann@acme.com], roles: [owner], until: 2026-09-30 } }\n',
      /2026-10-01/,
    ],
    [
      'of a place in a group',
      'groups: { o: { members: [{ member: ann@acme.com, until: 2026-09-30 }], roles: [owner] } }\n',
      /2026-10-01/,
    ],
    [
      'of a child group',
      'groups: { o: { groups: [{ group: p, until: 2026-09-30 }], roles: [owner] }, p: { members: [ann@acme.com] } }\n',
      /2026-10-01/,
    ],
    [
      'of two, one after the other',
      '  own@acme.com: { roles: [owner], until: 2026-08-31 }\n  two@acme.com: { roles: [owner], until: 2026-09-30 }\n',
      /2026-10-01/,
    ],
    [
      'of a successor, who begins the day the first one ends',
      '  own@acme.com: { roles: [owner], until: 2026-08-31 }\n  two@acme.com: { roles: [owner], from: 2026-09-01, until: 2026-12-31 }\n',
      /2027-01-01/,
    ],
    [
      'before a successor begins',
      '  own@acme.com: { roles: [owner], until: 2026-08-31 }\n  two@acme.com: { roles: [owner], from: 2026-09-02 }\n',
      /2026-09-01/,
    ],
  ])('the end %s', (_, body, day) => {
    const warnings = ends(body).filter((line) => line.includes('invariant-broken'));
    expect(warnings).toEqual([expect.stringMatching(/^warning .* active holders of owner/)]);
    expect(warnings[0]).toMatch(day);
  });

  test.each([
    [
      'another owner stays',
      '  own@acme.com: { roles: [owner], until: 2026-09-30 }\n  two@acme.com: { roles: [owner] }\n',
    ],
    [
      'a successor begins that day',
      '  own@acme.com: { roles: [owner], until: 2026-08-31 }\n  two@acme.com: { roles: [owner], from: 2026-09-01 }\n',
    ],
    [
      'the same person holds it through a group as well',
      '  own@acme.com: { roles: [{ role: owner, until: 2026-08-31 }] }\ngroups: { o: { members: [own@acme.com], roles: [owner] } }\n',
    ],
    ['it is only to be reviewed', '  own@acme.com: { roles: [{ role: owner, review-by: 2027-01-01 }] }\n'],
  ])('nothing to warn of: %s', (_, body) => {
    expect(ends(body).filter((line) => line.includes('invariant-broken'))).toEqual([]);
  });
});
