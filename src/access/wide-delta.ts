import type { PermissionName } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { known } from '../source/known.ts';
import { memoize } from '../source/memoize.ts';
import type { AccessDelta, AccessGrant } from './effective-access.ts';
import type { AccessChanges } from './engine/access-changes.ts';
import { forEachCell, forEachCellOf } from './engine/changed-cells.ts';
import { type DeltaSide, missingPermissions } from './engine/written-grants.ts';

/** A scope at which a change comes in. */
export interface WideScope {
  readonly path: ScopePath;
  /** Of those who gain or lose it there or below. */
  readonly people: number;
}

/** The same permissions, gained or lost by many people in many places: what a reviewer reads as one fact. */
export interface WideEffect {
  /** False: not everybody gains, or loses, all of the permissions, for there would be too many kinds of effect. */
  readonly isExact: boolean;
  /** One of the grants, for an explanation. */
  readonly sample: AccessGrant;
  readonly permissions: readonly [PermissionName, ...PermissionName[]];
  /** In byte order. */
  readonly people: readonly [MemberId, ...MemberId[]];
  /** Where it comes in, the scopes of most people first. */
  readonly scopes: readonly [WideScope, ...WideScope[]];
  /** Whether it also reaches scopes below one of these. */
  readonly reachesBelow: boolean;
}

/** A difference between two versions that is too large to be read grant by grant. */
export interface WideDelta {
  readonly people: (side: DeltaSide) => ReadonlySet<MemberId>;
  readonly effects: (side: DeltaSide) => readonly WideEffect[];
  /** As the lists of the delta, one after the other. */
  readonly grants: (side: DeltaSide) => Iterable<AccessGrant>;
}

/** People on scopes: more than this nobody reads one by one. */
export const MOST_CELLS = 20_000;

const made = new WeakMap<AccessDelta, (most: number) => WideDelta | null>();

/** Null for a difference of no more than `most` people on scopes, which can be read grant by grant. */
export function wideOf(delta: AccessDelta, most = MOST_CELLS): WideDelta | null {
  return made.get(delta)?.(most) ?? null;
}

/** Who gains, or loses, something. */
export function peopleOf(delta: AccessDelta, side: DeltaSide): ReadonlySet<MemberId> {
  return wideOf(delta)?.people(side) ?? new Set(delta[side].map(({ member }) => member));
}

/** Every grant of a side; of a wide delta no list is made of them. */
export function grantsOf(delta: AccessDelta, side: DeltaSide): Iterable<AccessGrant> {
  return wideOf(delta)?.grants(side) ?? delta[side];
}

export function rememberWide(delta: AccessDelta, changes: AccessChanges, grants: WideDelta['grants']): void {
  const rows = new RowDelta(changes, grants);
  const isWide = memoize((most: number) => !isAtMost(changes, most));
  made.set(delta, (most) => (isWide(most) ? rows : null));
}

export function rememberReversed(reversed: AccessDelta, delta: AccessDelta): void {
  const other = (side: DeltaSide): DeltaSide => (side === 'gained' ? 'lost' : 'gained');
  made.set(reversed, (most) => {
    const wide = wideOf(delta, most);
    if (wide === null) return null;
    return {
      people: (side) => wide.people(other(side)),
      effects: (side) => wide.effects(other(side)),
      grants: (side) => wide.grants(other(side)),
    };
  });
}

function isAtMost(changes: AccessChanges, most: number): boolean {
  let cells = 0;
  return forEachCell(changes, () => {
    cells += 1;
    return cells <= most;
  });
}

/** Kinds of effect that are told apart. Somebody who has some of a role's permissions already gains the others. */
const MOST_KINDS = 12;

/** What is gathered of one effect. */
interface GatheredEffect {
  readonly sample: AccessGrant;
  readonly permissions: Set<PermissionName>;
  readonly people: Set<number>;
  /** By place, how many people. */
  readonly scopes: Map<number, number>;
  reachesBelow: boolean;
}

/** One change of one person, of the scope of a row or of what is below it. */
interface GatheredCell {
  readonly permissions: readonly [PermissionName, ...PermissionName[]];
  readonly scope: ScopePath;
  readonly row: number;
  readonly member: number;
  readonly below: boolean;
}

class GatheredSide {
  readonly people = new Set<number>();
  effects = new Map<string, GatheredEffect>();
  isExact = true;
  readonly #changes: AccessChanges;

  constructor(changes: AccessChanges) {
    this.#changes = changes;
  }

  /** `counted`: the effects that the row has been counted at. */
  add(cell: GatheredCell, counted: Set<GatheredEffect>): void {
    const { permissions, row, member, below } = cell;
    this.people.add(member);
    const effect = this.#effectOf(cell);
    for (const permission of this.isExact ? [] : permissions) effect.permissions.add(permission);
    effect.people.add(member);
    effect.reachesBelow ||= below;
    if (counted.has(effect)) return;
    counted.add(effect);
    effect.scopes.set(row, (effect.scopes.get(row) ?? 0) + 1);
  }

