/** The body of a request as a file describes it: objects and lists as they are sent, and what is filled in at their leaves. */
export type RequestBody<Leaf extends FilledIn> = Leaf | BodyPart<Leaf>;

/** What is filled in says by `is` what it is. */
interface FilledIn {
  readonly is: string;
}

type BodyPart<Leaf extends FilledIn> =
  | { readonly is: 'literal'; readonly literal: string | number | boolean | null }
  | { readonly is: 'fields'; readonly fields: ReadonlyMap<string, RequestBody<Leaf>> }
  /** A list as the file has it, of so many items; none is an empty list. */
  | { readonly is: 'items'; readonly items: readonly RequestBody<Leaf>[] };

/** What is sent. Undefined: left out, as is an object of which everything is left out. */
export function filledBody<Leaf extends FilledIn>(
  body: RequestBody<Leaf>,
  filled: (leaf: Leaf) => unknown,
): unknown {
  if (!isPart(body)) return filled(body);
  switch (body.is) {
    case 'literal':
      return body.literal;
    case 'fields': {
      const fields = [...body.fields].flatMap(([name, field]) => {
        const sent = filledBody(field, filled);
        return sent === undefined ? [] : [[name, sent] as const];
      });
      return fields.length === 0 && body.fields.size > 0 ? undefined : Object.fromEntries(fields);
    }
    case 'items':
      return body.items.map((item) => filledBody(item, filled));
  }
}

/** All that is filled in, in the order of the file. */
export function bodyLeaves<Leaf extends FilledIn>(body: RequestBody<Leaf>): readonly Leaf[] {
  if (!isPart(body)) return [body];
  switch (body.is) {
    case 'literal':
      return [];
    case 'fields':
      return [...body.fields.values()].flatMap((field) => bodyLeaves(field));
    case 'items':
      return body.items.flatMap((item) => bodyLeaves(item));
  }
}

function isPart<Leaf extends FilledIn>(body: RequestBody<Leaf>): body is BodyPart<Leaf> {
  return body.is === 'literal' || body.is === 'fields' || body.is === 'items';
}
