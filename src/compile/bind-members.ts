import { ownerOf } from '../platform/owners.ts';
import type { WrittenMember } from '../policy/document-types.ts';
import type { Address } from '../resource/address.ts';
import { type MemberId, memberId } from '../resource/identifiers.ts';
import type { MembershipState } from '../resource/resource.ts';
import { addressOf, resource } from '../resource/resource-types.ts';
import type { Origin } from '../source/origin.ts';
import { checkAbsent, isBounded } from './absent-with-content.ts';
import { memberHolder } from './assignment-holder.ts';
import { bindAssignment, ruleOutAssignment } from './bind-assignments.ts';
import { bindGiven, listsWritten, mayAttach } from './bind-given.ts';
import type { BoundScope } from './bind-scopes.ts';
import type { Binding } from './binding.ts';
import { endOfBound, formatInstant } from './date-bounds.ts';
import { checkRecord } from './records.ts';
import { checkCardinality, checkNoRoles } from './role-cardinality.ts';
import type { RoleTable } from './role-table.ts';
import { Roster, type RosterEntry } from './roster.ts';
import { ALWAYS, bindWindow, isUnbounded } from './windows.ts';

/**
 * Members of the organization, and what members are given on the organization and on scopes below. Reports
 * `duplicate-declaration`, `not-supported`, `read-only-type`, `absent-with-content`, `member-not-in-organization`, all that binding
 * roles reports, `role-cardinality`, and what is due of their windows.
 */
export function bindMembers(
  root: BoundScope,
  below: readonly BoundScope[],
  book: RoleTable,
  binding: Binding,
): Roster {
  const roster = new Roster(binding.hasRule('group-members-are-attached'));
  for (const [id, written] of eachOnce(root, binding)) {
    checkRecordOf(written, 'member', binding);
    if (written.absent === null) join(id, written, root, roster, binding);
    else ruleOutMember(id, written, written.absent.origin, root, roster, binding);
  }
  // After all have joined: who may be meant by a name is asked of all.
  for (const { id, display: label, origin, window, written } of roster.members.values()) {
    checkNoRoles(written, root.kind.name, binding);
    const given = bindGiven(written, root, label, book, binding);
    checkCardinality({ label, origin, window, needsRole: givesRoles(binding) }, given.roles, binding);
    const holder = memberHolder(id);
    bindAssignment(
      { scope: root, holder, label, origin, windows: [window], given, attaches: false },
      binding,
    );
  }
  for (const scope of below) {
    for (const [id, written] of eachOnce(scope, binding)) {
      if (written.absent === null) roster.below.add(id);
      bindBelow(id, written, scope, roster, book, binding);
    }
  }
  return roster;
}

/** Whether what people are given is the documents' to say: else somebody without a role has whatever they have live. */
function givesRoles({ platform }: Binding): boolean {
  return ownerOf(platform, 'assignment') === null;
}

/** Reports `read-only-type`. */
function checkRecordOf(written: WrittenMember, of: 'member' | 'assignment', binding: Binding): void {
  if (!binding.hasOwners && written.recorded === null) return;
  const { key: name, origin, recorded, absent, inviteAgain, window } = written;
  checkRecord({ name, origin, recorded, absent, inviteAgain, window, given: written, of }, binding);
}

/** The members written on a scope, each person once. */
function eachOnce(scope: BoundScope, binding: Binding): ReadonlyMap<MemberId, WrittenMember> {
  const people = new Map<MemberId, WrittenMember>();
  for (const written of scope.written.members) {
    const id = memberId(written.key, binding.platform.members.compare);
    const first = people.get(id);
    if (first === undefined) {
      people.set(id, written);
      binding.names(id, written.key);
      continue;
    }
    const message =
      first.key === written.key
        ? `${written.key} is written twice in ${scope.path}.`
        : `${first.key} and ${written.key} are one person on ${binding.platform.title}.`;
    binding.report('duplicate-declaration', message, written.origin, {
      related: [{ message: 'first written here', origin: first.origin }],
    });
  }
  return people;
}

function join(
  id: MemberId,
  written: WrittenMember,
  root: BoundScope,
  roster: Roster,
  binding: Binding,
): RosterEntry {
  const entry = membershipOf(id, written, root, binding);
  roster.members.set(id, entry);
  roster.belongs(root.path, id, [entry.window]);
  return entry;
}

const ALL_STATED: readonly string[] = [];
const NO_STATE: readonly string[] = ['state'];

/** A person's own membership of the organization, or of a scope below that has members of its own. */
function membershipOf(
  id: MemberId,
  written: WrittenMember,
  scope: BoundScope,
  binding: Binding,
): RosterEntry {
  const { key, origin } = written;
  const window = bindWindow(written.window, () => `${key} in ${scope.path}`, origin, binding);
  if (written.state?.value === 'deactivated' && !binding.platform.members.deactivation) {
    binding.report(
      'not-supported',
      `${binding.platform.title} cannot deactivate a member.`,
      written.state.origin,
      {
        hint: 'Remove the member instead.',
      },
    );
  }
  const state: MembershipState = written.state === null ? 'active' : written.state.value;
  // Written out, as assignments are: a hundred thousand people would take five objects each to say what they state.
  const attributes = { scope: scope.path, member: id, display: key, state, invitation: null };
  const membership = resource('member', attributes, origin);
  const { address } = membership;
  if (window.lapse === null) {
    binding.want({ resource: membership, unstated: written.state === null ? NO_STATE : ALL_STATED });
    if (!isUnbounded(window)) binding.begin(() => address, [window]);
    bindInviteAgain(address, written, binding);
  } else binding.ruleOut(address, window.lapse.why, window.lapse.origin);
  return { id, display: key, origin, state, window, written };
}

