import { grantWords } from '../../resource/grant-words.ts';
import type { AssignmentResource, Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import type { ChangeReason, FieldChange } from '../change.ts';
import { displayNameOf, entryName, principalName } from '../display-names.ts';
import { settingOfField, whyRuledOut } from '../field-changes.ts';

type TextChange = Extract<FieldChange, { kind: 'text' }>;

const EXPIRED = whyRuledOut({ why: 'expired', origin: { from: 'platform', platform: '', what: '' } });
const EARLY = whyRuledOut({ why: 'not-yet', origin: { from: 'platform', platform: '', what: '' } });
const DUE = '(due for removal by the next apply)';

/** Whether a grant is not wanted only because of its window. The planner's sentences end in why, also in brackets. */
export function timeOf({ text }: ChangeReason): 'in-time' | 'expired' | 'early' {
  const ends = (why: string): boolean => text.endsWith(why) || text.endsWith(`${why})`);
  return ends(EXPIRED) ? 'expired' : ends(EARLY) ? 'early' : 'in-time';
}

/** `the invitation of member vera@x.io has expired: sent 2 times, last 2026-11-22T10:00:00Z`. */
export function invitationSentence(
  live: Resource,
  { field, before }: TextChange,
  spelling: Spelling,
): string | null {
  if (live.type !== 'member' || field !== 'state' || before !== 'expired') return null;
  const { invitation } = live.attributes;
  const sent =
    invitation === null
      ? ''
      : `: sent ${invitation.sent === 1 ? 'once' : `${invitation.sent} times, last`} ${invitation.sentAt}`;
  return `the invitation of ${displayNameOf(live, spelling)} has expired${sent}`;
}

/** `title of group qa is "Quality"`; `group qa is called "quality" now`. */
export function textSentence(wanted: Resource, { field, before }: TextChange, spelling: Spelling): string {
  if (field === 'name') return `${displayNameOf(wanted, spelling)} is called ${JSON.stringify(before)} now`;
  const what = settingOfField(field) ?? field;
  return `${what} of ${displayNameOf(wanted, spelling)} is ${JSON.stringify(before)}`;
}

/**
 * A fact in two sentences: how it is, and what was done where somebody is known to have done it. Without a deed in the
 * log nobody is accused: the documents may have changed since the last apply.
 */
export interface FactSentences {
  readonly is: string;
  readonly done: string;
}

export function removedSentences(wanted: Resource, spelling: Spelling): FactSentences {
  const name = `${displayNameOf(wanted, spelling)} ${wanted.type === 'assignment' ? 'are' : 'is'}`;
  return { is: `${name} written and not live`, done: `${name} not there any more` };
}

export function addedSentences(
  live: Resource,
  changeReason: ChangeReason,
  spelling: Spelling,
): FactSentences {
  const name = live.type === 'assignment' ? grantOf(live, spelling) : displayNameOf(live, spelling);
  const many = isSeveral(live);
  const verb = many ? 'are' : 'is';
  switch (timeOf(changeReason)) {
    case 'in-time':
      return { is: `${name} ${verb} live and not written`, done: `${name} ${many ? 'were' : 'was'} added` };
    case 'expired':
      return alike(`${name} ${verb} still there: ${EXPIRED} ${DUE}`);
    case 'early':
      return alike(`${name} ${verb} there already: ${EARLY} ${DUE}`);
  }
}

export function entrySentences(
  side: 'added' | 'removed',
  entry: string,
  field: string,
  owner: Resource,
  changeReason: ChangeReason,
  spelling: Spelling,
): FactSentences {
  const time = side === 'added' ? timeOf(changeReason) : 'in-time';
  if (time !== 'in-time') return alike(untimelyStory(time, entry, field, owner, spelling));
  if (owner.type === 'assignment') return grantSentences(side, entry, holderIn(owner, field, spelling));
  const place = `${field} of ${displayNameOf(owner, spelling)}`;
  const name = entryName(field, entry, spelling);
  return side === 'added'
    ? { is: `${name} is in ${place} and not written there`, done: `${name} was added to ${place}` }
    : { is: `${name} is written in ${place} and not there`, done: `${name} was removed from ${place}` };
}

/** Whom an entry of an assignment is about, and where it holds: a role held below does not hold at the scope. */
interface GrantHolder {
  readonly who: string;
  readonly where: string;
  readonly isDenied: boolean;
}

function holderIn({ attributes }: AssignmentResource, field: string, spelling: Spelling): GrantHolder {
  const { principal, scope } = attributes;
  return {
    who: principalName(principal, spelling),
    where: field === 'below' ? `below ${scope}` : `on ${scope}`,
    isDenied: field === 'denied',
  };
}

function grantSentences(side: 'added' | 'removed', role: string, holder: GrantHolder): FactSentences {
  const { who, where, isDenied } = holder;
  const [verb, given] = isDenied ? ['denied', 'denied to'] : ['given', 'given to'];
  if (side === 'added')
    return {
      is: `role ${role} is ${given} ${who} ${where} and not written`,
      done: `role ${role} was ${given} ${who} ${where}`,
    };
  return {
    is: `role ${role} is written ${isDenied ? 'as denied to' : 'for'} ${who} ${where} and not ${verb}`,
    done: `${isDenied ? `the deny of role ${role}` : `role ${role}`} was taken from ${who} ${where}`,
  };
}

/**
 * `role owner for dan on acme is not there yet: dan accepted the invitation (due for the next apply)`. Where the log
 * does not reach back that far, or cannot be read, somebody may also have taken it away since.
 */
export function dueSentence(
  wanted: Resource,
  { entry, field }: { readonly entry: string | null; readonly field: string | null },
  why: string,
  told: boolean,
  spelling: Spelling,
): string {
  const doubt = told ? '' : '; the audit log does not say whether it has been there since';
  const verb = entry === null && isSeveral(wanted) ? 'are' : 'is';
  return `${placeOf(wanted, entry, field, spelling)} ${verb} not there yet: ${why}${doubt} (due for the next apply)`;
}

function placeOf(wanted: Resource, entry: string | null, field: string | null, spelling: Spelling): string {
  if (wanted.type === 'assignment') {
    if (entry === null || field === null) return grantOf(wanted, spelling);
    const { who, where, isDenied } = holderIn(wanted, field, spelling);
    return `${isDenied ? 'deny of ' : ''}role ${entry} for ${who} ${where}`;
  }
  if (entry === null) return displayNameOf(wanted, spelling);
  return field === 'members'
    ? `${spelling(entry)} in ${displayNameOf(wanted, spelling)}`
    : `${entry} in ${field} of ${displayNameOf(wanted, spelling)}`;
}

function alike(sentence: string): FactSentences {
  return { is: sentence, done: sentence };
}

/** `carol@acme.com is still in group incident: its until has passed (due for removal by the next apply)`. */
function untimelyStory(
  time: 'expired' | 'early',
  entry: string,
  field: string,
  owner: Resource,
  spelling: Spelling,
): string {
  const name = entryName(field, entry, spelling);
  const why = time === 'expired' ? EXPIRED : EARLY;
  const when = time === 'expired' ? 'still' : 'already';
  const place =
    owner.type === 'assignment'
      ? stillGiven(entry, when, holderIn(owner, field, spelling))
      : owner.type === 'group' && field === 'members'
        ? `${name} is ${when} in ${displayNameOf(owner, spelling)}`
        : `${name} is ${when} in ${field} of ${displayNameOf(owner, spelling)}`;
  return `${place}: ${why} ${DUE}`;
}

function stillGiven(role: string, when: string, { who, where, isDenied }: GrantHolder): string {
  return `role ${role} is ${when} ${isDenied ? 'denied' : 'given'} to ${who} ${where}`;
}

/** Whether `grantOf` speaks of several roles. */
function isSeveral(resource: Resource): boolean {
  return resource.type === 'assignment' && grantWords(resource.attributes).length > 1;
}

/** `role admin for hugo@acme.com on acme`; without roles it is the attachment itself. */
function grantOf({ attributes }: AssignmentResource, spelling: Spelling): string {
  const { principal, scope } = attributes;
  const names = [
    ...[...attributes.roles.keys()].sort(),
    ...[...attributes.below.keys()].sort().map((role) => `${role} below`),
    ...[...attributes.denied.keys()].sort().map((role) => `${role} as denied`),
  ];
  const what =
    names.length === 0 ? 'an attachment' : `${names.length === 1 ? 'role' : 'roles'} ${names.join(', ')}`;
  return `${what} for ${principalName(principal, spelling)} on ${scope}`;
}
