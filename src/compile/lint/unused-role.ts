import { modelOf } from '../../resource/organization-model.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';
import { unreferencedRoles } from './written-scopes.ts';

/** A custom role that nothing names. */
export const unusedRole = lintRule({
  code: 'unused-role',
  means: 'A custom role is given to nobody.',
  wayOut: 'Give it to a group, or remove it.',
  why: 'The custom role is given to nobody, now or later, and no role includes it. It is one more thing to review, and one day somebody assigns it because it exists. The rule applies if assignments are under `authority: full`; otherwise somebody live may hold it.',
  usual: 'warning',
  *check({ document, desired }: LintContext): Generator<LintFinding, void> {
    if (desired.authority.assignment !== 'full') return;
    const roles = modelOf(desired.resources).all('role');
    const names = roles.map(({ attributes }) => attributes.name);
    const unused = unreferencedRoles(names, document, desired.platform);
    for (const { attributes, origin } of roles) {
      if (!unused.has(attributes.name)) continue;
      yield {
        message: `Nobody is given the role ${attributes.name}.`,
        origin,
      };
    }
  },
});
