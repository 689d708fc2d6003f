import type { MemberId } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
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
    const kept = new Map<MemberId, Origin>();
    for (const { attributes, origin } of modelOf(desired.resources).all('assignment')) {
      if (attributes.principal.type === 'member') kept.set(attributes.principal.member, origin);
    }
    for (const { attributes } of modelOf(desired.resources).all('group')) {
      for (const [member, origin] of attributes.members) kept.set(member, origin);
    }
    for (const { attributes, origin } of modelOf(desired.resources).all('member')) {
      const place = kept.get(attributes.member);
      if (attributes.state !== 'deactivated' || place === undefined) continue;
      yield {
        message: `${attributes.display} is deactivated and keeps roles or groups.`,
        origin,
        related: [{ message: 'one of them is written here', origin: place }],
      };
    }
  },
});
