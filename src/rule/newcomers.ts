import type { BitSet } from '../access/bit-set.ts';
import { buildAccess } from '../access/build-access.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import { formatPath } from '../access/explain/format-path.ts';
import { HeldSets } from '../access/held-sets.ts';
import type { PermissionName } from '../platform/platform-definition.ts';
import type { GroupPath, MemberId, RoleKey, ScopePath } from '../resource/identifiers.ts';
import { groupPathOf, type Resource } from '../resource/resource.ts';
import { entriesFrom, resource, resourceWith } from '../resource/resource-types.ts';
import { ImpossibleState, known } from '../source/known.ts';
import { ListsByKey, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import type { Origin } from '../source/origin.ts';
import type { JudgedOrganization } from './judged-organization.ts';
import { givingLine } from './path-witness.ts';

/** Somebody new: a member of the organization who is given one thing and nothing else, or nothing at all. */
export type Newcomer =
  | { readonly nothing: true }
  | { readonly scope: ScopePath; readonly roles: readonly RoleKey[] }
  | { readonly group: GroupPath };

const IMAGINED: Origin = { from: 'platform', platform: 'bylaw', what: 'somebody new' };

/** What somebody new would hold, of many at once: access of the organization with them in place of its people. */
export class Newcomers {
  readonly #access: EffectiveAccess;
  readonly #held: HeldSets;

  constructor({ access, model, held }: JudgedOrganization, newcomers: readonly Newcomer[]) {
    const inGroups = new ListsByKey<GroupPath, MemberId>();
    newcomers.forEach((one, at) => {
      if ('group' in one) inGroups.add(one.group, keyOf(at));
    });
    const root = known(
      model.all('scope').find(({ attributes }) => attributes.parent === null),
      'the scope of the organization',
    ).attributes.path;
    const kept = model.resources.flatMap((one) => withoutPeople(one, inGroups));
    const joined = newcomers.flatMap((one, at): readonly Resource[] => {
      const member = keyOf(at);
      const membership = resource(
        'member',
        { scope: root, member, display: member, state: 'active', invitation: null },
        IMAGINED,
      );
      if (!('roles' in one)) return [membership];
      const { scope, roles } = one;
      const principal = { type: 'member', member } as const;
      const attributes = { scope, principal, roles: entriesFrom(roles, IMAGINED) };
      return [membership, resourceWith('assignment', attributes, IMAGINED)];
    });
    this.#access = buildAccess(access.relation.platform, [...kept, ...joined]);
    this.#held = new HeldSets(this.#access.relation);
    if (this.#held.universe !== held.universe)
      throw new ImpossibleState('newcomers hold what others can hold');
  }

  /** Where the newcomer holds what: below a place that is not listed they hold no more than on the one above it. */
  placesOf(at: number): readonly { readonly scope: ScopePath; readonly set: BitSet }[] {
    const number = known(this.#access.relation.member(keyOf(at)), 'a newcomer');
    return this.#held.placesOf(number).map(({ scope, set }) => ({
      scope: this.#held.scope(scope),
      set: this.#held.universe.sets.words(set),
    }));
  }

  /** What the newcomer holds on a scope. */
  setOn(at: number, scope: ScopePath): BitSet {
    const number = known(this.#access.relation.member(keyOf(at)), 'a newcomer');
    const place = known(this.#held.scopeNumber(scope), 'a scope of the organization');
    return this.#held.universe.sets.words(this.#held.setAt(number, place));
  }

  holds(at: number, permission: PermissionName, scope: ScopePath): boolean {
    return this.#access.can(keyOf(at), permission, scope);
  }

  /** How the newcomer would hold a permission, at the line that says what is given. */
  pathOf(
    at: number,
    permission: PermissionName,
    scope: ScopePath,
  ): { readonly text: string; readonly origin: Origin } {
    const [path] = this.#access.explainUpTo(keyOf(at), permission, scope, 1).paths;
    const steps = known(path, 'a path of what is held');
    return {
      text: formatPath(steps, () => 'somebody new'),
      origin: givingLine(steps.map(({ origin }) => origin)),
    };
  }
}

/** The same without its people, and in groups those who are new. */
function withoutPeople(
  one: Resource,
  inGroups: ReadonlyListsByKey<GroupPath, MemberId>,
): readonly Resource[] {
  switch (one.type) {
    case 'scope':
    case 'role':
      return [one];
    case 'member':
      return [];
    case 'group': {
      const members = entriesFrom(inGroups.get(groupPathOf(one)), one.origin);
      return [{ ...one, attributes: { ...one.attributes, members } }];
    }
    case 'assignment':
      return one.attributes.principal.type === 'group' ? [one] : [];
  }
}

/** No member's key. */
function keyOf(at: number): MemberId {
  return `\u0000${at}`;
}
