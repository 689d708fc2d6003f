import { describe, expect, it } from 'vitest';
import { holds, told } from './shipped.ts';

/** Each line says a sentence of the seed page (003) in our own words, and what it comes to. */

const VIEW = 'users:view workspace:access';
const EDIT = 'users:view users:create users:edit workspace:access';
const ADMIN =
  'users:view users:create users:edit users:lock users:delete users:export users:reset-password users:manage-role groups:manage roles:manage activity-log:view workspace:access';

const ACME = `
roles:
  reviewer: { title: Reviewer, permissions: [activity-log:view] }
members: { olga@acme.com: { roles: [super-admin] }, ann@acme.com: { roles: [org-admin] }, dan@acme.com: , eve@acme.com: , fay@acme.com: }
groups:
  admins: { members: [olga@acme.com, ann@acme.com] }
  qa: { title: QA Team, members: [dan@acme.com], groups: [qa-mobile] }
  qa-mobile: { members: [eve@acme.com] }
  leads: { members: [fay@acme.com] }
units:
  emea:
    groups: { leads: { roles: [org-admin] } }
    units: { dach: }
    workspaces:
      checkout: { groups: { qa: { roles: [editor, reviewer] } } }
      search: { groups: { qa: } }
      ledger: { members: { dan@acme.com: { roles: [viewer] } } }
`;
const emea = 'acme/units/emea';
const checkout = `${emea}/workspaces/checkout`;
const search = `${emea}/workspaces/search`;

describe('oten', () => {
  it.each([
    [
      'members of an added group gain access to the workspace; without a role it is visibility',
      'dan',
      search,
      'workspace:access',
    ],
    [
      'the roles chosen are the permissions of all members within the workspace',
      'dan',
      checkout,
      `users:view users:create users:edit activity-log:view workspace:access`,
    ],
    [
      'also of those in a group inside the group',
      'eve',
      checkout,
      `users:view users:create users:edit activity-log:view workspace:access`,
    ],
    ['and of nobody else', 'fay', checkout, ''],
    ['within the workspace only', 'dan', emea, ''],
    ['a role can be assigned directly, as a special case', 'dan', `${emea}/workspaces/ledger`, VIEW],
    ['a unit is managed by who has the admin role on it', 'fay', emea, ADMIN],
    ['a role on a unit does not flow down: not to its workspaces', 'fay', search, ''],
    ['… nor to units in it', 'fay', `${emea}/units/dach`, ''],
    ['a role on the organization holds in all of it', 'ann', checkout, ADMIN],
    ['a super admin has everything', 'olga', checkout, ADMIN],
    ['being in a group gives nothing by itself', 'dan', 'acme', ''],
  ])('%s', (_, name, scope, expected) => {
    expect(holds('oten', ACME, `${name}@acme.com`, scope)).toBe(expected);
  });

  it('removing a group from a workspace revokes what it gave there, and leaves the group', () => {
    const removed = ACME.replace('checkout: { groups: { qa: { roles: [editor, reviewer] } } }', 'checkout:');
    expect(holds('oten', removed, 'dan@acme.com', checkout)).toBe('');
    expect(holds('oten', removed, 'dan@acme.com', search)).toBe('workspace:access');
  });

  it('a role change applies to current and to future members alike', () => {
    const changed = ACME.replace('[editor, reviewer]', '[viewer]').replace(
      '[dan@acme.com], groups',
      '[dan@acme.com, fay@acme.com], groups',
    );
    expect(holds('oten', changed, 'dan@acme.com', checkout)).toBe(VIEW);
    expect(holds('oten', changed, 'fay@acme.com', checkout)).toBe(VIEW);
    expect(EDIT).toContain(VIEW.split(' ')[0]);
  });

  it.each([
    [
      'permissions are never given to a person, always in a role',
      ACME.replace(
        'members: { dan@acme.com: { roles: [viewer] } }',
        'members: { dan@acme.com: { permissions: [users:view] } }',
      ),
      'error not-supported: Oten gives nobody permissions directly: they are always part of a role.',
    ],
    [
      'a group carries roles, not permissions',
      ACME.replace('qa-mobile: { members', 'qa-mobile: { permissions: [users:view], members'),
      'error not-supported: Groups of Oten carry no permissions.',
    ],
    [
      'a role has at least one permission',
      ACME.replace('permissions: [activity-log:view]', 'permissions: []'),
      'error invalid-value: The role reviewer has 0 permissions; Oten wants at least 1.',
    ],
    [
      'super admin is a role of the organization',
      ACME.replace('leads: { roles: [org-admin] }', 'leads: { roles: [super-admin] }'),
      'error role-not-assignable: On Oten super-admin cannot be assigned in a scope of kind unit, only in organization.',
    ],
    [
      'the members of a group come from the organization: in a unit they are only shown',
      ACME.replace('checkout: { groups: { qa: {', 'checkout: { groups: { qa: { members: [dan@acme.com],'),
      'error not-supported: On Oten a group is defined in an organization; in a workspace it is only given something.',
    ],
    [
      'a group added is one of the organization',
      ACME.replace('search: { groups: { qa: } }', 'search: { groups: { sales: } }'),
      'error unknown-group: No group called "sales" is known at acme/units/emea/workspaces/search.',
    ],
    [
      'who is added is put into one or more groups',
      ACME.replace('members: [fay@acme.com]', 'members: []'),
      'warning invariant-broken: member-without-group: fay@acme.com is in no group.',
    ],
  ])('said: %s', (_, yaml, expected) => {
    expect(told('oten', yaml)).toEqual([expected]);
  });
});
