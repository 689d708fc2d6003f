import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';
import { writtenScopes } from './written-scopes.ts';

/** Roles go to groups and people into groups; what is given to one person is the exception, and says why. */
export const directRole = lintRule({
  code: 'direct-role',
  means: 'A role is given to one person where groups carry roles.',
  wayOut: 'Give it to a group, or say why with `reason`.',
  why: 'A role given to one person is overlooked when their team changes: nobody reviews people one by one. A role with a `reason`, on itself or on the person, is accepted as a special case. The rule applies only on platforms where groups carry roles.',
  usual: 'off',
  *check({ document, desired }: LintContext): Generator<LintFinding, void> {
    if (!desired.platform.groups.carry.includes('roles')) return;
    for (const { path, written } of writtenScopes({ document })) {
      for (const member of written.members) {
        for (const { role, origin, window } of [...member.roles, ...member.below]) {
          if (window.reason !== null || member.window.reason !== null) continue;
          yield {
            message: `${member.key} holds ${role} on ${path} directly.`,
            origin,
            hint: `Give ${role} to a group, or say why with \`reason\`.`,
          };
        }
      }
    }
  },
});
