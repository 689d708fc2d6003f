import { groupPath } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { GroupResource } from '../../resource/resource.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';
import { removeGroupHint } from './remove-group-hint.ts';
import { writtenScopes } from './written-scopes.ts';

/** A group of nobody. One whose last temporary member has gone is meant to stand ready. */
export const emptyGroup = lintRule({
  code: 'empty-group',
  means: 'A group has no members.',
  wayOut: 'Add people to it, or remove it.',
  why: 'The group has no members, now or at any written time, and no nested groups. A group that waits for its members is no mistake, so this rule is off, except on platforms whose pages call such a group useless.',
  usual: 'off',
  *check({ document, desired }: LintContext): Generator<LintFinding, void> {
    const lists = new Set<string>();
    for (const { path, written } of writtenScopes({ document })) {
      for (const { name, members, groups } of written.groups) {
        if ([members, groups].some((list) => list !== null && list.length > 0))
          lists.add(groupPath(path, name));
      }
    }
    const found: GroupResource[] = [];
    for (const group of modelOf(desired.resources).all('group')) {
      const { address, attributes } = group;
      const { home, name } = attributes;
      // Under declared authority a list that is not written is whatever it is live.
      const unwritten = desired.authority.group === 'declared' && desired.unstated?.has(`${address}#members`);
      if (lists.has(groupPath(home, name)) || unwritten === true) continue;
      found.push(group);
    }
    const hint = removeGroupHint('Add people to it', found.length, desired);
    for (const { attributes, origin } of found) {
      yield { message: `Nobody is in group ${attributes.name} of ${attributes.home}.`, origin, hint };
    }
  },
});
