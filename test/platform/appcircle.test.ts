import { describe, expect, it } from 'vitest';
import { accessOf, holds, told } from './shipped.ts';

/** Each line says a sentence of the seed page (004) in our own words, and what it comes to. */

const MODULES = [
  ...['build', 'environment-variables', 'signing-identities', 'testing-distribution', 'testing-groups'],
  ...['publish-ios', 'publish-android', 'publish-variables', 'enterprise-app-store'],
  ...['organization-management', 'billing', 'integrations'],
];
const READ_ONLY = MODULES.map((module) => `${module}:view`).join(' ');
const BUILD = 'build:view build:run build:download';
const BUILD_ALL = 'build:view build:run build:download build:configure';
const SIGNING = 'signing-identities:view signing-identities:use';

const PEOPLE = `
members:
  olga@acme.com: { roles: [owner] }
  bob@acme.com: { roles: { build: operator, signing-identities: operator } }
  new@acme.com:
  sue@acme.com: { roles: { organization-management: manager } }
  nil@acme.com: { roles: { build: none } }
`;
const sub = 'acme/sub-organizations/mobile';
const mobile = (members: string) => `${PEOPLE}sub-organizations:\n  mobile:\n    members: ${members}\n`;

describe('appcircle', () => {
  it.each([
    ['an accepted member starts with read-only access', mobile('{}'), 'new', 'acme', READ_ONLY],
    ['a role for each module', mobile('{}'), 'bob', 'acme', `${BUILD} ${SIGNING}`],
    [
      'everyone of the root has the inherited roles in a sub-organization',
      mobile('{}'),
      'bob',
      sub,
      `${BUILD} ${SIGNING}`,
    ],
    ['the read-only start is inherited too', mobile('{}'), 'new', sub, READ_ONLY],
    [
      'a role set there overrides its module, and only that',
      mobile('{ bob@acme.com: { roles: { build: manager } } }'),
      'bob',
      sub,
      `${BUILD_ALL} ${SIGNING}`,
    ],
    [
      '… a weaker one too',
      mobile('{ bob@acme.com: { roles: { build: viewer } } }'),
      'bob',
      sub,
      `build:view ${SIGNING}`,
    ],
    [
      'None in a sub-organization defaults to the organization',
      mobile('{ bob@acme.com: { roles: { build: none } } }'),
      'bob',
      sub,
      `${BUILD} ${SIGNING}`,
    ],
    ['None at the root is no role in the module', mobile('{}'), 'nil', 'acme', ''],
    [
      'what is set in a sub-organization is not set at the root',
      mobile('{ bob@acme.com: { roles: { build: manager } } }'),
      'bob',
      'acme',
      `${BUILD} ${SIGNING}`,
    ],
    [
      'invited into the sub-organization directly: a member there',
      mobile('{ ext@acme.com: { roles: { build: operator } } }'),
      'ext',
      sub,
      BUILD,
    ],
    [
      '… and part of only that one',
      mobile('{ ext@acme.com: { roles: { build: operator } } }'),
      'ext',
      'acme',
      '',
    ],
    ['… with the read-only start as well', mobile('{ ext@acme.com: }'), 'ext', sub, READ_ONLY],
  ])('%s', (_, yaml, name, scope, expected) => {
    expect(holds('appcircle', yaml, `${name}@acme.com`, scope)).toBe(expected);
  });

  it('an owner has full access, in every sub-organization, whatever is set there', () => {
    const effectiveAccess = accessOf('appcircle', mobile('{ olga@acme.com: { roles: { build: viewer } } }'));
    for (const scope of ['acme', sub])
      expect(effectiveAccess.permissions('olga@acme.com', scope)).toHaveLength(37);
  });

  it('a manager of the organization cannot make owners; only an owner can', () => {
    const effectiveAccess = accessOf('appcircle', mobile('{}'));
    const assign = 'organization-management:assign-owner';
    expect(effectiveAccess.who(assign, 'acme')).toEqual(['olga@acme.com']);
    expect(effectiveAccess.can('sue@acme.com', 'organization-management:manage-members', 'acme')).toBe(true);
  });

  it.each([
    [
      'the last owner stays',
      PEOPLE.replace('roles: [owner]', 'roles: { build: manager }'),
      [
        'error invariant-broken: last-owner: acme would have 0 active holders of owner; Appcircle wants at least 1.',
      ],
    ],
    [
      'a module that is none',
      PEOPLE.replace('build: none', 'bild: none'),
      ['error unknown-module: Appcircle has no module "bild".'],
    ],
    [
      'a role the module does not have',
      PEOPLE.replace('build: none', 'billing: operator'),
      ['error unknown-role: The module billing has no role "operator".'],
    ],
    [
      'two roles in one module',
      PEOPLE.replace('{ build: none }', '[build-viewer, build-manager]'),
      [
        'error role-cardinality: nil@acme.com holds build-viewer and build-manager in module build; on Appcircle a member holds one role in each.',
      ],
    ],
    [
      'the read-only start is nobody’s to assign',
      PEOPLE.replace('{ build: none }', '[member]'),
      ['error role-not-assignable: On Appcircle member is not given by assignment.'],
    ],
    [
      'no groups of people',
      `${PEOPLE}groups: { qa: }\n`,
      ['error not-supported: Appcircle has no groups of people.'],
    ],
    [
      'a sub-organization holds no sub-organization',
      `${PEOPLE}sub-organizations: { a: { sub-organizations: { b: } } }\n`,
      ['error unknown-scope-kind: Appcircle has no "sub-organizations" in a sub-organization.'],
    ],
    [
      'a slip of the pen would invite a stranger',
      mobile('{ bobb@acme.com: { roles: { build: viewer } } }'),
      ['warning unknown-member: bobb@acme.com is a member of acme/sub-organizations/mobile alone.'],
    ],
  ])('said: %s', (_, yaml, expected) => {
    expect(told('appcircle', yaml)).toEqual(expected);
  });
});
