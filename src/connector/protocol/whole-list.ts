import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { linksIn } from './link-header.ts';

/** Where a page is, in the words of the platform. Never null: a list whose first page is nowhere would be empty. */
export type PagePlace = string | number | object;

/** What one page of a list told. */
export interface Page<T, C extends PagePlace> {
  readonly items: readonly T[];
  /** Where the next page is, in the words of the platform: a number, an offset, a cursor, a URL. Null: this was the last. */
  readonly next: C | null;
  /** How many there are in all, where the platform tells it. */
  readonly total?: number | null;
}

export interface ListPlan<T, C extends PagePlace> {
  /** For messages: `teams of acme`. */
  readonly name: string;
  readonly origin: Origin;
  /** Where the first page is. */
  readonly first: C;
  readonly page: (at: C) => Promise<Outcome<Page<T, C>>>;
  /** What an item is told from others by. */
  readonly id: (item: T) => string;
  /** More items on one page than were asked for are another list than the one that was asked for. */
  readonly pageSize: number;
}

/** More pages than any organization fills: what goes on after that goes on for ever. */
const MOST_PAGES = 100_000;

/**
 * A list read page after page, whatever its style of paging, and held against what it says of itself. A page that comes
 * twice, an item that comes twice, a total that is not reached or changes: each is connector-incomplete-read, for what
 * is missing in a list is taken for gone. Fails as `page` does.
 */
export async function readWhole<T, C extends PagePlace>(
  plan: ListPlan<T, C>,
): Promise<Outcome<readonly T[]>> {
  const { name, first, page, id, pageSize } = plan;
  const items: T[] = [];
  const ids = new Set<string>();
  const visited = new Set<string>();
  let total: number | null = null;
  for (let at: C | null = first; at !== null; ) {
    const place = JSON.stringify(at);
    if (visited.has(place)) return gap(plan, `${name}: the next page is one that was read already`);
    if (visited.size >= MOST_PAGES) return gap(plan, `${name}: there is no end of pages`);
    visited.add(place);
    const got: Outcome<Page<T, C>> = await page(at);
    if (!got.ok) return got;
    if (got.value.items.length > pageSize) {
      return gap(plan, `${name}: ${got.value.items.length} items came where ${pageSize} were asked for`);
    }
    const told: number | null = got.value.total ?? null;
    if (told !== null && total !== null && told !== total) {
      return gap(plan, `${name}: one page reports ${total} items, another of ${told}`);
    }
    total = told ?? total;
    for (const item of got.value.items) {
      const known = id(item);
      if (known === '') return gap(plan, `${name}: an item has no id`);
      if (ids.has(known)) return gap(plan, `${name}: ${known} came twice`);
      ids.add(known);
      items.push(item);
    }
    at = got.value.next;
  }
  if (total !== null && total !== items.length) {
    return gap(plan, `${name}: ${items.length} items came of ${total}`);
  }
  return success(items);
}

function gap({ origin }: { readonly origin: Origin }, message: string): Outcome<never> {
  return failure(incomplete(message, origin));
}

function incomplete(message: string, origin: Origin): Diagnostic {
  return diagnostic('connector-incomplete-read', message, origin);
}

/** Where a `Link` header says the next page is; null where it names none. Fails with connector-protocol. */
export function nextByLink(
  headers: { get(name: string): string | null },
  origin: Origin,
): Outcome<string | null> {
  const links = linksIn(headers.get('link'));
  if (links !== null) return success(links.get('next') ?? null);
  return failure(diagnostic('connector-protocol', 'The Link header is not one of RFC 8288', origin));
}
