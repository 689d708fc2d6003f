import { resourcesOf } from '../../resource/resource.ts';
import type { Finding, LintRule, Material } from './rule.ts';
import { rolesMentioned } from './written-scopes.ts';

/** A custom role that nothing names. */
export const unusedRole: LintRule = {
  why: 'Nobody is given the custom role, now or later, and no role includes it. It is one more thing to review, and one day somebody assigns it because it is there. Asked where assignments are under `authority: full`: else somebody live may hold it.',
  usual: 'warning',
  *find({ document, desired }: Material): Generator<Finding, void> {
    if (desired.authority.assignment !== 'full') return;
    const mentioned = rolesMentioned(document, desired.platform);
    for (const { attributes, origin } of resourcesOf(desired.resources, 'role')) {
      if (mentioned.has(attributes.name)) continue;
      yield {
        message: `Nobody is given the role ${attributes.name}.`,
        origin,
        hint: 'Give it to a group, or remove it.',
      };
    }
  },
};
