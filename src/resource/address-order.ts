import { groupBy } from '../source/lists-by-key.ts';
import { compareText } from '../source/text-order.ts';
import type { ResourcesByType } from './organization-model.ts';
import type { AssignmentResource, Resource } from './resource.ts';

/**
 * By type, what is referred to before what refers to it, then by address in code-unit order, so that moving a line changes
 * no plan. A scope's address begins with its parent's, which puts parents first.
 */
export function inOrder({ scope, role, member, group, assignment }: ResourcesByType): readonly Resource[] {
  const ordered: Resource[] = [];
  for (const ofType of [scope, role, member, group].map(byAddress))
    for (const one of ofType) ordered.push(one);
  for (const one of assignmentsByAddress(assignment)) ordered.push(one);
  return ordered;
}

function byAddress(ofType: readonly Resource[]): readonly Resource[] {
  return ofType.toSorted((a, b) => compareText(a.address, b.address));
}

/**
 * Assignments are most of all there is: by scope, and on each scope by who holds them. Their addresses are long texts of
 * which nearly all is the scope, and comparing them takes several times as long.
 */
function assignmentsByAddress(assignments: readonly AssignmentResource[]): readonly Resource[] {
  const scopes: (readonly [string, readonly AssignmentResource[]])[] = [];
  for (const [scope, onScope] of groupBy(assignments, ({ attributes }) => attributes.scope)) {
    // The sign behind the scope decides between `a` and `a/units/b`. A scope that has it in its name could stand between.
    if (scope.includes('|')) return byAddress(assignments);
    scopes.push([`${scope}|`, onScope]);
  }
  scopes.sort(([a], [b]) => compareText(a, b));
  const ordered: AssignmentResource[] = [];
  for (const [, onScope] of scopes) for (const one of onScope.toSorted(byPrincipal)) ordered.push(one);
  return ordered;
}

/** As `group:…` and `member:…` stand. */
function byPrincipal(a: AssignmentResource, b: AssignmentResource): number {
  const [one, other] = [a.attributes.principal, b.attributes.principal];
  if (one.type === 'group') return other.type === 'group' ? compareText(one.group, other.group) : -1;
  return other.type === 'group' ? 1 : compareText(one.member, other.member);
}
