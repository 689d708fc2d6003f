import fc from 'fast-check';
import type { PlatformDefinition } from '../../src/platform/definition.ts';
import type {
  OrganizationDocument,
  Written,
  WrittenEntry,
  WrittenGroup,
  WrittenMember,
  WrittenRole,
  WrittenScope,
  WrittenWindow,
} from '../../src/policy/documents.ts';
import type { Origin } from '../../src/source/origin.ts';

/** Random organizations over few names, so that entries meet; about half of them compile. */

/** Each value its own line: an origin then names exactly one thing that was written. */
class Lines {
  #line = 0;
  next(): Origin {
    this.#line += 1;
    return {
      from: 'file',
      file: 'random.yaml',
      line: this.#line,
      column: 1,
      endLine: this.#line,
      endColumn: 2,
    };
  }
  get count(): number {
    return this.#line;
  }
}

export interface RandomOrganization {
  readonly document: OrganizationDocument;
  /** How many places there are: lines 1 to this of random.yaml. */
  readonly lines: number;
}

type Make<T> = (lines: Lines) => T;

const date = fc.constantFrom('2026-01-01', '2026-06-14', '2026-06-15', '2026-06-15T12:00:00Z', '2026-07-01');
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 3) => fc.option(arbitrary, { freq, nil: null });

const window: fc.Arbitrary<Make<WrittenWindow>> = fc
  .record({
    from: fc.option(date, { freq: 3, nil: null }),
    until: fc.option(date, { freq: 3, nil: null }),
    is: fc.nat(3),
  })
  .map(({ from, until, is }) => (lines) => {
    const written = (value: string | null): Written<string> | null =>
      value === null || is > 0 ? null : { value, origin: lines.next() };
    return { from: written(from), until: written(until), reviewBy: null, reason: null };
  });

const role = (names: readonly string[]): fc.Arbitrary<Make<WrittenRole>> =>
  fc.record({ role: fc.constantFrom(...names), window }).map(({ role, window }) => (lines) => ({
    role,
    module: null,
    window: window(lines),
    origin: lines.next(),
  }));

const roles = (names: readonly string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...names), { maxLength: 2 })
    .chain((chosen) => fc.tuple(...chosen.map((name) => role([name]))));

const entry = (names: readonly string[]): fc.Arbitrary<readonly Make<WrittenEntry>[]> =>
  fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }).chain((chosen) =>
    fc.tuple(
      ...chosen.map((name) =>
        window.map(
          (window): Make<WrittenEntry> =>
            (lines) => ({ name, window: window(lines), origin: lines.next() }),
        ),
      ),
    ),
  );

const tombstone = fc.nat(9).map(
  (n): Make<Written<true> | null> =>
    (lines) =>
      n === 0 ? { value: true, origin: lines.next() } : null,
);

const PEOPLE = ['ann@acme.com', 'Ben@acme.com', 'cat@acme.com', '__proto__'];
const GROUPS = ['constructor', 'qa', 'ops', 'crew'];

const member = (key: string, names: readonly string[]): fc.Arbitrary<Make<WrittenMember>> =>
  fc.record({ roles: roles(names), window, tombstone }).map(({ roles, window, tombstone }) => (lines) => {
    const absent = tombstone(lines);
    return {
      key,
      origin: lines.next(),
      roles: absent === null ? roles.map((make) => make(lines)) : [],
      state: null,
      window: absent === null ? window(lines) : { from: null, until: null, reviewBy: null, reason: null },
      absent,
    };
  });

const group = (name: string, below: readonly string[], names: readonly string[], defines: boolean) =>
  fc
    .record({
      roles: roles(names),
      window,
      tombstone,
      members: maybe(entry(PEOPLE)),
      groups: below.length === 0 ? fc.constant(null) : maybe(entry(below)),
    })
    .map(
      ({ roles, window, tombstone, members, groups }): Make<WrittenGroup> =>
        (lines) => {
          const absent = tombstone(lines);
          const is = absent === null;
          return {
            name,
            origin: lines.next(),
            title: null,
            description: null,
            members: is && defines ? (members?.map((make) => make(lines)) ?? null) : null,
            groups: is && defines ? (groups?.map((make) => make(lines)) ?? null) : null,
            permissions: null,
            roles: is ? roles.map((make) => make(lines)) : [],
            window: is ? window(lines) : { from: null, until: null, reviewBy: null, reason: null },
            absent,
          };
        },
    );

const subset = (names: readonly string[]) => fc.subarray([...names], { minLength: 0 });

function scope(
  name: string,
  plural: string | null,
  names: readonly string[],
  defines: boolean,
  children: fc.Arbitrary<readonly Make<WrittenScope>[]>,
): fc.Arbitrary<Make<WrittenScope>> {
  // The root lists everybody more often than not, or hardly anything would compile.
  const people =
    plural === null
      ? fc.oneof({ weight: 4, arbitrary: fc.constant(PEOPLE) }, { weight: 1, arbitrary: subset(PEOPLE) })
      : subset(PEOPLE);
  const crowd = plural === null ? fc.constant(GROUPS) : subset(GROUPS);
  return fc
    .record({
      members: people.chain((keys) => fc.tuple(...keys.map((key) => member(key, names)))),
      groups: crowd.chain((keys) =>
        fc.tuple(...keys.map((key) => group(key, GROUPS.slice(GROUPS.indexOf(key) + 1), names, defines))),
      ),
      children,
    })
    .map(({ members, groups, children }) => (lines) => ({
      name,
      plural: plural === null ? null : { value: plural, origin: lines.next() },
      origin: lines.next(),
      title: null,
      absent: null,
      members: members.map((make) => make(lines)),
      groups: groups.map((make) => make(lines)),
      roles: [],
      scopes: children.map((make) => make(lines)),
    }));
}

const none = fc.constant<readonly Make<WrittenScope>[]>([]);
const workspace = scope('checkout', 'workspaces', ['editor'], false, none);
const unit = scope(
  'emea',
  'units',
  ['editor'],
  true,
  maybe(workspace).map((made) => (made === null ? [] : [made])),
);

export function organizations(platform: PlatformDefinition): fc.Arbitrary<RandomOrganization> {
  return scope(
    'acme',
    null,
    ['owner', 'staff'],
    true,
    maybe(unit).map((made) => (made === null ? [] : [made])),
  ).map((make) => {
    const lines = new Lines();
    const root = make(lines);
    const document: OrganizationDocument = {
      name: 'acme',
      platform: { value: platform.name, origin: lines.next() },
      authority: { all: 'declared', byType: {}, origin: null },
      root,
      files: ['random.yaml'],
    };
    return { document, lines: lines.count };
  });
}
