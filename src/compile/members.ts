import type { WrittenMember } from '../policy/documents.ts';
import { type MemberId, memberId } from '../resource/reference.ts';
import type { MembershipState } from '../resource/resource.ts';
import { addressOf } from '../resource/types.ts';
import type { Origin } from '../source/origin.ts';
import { checkAbsent, isBounded } from './absent.ts';
import { bindAssignedRoles } from './assigned-roles.ts';
import { bindAssignment, ruleOutAssignment } from './assignments.ts';
import { checkCardinality, checkNoRoles } from './cardinality.ts';
import type { Binding } from './ledger.ts';
import type { RoleTable } from './role-book.ts';
import { Roster, type RosterEntry } from './roster.ts';
import type { BoundScope } from './scopes.ts';
import { alwaysStated, statement, statedOrDefault } from './statement.ts';
import { ALWAYS, bindWindow } from './windows.ts';

/**
 * Members of the organization, and what members are given on the organization and on scopes below. Reports
 * `duplicate-declaration`, `not-supported`, `absent-with-content`, `member-not-in-organization`, all that binding
 * roles reports, `role-cardinality`, and what is due of their windows.
 */
export function bindMembers(
  root: BoundScope,
  below: readonly BoundScope[],
  book: RoleTable,
  ledger: Binding,
): Roster {
  const roster = new Roster();
  const joined: (readonly [WrittenMember, RosterEntry])[] = [];
  for (const [id, written] of eachOnce(root, ledger)) {
    if (written.absent === null) joined.push([written, join(id, written, root, roster, ledger)]);
    else ruleOutMember(id, written, written.absent.origin, root, roster, ledger);
  }
  for (const [written, entry] of joined) {
    const { display: label, origin, window } = entry;
    checkNoRoles(written, root.kind.name, ledger);
    const roles = bindAssignedRoles(written.roles, root, label, book, ledger);
    checkCardinality({ label, origin, window, needsRole: true }, roles, ledger);
    const principal = { type: 'member', member: entry.id } as const;
    bindAssignment({ scope: root, principal, origin, windows: [window], roles, attaches: false }, ledger);
  }
  for (const scope of below) {
    for (const [id, written] of eachOnce(scope, ledger)) {
      if (written.absent === null) roster.below.add(id);
      bindBelow(id, written, scope, roster, book, ledger);
    }
  }
  return roster;
}

