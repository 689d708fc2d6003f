import type { DescribedValue } from '../description/value-description.ts';
import type { SentBody, SentRequest } from '../description/write-description.ts';
import { fieldAt, isMissing } from '../read/row-field.ts';
import { ValueReader } from '../read/row-value.ts';
import { eachItems } from './list-items.ts';
import { takenText, untaken } from './taken-text.ts';
import type { NamedValues } from './written-values.ts';

/** What of a body cannot be said of what is written, whatever is live: a word that no map has. Null where all can. */
export function unsayable({ body }: Pick<SentRequest, 'body'>, values: NamedValues): string | null {
  return body === null ? null : (inBody(body, values) ?? untaken(body, values));
}

function inBody(body: SentBody, values: unknown): string | null {
  switch (body.is) {
    case 'literal':
      return null;
    case 'value':
      return inValue(body.value, values);
    case 'one': {
      const taken = takenText(body, values);
      return 'why' in taken ? taken.why : null;
    }
    case 'fields':
    case 'items':
      for (const field of body.is === 'fields' ? body.fields.values() : body.items) {
        const found = inBody(field, values);
        if (found !== null) return found;
      }
      return null;
    case 'has':
      return null;
    case 'only': {
      const items = fieldAt(values, body.list);
      const [item, ...more] = Array.isArray(items) ? items : [];
      if (item !== undefined && more.length === 0) return inBody(body.item, item);
      if (item === undefined && body.orNull) return null;
      const count = Array.isArray(items) ? items.length : 0;
      return `one of ${body.list.join('.')} is sent, and there would be ${count}`;
    }
    case 'each': {
      const items = eachItems(body, fieldAt(values, body.list));
      for (const item of items === null ? [] : items) {
        const found = inBody(body.item, item);
        if (found !== null) return found;
      }
      return null;
    }
  }
}

function inValue(value: DescribedValue, values: unknown): string | null {
  // What stands in live rows is not known yet.
  if (!isWritten(value, values)) return null;
  let found: string | null = null;
  const reader = new ValueReader({
    add: (_, __, what) => {
      found ??= what;
    },
  });
  reader.text(value, namedItem(values));
  return found;
}

/** Names as values look at them: like a row. */
export function namedItem(values: unknown) {
  return {
    from: 'write',
    row: { id: 'the write', item: values, around: null },
    item: values,
    isInside: false,
  };
}

function isWritten(value: DescribedValue, values: unknown): boolean {
  switch (value.is) {
    case 'path':
      return !isMissing(fieldAt(values, value.path)) || value.path.length === 0;
    case 'const':
      return true;
    case 'absent':
    case 'map':
    case 'after':
      return isWritten(value.of, values);
    case 'join':
      return value.parts.every((part) => isWritten(part, values));
    case 'ref':
    case 'tree':
      return false;
  }
}
