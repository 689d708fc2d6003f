import { defaultRoles } from '../../../src/access/default-role.ts';
import type { NumberedOrganization } from '../../../src/access/numbered-organization.ts';
import type { MemberId } from '../../../src/resource/identifiers.ts';
import { type Contribution, contributionsOf } from './contribution.ts';
import { inheritanceOf } from './inheritance.ts';

/** E as a table: for each member a row with the number of a permission set for each scope. */
export interface Resolver {
  /** Null for somebody without an active membership anywhere. Members alike in every respect share one row. */
  row(member: MemberId): Uint32Array | null;
}

/**
 * The formula of docs/access-model.md, for any platform. Two tables are computed side by side: what holds on a scope
 * (E) and what flows from it to the scopes below, which differ only by the reach of roles.
 *
 * Decisions where the model is open, each taken so that an access review rather shows too much than too little:
 * - A person is active at a scope when an active membership is held there or anywhere above, whatever the state of
 *   other memberships: a person deactivated above but active in a sub-organization is shown with access there.
 * - What is given on a scope where the person is not active gives nothing, there or below. An owner role on an
 *   organization whose invitation is pending does not yet open the sub-organization the person is already in.
 * - Bypass and ungated roles count on every scope at or below (bypass) and strictly below (ungated) the one where
 *   they are held, whatever their reach and the kinds between: reach limits permissions, the model says.
 */
export function resolverOf(numbered: NumberedOrganization): Resolver {
  const { groups } = numbered;
  const contributions = contributionsOf(numbered);
  const groupGifts = new Map<number, readonly Contribution[]>();
  const ofGroup = (group: number): readonly Contribution[] => {
    const known = groupGifts.get(group);
    if (known !== undefined) return known;
    const carried = contributions.carriedBy(group);
    const assigned = numbered
      .assignmentsOfGroup(group)
      .map((assignment) => contributions.ofAssignment(assignment));
    const found = carried === null ? assigned : [...assigned, carried];
    groupGifts.set(group, found);
    return found;
  };

  const ofGroups = memoizedBy((listed: readonly number[]) => groups.containing(listed), comma);
  const table = inheritanceOf(numbered);
  const numbers = new Map<unknown, number>();
  const numberOf = (value: unknown): number => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  };
  const shared = new Map<string, Uint32Array>();
  const rows = new Map<MemberId, Uint32Array | null>();

  const compute = (member: MemberId): Uint32Array | null => {
    const memberships = numbered.memberships.get(member);
    if (memberships.length === 0) return null;
    const own = ownGifts(member);
    const containing = ofGroups(groups.direct(member));
    const active = memberships.map((membership) => membership.scope).sort((a, b) => a - b);
    const direct = own.map(numberOf).sort((a, b) => a - b);
    const key = `${numberOf(containing)}|${comma(direct)}|${comma(active)}`;
    const known = shared.get(key);
    if (known !== undefined) return known;
    const row = table(active, [own, ...containing.map(ofGroup)]);
    shared.set(key, row);
    return row;
  };

  const ownGifts = (member: MemberId): readonly Contribution[] => {
    const assignments = numbered.assignmentsOfMember(member);
    const own = assignments.map((assignment) => contributions.ofAssignment(assignment));
    for (const { scope, role } of defaultRoles(numbered, member))
      own.push(contributions.ofDefaultRole(scope, role));
    return own;
  };

  return {
    row(member) {
      const known = rows.get(member);
      if (known !== undefined) return known;
      const row = compute(member);
      rows.set(member, row);
      return row;
    },
  };
}

function comma(numbers: readonly number[]): string {
  return numbers.join();
}

/** The same answer, the same object, for the same question: at both levels, so that answers can be told alike. */
function memoizedBy<T extends readonly number[]>(ask: (question: T) => T, keyOf: (value: T) => string) {
  const questions = new Map<string, T>();
  const answers = new Map<string, T>();
  return (question: T): T => {
    const key = keyOf(question);
    const known = questions.get(key);
    if (known !== undefined) return known;
    const found = ask(question);
    const answer = answers.get(keyOf(found)) ?? found;
    answers.set(keyOf(found), answer);
    questions.set(key, answer);
    return answer;
  };
}
