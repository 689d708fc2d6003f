import { bodyLeaves } from '../description/body-leaves.ts';
import type { DescribedValue } from '../description/value-description.ts';
import type { SentBody, SentLeaf, SentRequest } from '../description/write-description.ts';
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
  for (const leaf of bodyLeaves(body)) {
    const found = inLeaf(leaf, values);
    if (found !== null) return found;
  }
  return null;
}

function inLeaf(leaf: SentLeaf, values: unknown): string | null {
  switch (leaf.is) {
    case 'value':
      return inValue(leaf.value, values);
    case 'one': {
      const taken = takenText(leaf, values);
      return 'why' in taken ? taken.why : null;
    }
    case 'has':
      return null;
    case 'only': {
      const items = fieldAt(values, leaf.list);
      const [item, ...more] = Array.isArray(items) ? items : [];
      if (item !== undefined && more.length === 0) return inBody(leaf.item, item);
      if (item === undefined && leaf.orNull) return null;
      const count = Array.isArray(items) ? items.length : 0;
      return `one of ${leaf.list.join('.')} is sent, and there would be ${count}`;
    }
    case 'each': {
      const items = eachItems(leaf, fieldAt(values, leaf.list));
      for (const item of items === null ? [] : items) {
        const found = inBody(leaf.item, item);
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
