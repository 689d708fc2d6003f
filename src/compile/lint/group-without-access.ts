import { GRANT_KEYS } from '../../policy/document-types.ts';
import type { GroupPath } from '../../resource/identifiers.ts';
import { groupKey } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import { groupPathOf } from '../../resource/resource.ts';
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
    const model = modelOf(desired.resources);
    const groups = model.all('group');
    const given = groups.map(groupPathOf).filter((path) => gives(path, model));
    // Whoever is in a child group is in its parents.
    const useful = reachableFrom(given, (path) => {
      const group = model.group(path);
      return group === undefined ? [] : group.attributes.groups.keys();
    });
    const spoken = mentionedWithWindow({ document });
    const found = groups.filter(
      (group) => !useful.has(groupPathOf(group)) && !spoken.has(group.attributes.name),
    );
    const what = `Give it ${desired.platform.groups.carry.join(' or ') || 'something'}`;
    for (const { attributes, origin } of found) {
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
    for (const group of written.groups) {
      const { name, window } = group;
      const bounded = [window, ...GRANT_KEYS.flatMap((key) => group[key].map((role) => role.window))];
      if (bounded.some(({ from, until }) => from !== null || until !== null)) names.add(name);
    }
  }
  return names;
}

/** Whether the group itself is given or carries something. */
function gives(path: GroupPath, model: OrganizationModel): boolean {
  const group = model.group(path);
  return (
    model.assignmentsTo(groupKey(path)).length > 0 ||
    (group !== undefined && group.attributes.permissions.size > 0)
  );
}
