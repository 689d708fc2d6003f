import { choiceKey, type RuledOut } from '../compile/desired.ts';
import type { AttributeSpec } from '../resource/attribute-spec.ts';
import { choicesIn, countedEntries, splitChoice } from '../resource/choices.ts';
import type { Entries, Resource } from '../resource/resource.ts';
import { RESOURCE_TYPES, specsOf } from '../resource/resource-types.ts';
import type { Spelling } from '../resource/spelling.ts';
import { memoize } from '../source/memoize.ts';
import type { Origin } from '../source/origin.ts';
import { compareText } from '../source/text-order.ts';
import type { EntryChange, FieldChange } from './change.ts';
import { displayNameOf } from './display-names.ts';

/**
 * What must change to turn one resource into another of the same address, attribute by attribute of its table.
 * `ruledOut` may know why an entry is not wanted; its keys are `address#attribute/entry`.
 */
export function fieldChanges(
  desired: Resource,
  live: Resource,
  ruledOut: ReadonlyMap<string, RuledOut>,
  spelling: Spelling,
): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [name, spec] of specs(desired.type)) {
    // Every resource there is comes by here: no copy is made of its attributes.
    const wanted: unknown = Reflect.get(desired.attributes, name);
    const found: unknown = Reflect.get(live.attributes, name);
    switch (spec.role) {
      case 'identity':
      case 'display':
        break;
      case 'text': {
        const change = textChange(spec, wanted as string | null, found as string | null);
        if (change !== null) changes.push(change);
        break;
      }
      case 'entries': {
        if (spec.choice?.of === null) {
          const [is, was] = [wanted as Entries, found as Entries];
          changes.push(...settingChanges(spec, desired, is, was, { ruledOut, spelling }));
          break;
        }
        // What somebody is who is in it no more ends with that.
        const is = countedEntries(desired, wanted as Entries, spec);
        const was = countedEntries(desired, countedEntries(live, found as Entries, spec), spec);
        const change = entriesChange(spec, desired, is, was, { ruledOut, spelling });
        if (change !== null) changes.push(change);
        break;
      }
    }
  }
  return changes;
}

/** Kept: every resource there is asks for them. */
const specs = memoize(specsOf);

export function needsReplace(desired: Resource, fields: readonly FieldChange[]): boolean {
  const table: Readonly<Record<string, AttributeSpec>> = RESOURCE_TYPES[desired.type].attributes;
  const replacing = new Set(
    Object.values(table)
      .filter((spec) => spec.forcesReplace)
      .map((spec) => spec.wire),
  );
  return fields.some((field) => replacing.has(field.field));
}

/** What the sentences about a difference are made of. */
interface Words {
  readonly ruledOut: ReadonlyMap<string, RuledOut>;
  readonly spelling: Spelling;
}

function textChange(spec: AttributeSpec, desired: string | null, live: string | null): FieldChange | null {
  const satisfied = spec.satisfies?.(desired, live) ?? desired === live;
  return satisfied ? null : { field: spec.wire, kind: 'text', before: live, after: desired };
}

/** `settings.base-permission`: a setting as one value of a thing. */
export function settingField(spec: Pick<AttributeSpec, 'wire'>, name: string): string {
  return `${spec.wire}.${name}`;
}

/** The name of the setting; null for any other field. */
export function settingOfField(field: string): string | null {
  return field.startsWith('settings.') ? field.slice('settings.'.length) : null;
}

/** Settings with another value. One that only one side knows is not compared: unknown is no value. */
function settingChanges(
  spec: AttributeSpec,
  owner: Resource,
  desired: Entries,
  live: Entries,
  { ruledOut, spelling }: Words,
): readonly FieldChange[] {
  if (desired.size === 0 || live.size === 0) return [];
  const found = choicesIn(live);
  return [...desired].flatMap(([entry, origin]): readonly FieldChange[] => {
    const { subject, value } = splitChoice(entry);
    const before = found.get(subject);
    if (before === undefined || before === value) return [];
    const name = displayNameOf(owner, spelling);
    const rule = ruledOut.get(choiceKey(owner.address, spec.wire, subject));
    const because =
      rule !== undefined
        ? { text: whyRuledOut(rule), origin: rule.origin }
        : origin.from === 'platform'
          ? { text: `nobody writes ${subject} of ${name}, and then it is ${value}`, origin: owner.origin }
          : { text: `${subject} of ${name} is written`, origin };
    return [{ field: settingField(spec, subject), kind: 'text', before, after: value, because }];
  });
}

function entriesChange(
  spec: AttributeSpec,
  owner: Resource,
  desired: Entries,
  live: Entries,
  words: Words,
): FieldChange | null {
  if (hasSameEntries(desired, live)) return null;
  const added: EntryChange[] = [];
  const removed: EntryChange[] = [];
  for (const [entry, origin] of desired) {
    if (!live.has(entry)) {
      added.push({
        entry,
        because: { text: `written in ${spec.wire} of ${displayNameOf(owner, words.spelling)}`, origin },
      });
    }
  }
  for (const entry of live.keys()) {
    if (!desired.has(entry)) removed.push({ entry, because: whyRemoved(spec, owner, entry, words) });
  }
  return { field: spec.wire, kind: 'entries', added: added.sort(byEntry), removed: removed.sort(byEntry) };
}

function hasSameEntries(one: Entries, other: Entries): boolean {
  if (one.size !== other.size) return false;
  for (const entry of one.keys()) if (!other.has(entry)) return false;
  return true;
}

function whyRemoved(
  spec: AttributeSpec,
  owner: Resource,
  entry: string,
  { ruledOut, spelling }: Words,
): { readonly text: string; readonly origin: Origin } {
  const rule = ruledOut.get(`${owner.address}#${spec.wire}/${entry}`);
  if (rule === undefined) {
    return {
      text: `not written in ${spec.wire} of ${displayNameOf(owner, spelling)}, and the list is the whole truth`,
      origin: owner.origin,
    };
  }
  return { text: whyRuledOut(rule), origin: rule.origin };
}

export function whyRuledOut(rule: RuledOut): string {
  switch (rule.why) {
    case 'absent':
      return 'marked absent';
    case 'expired':
      return rule.revoked === true ? 'revoked in a review' : 'its `until` has passed';
    case 'not-yet':
      return 'its `from` has not come yet';
    case 'emptied':
      return 'declared without roles';
  }
}

export function byEntry(a: { readonly entry: string }, b: { readonly entry: string }): number {
  return compareText(a.entry, b.entry);
}
