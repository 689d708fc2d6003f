import { describe, expect, it } from 'vitest';
import { compareAccess } from '../../src/access/compare-access.ts';
import { accessOf, holds } from './shipped.ts';

/** Each line says a sentence of the seed page (002) in our own words, and what it comes to. */

const READ = 'users:read documents:read';
const EDIT = 'users:read documents:read documents:write';

const ACME = `
roles:
  support: { includes: [viewer], permissions: [users:write] }
members: { dan@acme.com: , eve@acme.com: , fay@acme.com: { roles: [auditor] } }
groups:
  engineering: { title: Engineering, description: Who builds, groups: [mobile], members: [eve@acme.com], roles: [viewer] }
  mobile: { members: [dan@acme.com], roles: [editor] }
  helpers: { members: [fay@acme.com], roles: [support] }
`;

describe('lumoauth', () => {
  it.each([
    ['every member of a group inherits the roles it holds', ACME, 'eve', READ],
    ['sub-groups for teams: their members have what the department has', ACME, 'dan', EDIT],
    [
      'effective: roles assigned directly and roles of groups together',
      ACME,
      'fay',
      'users:read users:write audit-logs:read documents:read',
    ],
    [
      'assign a role to a group, and every member picks it up',
      ACME.replace('[eve@acme.com], roles: [viewer]', '[eve@acme.com], roles: [viewer, auditor]'),
      'eve',
      'users:read audit-logs:read documents:read',
    ],
    [
      'out of the group, its roles are lost',
      ACME.replace('members: [dan@acme.com], roles', 'members: [], roles'),
      'dan',
      '',
    ],
    [
      'unless the same role is also assigned directly',
      ACME.replace('members: [dan@acme.com], roles', 'members: [], roles').replace(
        'dan@acme.com: ,',
        'dan@acme.com: { roles: [editor] },',
      ),
      'dan',
      EDIT,
    ],
    [
      'a new hire in the team has all that the team needs',
      ACME.replace('[dan@acme.com]', '[dan@acme.com, fay@acme.com]').replace(
        'helpers: { members: [fay@acme.com]',
        'helpers: { members: []',
      ),
      'fay',
      'users:read audit-logs:read documents:read documents:write',
    ],
  ])('%s', (_, yaml, name, expected) => {
    expect(holds('lumoauth', yaml, `${name}@acme.com`, 'acme')).toBe(expected);
  });

  it('temporary elevated access ends with its window', () => {
    const until = (day: string) =>
      ACME.replace('[dan@acme.com]', `[{ member: dan@acme.com, until: ${day} }]`);
    expect(holds('lumoauth', until('2026-06-30'), 'dan@acme.com', 'acme')).toBe(EDIT);
    expect(holds('lumoauth', until('2026-06-01'), 'dan@acme.com', 'acme')).toBe('');
  });

  it('groups do not replace roles: a group without roles gives nothing', () => {
    const bare = accessOf('lumoauth', ACME.replace(', roles: [support]', ''));
    const delta = compareAccess(accessOf('lumoauth', ACME), bare);
    expect(delta.lost.map(({ permission }) => permission)).toEqual(['users:write', 'documents:read']);
  });
});
