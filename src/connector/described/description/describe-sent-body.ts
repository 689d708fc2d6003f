import { known } from '../../../source/known.ts';
import { quote } from '../../../source/quote.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import type { NamedPaths } from '../write/named-paths.ts';
import type { SentDocument, SentItemDocument, SentMapDocument } from './connector-document.ts';
import { describeOne } from './describe-one.ts';
import { describeValue, fieldPath, type ValuePlace } from './describe-values.ts';
import { describePattern, samePattern, type TextPattern } from './text-pattern.ts';
import type { DescribedValue, FieldPath } from './value-description.ts';
import type { SentBody } from './write-description.ts';

/** Fields by their dotted names, put together to one object. */
export function describeSentBody(
  written: Readonly<Record<string, SentDocument>>,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): SentBody | null {
  const body: OpenFields = { is: 'fields', fields: new Map() };
  for (const [field, value] of Object.entries(written)) {
    const here = [...at, field];
    const steps = field.split('.');
    const twice = (): void =>
      place.findings.atKey('connector-invalid', here, `The body has the field ${quote(field)} twice.`);
    const open = steps.slice(0, -1).findIndex((step) => step.endsWith('[]'));
    if (open >= 0) {
      const each = typeof value === 'object' && !isItems(value) ? value.each : undefined;
      if (each === undefined || typeof value !== 'object' || isItems(value)) {
        place.findings.atValue('connector-invalid', here, 'A list of objects needs `each`.', {
          hint: 'Write each: LIST.',
        });
        continue;
      }
      const like = describeLike(value, here, place);
      const list = like === undefined ? null : names.list(fieldPath(each), [...here, 'each'], like);
      if (list === null || like === undefined) continue;
      const last = known(steps[open], 'the step of a list');
      const inside = enter(body, [...steps.slice(0, open), last.slice(0, -2)], () => ({
        is: 'each',
        list: list.path,
        like,
        item: { is: 'fields', fields: new Map() },
      }));
      const isSame =
        inside?.is === 'each' &&
        inside.list.join('.') === list.path.join('.') &&
        samePattern(inside.like, like);
      const objects = isSame && inside.item.is === 'fields' ? inside.item.fields : null;
      if (!(objects instanceof Map)) {
        twice();
        continue;
      }
      const { each: _, like: __, ...item } = value;
      const sent = describeSent(item, here, list.items, place);
      const rest = steps.slice(open + 1);
      if (sent !== null && enter({ is: 'fields', fields: objects }, rest, () => sent) !== sent) twice();
      continue;
    }
    if (field.includes('[]')) {
      place.findings.atValue('connector-invalid', here, 'A list of objects has fields.', {
        hint: 'Write LIST[].FIELD, or each for a list of texts.',
      });
      continue;
    }
    const sent = describeField(value, here, names, place);
    if (sent !== null && enter(body, steps, () => sent) !== sent) twice();
  }
  return body;
}

interface OpenFields {
  readonly is: 'fields';
  readonly fields: Map<string, SentBody>;
}

/** What stands at the end of the steps, made where nothing does; null where one of them is no object. */
function enter(body: OpenFields, steps: readonly string[], make: () => SentBody): SentBody | null {
  const [step, ...rest] = steps;
  if (step === undefined) return null;
  const found = body.fields.get(step);
  if (rest.length === 0) {
    if (found !== undefined) return found;
    const made = make();
    body.fields.set(step, made);
    return made;
  }
  if (found !== undefined && found.is !== 'fields') return null;
  const next: OpenFields =
    found === undefined
      ? { is: 'fields', fields: new Map() }
      : { is: 'fields', fields: new Map(found.fields) };
  body.fields.set(step, next);
  return enter(next, rest, make);
}

/** One value of the body, or a list of so many. */
function describeField(
  written: SentDocument,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): SentBody | null {
  if (!isItems(written)) return describeSent(written, at, names, place);
  const items = written.map((one, index) => describeSent(one, [...at, index], names, place));
  const whole = items.filter((item) => item !== null);
  return whole.length === items.length ? { is: 'items', items: whole } : null;
}

function isItems(written: SentDocument): written is readonly SentItemDocument[] {
  return Array.isArray(written);
}

