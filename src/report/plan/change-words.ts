import type { Change, EntryChange, FieldChange, LeftGroup, TakenAlong } from '../../plan/change.ts';
import { displayNameOf, entryName } from '../../plan/display-names.ts';
import { settingOfField } from '../../plan/field-changes.ts';
import type { DocumentEdit } from '../../plan/rename/document-edits.ts';
import type { AttributeSpec } from '../../resource/attribute-spec.ts';
import type { Entries, Resource } from '../../resource/resource.ts';
import { RESOURCE_TYPES } from '../../resource/resource-types.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { groupBy } from '../../source/lists-by-key.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { byText } from '../phrases.ts';
import type { Tone } from '../text/text-style.ts';

/** How each action is marked. */
export const SIGNS: { readonly [A in Change['action']]: { readonly sign: string; readonly tone: Tone } } = {
  create: { sign: '+', tone: 'added' },
  update: { sign: '~', tone: 'changed' },
  replace: { sign: '-/+', tone: 'changed' },
  delete: { sign: '-', tone: 'removed' },
  deferred: { sign: '⏳', tone: 'waiting' },
};

/** What a change does to one entry or value, ready to be set in a line or a cell. */
export interface ChangeDetail {
  readonly sign: '+' | '-' | '~';
  readonly text: string;
  readonly origin: Origin | null;
  /** Told only where the sign and the place do not tell it already. */
  readonly reason: string | null;
}

/** What the change is about, without its action. */
export function changeSubject(change: Change, spelling: Spelling): string {
  switch (change.action) {
    case 'deferred':
      return change.wanted;
    case 'delete':
      return displayNameOf(change.before, spelling);
    default:
      return displayNameOf(change.after, spelling);
  }
}

export function changeDetails(change: Change, spelling: Spelling): readonly ChangeDetail[] {
  switch (change.action) {
    case 'create':
      return [...entriesOf(change.after, spelling), ...replacedDetails(change, spelling)];
    case 'update':
    case 'replace':
      return [
        ...change.fields.flatMap((field) => fieldDetails(field, change.after, spelling)),
        ...replacedDetails(change, spelling),
      ];
    case 'delete':
      return [...(change.leaves ?? []).map(leavingDetail), ...(change.along ?? []).map(alongDetail)];
    case 'deferred':
      return change.edits === undefined ? [] : change.edits.map(editDetail);
  }
}

/** A line of the documents as it is to be. */
function editDetail({ at, before, after }: DocumentEdit): ChangeDetail {
  return { sign: '~', text: `write ${quote(after)} for ${quote(before)}`, origin: at, reason: null };
}

/** The sign that takes access away, of a group that no line of the plan changes. */
function leavingDetail({ name, unmanaged }: LeftGroup): ChangeDetail {
  const why = unmanaged ? 'unmanaged' : 'its people are not written';
  return { sign: '-', text: `leaves ${name} (${why})`, origin: null, reason: null };
}

function alongDetail({ name, owner }: TakenAlong): ChangeDetail {
  return { sign: '-', text: `takes ${name} along (owned by ${owner})`, origin: null, reason: null };
}

/** Places in groups that no line of the plan changes, of people who are put into this one. */
function replacedDetails(
  { replaces = [] }: Extract<Change, { readonly replaces?: unknown }>,
  spelling: Spelling,
): readonly ChangeDetail[] {
  return replaces.map(({ member, name }) => ({
    sign: '-',
    text: `${spelling(member)} leaves ${name} by it`,
    origin: null,
    reason: null,
  }));
}

/** Why, where that is more than "it is written": null for creations and updates, whose place says it all. */
export function changeReason(change: Change, spelling: Spelling): string | null {
  switch (change.action) {
    case 'delete':
      return withoutSubject(change.because.text, changeSubject(change, spelling));
    case 'deferred':
      return `waits for ${change.waitsFor}`;
    default:
      return null;
  }
}

/** The reason that most removals give, where several do: a title says it once instead of every row. */
export function sharedChangeReason(
  changes: readonly Change[],
  spelling: Spelling,
): { readonly reason: string; readonly head: string } | null {
  const removals = changes
    .filter(({ action }) => action === 'delete')
    .map((change) => changeReason(change, spelling));
  const given = groupBy(
    removals.filter((reason) => reason !== null),
    (reason) => reason,
  );
  const [most] = [...given].sort(([a, m], [b, n]) => n.length - m.length || byText(a, b));
  if (most === undefined || most[1].length < 2) return null;
  const [reason, same] = most;
  const unless = same.length === removals.length ? '' : ', unless a row says otherwise';
  return { reason, head: `removed${unless}: ${reason}` };
}

/** `group qa is not written, …` → `not written, …`: the subject stands on the same line already. */
function withoutSubject(text: string, subject: string): string {
  for (const opening of [`${subject} is `, `${subject}: `]) {
    if (text.startsWith(opening)) return text.slice(opening.length);
  }
  return text;
}

/** People of a group and roles of an assignment need no noun; the others are not what one expects to read. */
const NOUNS: Readonly<Record<string, string>> = {
  groups: 'group ',
  permissions: 'permission ',
  includes: 'includes ',
  below: 'below: ',
  denied: 'deny of ',
  denies: 'denies ',
};

function nounOf(field: string): string {
  return NOUNS[field] ?? '';
}

function fieldDetails(field: FieldChange, owner: Resource, spelling: Spelling): readonly ChangeDetail[] {
  if (field.kind === 'text') {
    const text = `${settingOfField(field.field) ?? field.field} ${shownText(field.before)} → ${shownText(field.after)}`;
    return [{ sign: '~', text, origin: field.because?.origin ?? null, reason: null }];
  }
  const noun = nounOf(field.field);
  const detail = (sign: '+' | '-', { entry, because }: EntryChange): ChangeDetail => ({
    sign,
    text: noun + entryName(field.field, entry, spelling),
    origin: because.origin,
    // "Not in the list" is what a minus means. A tombstone or a window that has ended is news.
    reason: sign === '+' || formatOrigin(because.origin) === formatOrigin(owner.origin) ? null : because.text,
  });
  return [...field.added.map((e) => detail('+', e)), ...field.removed.map((e) => detail('-', e))];
}

function shownText(text: string | null): string {
  return text === null ? 'nothing' : quote(text);
}

function entriesOf(resource: Resource, spelling: Spelling): readonly ChangeDetail[] {
  const table: Readonly<Record<string, AttributeSpec>> = RESOURCE_TYPES[resource.type].attributes;
  const values: Readonly<Record<string, unknown>> = { ...resource.attributes };
  return Object.entries(table)
    .filter(([, spec]) => spec.role === 'entries')
    .flatMap(([name, spec]) =>
      [...(values[name] as Entries)]
        .sort(([a], [b]) => byText(a, b))
        .map(
          ([entry, origin]): ChangeDetail => ({
            sign: '+',
            text: nounOf(spec.wire) + entryName(spec.wire, entry, spelling),
            origin,
            reason: null,
          }),
        ),
    );
}
