/** Ways of writing by the kind of scope: closed by what the file reads, and chosen by paths alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describedSupports, wayOf } from '../../../src/connector/described/write/described-supports.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { shown } from '../../source/shown.ts';
import { given, named, person, team } from '../attributes.ts';
import { must } from '../connections.ts';
import { keystone } from '../platforms.ts';
import { described } from './describing.ts';
import { fileOf, list } from './plain-lists.ts';

const READ = fileOf(
  list('people') + list('houses') + list('rooms', ', leaves: [house]') + list('grants'),
  `  member: [{ from: people, key: key, state: { const: active } }]
  scope:
    - { from: houses, kind: { const: domain }, name: name }
    - { from: rooms, kind: { const: project }, name: name, parent: { tree: above, ref: houses } }
  assignment:
    - { from: grants, where: { below: absent }, scope: { ref: rooms, by: where }, member: { ref: people, by: who }, roles: { path: role, map: { reader: reader } } }
    - { from: grants, where: { below: present }, scope: { ref: rooms, by: where }, member: { ref: people, by: who }, below: { path: role, map: { reader: reader } } }
`,
);
const WAYS = `write:
  create-scope:
    - { when: { kind: [project], parent: [domain] }, post: /rooms, body: { name: name, house: parent.id } }
    - { when: { kind: [project], parent: [project] }, post: /rooms, body: { name: name, house: parent.house, above: parent.id } }
  update-scope:
    - { when: { scope: [project] }, patch: "/rooms/{scope.id}", body: { name: { path: name, optional: true } } }
  delete-scope:
    - { when: { scope: [project] }, delete: "/rooms/{scope.id}" }
  put-assignment:
    - each:
        added:
          - { when: { scope: [organization], principal: [member] }, put: "/all/{member.id}/{role}" }
          - { when: { scope: [domain], principal: [member] }, put: "/houses/{scope.id}/{member.id}/{role}" }
          - { when: { scope: [project], principal: [member] }, put: "/rooms/{scope.id}/{member.id}/{role}" }
          - { when: { scope: [below], principal: [member], grant: [below] }, put: "/under/{scope.id}/{member.id}/{role}" }
        removed: [{ delete: "/grants/{row.id}" }]
`;

describe('words for scopes', () => {
  it('are where they stand, and the kinds that the file reads', () => {
    expect(described(READ + WAYS).diagnostics.map(shown)).toEqual([]);
  });

  it.each([
    [
      'a kind that no list has',
      'scope: [domain]',
      'scope: [realm]',
      /"scope" is never "realm".*below, domain, project/,
    ],
    ['a kind of the organization itself', 'scope: [domain]', 'scope: [cloud]', /"scope" is never "cloud"/],
    ['a parent of no kind', 'parent: [domain]', 'parent: [house]', /"parent" is never "house"/],
    [
      'no condition of a set',
      '{ scope: [project] }, delete',
      '{ scope: present }, delete',
      /"scope" is always there/,
    ],
    [
      'a field that only another kind has',
      'house: parent.id',
      'house: parent.house',
      /"houses" has a field "house"/,
    ],
    [
      'a field of one kind, of any scope',
      'parent: [project]',
      'parent: [below]',
      /"houses" has a field "house"/,
    ],
    [
      'a field of one kind, of both',
      'parent: [project]',
      'parent: [project, domain]',
      /"houses" has a field "house"/,
    ],
  ])('%s', (_, was, now, message) => {
    expect(WAYS).toContain(was);
    expect(
      described(READ + WAYS.replace(was, now))
        .diagnostics.map(shown)
        .join('\n'),
    ).toMatch(message);
  });

  it('are any where the file takes the kind as the platform says it', () => {
    const open = READ.replace('kind: { const: project }', 'kind: sort');
    expect(
      described(open + WAYS.replace('scope: [domain]', 'scope: [realm]')).diagnostics.map(shown),
    ).toEqual([]);
  });
});

const api = must(described(READ + WAYS));
const DOMAIN = 'cloud/domains/works';
const ana = person('ana');
const put = (scope: string, { roles = [], below = [] }: { roles?: string[]; below?: string[] }): Write => ({
  write: 'put-assignment',
  assignment: { ...given(scope, ana, roles), below: named(below) },
});

it.each([
  ['on the organization', put('cloud', { roles: ['reader'] }), null],
  ['on a domain', put(DOMAIN, { roles: ['reader'] }), null],
  ['on a project', put(`${DOMAIN}/projects/hall`, { roles: ['reader'] }), null],
  [
    'below a project of a project',
    put(`${DOMAIN}/projects/hall/projects/attic`, { below: ['reader'] }),
    null,
  ],
  ['below the organization', put('cloud', { below: ['reader'] }), /no way to give "reader" \(below\)/],
  [
    'to a group',
    { write: 'put-assignment', assignment: given(DOMAIN, team(`${DOMAIN}/crew`), ['reader']) },
    /to a group/,
  ],
  ['the end of a domain', { write: 'delete-scope', path: DOMAIN }, /no way of delete-scope/],
  ['the end of a project', { write: 'delete-scope', path: `${DOMAIN}/projects/hall` }, null],
] as readonly (readonly [string, Write, RegExp | null])[])(
  'a plan says what there is no way for: %s',
  (_, write, why) => {
    const unsupported = describedSupports(api, write, keystone);
    if (why === null) expect(unsupported).toBeNull();
    else expect(unsupported?.why).toMatch(why);
  },
);

/** The same by nothing but the texts of paths. */
function naively(path: string): string {
  if (!path.includes('/')) return 'organization';
  return path.split('/').at(-2) === 'domains' ? 'domain' : 'project';
}

it('of any path, the way is the one of its kind', () => {
  const name = fc.constantFrom('domains', 'projects', 'organization', 'below', 'domain', 'project', 'x');
  const paths = fc.tuple(fc.array(name, { maxLength: 4 }), fc.boolean()).map(([names, under]) => {
    const [domain, ...projects] = under ? names : [];
    if (domain === undefined) return 'cloud';
    return [`cloud/domains/${domain}`, ...projects.map((project) => `projects/${project}`)].join('/');
  });
  const ways = (word: string) =>
    must(described(READ + WAYS.replace(/scope: \[project\] \}, delete/, `scope: [${word}] }, delete`)));
  const apis = new Map(['organization', 'domain', 'project'].map((word) => [word, ways(word)]));
  fc.assert(
    fc.property(paths, (path) => {
      const found = [...apis].filter(
        ([, one]) => wayOf(one, { write: 'delete-scope', path }, keystone) !== null,
      );
      expect(found.map(([word]) => word)).toEqual([naively(path)]);
    }),
  );
});
