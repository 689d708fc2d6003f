import type { Change } from '../../plan/change.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { formatOrigin } from '../../source/origin.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/escape-markdown.ts';
import { markdownTable, type RankedRow } from '../markdown/markdown-table.ts';
import {
  type ChangeDetail,
  changeDetails,
  changeReason,
  changeSubject,
  SIGNS,
  sharedChangeReason,
} from './change-words.ts';

/** A change with more entries takes several rows. */
const ENTRIES_IN_A_ROW = 20;

export interface ChangeRanks {
  readonly removals: number;
  readonly rest: number;
}

/** Every change with every entry: what takes something away first, then the rest, each in the order given. */
export function changesTable(
  changes: readonly Change[],
  ranks: ChangeRanks,
  spelling: Spelling,
  notes: ReadonlyMap<Change, string> = new Map(),
): Markdown {
  const shared = sharedChangeReason(changes, spelling);
  const rows = changes.flatMap((change) => rowsOf(change, shared?.reason ?? null, ranks, notes, spelling));
  const sorted = [...rows].sort((a, b) => a.rank - b.rank);
  const all = markdownTable(['', 'What', 'Where'], sorted);
  return shared === null ? all : joinMarkdown([md`*${capital(shared.head)}.*`, all], '\n\n');
}

function rowsOf(
  change: Change,
  said: string | null,
  ranks: ChangeRanks,
  notes: ReadonlyMap<Change, string>,
  spelling: Spelling,
): readonly RankedRow[] {
  const all = changeDetails(change, spelling);
  const removed = all.filter(({ sign }) => sign === '-');
  const takes = change.action === 'delete' || change.action === 'replace' || removed.length > 0;
  const row = (entries: readonly ChangeDetail[], rank: number, first: boolean): RankedRow => ({
    cells: [
      code(SIGNS[change.action].sign),
      whatOf(change, entries, said, first ? notes.get(change) : 'continued', spelling),
      code(formatOrigin(change.because.origin)),
    ],
    rank,
    names: entries.map(({ text }) => text),
  });
  if (all.length <= ENTRIES_IN_A_ROW) return [row(all, takes ? ranks.removals : ranks.rest, true)];
  // What is taken away must not be lost behind a thousand additions to the same group.
  const others = all.filter(({ sign }) => sign !== '-');
  return [
    ...inRows(removed).map((entries, index) => row(entries, ranks.removals, index === 0)),
    ...inRows(others).map((entries, index) =>
      row(
        entries,
        change.action === 'replace' ? ranks.removals : ranks.rest,
        index === 0 && removed.length === 0,
      ),
    ),
  ];
}

function inRows(details: readonly ChangeDetail[]): readonly (readonly ChangeDetail[])[] {
  const count = Math.ceil(details.length / ENTRIES_IN_A_ROW);
  return Array.from({ length: count }, (_, at) =>
    details.slice(at * ENTRIES_IN_A_ROW, (at + 1) * ENTRIES_IN_A_ROW),
  );
}

function whatOf(
  change: Change,
  entries: readonly ChangeDetail[],
  said: string | null,
  note: string | undefined,
  spelling: Spelling,
): Markdown {
  const reason = changeReason(change, spelling);
  const subject = changeSubject(change, spelling);
  return joinMarkdown(
    [
      note === undefined ? md`${subject}` : md`${subject} (${note})`,
      ...(reason === null || reason === said ? [] : [md`*${reason}*`]),
      ...entries.map(({ sign, text, origin, reason: why }) => {
        const place = origin === null ? md`` : md` ${code(formatOrigin(origin))}`;
        return why === null
          ? md`${code(`${sign} ${text}`)}${place}`
          : md`${code(`${sign} ${text}`)}${place} ${why}`;
      }),
    ],
    '<br>',
  );
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