/** A date holds through its day, as `until` does. That it is a date is the schema's to say. */
function bindInviteAgain(address: Address, { inviteAgain }: WrittenMember, binding: Binding): void {
  const end = inviteAgain === null ? null : endOfBound(inviteAgain.value);
  if (end !== null) binding.inviteAgain.set(address, formatInstant(end));
}

function ruleOutMember(
  id: MemberId,
  written: WrittenMember,
  absent: Origin,
  root: BoundScope,
  roster: Roster,
  binding: Binding,
): void {
  checkNothingBeside(written, absent, binding);
  roster.absent.set(id, absent);
  ruleOutMembership(id, written, root, absent, binding);
  ruleOutAssignment(root, memberHolder(id), absent, binding);
}

function ruleOutMembership(
  id: MemberId,
  written: WrittenMember,
  scope: BoundScope,
  absent: Origin,
  binding: Binding,
): void {
  const attributes = { scope: scope.path, member: id, display: written.key, state: 'active' } as const;
  binding.ruleOut(addressOf('member', { ...attributes, invitation: null }), 'absent', absent);
}

function bindBelow(
  id: MemberId,
  written: WrittenMember,
  scope: BoundScope,
  roster: Roster,
  book: RoleTable,
  binding: Binding,
): void {
  const { key: label, origin } = written;
  const joins = scope.kind.members && !roster.members.has(id) && !roster.absent.has(id);
  checkRecordOf(written, joins ? 'member' : 'assignment', binding);
  if (!scope.kind.principals.includes('member')) {
    binding.report(
      'not-supported',
      `On ${binding.platform.title} nothing is given to people directly on a scope of kind ${scope.kind.name}.`,
      origin,
      { hint: scope.kind.principals.includes('group') ? 'Give it to a group.' : null },
    );
    return;
  }
  if (written.absent !== null) {
    const { origin: absent } = written.absent;
    checkNothingBeside(written, absent, binding);
    ruleOutAssignment(scope, memberHolder(id), absent, binding);
    if (scope.kind.members) ruleOutMembership(id, written, scope, absent, binding);
    return;
  }
  if (joins) {
    joinBelow(id, written, scope, roster, book, binding);
    return;
  }
  if (written.state !== null) {
    binding.report(
      'not-supported',
      `${label} has no state of its own on ${scope.path}.`,
      written.state.origin,
      {
        hint: 'State is written under members of the organization.',
      },
    );
  }
  if (written.inviteAgain !== null) {
    binding.report(
      'not-supported',
      `${label} is invited to the organization, not to ${scope.path}.`,
      written.inviteAgain.origin,
      { hint: 'Write `invite-again` under members of the organization.' },
    );
  }
  const window = bindWindow(written.window, () => `${label} on ${scope.path}`, origin, binding);
  const given = bindGiven(written, scope, label, book, binding);
  const membership = roster.findBelow(label, scope.path, origin, binding)?.window ?? ALWAYS;
  if (membership.lapse?.why !== 'expired') {
    checkCardinality({ label, origin, window, needsRole: false }, given.roles, binding);
  }
  roster.belongs(scope.path, id, [membership, window]);
  const attaches = mayAttach(written);
  bindAssignment(
    { scope, holder: memberHolder(id), label, origin, windows: [membership, window], given, attaches },
    binding,
  );
}

/**
 * Somebody who is no member of the organization joins a scope that has members of its own: access there and below,
 * nowhere else. One letter amiss would invite a stranger, so a key that is nearly a colleague's is pointed out.
 */
function joinBelow(
  id: MemberId,
  written: WrittenMember,
  scope: BoundScope,
  roster: Roster,
  book: RoleTable,
  binding: Binding,
): void {
  const { key: label, origin } = written;
  const meant = roster.meant(label, binding);
  if (meant !== null) {
    binding.report('unknown-member', `${label} is a member of ${scope.path} alone.`, origin, {
      severity: 'warning',
      hint: `${meant} Write a person who is a member of the organization too under its members.`,
    });
  }
  const { window } = membershipOf(id, written, scope, binding);
  roster.belongs(scope.path, id, [window]);
  checkNoRoles(written, scope.kind.name, binding);
  const given = bindGiven(written, scope, label, book, binding);
  checkCardinality({ label, origin, window, needsRole: givesRoles(binding) }, given.roles, binding);
  const holder = memberHolder(id);
  bindAssignment({ scope, holder, label, origin, windows: [window], given, attaches: false }, binding);
}

function checkNothingBeside(written: WrittenMember, absent: Origin, binding: Binding): void {
  const beside = [
    ...listsWritten(written),
    ['state', written.state !== null],
    ['invite-again', written.inviteAgain !== null],
    ['a window', isBounded(written.window)],
  ] as const;
  checkAbsent(written.key, { value: true, origin: absent }, beside, binding);
}
