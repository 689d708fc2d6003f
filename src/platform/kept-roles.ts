import type { Findings } from '../source/findings.ts';
import { known } from '../source/known.ts';
import { reachableFrom } from '../source/reachable.ts';
import { reportContradiction } from './both-places.ts';
import { expandPattern } from './expand-pattern.ts';
import { ownerOf } from './owners.ts';
import type { Invariant, PermissionName, PlatformDefinition, RoleName } from './platform-definition.ts';

/** A rule by which a role is never without somebody: the platform's own, or Bylaw's where the platform has none. */
export type KeptRole = Extract<Invariant, { rule: 'minimum-holders' | 'last-holder-stays' }>;

/** The only place that says which rules keep somebody. */
export function keptRoles({ invariants }: Pick<PlatformDefinition, 'invariants'>): readonly KeptRole[] {
  return invariants.filter(keepsSomebody);
}

function keepsSomebody(invariant: Invariant): invariant is KeptRole {
  switch (invariant.rule) {
    case 'minimum-holders':
    case 'last-holder-stays':
      return true;
    case 'group-members-are-members':
    case 'group-members-are-attached':
    case 'members-are-in-groups':
    case 'groups-are-of-one-member':
      return false;
  }
}

/** How many there must be. */
export function leastOf(rule: KeptRole): number {
  return rule.rule === 'minimum-holders' ? rule.count : 1;
}

/**
 * Somebody is kept on the organization with a role than which none gives more, or the file says why nobody has to be.
 * Else nothing stops an apply after which nobody could give anybody anything. Codes: `nobody-kept`, `platform-invalid`.
 */
export function checkSomebodyKept(definition: PlatformDefinition, findings: Findings): void {
  const { root, nobodyKept, title } = definition;
  const { invariants } = definition;
  const keeper = invariants.findIndex((rule) =>
    keptRoles({ invariants: [rule] }).some(({ at, role }) => at === root && isTopmost(role, definition)),
  );
  if (nobodyKept !== null && keeper >= 0) {
    const message = 'The file says that it needs no administrator, but an invariant keeps one.';
    reportContradiction({ at: ['nobody-kept'], against: ['invariants', keeper], message }, findings);
  }
  if (nobodyKept !== null || keeper >= 0 || isNobodysToTake(definition)) return;
  const [role] = [...definition.roles.keys()].filter((name) => isTopmost(name, definition));
  const reason = 'Write `nobody-kept:` with the reason why it needs none.';
  const line = `{ code: last-${role}, rule: last-holder-stays, role: ${role}, at: ${root} }`;
  findings.atValue(
    'nobody-kept',
    ['name'],
    `No invariant of ${title} keeps an administrator of ${root}: an apply could leave nobody who can give access.`,
    {
      hint:
        role === undefined
          ? reason
          : `Add \`${line}\` to invariants, with the role of the administrators. Or write \`nobody-kept:\` with the reason why it needs none.`,
    },
  );
}

/** Where something else owns people, groups and what they are given, no apply takes anything from anybody. */
function isNobodysToTake(definition: PlatformDefinition): boolean {
  return (['member', 'group', 'assignment'] as const).every((type) => ownerOf(definition, type) !== null);
}

/** Whether no other of the platform's roles gives all that this one gives, and more. */
function isTopmost(role: RoleName, { roles, permissions }: PlatformDefinition): boolean {
  const given = (name: RoleName): ReadonlySet<PermissionName> => {
    const role = (one: RoleName) => known(roles.get(one), `role ${one} of the platform`);
    const held = [...reachableFrom([name], (one) => role(one).includes)].map(role);
    const patterns = held.flatMap((one) => (one.bypass ? ['*'] : one.permissions));
    const listed = patterns.flatMap((pattern) => expandPattern(pattern, permissions));
    return reachableFrom(listed, (one) => known(permissions.get(one), 'a permission listed').implies);
  };
  const own = given(role);
  return (
    own.size > 0 &&
    [...roles.keys()].every((other) => {
      const more = given(other);
      return more.size <= own.size || [...own].some((permission) => !more.has(permission));
    })
  );
}
