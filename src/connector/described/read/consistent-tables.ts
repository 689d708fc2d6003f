import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../../source/outcome.ts';
import { compareText } from '../../../source/text-order.ts';
import type { ClientClock } from '../../http/time.ts';
import type { ListDescription } from '../description/api-description.ts';
import { type ListTable, readTable, type TableReading } from './list-table.ts';
import { ITEMS } from './read-paths.ts';
import { readStop } from './read-stops.ts';
import { isFields } from './row-field.ts';
import { checkSight } from './sees-all.ts';

export interface ConsistentTables {
  readonly tables: ReadonlyMap<string, ListTable>;
  /** The platform's own counter, or a fingerprint of what was read. */
  readonly revision: string;
}

/** Milliseconds between readings while the platform changes under them; after the last, it kept changing. */
const PAUSES = [150, 400, 1000] as const;

type Tables = ReadonlyMap<string, ListTable>;

/**
 * All lists at one state: by the counter on each page, or read again until two readings agree. What is wrong within one
 * state is not read again, for a lucky reading proves nothing. Fails as `readTable` does, and with
 * connector-incomplete-read (rule `one-state`).
 */
export async function readConsistently(
  reading: Omit<TableReading, 'onRevision'>,
  lists: readonly ListDescription[],
  clientClock: ClientClock,
): Promise<Outcome<ConsistentTables>> {
  let before: string | null = null;
  for (let readings = 0; ; readings += 1) {
    // Asked before each reading: who sees less from then on gives another one.
    const sight = await checkSight(reading.http, reading.api, reading.base);
    if (!sight.ok) return sight;
    const revisions = new Set<string | null>();
    const read = await readAll({ ...reading, onRevision: (told) => void revisions.add(told) }, lists);
    const [revision = null] = revisions;
    if (reading.api.consistent.by === 'twice') {
      if (!read.ok) return read;
      const now = fingerprint(read.value);
      if (now === before) return success({ tables: read.value, revision: now });
      before = now;
      if (readings === 0) continue;
    } else if (revisions.has(null)) {
      return read.ok ? failure(stop(reading, lists, 'a page does not tell the counter of changes')) : read;
    } else if (revisions.size === 1 && revision !== null) {
      return read.ok ? success({ tables: read.value, revision }) : read;
    } else if (!read.ok && !isMoving(read.diagnostics)) {
      return read;
    }
    const pause = PAUSES[readings - (reading.api.consistent.by === 'twice' ? 1 : 0)];
    if (pause === undefined) {
      return failure(
        stop(reading, lists, `the platform kept changing while it was read, ${readings + 1} times over`),
      );
    }
    await clientClock.sleep(pause / 2 + (clientClock.random() * pause) / 2);
  }
}

/** What a change between two pages can bring about. */
function isMoving(found: readonly Diagnostic[]): boolean {
  return found.length > 0 && found.every(({ code }) => code === 'connector-incomplete-read');
}

function stop(
  { base }: { readonly base: string },
  lists: readonly ListDescription[],
  what: string,
): Diagnostic {
  const names = lists.map(({ name }) => name).join(', ');
  return readStop(names, 'one-state', what, { from: 'live', url: base });
}

/** Lists side by side; those that are read for each row of another come after it. */
async function readAll(reading: TableReading, lists: readonly ListDescription[]): Promise<Outcome<Tables>> {
  const tables = new Map<string, ListTable>();
  const found: Diagnostic[] = [];
  const enter = async (list: ListDescription, around: ListTable | null): Promise<void> => {
    const table = await readTable(reading, list, around);
    if (table.ok) tables.set(list.name, table.value);
    else found.push(...table.diagnostics);
  };
  await Promise.all(lists.filter(({ around }) => around === null).map((list) => enter(list, null)));
  if (found.length > 0) return failure(onceEach(found));
  const below = lists.flatMap((list) => {
    const around = list.around === null ? undefined : tables.get(list.around);
    return around === undefined ? [] : [{ list, around }];
  });
  await Promise.all(below.map(({ list, around }) => enter(list, around)));
  return found.length > 0 ? failure(onceEach(found)) : success(tables);
}

/** What is wrong with one list is told of each; what keeps all of them from being asked for, once. */
function onceEach(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = new Set<string>();
  return found.filter(({ code }) => {
    if (OF_ONE_LIST.has(code)) return true;
    const isFirst = !told.has(code);
    told.add(code);
    return isFirst;
  });
}

const OF_ONE_LIST: ReadonlySet<string> = new Set([
  'connector-protocol',
  'connector-incomplete-read',
  'connector-mismatch',
]);

/** The same for the same rows in whatever order, whatever is in the fields that carry no access. */
function fingerprint(tables: Tables): string {
  const told = [...tables.values()]
    .sort((a, b) => compareText(a.list.name, b.list.name))
    .map(({ list, rows }) => [
      list.name,
      [...rows]
        .sort((a, b) => compareText(a.id, b.id))
        .map(({ id, item }) => [id, canonical(item, '', list.leaves)]),
    ]);
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

/** The same for a row with the same fields that carry access. */
export function rowFingerprint({ leaves }: Pick<ListDescription, 'leaves'>, item: unknown): string {
  return JSON.stringify(canonical(item, '', leaves));
}

function canonical(value: unknown, at: string, leaves: ReadonlySet<string>): unknown {
  const below = (key: string): string => (at === '' ? key : `${at}.${key}`);
  if (Array.isArray(value)) {
    // What stands in a list is read as a set, and some platforms tell it in another order each time.
    const items = value.map((item: unknown) => JSON.stringify(canonical(item, below(ITEMS), leaves)));
    return items.sort(compareText);
  }
  if (!isFields(value)) return value;
  return Object.entries(value)
    .filter(([key]) => !leaves.has(below(key)))
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, field]) => [key, canonical(field, below(key), leaves)]);
}
