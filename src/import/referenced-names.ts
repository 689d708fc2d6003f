import { type MemberId, memberId, type RoleKey, type ScopePath } from '../resource/identifiers.ts';
import type { AssignmentAttributes, ResourceTypeName } from '../resource/resource.ts';
import { type Draft, type DraftMap, isDraftMap } from '../source/edit/draft.ts';
import type { ImportableView } from './entry-drafts.ts';

/** Why something is written that nobody owns: something that is written asks for it. */

/** What documents name. */
export interface ReferencedNames {
  readonly members: ReadonlySet<MemberId>;
  readonly groups: ReadonlySet<string>;
  readonly roles: ReadonlySet<RoleKey>;
}

/** Whether it is what lets somebody be in a group that is written, where a group holds people who are attached there. */
export function isPlaceInGroup(
  { scope, principal }: AssignmentAttributes,
  { view }: ImportableView,
  referencedNames: ReferencedNames,
  written: ReadonlySet<string>,
): boolean {
  if (principal.type !== 'member' || !referencedNames.members.has(principal.member)) return false;
  const { member } = principal;
  return (
    view.platform.invariants.some(({ rule }) => rule === 'group-members-are-attached') &&
    [...view.groups.values()].some(
      ({ address, attributes }) =>
        attributes.home === scope && attributes.members.has(member) && written.has(address),
    )
  );
}

/** Whether something is in a scope that the documents own in full, so that it must be written. */
export function isInhabited(
  path: ScopePath,
  { view }: ImportableView,
  wanted: ReadonlySet<ResourceTypeName>,
): boolean {
  const inside = (scope: ScopePath): boolean => scope === path || scope.startsWith(`${path}/`);
  return (
    (wanted.has('group') && [...view.groups.values()].some(({ attributes }) => inside(attributes.home))) ||
    (wanted.has('member') && [...view.below.values()].some(({ attributes }) => inside(attributes.scope))) ||
    (wanted.has('assignment') &&
      [...view.assignments.values()].some(({ attributes }) => inside(attributes.scope)))
  );
}

/** Everybody and everything that the documents name after their revision, by the shape of what names them. */
export function referencedNamesIn(drafts: readonly DraftMap[], { view }: ImportableView): ReferencedNames {
  const members = new Set<MemberId>();
  const groups = new Set<string>();
  const roles = new Set<RoleKey>();
  const text = new Set<string>();
  const collect = (draft: Draft): void => {
    if (typeof draft === 'string') text.add(draft);
    else if (isDraftMap(draft)) {
      for (const [key, value] of draft) {
        text.add(key);
        collect(value);
      }
    } else if (Array.isArray(draft)) for (const item of draft) collect(item);
  };
  for (const draft of drafts) collect(draft);
  const folded = new Set([...text].map((one) => memberId(one, 'fold-case')));
  for (const member of view.members.keys())
    if (folded.has(memberId(member, 'fold-case'))) members.add(member);
  for (const group of view.groups.values())
    if (text.has(group.attributes.name)) groups.add(group.attributes.name);
  for (const role of view.roles.keys()) if (text.has(role)) roles.add(role);
  return { members, groups, roles };
}
