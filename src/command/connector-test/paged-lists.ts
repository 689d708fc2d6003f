import type { DescribedReader } from '../../connector/described/described-reader.ts';
import { known } from '../../source/known.ts';
import { compareText } from '../../source/text-order.ts';

/** Which lists have pages, and of which more than one was seen in a reading by ones. */
export interface PagedLists {
  readonly paged: readonly string[];
  /** Too short for a second page: nothing was seen of how pages follow each other. */
  readonly unseen: readonly string[];
}

export function pagedLists(reader: Pick<DescribedReader, 'seen'>): PagedLists {
  const { tables } = known(reader.seen(), 'what was read');
  const paged = [...tables.values()]
    .filter(({ list }) => list.paging.by !== 'none')
    .sort((a, b) => compareText(a.list.name, b.list.name));
  return {
    paged: paged.map(({ list }) => list.name),
    unseen: paged.filter(({ rows }) => longest(rows) < 2).map(({ list }) => list.name),
  };
}

/** Of a list that is read for each row of another, that of one row. */
function longest(rows: readonly { readonly around: { readonly item: unknown } | null }[]): number {
  const counts = new Map<unknown, number>();
  for (const { around } of rows) {
    const of = around === null ? null : around.item;
    counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
