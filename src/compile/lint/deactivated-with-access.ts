import type { MemberId } from '../../resource/identifiers.ts';
import { memberKey } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import type { Origin } from '../../source/origin.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';

/** Whoever is activated again has at once all that is still written. */
export const deactivatedWithAccess = lintRule({
  code: 'deactivated-with-access',
  means: 'A deactivated member keeps roles or groups, and gets them back when activated.',
  wayOut: 'Remove what should not come back with the account.',
  why: 'A deactivated member can do nothing, but keeps roles and groups, and has all of it again as soon as somebody activates them. If that is the purpose (a sabbatical), leave the rule off.',
  usual: 'off',
  *check({ desired }: LintContext): Generator<LintFinding, void> {
    const model = modelOf(desired.resources);
    for (const { attributes, origin } of model.all('member')) {
      const place = lastGiven(attributes.member, model);
      if (attributes.state !== 'deactivated' || place === undefined) continue;
      yield {
        message: `${attributes.display} is deactivated and keeps roles or groups.`,
        origin,
        related: [{ message: 'one of them is written here', origin: place }],
      };
    }
  },
});

/** A group's line before one of their own: the last of those. */
function lastGiven(member: MemberId, model: OrganizationModel): Origin | undefined {
  const inGroup = model.groupsListing(member).at(-1)?.attributes.members.get(member);
  return inGroup ?? model.assignmentsTo(memberKey(member)).at(-1)?.origin;
}
