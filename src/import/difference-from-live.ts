import type { Desired } from '../compile/desired.ts';
import type { Change } from '../plan/change.ts';
import { compareLive } from '../plan/compare-live.ts';
import { displayNameOf } from '../plan/display-names.ts';
import { withoutImpliedRoles } from '../plan/implied-roles.ts';
import { withLiveForUnstated } from '../plan/unstated-attributes.ts';
import { type Address, type AddressParts, type PartKey, parseAddress } from '../resource/address.ts';
import { scopeChain, splitGroupPath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import { type MemberResource, type Resource, type Snapshot, scopeOf } from '../resource/resource.ts';
import { spellingOf } from '../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { isRuledOut } from './live-view.ts';

export interface ImportDifference {
  /** What the plan would change although nobody asked for it. */
  readonly faults: readonly Diagnostic[];
  /** What the plan will change all the same: expired invitations, and what the documents rule out. */
  readonly warnings: readonly Diagnostic[];
  readonly unmanaged: number;
}

/**
 * The plan that would follow, held against the promise that it is empty. What the documents rule out (`absent: true`,
 * a window that is over) is removed by it as before the import. An expired invitation is sent again in its place, now or
 * when the workspace allows it, or never where the cap is reached: no document could say otherwise.
 */
export function differenceFromLive(written: Desired, found: Snapshot): ImportDifference {
  const { desired, live } = withoutImpliedRoles(written, found);
  const spelling = spellingOf(desired, live);
  const { changes, unmanaged, diagnostics } = compareLive(withLiveForUnstated(desired, live), live);
  const faults: Diagnostic[] = diagnostics.filter(({ severity }) => severity === 'error').slice();
  const there = modelOf(live.resources);
  const invitedAgain: Diagnostic[] = [];
  let asked = 0;
  for (const change of changes) {
    const invitation = there.at(change.address);
    const isExpired = invitation?.type === 'member' && invitation.attributes.state === 'expired';
    if (isExpired && isInvitedAgain(change)) {
      invitedAgain.push(expiredInvitation(invitation, change));
      continue;
    }
    if (change.action === 'deferred') continue;
    if (isAskedFor(change, desired)) asked += 1;
    else
      faults.push(
        diagnostic(
          'import-refused',
          `The plan after this import would ${change.action} ${displayNameOf(change.action === 'delete' ? change.before : change.after, spelling)}.`,
          change.because.origin,
        ),
      );
  }
  const warnings =
    asked === 0
      ? []
      : [
          diagnostic(
            'not-importable',
            `${asked} live ${asked === 1 ? 'thing is' : 'things are'} ruled out by \`absent: true\` or by a window that does not hold; that stays as it is written, and the next apply acts on it.`,
            null,
            { severity: 'warning', hint: 'Remove the tombstone, or move the date, to keep what is live.' },
          ),
        ];
  return { faults, warnings: [...invitedAgain, ...warnings], unmanaged: unmanaged.length };
}

/** Of somebody whose invitation expired: to be sent again in its place, or waiting for that; never removed, never made anew. */
function isInvitedAgain(change: Change): boolean {
  if (change.action === 'deferred') return true;
  return (
    change.action === 'update' &&
    change.after.type === 'member' &&
    change.after.attributes.state === 'active' &&
    change.fields.every(({ field }) => field === 'state')
  );
}

/** Whoever has an expired invitation is a person all the same; what becomes of it is not for documents to say. */
function expiredInvitation({ attributes, origin }: MemberResource, change: Change): Diagnostic {
  const next =
    change.action === 'deferred'
      ? `sending it again waits for ${change.waitsFor}`
      : 'the next apply sends it again';
  return diagnostic(
    'not-importable',
    `The invitation of ${attributes.display} has expired; documents cannot express that, and ${next}.`,
    origin,
    { severity: 'warning', hint: 'Remove the person from the documents if nobody is to be invited.' },
  );
}

/** Ruled out itself, or a consequence of something that is. */
function isAskedFor(change: Change, desired: Desired): boolean {
  const absent = [...desired.ruledOut]
    .filter(([address]) => isRuledOut(desired, address))
    .map(([address]) => address);
  if (absent.length === 0) return false;
  if (change.action === 'delete') {
    if (isRuledOut(desired, change.address)) return true;
    const { before } = change;
    return absent.some((address) => goesWith(before, parseAddress(address), desired));
  }
  if (change.action !== 'update') return false;
  return change.fields.every(
    (field) =>
      field.kind === 'entries' &&
      field.added.length === 0 &&
      field.removed.every(({ entry }) =>
        isEntryAskedFor(entry, `${change.address}#${field.field}/${entry}`, absent, desired),
      ),
  );
}

/** Whether something cannot be there without what is absent. */
function goesWith(gone: Resource, absent: AddressParts, { organization }: Desired): boolean {
  const principal = gone.type === 'assignment' ? gone.attributes.principal : null;
  switch (absent.type) {
    case 'scope': {
      const scopes = [
        scopeOf(gone),
        ...(principal?.type === 'group' ? [splitGroupPath(principal.group).home] : []),
      ];
      return scopes.some((scope) => scopeChain(scope).includes(absent.path));
    }
    case 'role':
      if (gone.type === 'role') return gone.attributes.name === absent.name;
      return gone.type === 'assignment' && gone.attributes.roles.has(absent.name);
    case 'member':
      return principal?.type === 'member' && absent.scopeAndMember === `${organization}/${principal.member}`;
    case 'group':
      return principal?.type === 'group' && principal.group === absent.group;
    case 'assignment':
      return false;
  }
}

function isEntryAskedFor(entry: string, key: PartKey, absent: readonly Address[], desired: Desired): boolean {
  if (isRuledOut(desired, key)) return true;
  return absent.some((address) => isNamedBy(entry, parseAddress(address), desired));
}

/** Whether what is absent is what an entry names: a group, a member of the organization, or a role. */
function isNamedBy(entry: string, absent: AddressParts, { organization }: Desired): boolean {
  switch (absent.type) {
    case 'group':
      return absent.group === entry;
    case 'member':
      return absent.scopeAndMember === `${organization}/${entry}`;
    case 'role':
      return absent.name === entry;
    case 'scope':
    case 'assignment':
      return false;
  }
}
