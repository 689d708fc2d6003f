import { peopleOf } from '../../access/wide-delta.ts';
import type { OrganizationDiff } from '../../diff/organization-diff.ts';
import { isSame } from '../../diff/organization-diff.ts';
import type { Escalation, WithoutHolder } from '../../diff/surprises.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { counted, listed } from '../phrases.ts';
import { type AccessEffect, accessEffectsOf, type ComparedAccess } from '../plan/effects.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';
import { accessVerdict } from '../plan/plan-verdict.ts';

const MOST_PEOPLE = 10;
/** More kinds of effect nobody reads: those of the same permissions are one then, wherever and for whomever. */
const MANY_EFFECTS = 40;
/** Rather many exact ones than fewer that say "some of". */
const TOO_MANY_EFFECTS = 200;

/** `2 people gain, 1 loses`; `no difference`; `new: 3 people gain`. */
export function diffVerdict(diff: OrganizationDiff): string {
  if (isSame(diff)) return 'no difference';
  const { difference, is, ahead } = diff;
  const [gaining, losing] = (['gained', 'lost'] as const).map(
    (side) => peopleOf(difference.delta, side).size,
  );
  const numbers = { gaining, losing, gainingOnceAccepted: 0, losingOnceAccepted: 0 };
  const parts = [
    ...accessVerdict({ ...numbers, gaining: numbers.gaining ?? 0, losing: numbers.losing ?? 0 }, true),
  ];
  if (ahead.length > 0) parts.push('and more later');
  return `${is === 'in both' ? '' : `${is}: `}${parts.join(', ')}`;
}

/** As few as can be read: the change of a role that everybody has is one. */
export function diffEffects(compared: ComparedAccess): readonly AccessEffect[] {
  const exact = accessEffectsOf(compared);
  if (exact.length <= MANY_EFFECTS || exact.some(({ wide }) => wide !== null)) return exact;
  const fewer = accessEffectsOf(compared, 0);
  const isExact = fewer.every(({ wide }) => wide?.isExact === true);
  return isExact || exact.length > TOO_MANY_EFFECTS ? fewer : exact;
}

/** `bo can do on acme all that Administrator gives (admin)`. */
export function escalationPhrase({ role, scope, members }: Escalation, spelling: Spelling): string {
  return `${listed(members.map(spelling), MOST_PEOPLE)} can now do all that ${role} gives on ${scope}`;
}

/** `nobody can documents:approve on acme/x any more; ana could`. */
export function withoutHolderPhrase(
  { scope, permissions, members }: WithoutHolder,
  { difference }: OrganizationDiff,
): string {
  const what = permissionPhrase(permissions, difference.desired.platform);
  const who = listed(members.map(difference.spelling), MOST_PEOPLE);
  return `nobody has ${what} on ${scope} any more; ${who} had`;
}

export function outsidersPhrase({ newOutsiders, difference }: OrganizationDiff): string {
  return listed([...newOutsiders].map(difference.spelling).sort(), MOST_PEOPLE);
}

/** `2 roles and 1 group are written otherwise`; null where nothing is. */
export function changesPhrase({ changes }: OrganizationDiff): string | null {
  if (changes.length === 0) return null;
  return `${counted(changes.length, 'resource')} ${changes.length === 1 ? 'is' : 'are'} written otherwise (--json names all)`;
}

/** What the documents no longer say is not always taken away. */
export function diffNotes({ difference }: OrganizationDiff): readonly string[] {
  const { desired, isOtherPlatform, delta } = difference;
  const notes: string[] = [];
  if (isOtherPlatform)
    notes.push(
      'The rules of the platform are others: what is called the same is compared, and may mean something else.',
    );
  const owned = desired.authority;
  const isDeclared = [owned.assignment, owned.group, owned.member].includes('declared');
  if (isDeclared && peopleOf(delta, 'lost').size > 0)
    notes.push(
      'Under declared authority an apply takes nothing away that is only no longer written: `bylaw plan` says what it takes.',
    );
  return notes;
}
