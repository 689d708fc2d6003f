import { entryKey } from '../compile/desired.ts';
import type { PlatformDefinition, RoleName } from '../platform/definition.ts';
import { type MemberId, type ScopePath, scopeChain } from '../resource/reference.ts';
import { type Entries, type MemberResource, resourcesOf } from '../resource/resource.ts';
import { Acceptance } from './acceptance.ts';
import type { EffectiveChange } from './change.ts';
import { type Comparing, Keeping, neverWaits, type Timely } from './keeping.ts';
import { insideScope } from './taken-along.ts';

/** Somebody who is in a scope, is to be in one above it instead, and has not accepted that yet. */
interface MovingUp {
  readonly member: MemberId;
  readonly from: ScopePath;
  readonly waitsFor: string;
}

/**
 * Whoever is a member of a scope below and is to become one of the organization keeps the membership below, and what
 * goes with it there, until the upper invitation is accepted: else there would be no access at all in between. A
 * role that is replaced by another of its module is replaced at once, because the scope says so itself.
 */
export function keptBelow(comparing: Comparing): Timely {
  const keeping = new Keeping(comparing);
  const { desired } = comparing;
  const ruledOut = (key: string): boolean => neverWaits(desired, key);
  for (const { member, from, waitsFor } of movingUp(comparing)) {
    keeping.whole(`member:${from}/${member}`, waitsFor);
    for (const change of comparing.changes) {
      const r = change.action === 'create' ? change.after : change.before;
      if (!insideScope(r, from) || ruledOut(change.address)) continue;
      if (r.type === 'assignment') {
        const { principal } = r.attributes;
        if (principal.type !== 'member' || principal.member !== member) continue;
        if (change.action === 'delete') keeping.whole(change.address, waitsFor);
        keeping.entries(
          change.address,
          'roles',
          waitsFor,
          ({ entry }) =>
            !ruledOut(entryKey(change.address, 'roles', entry)) &&
            !isReplaced(entry, rolesAfter(change), desired.platform),
        );
      } else if (r.type === 'group') {
        keeping.entries(
          change.address,
          'members',
          waitsFor,
          ({ entry }) => entry === member && !ruledOut(entryKey(change.address, 'members', entry)),
        );
      }
    }
  }
  return keeping.result();
}

function movingUp({ desired, live, wanted, changes }: Comparing): readonly MovingUp[] {
  const accepted = new Acceptance(live, desired.platform);
  const leaving = new Set(changes.flatMap((c) => (c.action === 'delete' ? [c.address] : [])));
  const joining = new Map<string, MemberResource>();
  for (const member of resourcesOf(wanted, 'member')) joining.set(member.address, member);
  return changes.flatMap((change): MovingUp[] => {
    if (change.action !== 'delete' || change.before.type !== 'member') return [];
    const { member, scope: from, state } = change.before.attributes;
    // Without access there is nothing to lose by going early.
    if (state !== 'active' || neverWaits(desired, change.address) || leaving.has(`scope:${from}`)) return [];
    const above = scopeChain(from).slice(1);
    const to = above.find((path) => isToBeIn(joining.get(`member:${path}/${member}`)));
    const isIn = above.some(
      (path) => accepted.isAccepted(member, path) && !leaving.has(`member:${path}/${member}`),
    );
    if (to === undefined || isIn) return [];
    return [{ member, from, waitsFor: `${member} accepting the invitation to ${to}` }];
  });
}

function isToBeIn(membership: MemberResource | undefined): boolean {
  return membership !== undefined && membership.attributes.state !== 'deactivated';
}

function rolesAfter(change: EffectiveChange): Entries {
  return change.action !== 'delete' && change.after.type === 'assignment'
    ? change.after.attributes.roles
    : new Map();
}

/** Whether the roles that are to be held take the place of one that goes, so that both cannot be held. */
function isReplaced(role: RoleName, roles: Entries, platform: PlatformDefinition): boolean {
  switch (platform.members.roles) {
    case 'many':
      return false;
    case 'exactly-one':
      return roles.size > 0;
    case 'one-per-module': {
      const module = platform.roles.get(role)?.module ?? null;
      if (module === null) return roles.size > 0;
      return [...roles.keys()].some((other) => platform.roles.get(other)?.module === module);
    }
  }
}
