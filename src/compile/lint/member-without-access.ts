import { type MemberId, memberId, memberKey } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { givesAny } from '../bind-given.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';
import { writtenScopes } from './written-scopes.ts';

/** A membership from which nothing follows: a licence paid for nothing, or somebody forgotten on the first day. */
export const memberWithoutAccess = lintRule({
  code: 'member-without-access',
  means: 'A member is given no access at all.',
  wayOut: 'Put the person into a group, or remove the membership.',
  why: 'The member is in no group, holds no role and is attached to no scope, now or at any written time. The rule does not apply on platforms that give every member a default role.',
  usual: 'off',
  *check({ document, desired }: LintContext): Generator<LintFinding, void> {
    if (desired.platform.members.defaultRole !== null) return;
    const model = modelOf(desired.resources);
    const isBusy = (member: MemberId): boolean =>
      model.assignmentsTo(memberKey(member)).length + model.groupsListing(member).length > 0;
    const { compare } = desired.platform.members;
    const named = new Set<MemberId>();
    for (const { written, isRoot } of writtenScopes({ document })) {
      for (const { members } of written.groups)
        if (members !== null) for (const { name } of members) named.add(memberId(name, compare));
      for (const member of written.members)
        if (!isRoot || givesAny(member)) named.add(memberId(member.key, compare));
    }
    for (const { attributes, origin } of model.all('member')) {
      if (isBusy(attributes.member) || named.has(attributes.member)) continue;
      yield {
        message: `${attributes.display} is a member of ${attributes.scope} and is given nothing.`,
        origin,
      };
    }
  },
});
