import { GithubGraphqlError } from './graphql-failure.ts';

export interface GithubPageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** Counts objects in connections within connections, and stops where GitHub does. */
export class NestedObjects {
  readonly #limit: number;
  #seen = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** "… partial results along with an error": what has been read is in the answer, and this connection is not. */
  add(count: number): void {
    this.#seen += count;
    if (this.#seen > this.#limit) {
      throw new GithubGraphqlError('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded.');
    }
  }
}

export interface GithubConnectionParts<Item> {
  /** Stands for an item while others come and go. */
  readonly keyOf: (item: Item) => number;
  readonly node: (item: Item) => unknown;
  readonly edge?: (item: Item) => object;
  /** For connections within connections. */
  readonly nested?: NestedObjects;
}

/** One page of a connection. */
export function connection<Item>(
  items: readonly Item[],
  { first, last, after, before }: GithubPageArguments,
  { keyOf, node, edge, nested }: GithubConnectionParts<Item>,
) {
  const from = after ? place(items, keyOf, after).behind : 0;
  const to = before ? place(items, keyOf, before).before : items.length;
  let start = from;
  let end = Math.max(from, to);
  if (typeof first === 'number') end = Math.min(end, start + first);
  else if (typeof last === 'number') start = Math.max(start, end - last);
  const shown = items.slice(start, end);
  nested?.add(shown.length);
  const cursors = shown.map((_item, index) =>
    cursor(items.slice(Math.max(0, start + index - REMEMBERED), start + index + 1).map(keyOf)),
  );
  return {
    totalCount: items.length,
    nodes: () => shown.map(node),
    edges: () => shown.map((item, index) => ({ cursor: cursors[index], node: node(item), ...edge?.(item) })),
    pageInfo: {
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
    },
  };
}

/** A cursor knows its item, and some before it for the case that the item goes. */
const REMEMBERED = 8;

function cursor(keys: readonly number[]): string {
  return Buffer.from(`cursor:v2:${[...keys].reverse().join(',')}`).toString('base64');
}

/** Where the item of a cursor is now, or the gap that it has left. */
function place<Item>(items: readonly Item[], keyOf: (item: Item) => number, text: string) {
  const found = /^cursor:v2:([\d,]+)$/.exec(Buffer.from(text, 'base64').toString())?.[1];
  if (found === undefined) {
    throw new GithubGraphqlError(
      'INVALID_CURSOR_ARGUMENTS',
      `\`${text}\` does not appear to be a valid cursor.`,
    );
  }
  for (const [back, key] of found.split(',').map(Number).entries()) {
    const index = items.findIndex((item) => keyOf(item) === key);
    if (index >= 0) return { behind: index + 1, before: back === 0 ? index : index + 1 };
  }
  return { behind: 0, before: 0 };
}
