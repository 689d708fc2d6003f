import fc from 'fast-check';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import {
  GROUP_TEXTS,
  type OrganizationDocument,
  type Written,
  type WrittenEntry,
  type WrittenGroup,
  type WrittenMember,
  type WrittenRole,
  type WrittenScope,
  type WrittenWindow,
} from '../../src/policy/document-types.ts';
import type { Origin } from '../../src/source/origin.ts';
import { textsOf } from './written.ts';

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

/** Of a platform on which none can be given there: none. */
const given = (names: readonly string[]): fc.Arbitrary<readonly Make<WrittenRole>[]> =>
  names.length === 0 ? fc.constant([]) : roles(names);

const entry = (names: readonly string[]): fc.Arbitrary<readonly Make<WrittenEntry>[]> =>
  fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }).chain((chosen) =>
    fc.tuple(
      ...chosen.map((name) =>
        window.map(
          (window): Make<WrittenEntry> =>
            (lines) => ({ name, role: null, window: window(lines), origin: lines.next() }),
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
  fc.record({ roles: given(names), window, tombstone }).map(({ roles, window, tombstone }) => (lines) => {
    const absent = tombstone(lines);
    return {
      key,
      origin: lines.next(),
      roles: absent === null ? roles.map((make) => make(lines)) : [],
      below: [],
      denied: [],
      noRoles: null,
      state: null,
      window: absent === null ? window(lines) : { from: null, until: null, reviewBy: null, reason: null },
      inviteAgain: null,
      absent,
      recorded: null,
    };
  });

const permission = (names: readonly string[]): fc.Arbitrary<readonly Make<Written<string>>[]> =>
  fc
    .uniqueArray(fc.constantFrom(...names), { maxLength: 2 })
    .map((chosen) => chosen.map((value) => (lines) => ({ value, origin: lines.next() })));

const group = (name: string, below: readonly string[], { roles: names, defines, carried = [] }: Shape) =>
  fc
    .record({
      permissions: carried.length === 0 ? fc.constant(null) : maybe(permission(carried)),
      roles: given(names),
      window,
      tombstone,
      members: maybe(entry(PEOPLE)),
      groups: below.length === 0 ? fc.constant(null) : maybe(entry(below)),
    })
    .map(
      ({ roles, window, tombstone, members, groups, permissions }): Make<WrittenGroup> =>
        (lines) => {
          const absent = tombstone(lines);
          const is = absent === null;
          return {
            name,
            origin: lines.next(),
            ...textsOf(GROUP_TEXTS, () => null),
            renamedFrom: null,
            settings: null,
            members: is && defines ? (members?.map((make) => make(lines)) ?? null) : null,
            groups: is && defines ? (groups?.map((make) => make(lines)) ?? null) : null,
            permissions: is && defines ? (permissions?.map((make) => make(lines)) ?? null) : null,
            roles: is ? roles.map((make) => make(lines)) : [],
            below: [],
            denied: [],
            window: is ? window(lines) : { from: null, until: null, reviewBy: null, reason: null },
            absent,
            recorded: null,
          };
        },
    );

const subset = (names: readonly string[]) => fc.subarray([...names], { minLength: 0 });

/** What can be written on a scope of one kind. */
export interface Shape {
  readonly name: string;
  /** Null for the organization. */
  readonly plural: string | null;
  /** What people can be given here; groups too, but where they carry none. */
  readonly roles: readonly string[];
  readonly groupsCarryRoles?: false;
  /** Nobody is written here: the scope takes groups only. */
  readonly withoutPeople?: true;
  /** Groups can live here; `false`: they are mentioned, `null`: not even that. */
  readonly defines: boolean | null;
  readonly nesting?: false;
  /** Permissions that groups carry. */
  readonly carried?: readonly string[];
  readonly below: readonly Shape[];
}

function scope(shape: Shape): fc.Arbitrary<Make<WrittenScope>> {
  const { name, plural, roles: names, defines, nesting = true } = shape;
  const children = fc
    .tuple(...shape.below.map((one) => maybe(scope(one))))
    .map((made) => made.flatMap((one) => one ?? []));
  const ofGroups = shape.groupsCarryRoles === false ? { ...shape, roles: [] } : shape;
  // The root lists everybody more often than not, or hardly anything would compile; so does a home of groups.
  const people =
    shape.withoutPeople === true
      ? fc.constant<readonly string[]>([])
      : plural === null || shape.carried !== undefined
        ? fc.oneof({ weight: 4, arbitrary: fc.constant(PEOPLE) }, { weight: 1, arbitrary: subset(PEOPLE) })
        : subset(PEOPLE);
  const crowd = defines === null ? fc.constant([]) : plural === null ? fc.constant(GROUPS) : subset(GROUPS);
  const inside = (key: string): readonly string[] => (nesting ? GROUPS.slice(GROUPS.indexOf(key) + 1) : []);
  return fc
    .record({
      members: people.chain((keys) => fc.tuple(...keys.map((key) => member(key, names)))),
      groups: crowd.chain((keys: readonly string[]) =>
        fc.tuple(...keys.map((key) => group(key, inside(key), ofGroups))),
      ),
      children,
    })
    .map(({ members, groups, children }) => (lines) => ({
      name,
      plural: plural === null ? null : { value: plural, origin: lines.next() },
      origin: lines.next(),
      title: null,
      renamedFrom: null,
      absent: null,
      settings: new Map(),
      members: members.map((make) => make(lines)),
      groups: groups.map((make) => make(lines)),
      roles: [],
      scopes: children.map((make) => make(lines)),
    }));
}

/** Groups at two kinds of scopes, nested, that attach and carry roles. */
export const ESTATE: Shape = {
  name: 'acme',
  plural: null,
  roles: ['owner', 'staff'],
  defines: true,
  below: [
    {
      name: 'emea',
      plural: 'units',
      roles: ['editor'],
      defines: true,
      below: [{ name: 'checkout', plural: 'workspaces', roles: ['editor'], defines: false, below: [] }],
    },
  ],
};

/** Groups that live in projects, hold members of them, and carry permissions. */
export const GORULES: Shape = {
  name: 'acme',
  plural: null,
  roles: ['owner'],
  defines: null,
  below: [
    {
      name: 'pricing',
      plural: 'projects',
      roles: ['owner'],
      groupsCarryRoles: false,
      defines: true,
      nesting: false,
      carried: ['documents:edit-content', 'releases:*'],
      below: [],
    },
  ],
};

/** Groups that open products and carry nothing else. */
export const BILBIS: Shape = {
  name: 'acme',
  plural: null,
  roles: ['viewer', 'admin'],
  groupsCarryRoles: false,
  defines: true,
  nesting: false,
  below: ['checkout', 'payments'].map((name) => ({
    name,
    plural: 'products',
    roles: [],
    withoutPeople: true,
    defines: false,
    below: [],
  })),
};

export function organizations(
  platform: PlatformDefinition,
  shape: Shape = ESTATE,
): fc.Arbitrary<RandomOrganization> {
  return scope(shape).map((make) => {
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
