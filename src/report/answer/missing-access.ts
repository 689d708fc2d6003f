import { closedGates } from '../../access/explain/closed-gates.ts';
import { closingsOf } from '../../access/explain/closings.ts';
import { deactivationsOf } from '../../access/explain/deactivations.ts';
import { type RoleHolding, rolesHeldIn } from '../../access/held-roles.ts';
import { standingDenies } from '../../missing/deny-obstacles.ts';
import { givingRoles } from '../../missing/giving-roles.ts';
import type { BlockedWay } from '../../missing/obstacle.ts';
import { permissionNamed } from '../../platform/permission-instances.ts';
import { memberAddress } from '../../resource/address.ts';
import { type ScopePath, splitGroupPath } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { scopeKindsOf } from '../../resource/scope-kinds-of.ts';
import { didYouMean } from '../../source/did-you-mean.ts';
import { known } from '../../source/known.ts';
import { formatOrigin } from '../../source/origin.ts';
import { pathWithoutPlaces } from '../path-phrase.ts';
import { listed } from '../phrases.ts';
import type { AccessSource, WhoQuestion, WhyQuestion } from './access-source.ts';

/** What stands between a person and a permission. */
export interface MissingAccess {
  readonly reason:
    | 'unknown-permission'
    | 'unknown-scope'
    | 'not-a-member'
    | 'not-active'
    | 'deactivated-by-group'
    | 'no-roles'
    | 'other-roles';
  /** A sentence or two, without the "no" before it. */
  readonly text: string;
  readonly holds: readonly RoleHolding[];
  /** The smallest roles that would give it to the person, assigned right there. */
  readonly wouldGive: readonly string[];
}

const MOST_ROLES = 8;
const MOST_DENIES = 3;

/** Null when the question makes sense. */
export function missingSubject(question: Partial<WhoQuestion>, source: AccessSource): MissingAccess | null {
  const { permission, scope } = question;
  if (scope !== undefined && !source.access.scopes.includes(scope))
    return plainly('unknown-scope', `there is no scope ${scope}`, didYouMean(scope, source.access.scopes));
  const names = [...source.platform.permissions.keys()];
  if (permission !== undefined && permissionNamed(source.platform, permission) === undefined) {
    const text = `${source.platform.name} has no permission ${permission}`;
    return plainly('unknown-permission', text, didYouMean(permission, names));
  }
  return null;
}

/** Null when the person is an active member, of any scope. */
export function missingMember(member: string, source: AccessSource): MissingAccess | null {
  const memberships = modelOf(source.resources).membershipsOf(member);
  const person = source.spelling(member);
  if (memberships.length === 0) {
    const over = outsideWindow(member, source);
    if (over !== null) return plainly('not-a-member', `${person} is not a member of ${over}`, null);
    const text = `${person} is not a member of ${source.organization}`;
    return plainly('not-a-member', text, didYouMean(member, source.access.members.map(source.spelling)));
  }
  if (memberships.some((m) => m.attributes.state === 'active')) return deactivatedMember(member, source);
  const states = [...new Set(memberships.map((m) => m.attributes.state))].sort();
  // Of a sub-organization alone, say: then it is that which he is a member of.
  const scopes = [...new Set(memberships.map((m) => m.attributes.scope))].sort();
  const text = `${person} is a member of ${listed(scopes, MOST_ROLES)} but not active: ${states.join(', ')}`;
  return plainly('not-active', text, null);
}

/** `acme now: that is over (acme.yaml:9:39)`: of somebody who is written, outside the window. */
function outsideWindow(member: string, { organization, access, documents }: AccessSource): string | null {
  for (const scope of [organization, ...access.scopes]) {
    const found = documents?.ruledOut.get(memberAddress(scope, member));
    if (found === undefined) continue;
    const where = formatOrigin(found.origin);
    if (found.why === 'expired') return `${scope} now: that is over (${where})`;
    if (found.why === 'not-yet') return `${scope} now: that has not begun (${where})`;
  }
  return null;
}

