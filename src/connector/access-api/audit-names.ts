import {
  childScope,
  type GroupPath,
  groupPath,
  type MemberId,
  memberId,
  type Principal,
  type RoleKey,
  type ScopePath,
} from '../../resource/identifiers.ts';
import type { LiveIndex } from '../live/live-index.ts';
import { principalOf } from '../live/live-resources.ts';
import type { OrganizationEndpoint } from '../live/organization-endpoint.ts';
import type { AuditState, AuditSubject, WireAuditEvent } from './wire-audit-event.ts';

/** Natural keys of what audit events speak of: as read where it is still there, else as the events themselves tell. */
export interface AuditNames {
  scope(id: string): ScopePath | null;
  role(subject: AuditSubject): RoleKey;
  roleById(id: string): RoleKey | null;
  member(subject: AuditSubject): MemberId;
  /** Null when nothing tells of which scope. */
  scopeMember(subject: AuditSubject): { readonly scope: ScopePath; readonly member: MemberId } | null;
  /** Null when nothing tells where the group was at home. */
  group(subject: AuditSubject): GroupPath | null;
  assignment(id: string): { readonly scope: ScopePath; readonly principal: Principal } | null;
}

export function auditNames(
  events: readonly WireAuditEvent[],
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): AuditNames {
  const labels = new Map<string, AuditSubject>();
  const states = new Map<string, AuditState>();
  for (const { target, related, before, after } of events) {
    // Newest first: the first that is told is the name it had last.
    for (const subject of [target, related]) {
      if (subject !== null && !labels.has(subject.id)) labels.set(subject.id, subject);
    }
    const state = after ?? before;
    if (state !== null && isOfTarget(target, state) && !states.has(target.id)) states.set(target.id, state);
  }
  const assignments = new Map([...liveIndex.assignments.entries()].map(([, a]) => [a.id, a]));

  const scope = (id: string, depth = 0): ScopePath | null => {
    const known = liveIndex.scopes.keyOf(id);
    if (known !== undefined) return known;
    const state = states.get(id);
    const label = labels.get(id)?.label;
    const plural = state === undefined ? null : pluralOf(state, organizationEndpoint);
    if (state === undefined || label === undefined || plural === null || state.parentId === null) return null;
    // Scopes cannot be moved into themselves, but a log is only text.
    const parent = depth < 50 ? scope(state.parentId, depth + 1) : null;
    return parent === null ? null : childScope(parent, plural, label);
  };
  const role = (subject: AuditSubject) => liveIndex.roles.keyOf(subject.id) ?? subject.label;
  const member = (subject: AuditSubject) =>
    liveIndex.members.keyOf(subject.id) ??
    memberId(subject.label, organizationEndpoint.platform.members.compare);
  const memberships = new Map([...liveIndex.scopeMembers.entries()].map(([, m]) => [m.id, m]));
  const scopeMember = (subject: AuditSubject) => {
    const ends = memberships.get(subject.id) ?? states.get(subject.id);
    const at = ends?.scopeId == null ? null : scope(ends.scopeId);
    if (at === null || ends?.memberId == null) return null;
    const known = liveIndex.members.keyOf(ends.memberId);
    if (known !== undefined) return { scope: at, member: known };
    // A person who is gone is told by another event, or by the label: `KEY in SCOPE`, whose slug holds no blank.
    const label = labels.get(ends.memberId)?.label ?? subject.label.replace(/ in [^ ]*$/, '');
    return { scope: at, member: memberId(label, organizationEndpoint.platform.members.compare) };
  };
  const group = (subject: AuditSubject): GroupPath | null => {
    const known = liveIndex.groups.keyOf(subject.id);
    if (known !== undefined) return known;
    const homeId = states.get(subject.id)?.scopeId ?? null;
    const home = homeId === null ? onlyHome(organizationEndpoint) : scope(homeId);
    return home === null ? null : groupPath(home, subject.label);
  };
  const principal = (type: string, id: string): Principal | null => {
    if (type !== 'member' && type !== 'group') return null;
    const known = principalOf({ principalType: type, principalId: id }, liveIndex);
    const subject = labels.get(id);
    if (known !== null || subject === undefined) return known;
    if (type === 'member') return { type, member: member(subject) };
    const path = group(subject);
    return path === null ? null : { type, group: path };
  };
  const assignment = (id: string) => {
    const known = assignments.get(id);
    const state = states.get(id);
    const scopeId = known?.scopeId ?? state?.scopeId ?? null;
    const type = known?.principalType ?? state?.principal?.type;
    const principalId = known?.principalId ?? state?.principal?.id;
    if (scopeId === null || type === undefined || principalId === undefined) return null;
    const at = scope(scopeId);
    const who = principal(type, principalId);
    return at === null || who === null ? null : { scope: at, principal: who };
  };
  return {
    scope,
    role,
    roleById: (id) => liveIndex.roles.keyOf(id) ?? labels.get(id)?.label ?? null,
    member,
    scopeMember,
    group,
    assignment,
  };
}

/** Under what a scope as an event tells of it stands in its parent's path; null where the event or the platform does not tell. */
export function pluralOf({ kind }: AuditState, { platform }: OrganizationEndpoint): string | null {
  return kind === null ? null : (platform.scopeKinds.get(kind)?.plural ?? null);
}

/** Events of a group's members carry the membership, which says nothing of the group itself. */
function isOfTarget({ type }: AuditSubject, state: AuditState): boolean {
  if (type === 'assignment') return state.principal !== null;
  if (type === 'group') return state.scopeId !== null;
  return true;
}

/** Where platforms have groups at the organization only, a deleted one needs no more than its name. */
function onlyHome({ platform, organization }: OrganizationEndpoint): ScopePath | null {
  return platform.groups.homes.every((kind) => kind === platform.root) ? organization : null;
}
