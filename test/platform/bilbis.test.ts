import { describe, expect, it } from 'vitest';
import { accessOf, holds, told } from './shipped.ts';

/** Each line says a sentence of the seed page (000) in our own words, and what it comes to. */

const VIEW = 'dashboard:view pipelines:view mrs:view analytics:view audit:view';
const DEVELOP = `pipelines:run templates:save ${VIEW}`;
const ADMIN = `members:manage groups:manage products:manage repositories:manage credentials:manage webhooks:manage ${DEVELOP}`;
const OWNER = `org:transfer org:delete billing:manage ${ADMIN}`;

const PEOPLE = `
members:
  olga: { roles: [owner] }
  ada: { roles: [admin] }
  dan: { roles: [developer] }
  eve: { roles: [viewer] }
  fay:
`;
const PRODUCTS = 'products: { web: , app: }\n';
const TEAM = `
groups:
  backend: { title: Backend team, description: Who runs the servers, members: [dan, eve] }
products:
  web: { groups: { backend: } }
  app:
`;
const web = 'acme/products/web';
const app = 'acme/products/app';

describe('bilbis', () => {
  it.each([
    ['a group member works with its products as their own role says: a developer', 'dan', web, DEVELOP],
    ['… and a viewer in the same group only looks', 'eve', web, VIEW],
    ['a product of none of their groups is closed, to viewing as well as to running', 'dan', app, ''],
    ['in no group at all: no product', 'fay', web, ''],
    ['an admin still sees every product', 'ada', app, ADMIN],
    ['so does an owner', 'olga', app, OWNER],
    ['who is given no role is a developer', 'fay', 'acme', DEVELOP],
    ['each role includes the one below', 'olga', 'acme', OWNER],
    ['groups and members are for owners and admins: a developer manages none', 'dan', 'acme', DEVELOP],
  ])('%s', (_, member, scope, expected) => {
    expect(holds('bilbis', PEOPLE + TEAM, member, scope)).toBe(expected);
  });

  it('a small organization needs no groups: without any, every member works on every product', () => {
    expect(holds('bilbis', PEOPLE + PRODUCTS, 'dan', app)).toBe(DEVELOP);
    expect(holds('bilbis', PEOPLE + PRODUCTS, 'eve', web)).toBe(VIEW);
    const [path] = accessOf('bilbis', PEOPLE + PRODUCTS).explain('dan', 'pipelines:run', app);
    expect(path?.map((pathStep) => pathStep.step)).toEqual(['assigned', 'grants', 'gate', 'inherited']);
  });

  it('a group can be created empty; it opens nothing, and closes every product to the others', () => {
    const empty = `${PEOPLE}${PRODUCTS}groups: { backend: { members: [] } }\n`;
    expect(holds('bilbis', empty, 'dan', web)).toBe('');
    expect(holds('bilbis', empty, 'ada', web)).toBe(ADMIN);
  });

  it('taking a member or a product out of the group changes access at once', () => {
    expect(holds('bilbis', PEOPLE + TEAM.replace('[dan, eve]', '[eve]'), 'dan', web)).toBe('');
    expect(holds('bilbis', PEOPLE + TEAM.replace('{ groups: { backend: } }', ''), 'dan', web)).toBe('');
  });

  it('a product in two groups is open to the members of both', () => {
    const both = `${PEOPLE}
groups: { backend: { members: [dan] }, mobile: { members: [fay] } }
products: { web: { groups: { backend: , mobile: } } }
`;
    expect(holds('bilbis', both, 'dan', web)).toBe(DEVELOP);
    expect(holds('bilbis', both, 'fay', web)).toBe(DEVELOP);
  });

  it('deactivated: no access until reactivated', () => {
    const off = PEOPLE.replace(
      'dan: { roles: [developer] }',
      'dan: { roles: [developer], state: deactivated }',
    );
    expect(holds('bilbis', off + PRODUCTS, 'dan', 'acme')).toBe('');
  });

  it.each([
    ['letters, digits, dots, underscores, dashes', 'a.b_C-9', []],
    ['nothing else', '"a b"', ['error invalid-member-key']],
    ['no e-mail address', 'a@b.co', ['error invalid-member-key']],
  ])('a username is of %s', (_, name, expected) => {
    expect(told('bilbis', `${PEOPLE}  ${name}:\n`).map((text) => text.split(':')[0])).toEqual(expected);
  });

  it.each([
    [
      'exactly one role a member',
      PEOPLE.replace('[viewer]', '[viewer, admin]'),
      'error role-cardinality: eve holds 2 roles; on Bilbis a member holds exactly one.',
    ],
    [
      'who is not listed is invited first',
      `${PEOPLE}groups: { backend: { members: [gus] } }\n`,
      'error unknown-member: No member is called "gus".',
    ],
    [
      'an organization has an owner',
      PEOPLE.replace('roles: [owner]', 'roles: [admin]'),
      'error invariant-broken: last-owner: acme would have 0 active holders of owner; Bilbis wants at least 1.',
    ],
    [
      'products are reached through groups, not one by one',
      `${PEOPLE}products: { web: { members: { dan: } } }\n`,
      'error not-supported: On Bilbis nothing is given to people directly on a product.',
    ],
    [
      'groups give no roles',
      `${PEOPLE}groups: { backend: { members: [dan], roles: [admin] } }\n`,
      'error not-supported: Groups of Bilbis carry no roles.',
    ],
    [
      'groups hold people, no groups',
      `${PEOPLE}groups: { backend: { groups: [mobile] }, mobile: }\n`,
      'error not-supported: Bilbis has no groups within groups.',
    ],
    [
      'no roles of one’s own',
      `${PEOPLE}roles: { ops: { permissions: ["pipelines:*"] } }\n`,
      'error not-supported: Bilbis has no custom roles.',
    ],
  ])('refused: %s', (_, yaml, expected) => {
    expect(told('bilbis', yaml)).toEqual([expected]);
  });
});
