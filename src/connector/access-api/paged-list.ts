import type { Exchange } from '../http/exchange.ts';
import type { HttpReader } from '../http/http-interface.ts';
import type { Places } from '../http/places.ts';
import { decodeJson, type JsonObject } from '../protocol/json-object.ts';

/** One whole list, and how sure one can be of it. */
export type PagedList<T> =
  | {
      readonly end: 'listed';
      readonly items: readonly T[];
      /** The organization's revision on each page: of one state only when they are all the same. */
      readonly revisions: ReadonlySet<number>;
      /** Why the list is not whole, null when it is. Says nothing while revisions differ. */
      readonly gap: string | null;
    }
  /** Not a page of a list at all. */
  | { readonly end: 'misshapen'; readonly path: string; readonly fault: string }
  | {
      readonly end: 'stopped';
      readonly path: string;
      readonly exchange: Exclude<Exchange, { end: 'answer' }>;
    };

interface ListPage<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
  readonly revision: number;
}

/** More pages than any organization fills: a total that says so is no total. */
const MOST_PAGES = 100_000;

type PageEnd<T> =
  | { readonly end: 'page'; readonly page: ListPage<T> }
  | Exclude<PagedList<T>, { end: 'listed' }>;

/** Hears of what a list holds, in its order and before all of it is read. Whether that was right is known at the end. */
export type ListListener<T> = (items: readonly T[]) => void;

/**
 * Reads the first page, then all others at once; the client underneath bounds how many are in flight. With `turns`, only so many
 * are handed to it.
 */
export async function readList<T extends { readonly id: string }>(
  http: Pick<HttpReader, 'get'>,
  path: string,
  pageSize: number,
  shape: (object: JsonObject) => T,
  listener: ListListener<T> = () => {},
  turns: Places | null = null,
): Promise<PagedList<T>> {
  const told = new PagesInOrder(listener);
  const readAtOnce = async (number: number): Promise<PageEnd<T>> => {
    const end = await readPage(http, path, number, pageSize, shape);
    if (end.end === 'page') told.add(number, end.page.items);
    return end;
  };
  const read = (number: number): Promise<PageEnd<T>> =>
    turns === null ? readAtOnce(number) : turns.run(() => readAtOnce(number));
  const first = await read(1);
  if (first.end !== 'page') return first;
  const count = Math.ceil(first.page.total / pageSize);
  if (count > MOST_PAGES) {
    const fault = `total is ${first.page.total}, more than Bylaw reads`;
    return { end: 'misshapen', path, fault };
  }
  const numbers = Array.from({ length: Math.max(0, count - 1) }, (_, index) => index + 2);
  const pages: [ListPage<T>, ...ListPage<T>[]] = [first.page];
  for (const end of await Promise.all(numbers.map(read))) {
    if (end.end !== 'page') return end;
    pages.push(end.page);
  }
  return {
    end: 'listed',
    items: pages.flatMap((listPage) => listPage.items),
    revisions: new Set(pages.map((listPage) => listPage.revision)),
    gap: gapIn(pages, pageSize),
  };
}

/** Pages come in any order, since several are asked for at once. */
class PagesInOrder<T> {
  readonly #listener: ListListener<T>;
  readonly #ahead = new Map<number, readonly T[]>();
  #next = 1;

  constructor(listener: ListListener<T>) {
    this.#listener = listener;
  }

  add(number: number, items: readonly T[]): void {
    this.#ahead.set(number, items);
    for (let due = this.#ahead.get(this.#next); due !== undefined; due = this.#ahead.get(this.#next)) {
      this.#ahead.delete(this.#next);
      this.#next += 1;
      this.#listener(due);
    }
  }
}

/** One page of a list, by itself. */
export async function readPage<T>(
  http: Pick<HttpReader, 'get'>,
  path: string,
  number: number,
  pageSize: number,
  shape: (object: JsonObject) => T,
): Promise<PageEnd<T>> {
  const pagePath = `${path}${path.includes('?') ? '&' : '?'}page=${number}&pageSize=${pageSize}`;
  const exchange = await http.get(pagePath);
  if (exchange.end !== 'answer') return { end: 'stopped', path: pagePath, exchange };
  const decoded = decodeJson(exchange.body, (o) => ({
    items: o.list('items').map(shape),
    page: o.whole('page'),
    pageSize: o.whole('pageSize'),
    total: o.whole('total'),
    revision: o.whole('revision'),
  }));
  if (!decoded.ok) return { end: 'misshapen', path: pagePath, fault: decoded.fault };
  return { end: 'page', page: decoded.value };
}

/** Every page is checked against what it must hold, because a short page looks like objects that are gone. */
function gapIn<T extends { readonly id: string }>(
  pages: readonly [ListPage<T>, ...ListPage<T>[]],
  pageSize: number,
): string | null {
  const [{ total }] = pages;
  const ids = new Set<string>();
  for (const [index, page] of pages.entries()) {
    const number = index + 1;
    if (page.page !== number) return `page ${number} was asked for and page ${page.page} came`;
    if (page.pageSize !== pageSize)
      return `pages of ${pageSize} were asked for and pages of ${page.pageSize} came`;
    if (page.total !== total)
      return `page ${number} tells a total of ${page.total}, the first one of ${total}`;
    const due = Math.min(pageSize, total - index * pageSize);
    if (page.items.length !== due)
      return `page ${number} holds ${page.items.length} items where ${due} are due of ${total}`;
    for (const { id } of page.items) {
      if (ids.has(id)) return `page ${number} repeats ${id}`;
      ids.add(id);
    }
  }
  return null;
}
