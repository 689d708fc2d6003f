import type { FieldPath } from '../described/description/value-description.ts';
import type { DraftedPaging, DraftedTotal } from './drafted-list.ts';
import type { JsonMap, OpenApiDocument } from './local-references.ts';

/** One query parameter as the document tells it. */
export interface QueryParameter {
  readonly name: string;
  readonly schema: JsonMap | null;
}

/** Names of parameters as they are called, without signs and in small letters. */
const SIZES = [
  'perpage',
  'pagesize',
  'limit',
  'size',
  'count',
  'maxresults',
  'max',
  'top',
  'first',
  'itemsperpage',
  'rows',
  'take',
  'pagelimit',
];
const PAGES = ['page', 'pagenumber', 'pageindex', 'pageno', 'currentpage', 'p'];
const OFFSETS = ['offset', 'skip', 'startindex', 'startat', 'start', 'pageoffset'];
const CURSORS = [
  'cursor',
  'after',
  'startingafter',
  'pagetoken',
  'nexttoken',
  'continuationtoken',
  'continuation',
  'continue',
  'marker',
  'bookmark',
  'pagecursor',
  'nextpagetoken',
];
const NEXTS = [
  'nextcursor',
  'nextpagetoken',
  'nexttoken',
  'endcursor',
  'continuationtoken',
  'cursor',
  'next',
  'marker',
  'nextpage',
  'nextlink',
  'after',
  'bookmark',
];
const TOTALS = [
  'total',
  'totalcount',
  'totalitems',
  'totalresults',
  'totalelements',
  'totalrecords',
  'filtercount',
  'count',
  'recordcount',
  'totalsize',
];
const TOTAL_HEADERS = [
  'x-total-count',
  'x-total',
  'x-wp-total',
  'total-count',
  'x-pagination-total-count',
  'x-total-items',
];

/** Of fields of an answer: an envelope has a few. */
const LOOKED_AT = 50;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

export function draftPaging(
  document: OpenApiDocument,
  parameters: readonly QueryParameter[],
  answer: JsonMap,
  headers: readonly string[],
): DraftedPaging {
  const named = (names: readonly string[]): QueryParameter | null =>
    parameters.find(({ name }) => names.includes(plain(name))) ?? null;
  const size = named(SIZES);
  const most = wholeOf(size?.schema?.maximum);
  const usual = wholeOf(size?.schema?.default);
  const sized = { size: size === null ? null : size.name, most, usual };
  const next = pathNamed(document, answer, NEXTS);
  const cursor = named(CURSORS);
  if (cursor !== null) return { by: 'cursor', at: cursor.name, ...sized, first: null, next };
  const hasLink = headers.some((name) => name.toLowerCase() === 'link');
  if (hasLink) return { by: 'link', at: null, ...sized, first: null, next: null };
  const page = named(PAGES);
  if (page !== null) {
    const first = (page.schema?.minimum ?? page.schema?.default) === 0 ? 0 : null;
    return { by: 'page', at: page.name, ...sized, first, next: null };
  }
  const offset = named(OFFSETS);
  if (offset !== null) return { by: 'offset', at: offset.name, ...sized, first: null, next: null };
  // `first` beside `max` is an offset.
  const max = parameters.find(({ name }) => plain(name) === 'max');
  const first = parameters.find(({ name }) => plain(name) === 'first');
  if (max !== undefined && first !== undefined) {
    return {
      by: 'offset',
      at: first.name,
      size: max.name,
      most: wholeOf(max.schema?.maximum),
      usual: wholeOf(max.schema?.default),
      first: null,
      next: null,
    };
  }
  return { by: 'none' };
}

export function draftTotal(
  document: OpenApiDocument,
  answer: JsonMap,
  headers: readonly string[],
): DraftedTotal | null {
  const path = pathNamed(document, answer, TOTALS);
  if (path !== null) return { by: 'path', path };
  const header = headers.find((name) => TOTAL_HEADERS.includes(name.toLowerCase()));
  return header === undefined ? null : { by: 'header', name: header };
}

/** A field of the answer, or of a map in it, by the likeliest of its names; no list and no map itself. */
function pathNamed(document: OpenApiDocument, answer: JsonMap, names: readonly string[]): FieldPath | null {
  const found = new Map<string, FieldPath>();
  const enter = (properties: JsonMap, within: FieldPath): void => {
    for (const [name, property] of Object.entries(properties).slice(0, LOOKED_AT)) {
      const type = document.typeOf(property);
      if (type === 'object' && within.length < 2) enter(document.properties(property), [...within, name]);
      else if (type !== 'array' && !found.has(plain(name))) found.set(plain(name), [...within, name]);
    }
  };
  enter(answer, []);
  for (const name of names) {
    const path = found.get(name);
    if (path !== undefined) return path;
  }
  return null;
}

function wholeOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}
