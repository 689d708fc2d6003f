import { isMemberKey } from '../policy/text-patterns.ts';
import { assignmentAddress, memberAddress, scopeAddress } from '../resource/address.ts';
import { grantWords, roleOfWord } from '../resource/grant-words.ts';
import { memberKey } from '../resource/identifiers.ts';
import type { AssignmentResource, MemberResource } from '../resource/resource.ts';
import { quote } from '../source/quote.ts';
import { scopeKindOf } from './live-view.ts';
import { cardinalityFault, ownRolesFault, rolesFault } from './role-faults.ts';
import type { ImportFault, ValidationContext } from './validation-context.ts';

export function memberFault(
  validationContext: ValidationContext,
  member: MemberResource,
): ImportFault | null {
  const { organization, assignments } = validationContext.view;
  const fault = keyFault(validationContext, member);
  if (fault !== null) return fault;
  const held = assignments.get(assignmentAddress(organization, memberKey(member.attributes.member)));
  return held === undefined
    ? null
    : ownRolesFault(
        validationContext,
        held,
        `The member ${quote(validationContext.keyOf(member.attributes.member))}`,
        true,
      );
}

function keyFault(
  validationContext: ValidationContext,
  { attributes: { display, state } }: MemberResource,
): ImportFault | null {
  const { platform } = validationContext.view;
  const said = `The member ${quote(display)}`;
  if (!isMemberKey(display, platform))
    return { why: `${said} has a key that ${platform.title} documents do not take.` };
  if (state === 'deactivated' && !platform.members.deactivation) {
    return { why: `${said} is deactivated, which ${platform.title} does not have, by its platform file.` };
  }
  return null;
}

/** Somebody of a scope below who is nobody in the organization: membership and roles are one entry. */
export function childMembershipFault(
  validationContext: ValidationContext,
  member: MemberResource,
): ImportFault | null {
  const { members, assignments } = validationContext.view;
  const { scope, member: id, display } = member.attributes;
  const said = `The member ${quote(display)} of ${scope}`;
  const kind = scopeKindOf(validationContext.view, scope);
  if (kind === undefined)
    return { why: `${said} is on a scope that is not written.`, because: scopeAddress(scope) };
  if (!kind.members || !kind.principals.includes('member'))
    return { why: `${said}: such a scope has no members of its own.` };
  if (members.has(id))
    return { why: `${said} is a member of the organization too, and documents write people once.` };
  const fault = keyFault(validationContext, member);
  if (fault !== null) return fault;
  const held = assignments.get(assignmentAddress(scope, memberKey(id)));
  return held === undefined ? null : ownRolesFault(validationContext, held, said, true);
}

export function memberAssignmentFault(
  validationContext: ValidationContext,
  { attributes }: AssignmentResource,
): ImportFault | null {
  const { scope, principal, roles } = attributes;
  const { organization, members, below } = validationContext.view;
  if (principal.type !== 'member') return null;
  const { member } = principal;
  const said = `What ${quote(validationContext.keyOf(member))} is given on ${scope}`;
  if (scope === organization) {
    if (members.has(member)) return null;
    return { why: `${said} goes with the member.`, because: memberAddress(organization, member) };
  }
  const kind = scopeKindOf(validationContext.view, scope);
  if (kind === undefined)
    return { why: `${said} is on a scope that is not written.`, because: scopeAddress(scope) };
  if (!kind.principals.includes('member')) return { why: `${said}: nothing is given to people there.` };
  if (below.has(memberAddress(scope, member))) return null;
  if (!members.has(member)) {
    const address = memberAddress(organization, member);
    return {
      why: `${said} is given to somebody who is not written as a member.`,
      because: validationContext.left.has(address) ? address : null,
    };
  }
  return (
    rolesFault(validationContext, grantWords(attributes).map(roleOfWord), scope, said) ??
    cardinalityFault(validationContext, [...roles.keys()], said)
  );
}
