import { diagnostic } from '../../../source/diagnostic.ts';
import type { Origin } from '../../../source/origin.ts';
import { failure, type Outcome, success } from '../../../source/outcome.ts';
import { parseUrl } from '../../../source/parse-url.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { HttpReader } from '../../http/http-interface.ts';
import { nextByLink, type Page, readWhole } from '../../protocol/whole-list.ts';
import type { ApiDescription, ListDescription, Paging } from '../description/api-description.ts';
import { bodyLeaves, filledBody } from '../description/body-leaves.ts';
import type { FieldPath, PathPart } from '../description/value-description.ts';
import { type IdSlashes, pathSegment } from '../path-segment.ts';
import { asReadStop, type ReadRule, readStop } from './read-stops.ts';
import { fieldAt, isMissing, rowIdOf, scalarText, shownPath } from './row-field.ts';

/** One row of a list, and the row that it was read for. */
export interface ListRow {
  readonly id: string;
  readonly item: unknown;
  readonly around: { readonly list: string; readonly item: unknown } | null;
}

export interface ListTable {
  readonly list: ListDescription;
  readonly rows: readonly ListRow[];
  readonly byId: ReadonlyMap<string, ListRow>;
}

export interface TableReading {
  readonly http: Pick<HttpReader, 'get' | 'query'>;
  readonly api: ApiDescription;
  /** The URL that every path is appended to. */
  readonly base: string;
  /** So many items a page at most, whatever the file asks for; null: as the file says. */
  readonly pageSize: number | null;
  /** Told of the change counter of each page; null where a page has none. */
  readonly onRevision: (revision: string | null) => void;
  /** Told where the platform says of a list that there is no such thing. */
  readonly onMissing?: () => void;
}

/** Where the next page is: a number, an offset or a cursor to send, or a URL. */
type PageAt = NextPlace | 'first';
/** `before`: items on the pages before it; of a cursor 0, so that one that comes again is the same place. */
type NextPlace = { readonly send: string; readonly before: number } | { readonly url: string };

/**
 * All rows of a list, proved whole. Fails with connector-incomplete-read, connector-protocol and the codes of the HTTP
 * client; each diagnostic names the list and the rule.
 */
export async function readTable(
  reading: TableReading,
  list: ListDescription,
  around: ListTable | null,
): Promise<Outcome<ListTable>> {
  const parts = await Promise.all(
    around === null
      ? [readRows(reading, list, null)]
      : around.rows.map((row) => readRows(reading, list, { list: around.list.name, row })),
  );
  const rows: ListRow[] = [];
  for (const part of parts) {
    if (!part.ok) return part;
    rows.push(...part.value);
  }
  return success({ list, rows, byId: new Map(rows.map((row) => [row.id, row])) });
}

interface RowAround {
  readonly list: string;
  readonly row: ListRow;
}

async function readRows(
  reading: TableReading,
  list: ListDescription,
  around: RowAround | null,
): Promise<Outcome<readonly ListRow[]>> {
  const path = sentPath(list.get, around, reading.api.slashes);
  const origin: Origin = { from: 'live', url: `${reading.base}${path ?? ''}` };
  if (path === null) {
    const what = `an id of ${around === null ? 'a row' : around.list} cannot be part of a path`;
    return failure(readStop(list.name, 'path', what, origin));
  }
  const most = pageSizeOf(list.paging, reading.pageSize);
  const of = around === null ? '' : `${around.row.id}/`;
  const whole = await readWhole<ListRow, PageAt>({
    name: `List ${list.name}`,
    origin,
    first: 'first',
    page: (at) => readPage(reading, list, around, { path, at, most }),
    id: ({ id }) => id.slice(of.length),
    pageSize: most ?? Number.POSITIVE_INFINITY,
  });
  if (whole.ok) return whole;
  return failure(
    whole.diagnostics.map((found) =>
      found.code === 'connector-incomplete-read' && !found.message.endsWith(')')
        ? { ...found, message: `${found.message} (rule whole)` }
        : found,
    ),
  );
}