function describeSent(
  written: SentItemDocument,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): SentBody | null {
  if (typeof written === 'boolean' || typeof written === 'number') return { is: 'literal', literal: written };
  if (typeof written !== 'string' && (written.has !== undefined || written.in !== undefined))
    return describeHas(written, at, names, place);
  if (typeof written !== 'string' && written.only !== undefined)
    return describeOnly(written.only, written, at, names, place);
  if (typeof written !== 'string' && written.one !== undefined) return describeOne(written, at, names, place);
  if (typeof written === 'string' || written.each === undefined) {
    if (typeof written !== 'string' && written.like !== undefined) {
      place.findings.atKey(
        'connector-invalid',
        [...at, 'like'],
        'A pattern is that of the items of a list.',
        {
          hint: 'Write each: LIST.',
        },
      );
      return null;
    }
    const map: SentMapDocument = typeof written === 'string' ? { path: written } : written;
    const { as, optional = false, ...said } = map;
    const value = describeValue(said, at, place);
    const named = value === null ? null : withNames(value, at, names, place, optional);
    return named === null
      ? null
      : { is: 'value', value: named, as: as === undefined ? 'text' : as, optional };
  }
  const like = describeLike(written, at, place);
  const { each, like: _, ...item } = written;
  const list = like === undefined ? null : names.list(fieldPath(each), [...at, 'each'], like);
  if (list === null || like === undefined) return null;
  const sent = describeSent(isPlain(item) ? { ...item, path: '.' } : item, at, list.items, place);
  return sent === null ? null : { is: 'each', list: list.path, like, item: sent };
}

/** The pattern of the items of a list; null where there is none, undefined where it is wrong. */
function describeLike(
  { like }: SentMapDocument,
  at: DocumentPath,
  { findings }: ValuePlace,
): TextPattern | null | undefined {
  if (like === undefined) return null;
  const pattern = describePattern(like);
  if (typeof pattern !== 'string') return pattern;
  findings.atValue('connector-invalid', [...at, 'like'], pattern, { hint: 'Such as kind:{action}!{thing}.' });
  return undefined;
}

/** `{ has: WORD, in: LIST }`. */
function describeHas(
  { has, in: inside, ...rest }: SentMapDocument,
  at: DocumentPath,
  names: NamedPaths,
  { findings }: ValuePlace,
): SentBody | null {
  const [strange] = Object.keys(rest);
  if (has === undefined || inside === undefined || strange !== undefined) {
    const message = 'Whether a list has a word is said by has and in, and nothing else.';
    findings.atValue('connector-invalid', at, message, { hint: 'Write { has: WORD, in: LIST }.' });
    return null;
  }
  const list = names.list(fieldPath(inside), [...at, 'in'], null);
  return list === null ? null : { is: 'has', list: list.path, word: has };
}

/** `{ only: LIST, path: … }`, where null is sent for none with `as: none`. */
function describeOnly(
  only: string,
  { only: _, ...item }: SentMapDocument,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): SentBody | null {
  if (item.each !== undefined) {
    const message = 'A value is of each item or of the only one.';
    place.findings.atKey('connector-invalid', [...at, 'only'], message, { hint: 'Write each or only.' });
    return null;
  }
  const list = names.list(fieldPath(only), [...at, 'only'], null);
  if (list === null) return null;
  const sent = describeSent(isPlain(item) ? { ...item, path: '.' } : item, at, list.items, place);
  return sent === null ? null : { is: 'only', list: list.path, orNull: item.as === 'none', item: sent };
}

/** Whether nothing says what of an item is sent: the item itself. */
function isPlain(item: object): boolean {
  return ['path', 'const', 'join'].every((key) => !Object.hasOwn(item, key));
}

/** The value over the names of the write. Only what may be absent can have something else in its place. */
function withNames(
  value: DescribedValue,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
  mayBeAbsent: boolean,
): DescribedValue | null {
  switch (value.is) {
    case 'path': {
      const path: FieldPath | null = names.path(value.path, at, mayBeAbsent);
      return path === null ? null : { ...value, path };
    }
    case 'const':
      return value;
    case 'absent':
    case 'map':
    case 'after': {
      const of = withNames(value.of, at, names, place, mayBeAbsent || value.is === 'absent');
      return of === null ? null : { ...value, of };
    }
    case 'join': {
      const parts = value.parts.map((part) => withNames(part, at, names, place, false));
      const whole = parts.filter((part) => part !== null);
      return whole.length === parts.length ? { ...value, parts: whole } : null;
    }
    case 'ref':
    case 'tree':
      place.findings.atValue('connector-invalid', at, `What is written is not meant by ${value.is}.`, {
        hint: 'Write the field of the row that is meant: group.id.',
      });
      return null;
  }
}
