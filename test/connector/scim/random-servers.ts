/** Random servers, and random organizations for them. */
import fc from 'fast-check';
import type { Resource } from '../../../src/resource/resource.ts';
import { live } from '../../plan/fixtures.ts';
import { PLAIN_SERVER, type ServerDialect } from './server-dialect.ts';

const PEOPLE = ['ana', 'bo', 'cy', 'di', 'eve', 'O\u2019Hara', 'a"b', 'fay@acme.com'];
const GROUPS = ['qa', 'ops', 'docs', 'web'];

/** Servers that can be read and written, if the dialect says how. */
export const SERVER_DIALECTS: fc.Arbitrary<ServerDialect> = fc
  .record({
    paging: fc.constantFrom('index' as const, 'all' as const),
    most: fc.integer({ min: 1, max: 4 }),
    members: fc.constantFrom('list' as const, 'group' as const, 'user' as const),
    nobody: fc.constantFrom('told' as const, 'absent' as const),
    removeByValue: fc.constantFrom('one' as const, 'everybody' as const, 'refused' as const),
    removeByFilter: fc.constantFrom('one' as const, 'refused' as const, 'nothing' as const),
    add: fc.constantFrom('adds' as const, 'replaces' as const, 'refused' as const),
    operations: fc.constantFrom('lower' as const, 'capital' as const, 'any' as const),
    replace: fc.constantFrom('path' as const, 'value' as const, 'any' as const),
    active: fc.constantFrom('boolean' as const, 'text' as const),
    filters: fc.constantFrom('exact' as const, 'ignored' as const, 'nobody' as const),
    etag: fc.constantFrom('none' as const, 'header' as const, 'meta' as const),
    config: fc.boolean(),
    schemas: fc.boolean(),
    names: fc.constantFrom('as-written' as const, 'lower' as const, 'upper' as const),
    types: fc.boolean(),
    mediaType: fc.constantFrom('application/scim+json' as const, 'application/json' as const),
  })
  .map((some) => ({
    ...PLAIN_SERVER,
    ...some,
    // Without the page that says so, nobody knows of ETags.
    etag: some.config ? some.etag : ('none' as const),
    nesting: some.members !== 'user',
  }));

/** An organization as a server of a dialect can have one: groups inside only of groups that come before. */
export const MODELS: fc.Arbitrary<(dialect: ServerDialect) => readonly Resource[]> = fc
  .record({
    people: fc.subarray(PEOPLE),
    deactivated: fc.subarray(PEOPLE),
    groups: fc.subarray(GROUPS),
    places: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 12 }),
    nestings: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
  })
  .map(({ people, deactivated, groups, places, nestings }) => (dialect) => [
    live.scope('acme', 'organization', 'acme'),
    ...people.map((name) => live.member(name, deactivated.includes(name) ? 'deactivated' : 'active')),
    ...groups.map((name, at) => {
      const inside = (pairs: readonly (readonly [number, number])[], among: readonly string[]) => [
        ...new Set(
          pairs.flatMap(([group, one]) =>
            among.length > 0 && group % groups.length === at ? [among[one % among.length] as string] : [],
          ),
        ),
      ];
      return live.group(`acme/${name}`, {
        members: inside(places, people).map((one) => one.toLowerCase()),
        groups: dialect.nesting ? inside(nestings, groups.slice(0, at)).map((one) => `acme/${one}`) : [],
      });
    }),
  ]);
