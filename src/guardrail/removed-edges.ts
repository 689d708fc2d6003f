import type { SingleLimit, WholeLimit } from '../policy/guardrails-document.ts';
import { groupAddress, scopeAddress } from '../resource/address.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import {
  type AssignmentResource,
  attaches,
  groupPathOf,
  type MemberResource,
  type Resource,
  type ResourceTypeName,
} from '../resource/resource.ts';

/** What goes by a change, and of how many. */
export interface Removed {
  readonly count: number;
  readonly of: number;
}

/** The same of one group, scope or person. */
export interface RemovedOfOne extends Removed {
  readonly subject: string;
}

/** The limits that count edges; the others count people by what they can do. */
export type EdgeLimit = Exclude<WholeLimit, 'access' | 'reduced'>;

export interface RemovedEdges {
  readonly whole: Readonly<Record<EdgeLimit, Removed>>;
  /** Those of whom anything goes. */
  readonly single: Readonly<Record<SingleLimit, readonly RemovedOfOne[]>>;
}

/** Whom each single limit looks at. */
class Tally {
  readonly #counts = new Map<string, { count: number; of: number }>();

  add(subject: string, isGone: boolean): void {
    const counted = this.#counts.get(subject) ?? { count: 0, of: 0 };
    this.#counts.set(subject, counted);
    counted.of += 1;
    if (isGone) counted.count += 1;
  }

  removedWhere(isLookedAt: (subject: string) => boolean): readonly RemovedOfOne[] {
    return [...this.#counts].flatMap(([subject, { count, of }]) =>
      count > 0 && isLookedAt(subject) ? [{ subject, count, of }] : [],
    );
  }
}

/**
 * What is on the first side and not on the second. A place in a group is counted for each group that the person is in,
 * nested ones included, so that it makes no difference how a platform stores nesting. An assignment whose roles are
 * others now is there still.
 */
export function removedEdges(before: readonly Resource[], after: readonly Resource[]): RemovedEdges {
  const [was, then] = [modelOf(before), modelOf(after)];
  const [groups, scopes, people] = [new Tally(), new Tally(), new Tally()];
  const places = removedPlaces(was, then, groups, people);
  const assignments = removedAssignments(was, then, scopes, people);
  const staying = new Set(
    then
      .all('member')
      .filter(isThere)
      .map(({ attributes }) => attributes.member),
  );
  return {
    whole: {
      members: removedOf(was.all('member').filter(isThere), (one) => {
        const now = then.at(one.address);
        return now?.type === 'member' && isThere(now);
      }),
      'group-members': places,
      assignments,
      groups: removedByAddress(was, then, 'group'),
      roles: removedByAddress(was, then, 'role'),
      scopes: removedByAddress(was, then, 'scope'),
    },
    single: {
      'each-group': groups.removedWhere((group) => then.has(groupAddress(group))),
      'each-scope': scopes.removedWhere((scope) => then.has(scopeAddress(scope))),
      'each-person': people.removedWhere((member) => staying.has(member)),
    },
  };
}

/** An invitation that ran out is nobody's place any more. */
function isThere({ attributes }: MemberResource): boolean {
  return attributes.state !== 'expired';
}

function removedOf<T>(all: readonly T[], stays: (one: T) => boolean): Removed {
  return { count: all.reduce((sum, one) => (stays(one) ? sum : sum + 1), 0), of: all.length };
}

function removedByAddress(
  was: OrganizationModel,
  then: OrganizationModel,
  type: Extract<ResourceTypeName, 'group' | 'role' | 'scope'>,
): Removed {
  const all: readonly Resource[] = was.all(type);
  return removedOf(all, ({ address }) => then.has(address));
}

function removedPlaces(
  was: OrganizationModel,
  then: OrganizationModel,
  groups: Tally,
  people: Tally,
): Removed {
  let [count, of] = [0, 0];
  for (const group of was.all('group')) {
    const path = groupPathOf(group);
    const now = then.peopleIn(path);
    for (const member of was.peopleIn(path)) {
      const isGone = !now.has(member);
      of += 1;
      if (isGone) count += 1;
      groups.add(path, isGone);
      people.add(member, isGone);
    }
  }
  return { count, of };
}

function removedAssignments(
  was: OrganizationModel,
  then: OrganizationModel,
  scopes: Tally,
  people: Tally,
): Removed {
  const giving = was.all('assignment').filter(({ attributes }) => givesAnything(attributes));
  return removedOf(giving, (one) => {
    const isGone = !gives(then.at(one.address), one);
    scopes.add(one.attributes.scope, isGone);
    const { principal } = one.attributes;
    if (principal.type === 'member') people.add(principal.member, isGone);
    return !isGone;
  });
}

/** Who had roles and is only attached now has lost them all. What is denied gives nothing, and its end takes nothing. */
function gives(now: Resource | undefined, { attributes }: AssignmentResource): boolean {
  if (now?.type !== 'assignment') return false;
  return rolesGiven(attributes) === 0 ? givesAnything(now.attributes) : rolesGiven(now.attributes) > 0;
}

function givesAnything(attributes: AssignmentResource['attributes']): boolean {
  return attaches(attributes) || rolesGiven(attributes) > 0;
}

function rolesGiven({ roles, below }: AssignmentResource['attributes']): number {
  return roles.size + below.size;
}
