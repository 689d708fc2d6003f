import { checkAttachedMembers } from './attached-members.ts';
import type { Binding } from './binding.ts';
import { warnOfDeactivatedHolders } from './deactivated-holders.ts';
import type { Authority } from './desired.ts';
import { checkGroupedMembers } from './grouped-members.ts';
import { type BindingAt, checkLastHolderAhead, checkMinimumHolders } from './minimum-holders.ts';
import type { Roster } from './roster.ts';

/**
 * The platform's rules on the whole. Reports `invariant-broken` with the platform's own code for the rule.
 * `group-members-are-members` needs nothing here: the reference check of groups is that rule. That a group is of one
 * person is asked where what is in groups is bound. That a member is in no
 * group is a warning, because platforms ask for one on arrival and let people leave it. Minimum holders are
 * counted only where members, groups and assignments are all owned in full, for else somebody who is live and not
 * written may hold the role, and only where the role can be written at all. Where a rule is kept today and windows
 * will break it, that is a warning: a pull request can still mend it. That the last who can do what a role can stays is
 * asked of a plan; here is only said which windows will end it.
 */
export function checkInvariants(
  authority: Authority,
  roster: Roster,
  binding: Binding,
  bindingAt: BindingAt,
): void {
  warnOfDeactivatedHolders(binding);
  const owned = [authority.member, authority.group, authority.assignment].every((a) => a === 'full');
  for (const invariant of binding.platform.invariants) {
    switch (invariant.rule) {
      case 'group-members-are-members':
      case 'groups-are-of-one-member':
        break;
      case 'group-members-are-attached':
        checkAttachedMembers(invariant.code, roster, binding);
        break;
      case 'members-are-in-groups':
        if (authority.group === 'full') checkGroupedMembers(invariant.code, roster, binding);
        break;
      case 'minimum-holders':
        if (owned && binding.platform.roles.get(invariant.role)?.assignable !== false) {
          checkMinimumHolders(invariant, binding, bindingAt);
        }
        break;
      case 'last-holder-stays':
        if (owned) checkLastHolderAhead(invariant, binding, bindingAt);
    }
  }
}
