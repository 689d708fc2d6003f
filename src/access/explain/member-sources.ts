import type { GroupPath } from '../../resource/identifiers.ts';
import type { AccessPath, PathStep } from '../access-path.ts';
import type { EffectiveAccess } from '../effective-access.ts';

/**
 * The same access, explained with where the people of a group come from: who is in it is decided there. Effective access
 * itself does not depend on it.
 */
export function withMemberSources(
  access: EffectiveAccess,
  membersFrom: ReadonlyMap<GroupPath, string> | undefined,
): EffectiveAccess {
  if (membersFrom === undefined) return access;
  const told = (pathStep: PathStep): PathStep => {
    if (pathStep.step !== 'member-of') return pathStep;
    const source = membersFrom.get(pathStep.group);
    return source === undefined ? pathStep : { ...pathStep, membersFrom: source };
  };
  const withSource = ([first, ...rest]: AccessPath): AccessPath => [told(first), ...rest.map(told)];
  return {
    ...access,
    explain: (member, permission, scope) => access.explain(member, permission, scope).map(withSource),
    explainUpTo: (member, permission, scope, limit) => {
      const { paths, cut } = access.explainUpTo(member, permission, scope, limit);
      return { paths: paths.map(withSource), cut };
    },
  };
}