/** The members written on a scope, each person once. */
function eachOnce(scope: BoundScope, ledger: Binding): ReadonlyMap<MemberId, WrittenMember> {
  const people = new Map<MemberId, WrittenMember>();
  for (const written of scope.written.members) {
    const id = memberId(written.key, ledger.platform.members.compare);
    const first = people.get(id);
    if (first === undefined) {
      people.set(id, written);
      ledger.names(id, written.key);
      continue;
    }
    const message =
      first.key === written.key
        ? `${written.key} is written twice in ${scope.path}.`
        : `${first.key} and ${written.key} are one person on ${ledger.platform.title}.`;
    ledger.report('duplicate-declaration', message, written.origin, {
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
  ledger: Binding,
): RosterEntry {
  const entry = membershipOf(id, written, root, ledger);
  roster.members.set(id, entry);
  roster.belongs(root.path, id, [entry.window]);
  return entry;
}

/** A person's own membership of the organization, or of a scope below that has members of its own. */
function membershipOf(id: MemberId, written: WrittenMember, scope: BoundScope, ledger: Binding): RosterEntry {
  const { key, origin } = written;
  const window = bindWindow(written.window, `${key} in ${scope.path}`, origin, ledger);
  if (written.state?.value === 'deactivated' && !ledger.platform.members.deactivation) {
    ledger.report(
      'not-supported',
      `${ledger.platform.title} cannot deactivate a member.`,
      written.state.origin,
      {
        hint: 'Remove the member instead.',
      },
    );
  }
  const state = statedOrDefault<MembershipState>(written.state, 'active');
  const membership = statement(
    'member',
    {
      scope: alwaysStated(scope.path),
      member: alwaysStated(id),
      display: alwaysStated(key),
      state,
      invitation: alwaysStated(null),
    },
    origin,
  );
  const { address } = membership.resource;
  if (window.lapse === null) {
    ledger.want(membership);
    ledger.begin(address, [window]);
  } else ledger.ruleOut(address, window.lapse.why, window.lapse.origin);
  return { id, display: key, origin, state: state.value, window };
}

function ruleOutMember(
  id: MemberId,
  written: WrittenMember,
  absent: Origin,
  root: BoundScope,
  roster: Roster,
  ledger: Binding,
): void {
  checkNothingBeside(written, absent, ledger);
  roster.absent.set(id, absent);
  ruleOutMembership(id, written, root, absent, ledger);
  ruleOutAssignment(root, { type: 'member', member: id }, absent, ledger);
}

function ruleOutMembership(
  id: MemberId,
  written: WrittenMember,
  scope: BoundScope,
  absent: Origin,
  ledger: Binding,
): void {
  const attributes = { scope: scope.path, member: id, display: written.key, state: 'active' } as const;
  ledger.ruleOut(addressOf('member', { ...attributes, invitation: null }), 'absent', absent);
}

function bindBelow(
  id: MemberId,
  written: WrittenMember,
  scope: BoundScope,
  roster: Roster,
  book: RoleTable,
  ledger: Binding,
): void {
  const { key: label, origin } = written;
  const principal = { type: 'member', member: id } as const;
  if (!scope.kind.principals.includes('member')) {
    ledger.report(
      'not-supported',
      `On ${ledger.platform.title} nothing is given to people directly on a scope of kind ${scope.kind.name}.`,
      origin,
      { hint: scope.kind.principals.includes('group') ? 'Give it to a group.' : null },
    );
    return;
  }
  if (written.absent !== null) {
    const { origin: absent } = written.absent;
    checkNothingBeside(written, absent, ledger);
    ruleOutAssignment(scope, principal, absent, ledger);
    if (scope.kind.members) ruleOutMembership(id, written, scope, absent, ledger);
    return;
  }
  if (scope.kind.members && !roster.members.has(id) && !roster.absent.has(id)) {
    joinBelow(id, written, scope, roster, book, ledger);
    return;
  }
  if (written.state !== null) {
    ledger.report(
      'not-supported',
      `${label} has no state of its own on ${scope.path}.`,
      written.state.origin,
      {
        hint: 'State is written under members of the organization.',
      },
    );
  }
  const window = bindWindow(written.window, `${label} on ${scope.path}`, origin, ledger);
  const roles = bindAssignedRoles(written.roles, scope, label, book, ledger);
  const membership = roster.findBelow(label, scope.path, origin, ledger)?.window ?? ALWAYS;
  if (membership.lapse?.why !== 'expired') {
    checkCardinality({ label, origin, window, needsRole: false }, roles, ledger);
  }
  roster.belongs(scope.path, id, [membership, window]);
  bindAssignment({ scope, principal, origin, windows: [membership, window], roles, attaches: true }, ledger);
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
  ledger: Binding,
): void {
  const { key: label, origin } = written;
  const meant = roster.meant(label, ledger);
  if (meant !== null) {
    ledger.report('unknown-member', `${label} is a member of ${scope.path} alone.`, origin, {
      severity: 'warning',
      hint: `${meant} Whoever is a member of the organization too is written under its members.`,
    });
  }
  const { window } = membershipOf(id, written, scope, ledger);
  roster.belongs(scope.path, id, [window]);
  checkNoRoles(written, scope.kind.name, ledger);
  const roles = bindAssignedRoles(written.roles, scope, label, book, ledger);
  checkCardinality({ label, origin, window, needsRole: true }, roles, ledger);
  const principal = { type: 'member', member: id } as const;
  bindAssignment({ scope, principal, origin, windows: [window], roles, attaches: false }, ledger);
}

function checkNothingBeside(written: WrittenMember, absent: Origin, ledger: Binding): void {
  const beside = [
    ['roles', written.roles.length > 0],
    ['state', written.state !== null],
    ['a window', isBounded(written.window)],
  ] as const;
  checkAbsent(written.key, { value: true, origin: absent }, beside, ledger);
}
