import type { Invariant } from '../platform/definition.ts';
import type { GroupPath, MemberId, Principal, ScopePath } from '../resource/reference.ts';
import { type GroupResource, resourcesOf } from '../resource/resource.ts';
import type { Authority } from './desired.ts';
import type { Ledger } from './ledger.ts';
import type { RoleBook } from './role-book.ts';

type MinimumHolders = Extract<Invariant, { rule: 'minimum-holders' }>;

/**
 * The platform's rules on the whole. Reports `invariant-broken` with the platform's own code for the rule.
 * `group-members-are-members` needs nothing here: the reference check of groups is that rule. That a member is in no
 * group is a warning, because platforms ask for one on arrival and let people leave it. Minimum holders are
 * counted only where members, groups and assignments are all owned in full, for else somebody who is live and not
 * written may hold the role, and only where the role can be written at all.
 */
export function checkInvariants(authority: Authority, book: RoleBook, ledger: Ledger): void {
  for (const invariant of ledger.platform.invariants) {
    if (invariant.rule === 'group-members-are-attached') checkAttached(invariant.code, ledger);
    if (invariant.rule === 'members-are-in-groups' && authority.group === 'full') {
      checkInGroups(invariant.code, ledger);
    }
  }
  const owned = [authority.member, authority.group, authority.assignment].every((a) => a === 'full');
  if (!owned) return;
  for (const invariant of ledger.platform.invariants) {
    if (invariant.rule !== 'minimum-holders') continue;
    if (ledger.platform.roles.get(invariant.role)?.assignable !== false) {
      checkMinimumHolders(invariant, book, ledger);
    }
  }
}

function checkAttached(code: string, ledger: Ledger): void {
  const attached = new Set<string>();
  for (const { attributes } of resourcesOf(ledger.resources, 'assignment')) {
    if (attributes.principal.type === 'member')
      attached.add(`${attributes.scope}|${attributes.principal.member}`);
  }
  for (const { attributes } of resourcesOf(ledger.resources, 'group')) {
    for (const [member, origin] of attributes.members) {
      if (attached.has(`${attributes.home}|${member}`)) continue;
      ledger.report(
        'invariant-broken',
        `${code}: ${member} is in group ${attributes.name} without belonging to ${attributes.home}.`,
        origin,
        { hint: `Write ${member} under members of ${attributes.home} too.` },
      );
    }
  }
}

function checkInGroups(code: string, ledger: Ledger): void {
  const grouped = new Set<MemberId>();
  for (const { attributes } of resourcesOf(ledger.resources, 'group')) {
    for (const member of attributes.members.keys()) grouped.add(member);
  }
  for (const { attributes, origin } of resourcesOf(ledger.resources, 'member')) {
    if (grouped.has(attributes.member)) continue;
    ledger.report('invariant-broken', `${code}: ${attributes.display} is in no group.`, origin, {
      severity: 'warning',
      hint: `On ${ledger.platform.title} a new member is put into at least one group.`,
    });
  }
}

function checkMinimumHolders(rule: MinimumHolders, book: RoleBook, ledger: Ledger): void {
  const holders = holdersByScope(book.including(rule.role), ledger);
  for (const scope of resourcesOf(ledger.resources, 'scope')) {
    if (scope.attributes.kind !== rule.at) continue;
    const { path } = scope.attributes;
    const count = holders.get(path)?.size ?? 0;
    if (count >= rule.count) continue;
    ledger.report(
      'invariant-broken',
      `${rule.code}: ${path} would have ${count} active holders of ${rule.role}; ${ledger.platform.title} wants at least ${rule.count}.`,
      scope.origin,
      { hint: `Give ${rule.role} on ${path} to a member who is active.` },
    );
  }
}

function holdersByScope(
  roles: ReadonlySet<string>,
  ledger: Ledger,
): ReadonlyMap<ScopePath, ReadonlySet<MemberId>> {
  const active = new Set<MemberId>();
  for (const { attributes } of resourcesOf(ledger.resources, 'member')) {
    if (attributes.state === 'active') active.add(attributes.member);
  }
  const groups = new Map<GroupPath, GroupResource>();
  for (const group of resourcesOf(ledger.resources, 'group')) {
    groups.set(`${group.attributes.home}/${group.attributes.name}`, group);
  }
  const holders = new Map<ScopePath, Set<MemberId>>();
  for (const { attributes } of resourcesOf(ledger.resources, 'assignment')) {
    if (![...attributes.roles.keys()].some((role) => roles.has(role))) continue;
    const here = holders.get(attributes.scope) ?? new Set();
    holders.set(attributes.scope, here);
    for (const member of peopleOf(attributes.principal, groups)) if (active.has(member)) here.add(member);
  }
  return holders;
}

/** The people a principal stands for, over any number of nested groups. */
function peopleOf(
  principal: Principal,
  groups: ReadonlyMap<GroupPath, GroupResource>,
): ReadonlySet<MemberId> {
  if (principal.type === 'member') return new Set([principal.member]);
  const people = new Set<MemberId>();
  const reached = new Set([principal.group]);
  for (const path of reached) {
    const group = groups.get(path);
    for (const member of group?.attributes.members.keys() ?? []) people.add(member);
    // A set hands out what is added to it while it is walked, each element once.
    for (const child of group?.attributes.groups.keys() ?? []) reached.add(child);
  }
  return people;
}
