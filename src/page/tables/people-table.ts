import type { MemberId } from '../../resource/identifiers.ts';
import type { MembershipState } from '../../resource/resource.ts';
import { known } from '../../source/known.ts';
import { groupBy } from '../../source/lists-by-key.ts';
import { type PageTable, tableOf } from './page-table.ts';
import type { ReviewedOrganization } from './reviewed-organization.ts';

/** What a person's memberships come to: active where one of them is. */
export type PersonState = MembershipState | 'deactivated by a group';

export function peopleTable(review: ReviewedOrganization): PageTable {
  const { access, facts, model, spelling } = review;
  const { counted } = facts;
  const inPerson = groupBy(
    review.grants.filter(({ principal }) => principal.type === 'member'),
    ({ to }) => to,
  );
  const people = access.members.map((member, place) => {
    const grants = inPerson.get(spelling(member));
    return {
      member,
      counts: known(counted.people[place], 'a counted person'),
      inPerson: grants.filter(({ effect }) => effect !== 'in group' && effect !== 'member').length,
      ends: grants
        .flatMap(({ window }) => (window === null || window.until === null ? [] : [window.until]))
        .sort(),
    };
  });
  const anywhere = (set: number): number => known(counted.sets[set], 'a counted set').length;
  return tableOf('people', people, [
    { key: 'person', title: 'Person', kind: 'person', of: ({ member }) => spelling(member) },
    { key: 'state', title: 'State', kind: 'text', of: ({ member }) => stateOf(review, member) },
    { key: 'groups', title: 'Groups', kind: 'number', of: ({ member }) => model.groupsAround(member).size },
    { key: 'grants', title: 'Own grants', kind: 'number', of: (one) => one.inPerson },
    {
      key: 'roles',
      title: 'Roles',
      kind: 'number',
      of: ({ member }) => review.held.namesOf(member).size,
    },
    { key: 'scopes', title: 'Scopes', kind: 'number', of: ({ counts }) => counts.scopes },
    {
      key: 'permissions',
      title: 'Permissions',
      kind: 'number',
      of: ({ counts }) => anywhere(counts.anywhere),
    },
    { key: 'everything', title: 'Everything on', kind: 'number', of: ({ counts }) => counts.everything },
    { key: 'ends', title: 'Next end', kind: 'instant', of: ({ ends }) => ends[0] ?? null },
  ]);
}

/** The state that gives most, of all memberships. */
const ORDER: readonly MembershipState[] = ['active', 'invited', 'deactivated', 'expired'];

export function stateOf({ model, deactivated }: ReviewedOrganization, member: MemberId): PersonState {
  const states = new Set(model.membershipsOf(member).map(({ attributes }) => attributes.state));
  const state = known(
    ORDER.find((one) => states.has(one)),
    'the state of a membership',
  );
  return state === 'active' && deactivated.has(member) ? 'deactivated by a group' : state;
}