/** Null where a field of the row around cannot be sent. */
function sentPath(parts: readonly PathPart[], around: RowAround | null, slashes: IdSlashes): string | null {
  let path = '';
  for (const part of parts) {
    if (part.is === 'text') {
      path += part.text;
      continue;
    }
    const text = scalarText(fieldAt(around?.row.item, part.path));
    const segment = text === null ? null : pathSegment(text, slashes);
    if (segment === null) return null;
    path += segment;
  }
  return path;
}

/** Null where nothing is posted; undefined where a field of the row around cannot be sent. */
function postedFor(
  { body }: ListDescription,
  around: RowAround | null,
): { readonly body: unknown } | null | undefined {
  if (body === null) return null;
  const textAt = (path: FieldPath): string | null => scalarText(fieldAt(around?.row.item, path));
  const isWhole = bodyLeaves(body).every(({ path }) => ![null, ''].includes(textAt(path)));
  return isWhole ? { body: filledBody(body, ({ path }) => textAt(path)) } : undefined;
}

function pageSizeOf(paging: Paging, most: number | null): number | null {
  if (paging.by === 'none') return null;
  // Where no size is sent, the platform decides, and the file says what it decides.
  return most === null || paging.size === null ? paging.most : Math.min(most, paging.most);
}

interface PageRequest {
  readonly path: string;
  readonly at: PageAt;
  readonly most: number | null;
}

async function readPage(
  reading: TableReading,
  list: ListDescription,
  around: RowAround | null,
  { path, at, most }: PageRequest,
): Promise<Outcome<Page<ListRow, NextPlace>>> {
  const asked = typeof at === 'object' && 'url' in at ? at.url : `${path}${queryText(list, at, most)}`;
  const origin: Origin = { from: 'live', url: asked.startsWith('/') ? `${reading.base}${asked}` : asked };
  const stop = (rule: ReadRule, what: string) => failure(readStop(list.name, rule, what, origin));
  const posted = postedFor(list, around);
  if (posted === undefined) return stop('path', `an id of a row of ${list.around} cannot be sent`);
  const exchange = await (posted === null ? reading.http.get(asked) : reading.http.query(asked, posted.body));
  if (exchange.end === 'failure') return failure(asReadStop(list.name, 'answer', exchange.diagnostic));
  if (exchange.end === 'refusal') {
    const { status, detail } = exchange.problem;
    if (exchange.kind === 'missing' || exchange.kind === 'gone') reading.onMissing?.();
    return stop('answer', `the platform answers ${status}: ${detail}`);
  }
  const { body } = exchange;
  const { inBody } = reading.api.errors;
  if (inBody !== null && !isMissing(fieldAt(body, inBody))) {
    return stop('answer', `there is an error inside of the answer, at ${shownPath(inBody)}`);
  }
  const items: unknown = fieldAt(body, list.items);
  if (!Array.isArray(items))
    return stop('items', `there is no list at ${shownPath(list.items)} of the answer`);
  const cut = list.cut === null ? undefined : fieldAt(body, list.cut);
  if (!isMissing(cut) && cut !== false) return stop('whole', 'the platform says that it cut the list off');
  const total = totalOf(list, exchange);
  if (total === 'unreadable') return stop('whole', 'a page does not tell the total');
  reading.onRevision(revisionOf(reading.api, exchange));
  const rows: ListRow[] = [];
  for (const item of items) {
    const id = idOf(list, item);
    if (id === null) return stop('whole', `an item has no id at ${list.id.map(shownPath).join(', ')}`);
    rows.push({
      id: around === null ? id : `${around.row.id}/${id}`,
      item,
      around: around === null ? null : { list: around.list, item: around.row.item },
    });
  }
  const next = nextOf(
    list,
    exchange,
    { at, came: rows.length, asked: most ?? Number.POSITIVE_INFINITY, total },
    origin,
  );
  if (!next.ok) return failure(next.diagnostics.map((found) => asReadStop(list.name, 'whole', found)));
  return success({ items: rows, next: next.value, total });
}