/** Whom a group deactivates is active nowhere, whatever the memberships say. */
function deactivatedMember(
  member: string,
  { platform, resources, spelling }: AccessSource,
): MissingAccess | null {
  const [nearest] = deactivationsOf(platform, resources, member);
  if (nearest === undefined) return null;
  const { group, chain, by } = nearest;
  const [first] = chain;
  const through =
    first?.step === 'member-of' && first.group !== group
      ? ` through group ${splitGroupPath(first.group).name}`
      : '';
  const text = `${spelling(member)} is in group ${splitGroupPath(group).name}${through}, and everybody in it is active nowhere: its ${by.setting} is ${by.value} (${formatOrigin(by.origin)})`;
  return plainly('deactivated-by-group', text, null);
}

/** Why a permission does not hold. Ask only when it does not. `takenAway`: ways that are told beside it, with their denies. */
export function missingAccess(
  question: WhyQuestion,
  source: AccessSource,
  takenAway: readonly BlockedWay[] = [],
): MissingAccess {
  const { member, permission, scope } = question;
  const subject = missingSubject(question, source) ?? missingMember(member, source);
  if (subject !== null) return subject;
  const holds = rolesHeldIn(source.resources, source.platform).of(member);
  const wouldGive = givingRoles(question, source);
  const person = source.spelling(member);
  const instead =
    holds.length === 0
      ? `${person} holds no role, in person or through a group`
      : `${person} holds ${listed(holds.map(heldPhrase), MOST_ROLES)}, which does not give ${permission} on ${scope}`;
  const would = wouldGive.length === 0 ? '' : `. On ${scope} it comes with ${listed(wouldGive, MOST_ROLES)}`;
  const shut = closingsOf(source.platform, source.resources, scope).map(
    (one) =>
      `. Nobody can do anything on ${one.scope}, nor below: its ${one.setting} is ${one.value} (${formatOrigin(one.origin)})`,
  );
  const gates = closedGates(source.platform, source.resources, member, scope);
  const closed = gates.map((gate) => `. ${gate} is closed to ${person}: ${whyClosed(gate, source)}`);
  const denied = takenAway.length === 0 ? deniedBesides(question, source) : '';
  return {
    reason: holds.length === 0 ? 'no-roles' : 'other-roles',
    text: `${instead}${shut.join('')}${closed.join('')}${denied}${would}.`,
    holds,
    wouldGive,
  };
}

/** What would take it away again from somebody who is given it. */
function deniedBesides(question: WhyQuestion, { platform, resources, spelling }: AccessSource): string {
  const denies = standingDenies(question, platform, resources);
  if (denies.length === 0) return '';
  const each = denies.map(
    ({ denial, origin }) => `${pathWithoutPlaces(denial, spelling)} (${formatOrigin(origin)})`,
  );
  return `. It is denied, too: ${listed(each, MOST_DENIES)}`;
}

/** Who is let through a gate, and is not here. */
function whyClosed(gate: ScopePath, { platform, resources }: AccessSource): string {
  const { principals } = known(scopeKindsOf(platform, resources).get(gate), `the kind of the gate ${gate}`);
  const attached = principals.includes('member')
    ? 'nothing on it names the person or a group of theirs'
    : 'no group that the person is in is attached to it';
  return `${attached}, and no role held above passes its gate`;
}

function plainly(reason: MissingAccess['reason'], text: string, meant: string | null): MissingAccess {
  return { reason, text: meant === null ? `${text}.` : `${text}. ${meant}`, holds: [], wouldGive: [] };
}

/** `editor on acme through group qa`. */
function heldPhrase({ role, scope, group }: RoleHolding): string {
  return `${role} on ${scope}${group === null ? '' : ` through group ${splitGroupPath(group).name}`}`;
}
