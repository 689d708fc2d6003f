import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { memberAddress } from '../../resource/address.ts';
import {
  type GroupPath,
  type MemberId,
  type RoleKey,
  type ScopePath,
  splitGroupPath,
} from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import {
  type AssignmentResource,
  type Entries,
  type GroupResource,
  groupPathOf,
  type Resource,
} from '../../resource/resource.ts';
import { spellingOf } from '../../resource/spelling.ts';
import { known } from '../../source/known.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { memoize } from '../../source/memoize.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { reachableFrom } from '../../source/reachable.ts';
import type { Desired } from '../desired.ts';
import { areHarmlessRemovals } from './harmless-removals.ts';
import { type IncludedRoles, includedRolesIn } from './included-roles.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';

/** Another role on the same scope gives it already, for as long. */
export const redundantRole = lintRule({
  code: 'redundant-role',
  means: 'A person holds a role on a scope that a group, or another role of theirs, already gives there.',
  wayOut: 'Remove it from the person.',
  why: 'The person also holds the role through a group, or another role of theirs on the same scope includes it, and neither has an end. Removing the direct role would change nothing today. Keeping it means that leaving the group changes nothing either. Roles of modules are not compared. Bylaw tries the removal, and reports the role only if the person can do the same without it: a person’s last role of their own may be what keeps a default role away.',
  usual: 'warning',
  check({ desired }: LintContext): readonly LintFinding[] {
    const { platform, resources } = desired;
    return safe(foundIn(desired), platform, resources).map(({ finding }) => finding);
  },
});

/** Of all roles of people, those that something else gives them on the same scope, for good. */
function foundIn(desired: Desired): readonly RedundantRole[] {
  const { platform, resources, windows } = desired;
  const spelling = spellingOf(desired);
  const bounded = new Set(windows.flatMap((w) => (w.until === null ? [] : [formatOrigin(w.origin)])));
  const lasts = (origin: Origin) => bounded.size === 0 || !bounded.has(formatOrigin(origin));
  const inner = includedRolesIn(platform, resources);
  const model = modelOf(resources);
  const names = [...platform.roles.keys(), ...model.all('role').map(({ attributes }) => attributes.name)];
  const giversOf = memoize((role: RoleKey) => giversAmong(names, inner, role));
  const coversOn = memoize((at: ScopePath) => groupCovers(model.assignmentsOn(at), giversOf, lasts));
  const peopleIn = memoize((group: GroupPath) => peopleListedIn(group, model));
  const covered: CoveredRole[] = [];
  for (const { attributes, origin } of model.all('assignment')) {
    const { principal, scope, roles } = attributes;
    if (principal.type !== 'member') continue;
    const { member } = principal;
    // The default role steps in where the last of his own goes, and may reach scopes that nobody has written.
    const isLast = platform.members.defaultRole !== null && roles.size === 1;
    if (isLast && model.has(memberAddress(scope, member))) continue;
    for (const [role, written] of roles) {
      if ((platform.roles.get(role)?.module ?? null) !== null) continue;
      const own = lasts(origin) ? ownCover(role, roles, inner, lasts) : null;
      const byGroup = (own === null ? coversOn(scope).get(role) : null) ?? NO_COVERS;
      if (own === null && !isInOneOf(member, byGroup, peopleIn)) continue;
      covered.push({ member, scope, role, written, own, byGroup });
    }
  }
  const groupsOf = groupsForGood(model, new Set(covered.map(({ member }) => member)), lasts);
  return covered.flatMap(({ member, scope, role, written, own, byGroup }): readonly RedundantRole[] => {
    const cover = own ?? groupCover(member, byGroup, groupsOf);
    if (cover === null) return [];
    const finding = {
      message: `${spelling(member)} holds ${role} on ${scope} already: ${cover.because}.`,
      origin: written,
      related: [{ message: 'given here', origin: cover.origin }],
      hint: 'Remove this one: the person can do the same without it.',
    };
    return [{ member, scope, role, finding }];
  });
}

/** A role of somebody's own, and what gives it to them besides: another role of theirs, or perhaps one of these groups. */
interface CoveredRole {
  readonly member: MemberId;
  readonly scope: ScopePath;
  readonly role: RoleKey;
  readonly written: Origin;
  readonly own: CoveringRole | null;
  readonly byGroup: CoveringGroups;
}

/** Whether somebody is in one of the groups at all. Hardly anybody is: who is in which group is looked up for those alone. */
function isInOneOf(
  member: MemberId,
  groups: CoveringGroups,
  peopleIn: (group: GroupPath) => readonly Entries[],
): boolean {
  if (groups.size === 0) return false;
  for (const path of groups.keys()) for (const people of peopleIn(path)) if (people.has(member)) return true;
  return false;
}

/** Who is in a group, and in each of those in it. */
function peopleListedIn(path: GroupPath, model: OrganizationModel): readonly Entries[] {
  const people: Entries[] = [];
  for (const inside of model.groupsIn(path)) {
    const group = model.group(inside);
    if (group !== undefined) people.push(group.attributes.members);
  }
  return people;
}

interface RedundantRole {
  readonly member: MemberId;
  readonly scope: ScopePath;
  readonly role: RoleKey;
  readonly finding: LintFinding;
}