type ListReply = Extract<Exchange, { end: 'answer' }>;

function queryText({ query, paging }: ListDescription, at: PageAt, most: number | null): string {
  const sent = new URLSearchParams([...query]);
  if (paging.by !== 'none' && paging.size !== null && most !== null) sent.set(paging.size, String(most));
  if (typeof at === 'object' && 'send' in at && 'at' in paging) sent.set(paging.at, at.send);
  else if (paging.by === 'page' || paging.by === 'offset') sent.set(paging.at, String(paging.first));
  const text = sent.toString();
  return text === '' ? '' : `?${text}`;
}

function totalOf({ whole }: ListDescription, { body, headers }: ListReply): number | null | 'unreadable' {
  switch (whole.by) {
    case 'total':
      return wholeNumber(fieldAt(body, whole.path));
    case 'total-header':
      return wholeNumber(headers.get(whole.name));
    case 'unpaged':
    case 'ended':
      return null;
  }
}

function wholeNumber(told: unknown): number | 'unreadable' {
  const number = typeof told === 'string' && /^\d{1,15}$/.test(told) ? Number(told) : told;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : 'unreadable';
}

function revisionOf({ consistent }: ApiDescription, { body, headers }: ListReply): string | null {
  switch (consistent.by) {
    case 'twice':
      return null;
    case 'revision':
      return scalarText(fieldAt(body, consistent.path));
    case 'header':
      return headers.get(consistent.name);
  }
}

/** Null where one of the fields is missing or empty. */
export function idOf({ id }: ListDescription, item: unknown): string | null {
  const parts = id.map((path) => scalarText(fieldAt(item, path)));
  const named = parts.filter((part) => part !== null);
  return named.length === parts.length && !named.includes('') ? rowIdOf(named) : null;
}

/**
 * Where the next page is; null after the last. A full page is followed by another whatever the total says: that one is
 * empty, or the total was a lie. So is an empty page before the total, which is then held against what came.
 */
function nextOf(
  { paging }: ListDescription,
  { body, headers }: ListReply,
  page: {
    readonly at: PageAt;
    readonly came: number;
    readonly asked: number;
    readonly total: number | null;
  },
  origin: Origin,
): Outcome<NextPlace | null> {
  const { at, came, asked, total } = page;
  const before = typeof at === 'object' && 'send' in at ? at.before : 0;
  const seen = before + came;
  switch (paging.by) {
    case 'none':
      return success(null);
    case 'page':
    case 'offset': {
      if (came === 0 || (came < asked && total !== null && seen >= total)) return success(null);
      if (paging.by === 'offset') return success({ send: String(paging.first + seen), before: seen });
      const number = typeof at === 'object' && 'send' in at ? Number(at.send) : paging.first;
      return success({ send: String(number + 1), before: seen });
    }
    case 'cursor': {
      const next = toldNext(fieldAt(body, paging.next), paging.ends, origin);
      if (!next.ok || next.value === null) return next.ok ? success(null) : next;
      return success({ send: next.value, before: 0 });
    }
    case 'link': {
      const next =
        paging.next === null
          ? nextByLink(headers, origin)
          : toldNext(fieldAt(body, paging.next), paging.ends, origin);
      if (!next.ok || next.value === null) return next.ok ? success(null) : next;
      // Whether it is on the host that the token is meant for, the client decides before it sends anything.
      const url = parseUrl(next.value, origin.from === 'live' ? origin.url : undefined);
      return success({ url: url === null ? next.value : url.href });
    }
  }
}

function toldNext(told: unknown, ends: 'null' | 'absent', origin: Origin): Outcome<string | null> {
  if (told === null || told === '') return success(null);
  if (told === undefined && ends === 'absent') return success(null);
  const text = scalarText(told);
  if (text !== null) return success(text);
  const what =
    told === undefined ? 'a page does not say where the next one is' : 'where the next page is, is no text';
  return failure(diagnostic('connector-incomplete-read', what, origin));
}
