import { describe, expect, it } from 'vitest';
import { holds, told } from './shipped.ts';

/** Each line says a sentence of the seed page (001) in our own words, and what it comes to. */

const DEFAULT = 'documents:view-content releases:view bin:view';
const EVERYTHING = [
  'documents:full documents:view-content documents:edit-content documents:edit-view',
  'releases:full releases:view releases:manage releases:deploy releases:delete',
  'branches:create branches:merge branches:delete environments:manage environments:delete',
  'integrations:manage project:manage bin:view',
].join(' ');

const ACME = `
members:
  olga@acme.com: { roles: [owner] }
  dan@acme.com:
  eve@acme.com:
  fay@acme.com:
  pat@acme.com:
projects:
  pricing:
    members:
      dan@acme.com:
      eve@acme.com:
      pat@acme.com: { roles: [owner] }
    groups:
      guest: { members: [eve@acme.com] }
      author: { members: [dan@acme.com], permissions: [documents:edit-content] }
      release: { members: [dan@acme.com], permissions: [releases:manage, releases:deploy] }
  fraud:
    members:
      eve@acme.com:
`;
const pricing = 'acme/projects/pricing';
const fraud = 'acme/projects/fraud';

describe('gorules', () => {
  it.each([
    ['who is new sees no project', 'fay', pricing, ''],
    ['unless invited as an owner, who sees all', 'olga', fraud, EVERYTHING],
    [
      'a project shows once one is invited to it: documents, bin and releases, to look at',
      'eve',
      fraud,
      DEFAULT,
    ],
    ['a guest group that allows nothing leaves it at looking', 'eve', pricing, DEFAULT],
    [
      'groups tune access, and one may be in several: edits content, makes releases and deploys them',
      'dan',
      pricing,
      'documents:view-content documents:edit-content releases:view releases:manage releases:deploy bin:view',
    ],
    ['a group counts in its own project only', 'dan', fraud, ''],
    ['an owner of a project has access to everything in it', 'pat', pricing, EVERYTHING],
    ['and to nothing of another', 'pat', fraud, ''],
    ['the organization itself shows nothing to a member', 'dan', 'acme', ''],
  ])('%s', (_, name, scope, expected) => {
    expect(holds('gorules', ACME, `${name}@acme.com`, scope)).toBe(expected);
  });

  it('deleting a group affects its members, who stay members of the project with the default view', () => {
    const without = ACME.replace(/ {6}(author|release):.*\n/g, '');
    expect(holds('gorules', without, 'dan@acme.com', pricing)).toBe(DEFAULT);
  });

  it('read and write of documents takes the bin along', () => {
    const full = ACME.replace('[documents:edit-content]', '["documents:full"]').replace(
      / {6}release:.*\n/,
      '',
    );
    expect(holds('gorules', full, 'dan@acme.com', pricing)).toBe(
      'documents:full documents:view-content documents:edit-content documents:edit-view releases:view bin:view',
    );
  });

  it.each([
    [
      'a group holds members of its project',
      ACME.replace('guest: { members: [eve@acme.com] }', 'guest: { members: [fay@acme.com] }'),
      [
        'error invariant-broken: group-member-not-in-project: fay@acme.com is in group guest without belonging to acme/projects/pricing; on GoRules a group holds members of the scope it lives in.',
      ],
    ],
    [
      'a group of another project is not known here',
      ACME.replace('  fraud:\n', '  fraud:\n    groups: { extra: { members: [dan@acme.com] } }\n'),
      [
        'error invariant-broken: group-member-not-in-project: dan@acme.com is in group extra without belonging to acme/projects/fraud; on GoRules a group holds members of the scope it lives in.',
      ],
    ],
    [
      'groups live in projects',
      `${ACME}groups: { all: { members: [] } }\n`,
      ['error not-supported: On GoRules groups live in a project, not in an organization.'],
    ],
    [
      'a pattern that matches nothing',
      ACME.replace('[documents:edit-content]', '["rules:*"]'),
      ['error unknown-permission: The pattern "rules:*" matches no permission of GoRules.'],
    ],
    [
      'a role that is none',
      ACME.replace('pat@acme.com: { roles: [owner] }', 'pat@acme.com: { roles: [editor] }'),
      ['error unknown-role: No role is called "editor".'],
    ],
  ])('refused: %s', (_, yaml, expected) => {
    expect(told('gorules', yaml)).toEqual(expected);
  });
});