/** Those whose removal changes nothing, one by one and all of a person's at once; else only the first of his. */
function safe(
  found: readonly RedundantRole[],
  platform: PlatformDefinition,
  resources: readonly Resource[],
): readonly RedundantRole[] {
  const each = areHarmlessRemovals(
    found.map((one) => ({ member: one.member, roles: [one] })),
    platform,
    resources,
  );
  const byMember = new Map<MemberId, [RedundantRole, ...RedundantRole[]]>();
  for (const [at, one] of found.entries()) {
    if (each[at] !== true) continue;
    const earlier = byMember.get(one.member);
    if (earlier === undefined) byMember.set(one.member, [one]);
    else earlier.push(one);
  }
  // Of one role it is known already.
  const several = [...byMember].filter(([, roles]) => roles.length > 1);
  const harmless = areHarmlessRemovals(
    several.map(([member, roles]) => ({ member, roles })),
    platform,
    resources,
  );
  const together = new Set(several.flatMap(([member], at) => (harmless[at] === true ? [member] : [])));
  return [...byMember].flatMap(([member, roles]) => (together.has(member) ? roles : [roles[0]]));
}

interface CoveringRole {
  readonly because: string;
  readonly origin: Origin;
}

/** The roles that give a role: itself, and those that include it. */
function giversAmong(names: readonly RoleKey[], inner: IncludedRoles, role: RoleKey): ReadonlySet<RoleKey> {
  const givers = new Set([role]);
  for (const other of names) if (inner(other).has(role)) givers.add(other);
  return givers;
}

function ownCover(
  role: RoleKey,
  roles: Entries,
  inner: IncludedRoles,
  lasts: (place: Origin) => boolean,
): CoveringRole | null {
  for (const [other, place] of roles) {
    if (other === role || !inner(other).has(role) || !lasts(place)) continue;
    return { because: `${other} includes it`, origin: place };
  }
  return null;
}

/** What gives somebody a role, of all groups that give it on a scope: the one that is nearest to the person. */
function groupCover(
  member: MemberId,
  covers: CoveringGroups,
  groupsOf: (member: MemberId) => ReadonlySet<GroupPath>,
): CoveringRole | null {
  for (const group of groupsOf(member)) {
    const cover = covers.get(group);
    if (cover === undefined) continue;
    return { because: `group ${splitGroupPath(group).name} has ${cover.role}`, origin: cover.origin };
  }
  return null;
}

/** Of one role, by each group that gives it on a scope, the role of the group that does. */
type CoveringGroups = ReadonlyMap<GroupPath, { readonly role: RoleKey; readonly origin: Origin }>;

const NO_COVERS: CoveringGroups = new Map();

/**
 * Of each role that people have on one scope, the groups that give it there. What groups have is looked through once for
 * all of these roles: there are several times as many groups on a scope as people.
 */
function groupCovers(
  assignments: readonly AssignmentResource[],
  giversOf: (role: RoleKey) => ReadonlySet<RoleKey>,
  lasts: (origin: Origin) => boolean,
): ReadonlyMap<RoleKey, CoveringGroups> {
  const held = new Set<RoleKey>();
  for (const { attributes } of assignments)
    if (attributes.principal.type === 'member') for (const role of attributes.roles.keys()) held.add(role);
  const givenBy = new ListsByKey<RoleKey, RoleKey>();
  for (const role of held) for (const giver of giversOf(role)) givenBy.add(giver, role);
  const covers = new Map<RoleKey, Map<GroupPath, { readonly role: RoleKey; readonly origin: Origin }>>();
  for (const { attributes, origin } of assignments) {
    const { principal, roles } = attributes;
    if (principal.type !== 'group' || !lasts(origin)) continue;
    for (const giver of roles.keys()) {
      for (const role of givenBy.get(giver)) {
        const place = known(roles.get(giver), 'the place of a role');
        if (!lasts(place)) continue;
        const groups = covers.get(role) ?? new Map();
        covers.set(role, groups);
        if (!groups.has(principal.group)) groups.set(principal.group, { role: giver, origin: place });
      }
    }
  }
  return covers;
}

/** The groups a person is in for good, of those who are asked about; parents of his groups among them; those nearer first. */
function groupsForGood(
  model: OrganizationModel,
  people: ReadonlySet<MemberId>,
  lasts: (origin: Origin) => boolean,
): (member: MemberId) => ReadonlySet<GroupPath> {
  const holdsForGood = (child: GroupPath) => (group: GroupResource) =>
    lasts(known(group.attributes.groups.get(child), 'an entry of a group that lists it'));
  const parents = memoize((group: GroupPath) =>
    model.parentsOf(group).filter(holdsForGood(group)).map(groupPathOf),
  );
  const listing = new ListsByKey<MemberId, GroupPath>();
  for (const group of people.size === 0 ? [] : model.all('group')) {
    const { members } = group.attributes;
    for (const member of members.keys())
      if (people.has(member) && lasts(known(members.get(member), 'the place of a member')))
        listing.add(member, groupPathOf(group));
  }
  return memoize((member) => reachableFrom(listing.get(member), parents));
}
