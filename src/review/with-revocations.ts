import { endOfBound } from '../compile/date-bounds.ts';
import type {
  OrganizationDocument,
  WrittenEntry,
  WrittenGroup,
  WrittenMember,
  WrittenRole,
  WrittenScope,
  WrittenWindow,
} from '../policy/document-types.ts';
import type { WrittenDecision } from '../policy/review-document.ts';
import { splitGroupPath } from '../resource/identifiers.ts';
import type { JudgedGrant } from './bind-decisions.ts';
import type { GrantSubject } from './reviewed-grants.ts';

/**
 * The documents with an end for each grant that was revoked: the beginning of the day on which it was. All who read
 * documents judge it like any other end.
 */
export function withRevocations(
  document: OrganizationDocument,
  grants: readonly JudgedGrant[],
): OrganizationDocument {
  const revoked = grants.filter(({ revocation }) => revocation !== null);
  if (revoked.length === 0) return document;
  return { ...document, root: revokedIn(document.root, new RevokedWindows(revoked)) };
}

/** By what is written: an entry, a role or a place of its own. */
class RevokedWindows {
  readonly #bySubject = new Map<GrantSubject, WrittenDecision>();

  constructor(grants: readonly JudgedGrant[]) {
    for (const { revocation: decision, subject, identity } of grants) {
      if (decision === null) continue;
      const { holder, place } = identity;
      const isHome =
        holder.type === 'group' &&
        place.at === 'scope' &&
        identity.role === null &&
        splitGroupPath(holder.group).home === place.scope;
      // At home the entry is the group itself, which stays: what goes is what it is given there.
      if (isHome && 'permissions' in subject) {
        for (const role of [...subject.roles, ...subject.below])
          if (role.window.review === undefined) this.#bySubject.set(role, decision);
      } else this.#bySubject.set(subject, decision);
    }
  }

  of<T extends GrantSubject>(subject: T): WrittenWindow {
    const { window } = subject;
    const decision = this.#bySubject.get(subject);
    if (decision === undefined) return window;
    const at = `${decision.day.value}T00:00:00Z`;
    const end = window.until === null ? null : endOfBound(window.until.value);
    // What had ended before it was revoked has not ended later for that.
    if (end !== null && end <= Date.parse(at)) return window;
    return { ...window, until: { value: at, origin: decision.origin }, revoked: decision.origin };
  }
}

function revokedIn(scope: WrittenScope, windows: RevokedWindows): WrittenScope {
  const roles = (list: readonly WrittenRole[]) => list.map((one) => ({ ...one, window: windows.of(one) }));
  const entries = (list: readonly WrittenEntry[] | null) =>
    list === null ? null : list.map((one) => ({ ...one, window: windows.of(one) }));
  const member = (one: WrittenMember): WrittenMember => ({
    ...one,
    roles: roles(one.roles),
    below: roles(one.below),
    window: windows.of(one),
  });
  const group = (one: WrittenGroup): WrittenGroup => ({
    ...one,
    roles: roles(one.roles),
    below: roles(one.below),
    members: entries(one.members),
    groups: entries(one.groups),
    window: windows.of(one),
  });
  return {
    ...scope,
    members: scope.members.map(member),
    groups: scope.groups.map(group),
    scopes: scope.scopes.map((one) => revokedIn(one, windows)),
  };
}
