import type { RequestBody } from '../description/body-leaves.ts';
import { isFields } from './row-field.ts';

/** What a list that is read by POST sends: constants, and texts that are a field of the row around. */
export type PostedBody = RequestBody<PostedField>;

interface PostedField {
  readonly is: 'field';
  readonly path: readonly string[];
}

/**
 * The body of a list with the id of one row, as a list of one, at a place where nothing stands. Null where something does,
 * or where what is around that place is no object.
 */
export function narrowedBody(
  body: PostedBody,
  [key, ...rest]: readonly string[],
  id: readonly string[],
): PostedBody | null {
  if (body.is !== 'fields' || key === undefined) return null;
  const found = body.fields.get(key);
  if (rest.length === 0) {
    if (found !== undefined) return null;
    return {
      is: 'fields',
      fields: new Map([...body.fields, [key, { is: 'items', items: [{ is: 'field', path: id }] }]]),
    };
  }
  const inside = found === undefined ? null : narrowedBody(found, rest, id);
  return inside === null ? null : { is: 'fields', fields: new Map([...body.fields, [key, inside]]) };
}

/** Whether what is sent is what a list sends: any other POST may write. */
export function isFilledBody(body: PostedBody, sent: unknown): boolean {
  switch (body.is) {
    case 'literal':
      return sent === body.literal;
    case 'field':
      return typeof sent === 'string';
    case 'items':
      return (
        Array.isArray(sent) &&
        sent.length === body.items.length &&
        body.items.every((one, index) => isFilledBody(one, sent[index]))
      );
    case 'fields':
      return (
        isFields(sent) &&
        Object.keys(sent).length === body.fields.size &&
        [...body.fields].every(([key, one]) => Object.hasOwn(sent, key) && isFilledBody(one, sent[key]))
      );
  }
}
