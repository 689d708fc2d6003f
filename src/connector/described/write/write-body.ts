import type { FieldPath, PathPart } from '../description/value-description.ts';
import type { SentBody } from '../description/write-description.ts';
import { type IdSlashes, pathSegment } from '../path-segment.ts';
import { fieldAt, isMissing, scalarText } from '../read/row-field.ts';
import { ValueReader } from '../read/row-value.ts';
import { takenText } from './taken-text.ts';
import type { NamedValues } from './write-facts.ts';
import { UnsendableValue } from './write-stops.ts';
import { namedItem } from './write-words.ts';

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
  switch (body.is) {
    case 'literal':
      return body.literal;
    case 'fields': {
      const fields = [...body.fields].flatMap(([name, field]) => {
        const sent = sentBody(field, names);
        return sent === undefined ? [] : [[name, sent] as const];
      });
      // An object of which everything is left out is left out itself.
      return fields.length === 0 && body.fields.size > 0 ? undefined : Object.fromEntries(fields);
    }
    case 'one': {
      const taken = takenText(body, names);
      if ('why' in taken) throw new UnsendableValue('live-row', taken.why);
      return taken.sent;
    }
    case 'items':
      return body.items.map((item) => sentBody(item, names));
    case 'only': {
      const items = fieldAt(names, body.list);
      const [item, ...more] = Array.isArray(items) ? items : [];
      if (item === undefined || more.length > 0)
        throw new UnsendableValue('live-row', `${shownName(body.list)} is not one alone`);
      return sentBody(body.item, item);
    }
    case 'each': {
      const items = fieldAt(names, body.list);
      if (!Array.isArray(items)) throw new UnsendableValue('live-row', `${shownName(body.list)} is no list`);
      return items.map((item: unknown) => sentBody(body.item, item));
    }
    case 'value': {
      if (body.optional && isAbsent(body, names)) return undefined;
      let why: string | null = null;
      const reader = new ValueReader({
        add: (_, __, what) => {
          why ??= what;
        },
      });
      const text = reader.text(body.value, namedItem(names));
      if (text === null) throw new UnsendableValue('live-row', why ?? 'a value is not there');
      return typed(text, body.as);
    }
  }
}

function isAbsent({ value }: Extract<SentBody, { is: 'value' }>, names: unknown): boolean {
  let at = value;
  while (at.is === 'map' || at.is === 'absent' || at.is === 'after') at = at.of;
  return at.is === 'path' && isMissing(fieldAt(names, at.path));
}

function typed(text: string, as: Extract<SentBody, { is: 'value' }>['as']): unknown {
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
