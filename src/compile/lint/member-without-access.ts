import { type MemberId, memberId } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
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
    const busy = new Set<MemberId>();
    for (const { attributes } of modelOf(desired.resources).all('assignment')) {
      if (attributes.principal.type === 'member') busy.add(attributes.principal.member);
    }
    for (const { attributes } of modelOf(desired.resources).all('group')) {
      for (const member of attributes.members.keys()) busy.add(member);
    }
    const { compare } = desired.platform.members;
    const named = new Set<MemberId>();
    for (const { written, isRoot } of writtenScopes({ document })) {
      for (const { members } of written.groups)
        if (members !== null) for (const { name } of members) named.add(memberId(name, compare));
      for (const { key, roles } of written.members)
        if (!isRoot || roles.length > 0) named.add(memberId(key, compare));
    }
    for (const { attributes, origin } of modelOf(desired.resources).all('member')) {
      if (busy.has(attributes.member) || named.has(attributes.member)) continue;
      yield {
        message: `${attributes.display} is a member of ${attributes.scope} and is given nothing.`,
        origin,
      };
    }
  },
});
