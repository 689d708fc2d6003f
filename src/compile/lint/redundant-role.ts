import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { memberAddress } from '../../resource/address.ts';
import {
  type GroupPath,
  type MemberId,
  type RoleKey,
  type ScopePath,
  splitGroupPath,
} from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import {
  type AssignmentResource,
  type Entries,
  groupPathOf,
  type Resource,
} from '../../resource/resource.ts';
import { spellingOf } from '../../resource/spelling.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { memoize } from '../../source/memoize.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { reachableFrom } from '../../source/reachable.ts';
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
  *check({ desired }: LintContext): Generator<LintFinding, void> {
    const { platform, resources, windows } = desired;
    const spelling = spellingOf(desired);
    const bounded = new Set(windows.flatMap((w) => (w.until === null ? [] : [formatOrigin(w.origin)])));
    const lasts = (...origins: readonly Origin[]) =>
      bounded.size === 0 || origins.every((o) => !bounded.has(formatOrigin(o)));
    const inner = includedRolesIn(platform, resources);
    const groupsOf = groupsByMember(resources, lasts);
    const model = modelOf(resources);
    const coversOn = memoize((at: ScopePath) => groupCovers(model.assignmentsOn(at), inner, lasts));
    const found: RedundantRole[] = [];
    for (const { attributes, origin } of model.all('assignment')) {
      const { principal, scope, roles } = attributes;
      if (principal.type !== 'member') continue;
      // The default role steps in where the last of his own goes, and may reach scopes that nobody has written.
      const isLast = platform.members.defaultRole !== null && roles.size === 1;
      if (isLast && model.has(memberAddress(scope, principal.member))) continue;
      for (const [role, written] of roles) {
        if ((platform.roles.get(role)?.module ?? null) !== null) continue;
        const cover = ownCover(role, roles, inner, (at) => lasts(origin, at)) ?? groupCover(role, scope);
        if (cover === null) continue;
        const finding = {
          message: `${spelling(principal.member)} holds ${role} on ${scope} already: ${cover.because}.`,
          origin: written,
          related: [{ message: 'given here', origin: cover.origin }],
          hint: 'Remove this one: the person can do the same without it.',
        };
        found.push({ member: principal.member, scope, role, finding });
      }
      function groupCover(role: RoleKey, at: ScopePath): CoveringRole | null {
        if (principal.type !== 'member') return null;
        const covers = coversOn(at)(role);
        // Of most roles no group on the scope gives anything: then nobody has to know who is in which group.
        if (covers.size === 0) return null;
        for (const group of groupsOf(principal.member)) {
          const cover = covers.get(group);
          if (cover !== undefined) return cover;
        }
        return null;
      }
    }
    for (const { finding } of safe(found, platform, resources)) yield finding;
  },
});

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
    const known = byMember.get(one.member);
    if (known === undefined) byMember.set(one.member, [one]);
    else known.push(one);
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

/** One role of a group, for good. */
interface LastingRole {
  readonly group: GroupPath;
  readonly role: RoleKey;
  readonly place: Origin;
}

/** Of a role, by group, what gives it: among what is assigned on one scope. */
function groupCovers(
  assignments: readonly AssignmentResource[],
  inner: IncludedRoles,
  lasts: (...origins: readonly Origin[]) => boolean,
): (role: RoleKey) => ReadonlyMap<GroupPath, CoveringRole> {
  const given: LastingRole[] = [];
  for (const { attributes, origin } of assignments) {
    const { principal, roles } = attributes;
    if (principal.type !== 'group') continue;
    for (const [role, place] of roles)
      if (lasts(origin, place)) given.push({ group: principal.group, role, place });
  }
  return memoize((role) => {
    const covers = new Map<GroupPath, CoveringRole>();
    for (const { group, role: other, place } of given) {
      if (!gives(other, role, inner) || covers.has(group)) continue;
      const { name } = splitGroupPath(group);
      covers.set(group, { because: `group ${name} has ${other}`, origin: place });
    }
    return covers;
  });
}

/** The groups a person is in for good, parents of his groups among them. */
function groupsByMember(
  resources: readonly Resource[],
  lasts: (origin: Origin) => boolean,
): (member: MemberId) => ReadonlySet<GroupPath> {
  const direct = new ListsByKey<MemberId, GroupPath>();
  const parents = new ListsByKey<GroupPath, GroupPath>();
  for (const { attributes } of modelOf(resources).all('group')) {
    const path = groupPathOf({ attributes });
    for (const [member, origin] of attributes.members) if (lasts(origin)) direct.add(member, path);
    for (const [child, origin] of attributes.groups) if (lasts(origin)) parents.add(child, path);
  }
  return memoize((member) => reachableFrom(direct.get(member), (group) => parents.get(group)));
}
