import { filledBody } from '../description/body-leaves.ts';
import type { FieldPath, PathPart } from '../description/value-description.ts';
import type { SentBody, SentLeaf } from '../description/write-description.ts';
import { type IdSlashes, pathSegment } from '../path-segment.ts';
import { fieldAt, isMissing, scalarText } from '../read/row-field.ts';
import { ValueReader } from '../read/row-value.ts';
import { eachItems, hasWord } from './list-items.ts';
import { takenText } from './taken-text.ts';
import { UnsendableValue } from './write-stops.ts';
import { namedItem } from './write-words.ts';
import type { NamedValues } from './written-values.ts';

/** A path with its names filled in, each percent-encoded. Throws where one of them is no id: it would lead elsewhere. */
export function sentPath(parts: readonly PathPart[], names: NamedValues, slashes: IdSlashes): string {
  return parts
    .map((part) => {
      if (part.is === 'text') return part.text;
      const text = scalarText(fieldAt(names, part.path));
      if (text === null) throw new UnsendableValue('live-row', `${shownName(part.path)} is not there`);
      const segment = pathSegment(text, slashes);
      if (segment === null) {
        throw new UnsendableValue(
          'sent-path',
          `${shownName(part.path)} is ${JSON.stringify(text)}, which is no id`,
        );
      }
      return segment;
    })
    .join('');
}

/** A query with its names filled in; empty where there is none. */
export function sentQuery(query: ReadonlyMap<string, readonly PathPart[]>, names: NamedValues): string {
  if (query.size === 0) return '';
  const sent = new URLSearchParams();
  for (const [name, parts] of query) {
    const text = parts.map((part) => {
      if (part.is === 'text') return part.text;
      const found = scalarText(fieldAt(names, part.path));
      if (found === null) throw new UnsendableValue('live-row', `${shownName(part.path)} is not there`);
      return found;
    });
    sent.set(name, text.join(''));
  }
  return `?${sent}`;
}

/** Undefined: left out. Throws where a value is not there, or is no word of a map. */
export function sentBody(body: SentBody, names: unknown): unknown {
  return filledBody(body, (leaf: SentLeaf) => sentLeaf(leaf, names));
}

function sentLeaf(leaf: SentLeaf, names: unknown): unknown {
  switch (leaf.is) {
    case 'one': {
      const taken = takenText(leaf, names);
      if ('why' in taken) throw new UnsendableValue('live-row', taken.why);
      return taken.sent;
    }
    case 'each': {
      const items = eachItems(leaf, fieldAt(names, leaf.list));
      if (items === null) throw noList(leaf.list);
      return items.map((item) => sentBody(leaf.item, item));
    }
    case 'has': {
      const has = hasWord(leaf, fieldAt(names, leaf.list));
      if (has === null) throw noList(leaf.list);
      return has;
    }
    case 'only': {
      const items: unknown = fieldAt(names, leaf.list);
      if (!Array.isArray(items)) throw noList(leaf.list);
      if (items.length > 1)
        throw new UnsendableValue(
          'one-place',
          `there would be ${items.length}, and the platform takes one: take away the other first, apply, and then write this`,
        );
      if (items.length === 0 && !leaf.orNull)
        throw new UnsendableValue(
          'one-place',
          `the platform takes one, and ${shownName(leaf.list)} has none`,
        );
      return items.length === 0 ? null : sentBody(leaf.item, items[0]);
    }
    case 'value': {
      if (leaf.optional && isAbsent(leaf, names)) return undefined;
      let why: string | null = null;
      const reader = new ValueReader({
        add: (_, __, what) => {
          why ??= what;
        },
      });
      const text = reader.text(leaf.value, namedItem(names));
      if (text === null) throw new UnsendableValue('live-row', why ?? 'a value is not there');
      return typed(text, leaf.as);
    }
  }
}

function noList(list: FieldPath): UnsendableValue {
  return new UnsendableValue('live-row', `${shownName(list)} is no list`);
}

function isAbsent({ value }: Extract<SentLeaf, { is: 'value' }>, names: unknown): boolean {
  let at = value;
  while (at.is === 'map' || at.is === 'absent' || at.is === 'after') at = at.of;
  return at.is === 'path' && isMissing(fieldAt(names, at.path));
}

function typed(text: string, as: Extract<SentLeaf, { is: 'value' }>['as']): unknown {
  switch (as) {
    case 'text':
      return text;
    case 'none':
      return text === '' ? null : text;
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new UnsendableValue('live-row', `${text} is neither true nor false`);
    case 'number':
      if (/^-?\d{1,15}$/.test(text)) return Number(text);
      throw new UnsendableValue('live-row', `${text} is no number`);
  }
}

function shownName(path: FieldPath): string {
  return path.join('.').replace('@', '');
}
