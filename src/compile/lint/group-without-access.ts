import type { GroupPath } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { type GroupResource, groupPathOf } from '../../resource/resource.ts';
import { reachableFrom } from '../../source/reachable.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';
import { removeGroupHint } from './remove-group-hint.ts';
import { writtenScopes } from './written-scopes.ts';

/** Membership in the group changes nothing, neither by itself nor by a group that it is in. */
export const groupWithoutAccess = lintRule({
  code: 'group-without-access',
  means: 'A group gives its members nothing.',
  wayOut: 'Give the group its access, or remove it.',
  why: 'The group has no role, opens no scope, carries no permission, and is in no group that does. So its members get nothing from it. Some groups only say who somebody is, so this rule is off, except on platforms whose pages call such a group useless.',
  usual: 'off',
  *check({ document, desired }: LintContext): Generator<LintFinding, void> {
    const given = new Set<GroupPath>();
    for (const { attributes } of modelOf(desired.resources).all('assignment')) {
      if (attributes.principal.type === 'group') given.add(attributes.principal.group);
    }
    const groups = modelOf(desired.resources).all('group');
    const byPath = new Map<GroupPath, GroupResource>(groups.map((g) => [groupPathOf(g), g]));
    for (const [path, group] of byPath) if (group.attributes.permissions.size > 0) given.add(path);
    // Whoever is in a child group is in its parents.
    const useful = reachableFrom(given, (path) => {
      const group = byPath.get(path);
      return group === undefined ? [] : group.attributes.groups.keys();
    });
    const spoken = mentionedWithWindow({ document });
    const found = [...byPath].filter(
      ([path, { attributes }]) => !useful.has(path) && !spoken.has(attributes.name),
    );
    const what = `Give it ${desired.platform.groups.carry.join(' or ') || 'something'}`;
    for (const [, { attributes, origin }] of found) {
      yield {
        message: `Group ${attributes.name} of ${attributes.home} gives its members nothing.`,
        origin,
        hint: removeGroupHint(what, found.length, desired),
      };
    }
  },
});

/** Groups that are given something only at another time: they have a use, if not today. */
function mentionedWithWindow(material: Pick<LintContext, 'document'>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { written } of writtenScopes(material)) {
    for (const { name, window, roles } of written.groups) {
      const bounded = [window, ...roles.map((role) => role.window)];
      if (bounded.some(({ from, until }) => from !== null || until !== null)) names.add(name);
    }
  }
  return names;
}
