import type { Change, ChangeReason } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import type { WrittenDecision } from '../policy/review-document.ts';
import { type Address, assignmentAddress, groupAddress, memberAddress } from '../resource/address.ts';
import { principalKey, splitGroupPath } from '../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import type { AssignmentResource, Snapshot } from '../resource/resource.ts';
import { formatOrigin } from '../source/origin.ts';
import { DENIED, type GrantIdentity } from './reviewed-grants.ts';

/**
 * What became of a grant that was revoked. `unread`: nobody has looked at the platform. `unknown`: somebody has, and could
 * not read where it would be. `open`: it is live. `failed`: the last apply tried to remove it, and the platform did not.
 * `manual`: Bylaw cannot remove it there. `done`: it is not live.
 */
export type Remediation = 'unread' | 'unknown' | 'open' | 'failed' | 'manual' | 'done';

/** What is known of live access, and of the last apply. */
export interface RemediationEvidence {
  readonly plan: Plan;
  /** Addresses of which a write of the last apply was refused, or failed. */
  readonly refused: ReadonlySet<string>;
}

export function remediationOf(
  identity: GrantIdentity,
  decision: WrittenDecision,
  evidence: RemediationEvidence | null,
): Remediation {
  if (evidence === null) return 'unread';
  const { plan, refused } = evidence;
  const mentions = plan.changes.filter((change) => speaksOf(change, decision));
  const addresses = addressesOf(identity);
  if (!isLive(identity, decision, modelOf(plan.live.resources)) && mentions.length === 0)
    return isUnread(identity, plan.live) ? 'unknown' : 'done';
  const isOurs = (change: Change) => mentions.includes(change) || addresses.includes(change.address);
  const impossible = plan.changes.some(
    (change) => change.action === 'deferred' && change.unsettled === 'impossible' && isOurs(change),
  );
  if (impossible) return 'manual';
  const touched = [...addresses, ...mentions.map(({ address }) => address)];
  return touched.some((address) => refused.has(address)) ? 'failed' : 'open';
}

/** Whether a list that could not be read may have it. */
function isUnread({ place }: GrantIdentity, { unknown }: Snapshot): boolean {
  if (unknown === undefined) return false;
  const [types, scope, address] =
    place.at === 'group'
      ? [['group'], splitGroupPath(place.group).home, groupAddress(place.group)]
      : [['assignment', 'member'], place.scope, null];
  return unknown.some(
    ({ type, of }) =>
      types.includes(type) &&
      (of === 'organization' ||
        ('scope' in of ? of.scope === scope : address === null || of.address === address)),
  );
}

/** Whether the grant is on the platform, whoever put it there. */
function isLive(
  { holder, place, role }: GrantIdentity,
  decision: WrittenDecision,
  live: OrganizationModel,
): boolean {
  if (place.at === 'group') {
    const group = live.at(groupAddress(place.group));
    if (group?.type !== 'group') return false;
    const { members, groups } = group.attributes;
    return holder.type === 'member' ? members.has(holder.member) : groups.has(holder.group);
  }
  const assigned = live.at(assignmentAddress(place.scope, principalKey(holder)));
  const holds = (name: string): boolean => assigned?.type === 'assignment' && isHeld(assigned, name);
  if (role !== null) return holds(role);
  // A group keeps what has a review of its own: what was looked at are the other roles.
  if (holder.type === 'group' && decision.roles !== null)
    return decision.roles.some((name) => !name.startsWith(DENIED) && holds(name));
  const isMember =
    holder.type === 'member' && live.at(memberAddress(place.scope, holder.member)) !== undefined;
  return isMember || assigned !== undefined;
}

function isHeld({ attributes }: AssignmentResource, role: string): boolean {
  const below = role.startsWith(BELOW);
  const held = below ? attributes.below : attributes.roles;
  const [module, name] = (below ? role.slice(BELOW.length) : role).split(':');
  return [role, name, `${module}-${name}`, module].some((one) => one !== undefined && held.has(one));
}

const BELOW = 'below:';

function addressesOf({ holder, place }: GrantIdentity): readonly Address[] {
  if (place.at === 'group') return [groupAddress(place.group)];
  const assignment = assignmentAddress(place.scope, principalKey(holder));
  return holder.type === 'member' ? [assignment, memberAddress(place.scope, holder.member)] : [assignment];
}

/** Whether a change is made because of this decision. */
function speaksOf(change: Change, { origin }: WrittenDecision): boolean {
  const place = formatOrigin(origin);
  const is = (because: ChangeReason): boolean => formatOrigin(because.origin) === place;
  if (is(change.because)) return true;
  if (change.action !== 'update' && change.action !== 'replace') return false;
  return change.fields.some(
    (field) => field.kind === 'entries' && field.removed.some((one) => is(one.because)),
  );
}
