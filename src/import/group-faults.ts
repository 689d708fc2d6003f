import { permissionNamed } from '../platform/permission-instances.ts';
import { GROUP_TEXTS } from '../policy/document-types.ts';
import { isLine, isName, isText } from '../policy/text-patterns.ts';
import { assignmentAddress, groupAddress, memberAddress, scopeAddress } from '../resource/address.ts';
import { grantWords, roleOfWord } from '../resource/grant-words.ts';
import {
  groupKey,
  memberKey,
  type PrincipalKey,
  type ScopePath,
  scopeChain,
} from '../resource/identifiers.ts';
import type { AssignmentResource, GroupResource } from '../resource/resource.ts';
import { groupPathOf } from '../resource/resource.ts';
import { specsOf } from '../resource/resource-types.ts';
import { quote } from '../source/quote.ts';
import { reachableFrom } from '../source/reachable.ts';
import { type LiveView, scopeKindOf } from './live-view.ts';
import { ownRolesFault, rolesFault } from './role-faults.ts';
import type { ImportFault, ValidationContext } from './validation-context.ts';

export function groupFault(validationContext: ValidationContext, group: GroupResource): ImportFault | null {
  const { scopes, platform, assignments } = validationContext.view;
  const { home, name } = group.attributes;
  const said = `The group ${quote(name)}`;
  const kind = scopes.get(home)?.attributes.kind;
  if (kind === undefined)
    return { why: `${said} lives in a scope that is not written.`, because: scopeAddress(home) };
  if (!platform.groups.homes.includes(kind))
    return { why: `${said} lives in a ${kind}, where ${platform.title} has no groups.` };
  if (!isName(name)) return { why: `${said} has a slug that cannot be a name in documents.` };
  const held = assignments.get(assignmentAddress(home, groupKey(groupPathOf(group))));
  if (held === undefined) return null;
  return carryFault(validationContext, held, said) ?? ownRolesFault(validationContext, held, said, false);
}

export function groupAssignmentFault(
  validationContext: ValidationContext,
  assignment: AssignmentResource,
): ImportFault | null {
  const { scope, principal } = assignment.attributes;
  const words = grantWords(assignment.attributes);
  const { platform, groups } = validationContext.view;
  if (principal.type !== 'group') return null;
  const said = `What the group ${quote(principal.group)} is given on ${scope}`;
  const group = groups.get(principal.group);
  if (group === undefined)
    return {
      why: `${said} is given to a group that is not written.`,
      because: groupAddress(principal.group),
    };
  if (group.attributes.home === scope) return null;
  const kind = scopeKindOf(validationContext.view, scope);
  if (kind === undefined)
    return { why: `${said} is on a scope that is not written.`, because: scopeAddress(scope) };
  if (!kind.principals.includes('group')) return { why: `${said}: nothing is given to groups there.` };
  if (nearest(validationContext, group.attributes.name, scope) !== principal.group) {
    return { why: `${said}: from there, that name is another group's or nobody's.` };
  }
  if (words.length === 0 && !platform.groups.carry.includes('attachments')) {
    return { why: `${said} is nothing, and ${platform.title} has no attachment without roles.` };
  }
  return (
    carryFault(validationContext, assignment, said) ??
    rolesFault(validationContext, words.map(roleOfWord), scope, said)
  );
}

function nearest(validationContext: ValidationContext, name: string, from: ScopePath): string | null {
  for (const scope of scopeChain(from)) {
    if (validationContext.view.groups.has(`${scope}/${name}`)) return `${scope}/${name}`;
  }
  return null;
}

function carryFault(
  validationContext: ValidationContext,
  { attributes }: AssignmentResource,
  said: string,
): ImportFault | null {
  const { platform } = validationContext.view;
  if (grantWords(attributes).length === 0 || platform.groups.carry.includes('roles')) return null;
  return { why: `${said} has roles, which groups of ${platform.title} do not carry.` };
}

/** The lists and texts of a group that is written; one that cannot be said is not said. */
export function omitFaultyContents(validationContext: ValidationContext, group: GroupResource): void {
  const { platform, members, assignments, groups } = validationContext.view;
  const { name, home } = group.attributes;
  const said = `The group ${quote(name)}`;
  const path = groupPathOf(group);
  const values: Readonly<Record<string, unknown>> = { ...group.attributes };
  for (const [key, spec] of specsOf('group')) {
    const [text, attribute] = [values[key], GROUP_TEXTS.find((one) => one === key)];
    if (attribute === undefined || typeof text !== 'string') continue;
    if (spec.isLong === true ? isText(text) : isLine(text)) continue;
    const why = spec.isLong === true ? 'holds control characters' : 'is not one line of text';
    validationContext.left.add(
      group,
      `The ${attribute} of the group ${quote(name)} ${why}.`,
      null,
      attribute,
    );
  }
  const { homes, carry, nesting } = platform.groups;
  for (const permission of group.attributes.permissions.keys()) {
    if (carry.includes('permissions') && permissionNamed(platform, permission) !== undefined) continue;
    validationContext.left.add(
      group,
      `${said} carries ${quote(permission)}, which is nothing a group of ${platform.title} carries.`,
      null,
      'permissions',
    );
  }
  for (const child of group.attributes.groups.keys()) {
    const known = groups.get(child);
    const why =
      nesting !== 'native'
        ? `${said} holds the group ${quote(child)}, and ${platform.title} has no groups within groups, by its platform file.`
        : known === undefined
          ? `${said} holds the group ${quote(child)}, which is not written.`
          : nearest(validationContext, known.attributes.name, home) !== child
            ? `${said} holds the group ${quote(child)}, whose name means another group there.`
            : null;
    if (why !== null)
      validationContext.left.add(
        group,
        why,
        validationContext.left.has(groupAddress(child)) ? groupAddress(child) : null,
        'groups',
      );
  }
  if (nesting === 'native' && holdsItself(path, validationContext.view))
    validationContext.left.add(group, `${said} is inside itself.`, null, 'groups');
  const attached =
    platform.invariants.some(({ rule }) => rule === 'group-members-are-attached') && homes.length > 0;
  for (const member of group.attributes.members.keys()) {
    const address = memberAddress(validationContext.view.organization, member);
    if (!members.has(member)) {
      validationContext.left.add(
        group,
        `${said} holds ${quote(validationContext.keyOf(member))}, who is not written as a member.`,
        validationContext.left.has(address) ? address : null,
        'members',
      );
    } else if (attached && !assignments.has(assignmentAddress(home, memberKey(member) as PrincipalKey))) {
      validationContext.left.add(
        group,
        `${said} holds ${quote(validationContext.keyOf(member))}, who is given nothing on ${home}; documents ask for both.`,
        null,
        'members',
      );
    }
  }
}

function holdsItself(path: string, { groups }: LiveView): boolean {
  const inside = (group: string): Iterable<string> => {
    const found = groups.get(group);
    return found === undefined ? [] : found.attributes.groups.keys();
  };
  return reachableFrom(inside(path), inside).has(path);
}
