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
    ['by a role that includes it', '  own@acme.com: { roles: [co-owner] }\n'],
    [
      'by a custom role that includes it over another',
      '  own@acme.com: { roles: [chief] }\nroles: { chief: { permissions: [docs:read], includes: [head] }, head: { permissions: [docs:read], includes: [owner] } }\n',
    ],
    ['over a group', 'groups: { owners: { members: [ann@acme.com], roles: [owner] } }\n'],
    [
      'over nested groups',
      'groups: { top: { groups: [mid], roles: [owner] }, mid: { groups: [low] }, low: { members: [ann@acme.com] } }\n',
    ],
  ])('held %s', (_, body) => {
    expect(codes(estate, acme(body))).toEqual([]);
  });

  test.each([
    ['by a group of nobody', 'groups: { owners: { roles: [owner] } }\n'],
    ['by somebody who left', '  own@acme.com: { roles: [owner], until: 2026-01-01 }\n'],
    [
      'by a role that is over',
      'groups: { o: { members: [ann@acme.com], roles: [{ role: owner, until: 2026-01-01 }] } }\n',
    ],
    [
      'over a membership that is over',
      'groups: { o: { members: [{ member: ann@acme.com, until: 2026-01-01 }], roles: [owner] } }\n',
    ],
  ])('not held %s', (_, body) => {
    expect(codes(estate, acme(body))).toContain('error a.yaml:1:7 invariant-broken');
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
