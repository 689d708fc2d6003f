import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupPath, principalKey, scopeChain } from '../../src/resource/identifiers.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import type { GroupResource, Resource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import { ImpossibleState } from '../../src/source/known.ts';
import type { Origin } from '../../src/source/origin.ts';

const HERE: Origin = { from: 'live', url: 'http://platform' };
const SCOPES = ['acme', 'acme/units/emea', 'acme/units/emea/units/x'];
const PEOPLE = ['ada', 'bo', 'a/b'];
const GROUPS = SCOPES.flatMap((home) => ['qa', 'dev'].map((name) => groupPath(home, name)));

const entries = (keys: readonly string[]) => new Map(keys.map((key) => [key, HERE]));
const some = (from: readonly string[]) => fc.subarray([...from]).map(entries);
const pick = (from: readonly string[]) => fc.constantFrom(...from);

const group = (
  path: string,
  members: readonly string[] = [],
  groups: readonly string[] = [],
): GroupResource =>
  resourceWith(
    'group',
    {
      home: path.slice(0, path.lastIndexOf('/')),
      name: path.slice(path.lastIndexOf('/') + 1),
      members: entries(members),
      groups: entries(groups),
    },
    HERE,
  );

/** Whatever can be live: groups in a ring, names that nothing has, the same thing twice. */
const anyResource: fc.Arbitrary<Resource> = fc.oneof(
  pick(SCOPES).map((path) =>
    resource(
      'scope',
      { path, kind: 'unit', title: '', settings: new Map(), parent: scopeChain(path)[1] ?? null },
      HERE,
    ),
  ),
  fc
    .tuple(pick(SCOPES), pick(['helper', 'owner']))
    .map(([home, name]) => resourceWith('role', { home, name }, HERE)),
  fc
    .tuple(pick(SCOPES), pick(PEOPLE))
    .map(([scope, member]) =>
      resource('member', { scope, member, display: member, state: 'active', invitation: null }, HERE),
    ),
  fc
    .tuple(pick(GROUPS), some(PEOPLE), some(GROUPS))
    .map(([path, members, groups]) => group(path, [...members.keys()], [...groups.keys()])),
  fc
    .tuple(pick(SCOPES), pick(PEOPLE), pick(GROUPS), fc.boolean(), some(['owner']))
    .map(([scope, member, path, person, roles]) =>
      resourceWith(
        'assignment',
        {
          scope,
          principal: person ? { type: 'member', member } : { type: 'group', group: path },
          roles,
        },
        HERE,
      ),
    ),
);

describe('an index answers what looking at each resource would', () => {
  it('of any organization', () => {
    fc.assert(
      fc.property(fc.array(anyResource, { maxLength: 25 }), (resources) => {
        const model = modelOf(resources);
        const last = (is: (r: Resource) => boolean) => resources.findLast(is);
        const lists = (of: 'members' | 'groups', entry: string) =>
          resources.filter((r) => r.type === 'group' && r.attributes[of].has(entry));
        for (const type of ['scope', 'role', 'member', 'group', 'assignment'] as const)
          expect(model.all(type)).toEqual(resources.filter((r) => r.type === type));
        for (const { address } of resources) {
          expect(model.at(address)).toBe(last((r) => r.address === address));
          expect(model.has(address)).toBe(true);
        }
        for (const scope of SCOPES) {
          expect(model.scope(scope)).toBe(last((r) => r.type === 'scope' && r.attributes.path === scope));
          expect(model.assignmentsOn(scope)).toEqual(
            resources.filter((r) => r.type === 'assignment' && r.attributes.scope === scope),
          );
        }
        for (const member of PEOPLE) {
          const own = resources.filter((r) => r.type === 'member' && r.attributes.member === member);
          expect(model.membershipsOf(member)).toEqual(own);
          expect(model.groupsListing(member)).toEqual(lists('members', member));
          for (const scope of SCOPES) {
            const above = scopeChain(scope);
            expect(model.isMember(member, scope)).toBe(
              own.some((r) => r.type === 'member' && above.includes(r.attributes.scope)),
            );
            expect(model.membership(member, scope)).toBe(
              own.findLast((r) => r.type === 'member' && r.attributes.scope === scope),
            );
          }
          expect(model.assignmentsTo(`member:${member}`)).toEqual(
            resources.filter(
              (r) => r.type === 'assignment' && principalKey(r.attributes.principal) === `member:${member}`,
            ),
          );
        }
        for (const path of GROUPS) expect(model.parentsOf(path)).toEqual(lists('groups', path));
      }),
      { numRuns: 200 },
    );
  });

  it('a ring of groups is walked once round, in both directions', () => {
    const [a, b, c] = ['acme/a', 'acme/b', 'acme/c'];
    const model = modelOf([group(a, ['ada'], [b]), group(b, ['bo'], [a, c]), group(c, ['cy'])]);
    expect([...model.groupsIn(a)]).toEqual([a, b, c]);
    expect([...model.peopleIn(a)]).toEqual(['ada', 'bo', 'cy']);
    expect([...model.groupsIn(c)]).toEqual([c]);
    expect([...model.groupsAround('cy')].sort()).toEqual([a, b, c]);
    expect([...model.groupsAround('nobody')]).toEqual([]);
    expect([...model.peopleIn('acme/none')]).toEqual([]);
  });
});

it('whoever asks about the same resources gets the same model', () => {
  const resources = [group('acme/a')];
  expect(modelOf(resources)).toBe(modelOf(resources));
  expect(modelOf([...resources])).not.toBe(modelOf(resources));
});

it('a list that changed after it was asked about is a bug', () => {
  const resources: Resource[] = [group('acme/a')];
  modelOf(resources);
  resources.push(group('acme/b'));
  expect(() => modelOf(resources)).toThrow(ImpossibleState);
});
