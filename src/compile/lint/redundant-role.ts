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
  const groupsOf = groupsForGood(model, lasts);
  const coversOn = memoize((at: ScopePath) => groupCovers(model.assignmentsOn(at), inner, lasts));
  const found: RedundantRole[] = [];
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
      const cover = own ?? groupCover(member, coversOn(scope)(role), groupsOf);
      if (cover === null) continue;
      const finding = {
        message: `${spelling(member)} holds ${role} on ${scope} already: ${cover.because}.`,
        origin: written,
        related: [{ message: 'given here', origin: cover.origin }],
        hint: 'Remove this one: the person can do the same without it.',
      };
      found.push({ member, scope, role, finding });
    }
  }
  return found;
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

function gives(other: RoleKey, role: RoleKey, inner: IncludedRoles): boolean {
  return other === role || inner(other).has(role);
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
  covers: ReadonlyMap<GroupPath, CoveringRole>,
  groupsOf: (member: MemberId) => ReadonlySet<GroupPath>,
): CoveringRole | null {
  // Of most roles no group on the scope gives anything: then nobody has to know who is in which group.
  if (covers.size === 0) return null;
  for (const group of groupsOf(member)) {
    const cover = covers.get(group);
    if (cover !== undefined) return cover;
  }
  return null;
}

/** One role of a group, for good. */
interface LastingRole {
  readonly group: GroupPath;
  readonly role: RoleKey;
  readonly place: Origin;
}

const NO_COVERS: ReadonlyMap<GroupPath, CoveringRole> = new Map();

/** Of a role, by group, what gives it: among what is assigned on one scope. */
function groupCovers(
  assignments: readonly AssignmentResource[],
  inner: IncludedRoles,
  lasts: (origin: Origin) => boolean,
): (role: RoleKey) => ReadonlyMap<GroupPath, CoveringRole> {
  const given: LastingRole[] = [];
  for (const { attributes, origin } of assignments) {
    const { principal, roles } = attributes;
    if (principal.type !== 'group' || !lasts(origin)) continue;
    for (const [role, place] of roles) if (lasts(place)) given.push({ group: principal.group, role, place });
  }
  return memoize((role) => {
    const giving = given.filter(({ role: other }) => gives(other, role, inner));
    if (giving.length === 0) return NO_COVERS;
    const covers = new Map<GroupPath, CoveringRole>();
    for (const { group, role: other, place } of giving) {
      if (covers.has(group)) continue;
      const { name } = splitGroupPath(group);
      covers.set(group, { because: `group ${name} has ${other}`, origin: place });
    }
    return covers;
  });
}

/** The groups a person is in for good, parents of his groups among them; those nearer first. */
function groupsForGood(
  model: OrganizationModel,
  lasts: (origin: Origin) => boolean,
): (member: MemberId) => ReadonlySet<GroupPath> {
  const holdsForGood = (entry: string, of: 'members' | 'groups') => (group: GroupResource) =>
    lasts(known(group.attributes[of].get(entry), 'an entry of a group that lists it'));
  const parents = memoize((group: GroupPath) =>
    model.parentsOf(group).filter(holdsForGood(group, 'groups')).map(groupPathOf),
  );
  return memoize((member) =>
    reachableFrom(
      model.groupsListing(member).filter(holdsForGood(member, 'members')).map(groupPathOf),
      parents,
    ),
  );
}
