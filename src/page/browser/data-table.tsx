import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageCell, PageColumn, PageTable } from '../tables/page-table.ts';
import { Cell } from './words.tsx';

const ROW = 34;
/** Rows drawn above and below those that are seen. */
const AROUND = 12;
/** So many are drawn whole, as they are on paper. */
const WHOLE = 60;
const PRINTED = 2000;

export interface Sorting {
  readonly column: string;
  readonly down: boolean;
}

interface DataTableProps {
  readonly organization: string;
  readonly table: PageTable;
  readonly label: string;
  readonly sorting?: Sorting | null;
  readonly onSort?: (column: string) => void;
}

/** A table of any length: only the rows that are seen are in the page, and all of a short one. */
export function DataTable({
  organization,
  table,
  label,
  sorting = null,
  onSort,
}: DataTableProps): JSX.Element {
  const { columns } = table;
  const rows = useMemo(() => sorted(table, sorting), [table, sorting?.column, sorting?.down]);
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ from: 0, count: 30 });
  const isPrinting = usePrinting();
  const isWindowed = rows.length > WHOLE && !isPrinting;
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
    setSeen((before) => ({ ...before, from: 0 }));
  }, [rows]);
  const look = (): void => {
    const at = box.current;
    if (at === null) return;
    setSeen({ from: Math.floor(at.scrollTop / ROW), count: Math.ceil(at.clientHeight / ROW) });
  };
  const from = isWindowed ? Math.max(0, seen.from - AROUND) : 0;
  const to = isWindowed
    ? Math.min(rows.length, seen.from + seen.count + AROUND)
    : Math.min(rows.length, PRINTED);
  const kindAt = columns.findIndex(({ key }) => key === 'kind');
  return (
    <section
      class={isWindowed ? 'table windowed' : 'table'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
      tabIndex={0}
      aria-label={label}
      ref={box}
      onScroll={isWindowed ? look : undefined}
      onKeyDown={(event) => moveInRows(event)}
    >
      <table aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Head key={column.key} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {from > 0 && <Space rows={from} columns={columns.length} />}
          {rows.slice(from, to).map((row, at) => (
            <tr key={from + at} aria-rowindex={from + at + 2}>
              {columns.map(({ key, kind }, index) => {
                const cell = row[index] ?? null;
                const inside = (
                  <Cell
                    organization={organization}
                    kind={kind}
                    cell={cell}
                    isGroup={row[kindAt] === 'group'}
                  />
                );
                if (index === 0)
                  return (
                    <th scope="row" key={key} class={kind}>
                      {inside}
                    </th>
                  );
                return (
                  <td key={key} class={kind}>
                    {inside}
                  </td>
                );
              })}
            </tr>
          ))}
          {to < rows.length && isWindowed && <Space rows={rows.length - to} columns={columns.length} />}
        </tbody>
      </table>
      {rows.length > to && isPrinting && <p>The first {PRINTED} rows. CSV has all.</p>}
      {rows.length === 0 && <p class="none">Nothing here.</p>}
    </section>
  );
}

function Space({ rows, columns }: { readonly rows: number; readonly columns: number }): JSX.Element {
  return (
    <tr class="space" style={{ height: `${rows * ROW}px` }}>
      <td colSpan={columns} />
    </tr>
  );
}

interface HeadProps {
  readonly column: PageColumn;
  readonly sorting: Sorting | null;
  readonly onSort: ((column: string) => void) | undefined;
}

function Head({ column, sorting, onSort }: HeadProps): JSX.Element {
  const isSorted = sorting?.column === column.key;
  const order = !isSorted ? undefined : sorting.down ? 'descending' : 'ascending';
  return (
    <th scope="col" class={column.kind} aria-sort={order}>
      {onSort === undefined ? (
        column.title
      ) : (
        <button type="button" onClick={() => onSort(column.key)}>
          {column.title}
          <span aria-hidden="true" class="arrow">
            {isSorted ? (sorting.down ? '↓' : '↑') : ''}
          </span>
        </button>
      )}
    </th>
  );
}

/** Numbers by size, texts by their code units; what is missing last. */
function sorted(table: PageTable, sorting: Sorting | null): readonly (readonly PageCell[])[] {
  const at = table.columns.findIndex(({ key }) => key === sorting?.column);
  if (sorting === null || at < 0) return table.rows;
  const turn = sorting.down ? -1 : 1;
  return table.rows.toSorted((a, b) => {
    const [one, other] = [a[at] ?? null, b[at] ?? null];
    if (one === other) return 0;
    if (one === null || other === null) return one === null ? 1 : -1;
    return (one < other ? -1 : 1) * turn;
  });
}

/** Up and down go from row to row along the links in them; what comes into focus is scrolled to, and so drawn. */
function moveInRows(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = event.target instanceof Element ? event.target.closest('tbody tr') : null;
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  const from =
    row ??
    (event.currentTarget instanceof Element ? event.currentTarget : document).querySelector('tbody tr');
  const link = (row === null ? from : next)?.querySelector('a');
  if (!(link instanceof HTMLElement)) return;
  event.preventDefault();
  link.focus();
}

function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const before = (): void => setPrinting(true);
    const after = (): void => setPrinting(false);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  return isPrinting;
}
