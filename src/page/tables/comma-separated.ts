import { escapeText } from '../../source/quote.ts';
import type { PageCell, PageTable } from './page-table.ts';

/** What a spreadsheet would run, and the full-width twins that some take for the same. */
const FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * A table, quoted by RFC 4180, with the organization in the first column. A text that a spreadsheet would take for a
 * formula gets an apostrophe, and invisible characters are spelled out, so that the file is harmless on a terminal, too.
 */
export function commaSeparated(
  tables: readonly { readonly organization: string; readonly table: PageTable }[],
): string {
  const [first] = tables;
  if (first === undefined) return '';
  const head = ['organization', ...first.table.columns.map(({ key }) => key)];
  const rows = tables.flatMap(({ organization, table }) => table.rows.map((row) => [organization, ...row]));
  return csvLines([head, ...rows]);
}

export function csvLines(rows: readonly (readonly PageCell[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\n`).join('');
}

function field(cell: PageCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const shown = escapeText(cell);
  const text = FORMULA.test(shown.trimStart()) ? `'${shown}` : shown;
  return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
