import { isFields } from './row-field.ts';

/** What a list that is read by POST sends: constants, and texts that are a field of the row around. */
export type PostedBody =
  | { readonly is: 'const'; readonly value: string | number | boolean | null }
  | { readonly is: 'field'; readonly path: readonly string[] }
  | { readonly is: 'items'; readonly items: readonly PostedBody[] }
  | { readonly is: 'fields'; readonly fields: ReadonlyMap<string, PostedBody> };

/** What is sent for a row, each of whose fields is a text. */
export function filledBody(body: PostedBody, textAt: (path: readonly string[]) => string | null): unknown {
  switch (body.is) {
    case 'const':
      return body.value;
    case 'field':
      return textAt(body.path);
    case 'items':
      return body.items.map((one) => filledBody(one, textAt));
    case 'fields':
      return Object.fromEntries([...body.fields].map(([key, one]) => [key, filledBody(one, textAt)]));
  }
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
    case 'const':
      return sent === body.value;
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

/** The fields of the row around that are sent. */
export function bodyFields(body: PostedBody): readonly (readonly string[])[] {
  switch (body.is) {
    case 'const':
      return [];
    case 'field':
      return [body.path];
    case 'items':
      return body.items.flatMap(bodyFields);
    case 'fields':
      return [...body.fields.values()].flatMap(bodyFields);
  }
}
