import { compareAccess } from '../access/compare-access.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import { grantsOf } from '../access/wide-delta.ts';
import type { PermissionName } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { known } from '../source/known.ts';
import type { OrganizationSide } from './organization-view.ts';
import type { GrantView, PersonView, ScopeView } from './view-data.ts';

/** People on scopes that are looked at to find what everybody can do; more would take minutes. */
const MOST_READ = 5_000_000;
/** Single permissions of a difference. */
const MOST_DIFFERENT = 2_000_000;

export type GrantsView = { readonly grants: readonly GrantView[] } | { readonly tooMany: string };

/** The same permissions on these scopes. */
interface HeldTogether {
  readonly permissions: readonly PermissionName[];
  readonly scopes: ScopeView[];
}

/**
 * What everybody can do: for each person one grant for each set of permissions, with all scopes of it. People to whom the
 * same is given share the lists, so that it takes as much room as there are kinds of people, and not people on scopes.
 */
export function grantsView(access: EffectiveAccess, side: OrganizationSide): GrantsView {
  const { relation, members, scopes } = access;
  const { start, values } = relation.people;
  const byRecord = new Map<string, readonly HeldTogether[]>();
  const shown = scopes.map((path) => [path, known(side.scope(path), 'a scope of the organization')] as const);
  const grants: GrantView[] = [];
  for (const member of members) {
    const person = known(side.person(member), 'a person of the organization');
    const number = known(relation.member(member), 'the number of a person');
    const record = values.subarray(start[number], start[number + 1]).join();
    const kept = byRecord.get(record);
    if (kept === undefined && (byRecord.size + 1) * shown.length > MOST_READ)
      return { tooMany: `more than ${MOST_READ} kinds of people on scopes` };
    const held = kept ?? heldBy(member, access, shown);
    byRecord.set(record, held);
    for (const { permissions, scopes: where } of held) grants.push({ person, permissions, scopes: where });
  }
  return { grants };
}

function heldBy(
  member: MemberId,
  access: EffectiveAccess,
  scopes: readonly (readonly [ScopePath, ScopeView])[],
): readonly HeldTogether[] {
  // Equal sets are one list in a build of access.
  const bySet = new Map<readonly PermissionName[], HeldTogether>();
  for (const [path, scope] of scopes) {
    const permissions = access.permissions(member, path);
    if (permissions.length === 0) continue;
    const held = bySet.get(permissions) ?? { permissions, scopes: [] };
    held.scopes.push(scope);
    bySet.set(permissions, held);
  }
  return [...bySet.values()];
}

/** What differs between two states, in the same form. */
export function differenceView(
  before: EffectiveAccess,
  after: EffectiveAccess,
  direction: 'gained' | 'lost',
  sides: readonly OrganizationSide[],
): GrantsView {
  const byMember = new Map<MemberId, Map<ScopePath, PermissionName[]>>();
  let count = 0;
  for (const { member, scope, permission } of grantsOf(compareAccess(before, after), direction)) {
    count += 1;
    if (count > MOST_DIFFERENT) return { tooMany: `more than ${MOST_DIFFERENT} single permissions differ` };
    const places = byMember.get(member) ?? new Map<ScopePath, PermissionName[]>();
    byMember.set(member, places);
    const permissions = places.get(scope) ?? [];
    permissions.push(permission);
    places.set(scope, permissions);
  }
  const find = <T>(look: (side: OrganizationSide) => T | undefined): T | undefined => {
    for (const side of sides) {
      const found = look(side);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const grants = [...byMember].flatMap(([member, places]) => {
    const person = known(
      find((side) => side.person(member)),
      'somebody whose access differs',
    );
    return togetherOf(person, places, (path) =>
      known(
        find((side) => side.scope(path)),
        'a scope on which access differs',
      ),
    );
  });
  return { grants };
}

function togetherOf(
  person: PersonView,
  places: ReadonlyMap<ScopePath, readonly PermissionName[]>,
  scopeAt: (path: ScopePath) => ScopeView,
): readonly GrantView[] {
  const bySet = new Map<string, HeldTogether>();
  for (const [path, permissions] of places) {
    const key = permissions.join(' ');
    const held = bySet.get(key) ?? { permissions, scopes: [] };
    held.scopes.push(scopeAt(path));
    bySet.set(key, held);
  }
  return [...bySet.values()].map(({ permissions, scopes }) => ({ person, permissions, scopes }));
}