  #effectOf({ permissions, scope, member }: GatheredCell): GatheredEffect {
    const key = this.isExact ? permissions.join(' ') : '';
    const known = this.effects.get(key);
    if (known !== undefined) return known;
    if (this.effects.size === MOST_KINDS) return this.#merged();
    const effect: GatheredEffect = {
      sample: { member: memberAt(this.#changes, member), scope, permission: permissions[0] },
      permissions: new Set(permissions),
      people: new Set(),
      scopes: new Map(),
      reachesBelow: false,
    };
    this.effects.set(key, effect);
    return effect;
  }

  /** From here on there is one. */
  #merged(): GatheredEffect {
    const [merged, ...others] = [...this.effects.values()];
    const all = known(merged, 'the first of many effects');
    for (const { permissions, people, scopes, reachesBelow } of others) {
      for (const permission of permissions) all.permissions.add(permission);
      for (const member of people) all.people.add(member);
      for (const [place, count] of scopes) all.scopes.set(place, (all.scopes.get(place) ?? 0) + count);
      all.reachesBelow ||= reachesBelow;
    }
    this.isExact = false;
    this.effects = new Map([['', all]]);
    return all;
  }
}

function memberAt({ versions }: AccessChanges, number: number): MemberId {
  return known(versions.members.names[number], 'a member of the versions');
}

/** Read from rows: what a row says of scopes below, is looked at only until it is known what it comes to there. */
class RowDelta implements WideDelta {
  readonly grants: WideDelta['grants'];
  readonly #changes: AccessChanges;
  #sides: Readonly<Record<DeltaSide, GatheredSide>> | null = null;

  constructor(changes: AccessChanges, grants: WideDelta['grants']) {
    this.#changes = changes;
    this.grants = grants;
  }

  people(side: DeltaSide): ReadonlySet<MemberId> {
    return new Set(this.#names(this.#gathered()[side].people));
  }

  effects(side: DeltaSide): readonly WideEffect[] {
    const { scopes, before } = this.#changes.versions;
    const { isExact, effects } = this.#gathered()[side];
    const { catalogue } = before.universe;
    return [...effects.values()]
      .map((effect): WideEffect => {
        const [first, ...rest] = this.#names(effect.people);
        const [top, ...others] = [...effect.scopes]
          .sort(([a, m], [b, n]) => n - m || a - b)
          .map(([place, people]): WideScope => ({ path: known(scopes.names[place], 'a scope'), people }));
        const [permission, ...permissions] = catalogue.names.filter((name) => effect.permissions.has(name));
        return {
          isExact,
          sample: effect.sample,
          permissions: [known(permission, 'a permission of an effect'), ...permissions],
          people: [known(first, 'somebody of an effect'), ...rest],
          scopes: [known(top, 'a scope of an effect'), ...others],
          reachesBelow: effect.reachesBelow,
        };
      })
      .sort((a, b) => b.people.length - a.people.length);
  }

  #names(people: ReadonlySet<number>): readonly MemberId[] {
    return [...people].sort((a, b) => a - b).map((number) => memberAt(this.#changes, number));
  }

  #gathered(): Readonly<Record<DeltaSide, GatheredSide>> {
    if (this.#sides !== null) return this.#sides;
    const changes = this.#changes;
    const sides = { gained: new GatheredSide(changes), lost: new GatheredSide(changes) };
    this.#sides = sides;
    const { scopes, before: first } = changes.versions;
    const { flows } = first.universe;
    const missing = missingPermissions(changes);
    for (let at = 0; at < changes.rows.length; at += 1) {
      const row = changes.rows.at(at);
      const told = new Set<string>();
      const counted = new Set<GatheredEffect>();
      forEachCellOf(changes, row, (place, member, before, after) => {
        const below = place !== row.scope;
        const key = `${before} ${after} ${below}`;
        if (told.has(key)) return true;
        told.add(key);
        const scope = known(scopes.names[place], 'a scope of the versions');
        for (const side of ['gained', 'lost'] as const) {
          const [permission, ...others] = side === 'gained' ? missing(after)(before) : missing(before)(after);
          if (permission === undefined) continue;
          sides[side].add(
            { permissions: [permission, ...others], scope, row: row.scope, member, below },
            counted,
          );
        }
        // What flows on is the same everywhere below, but where something stops it.
        const isStopped = flows.shut(row.before.below) !== flows.shut(row.after.below);
        return !below || isStopped || row.before.marks !== row.after.marks;
      });
    }
    return sides;
  }
}
