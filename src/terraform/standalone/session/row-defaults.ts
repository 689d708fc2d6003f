import { parentScope } from '../../../resource/identifiers.ts';
import { specsOf } from '../../../resource/resource-types.ts';
import { type Row, type RowValue, UNKNOWN } from '../../provider/protocol/row.ts';
import type { LiveAccess } from '../live-access.ts';
import { idOfRow } from '../schema/natural-key.ts';
import { COLUMNS, namedTypeOf, type TypeName } from '../schema/resource-tables.ts';
import { liveRow } from '../schema/row-resources.ts';
import { kindAtPath } from '../schema/scope-path.ts';
import type { ReadyProvider } from './provider-session.ts';

/**
 * What follows from the key or from the provider, and is therefore known to a plan. Only where the configuration leaves
 * it out: a value that it gives and terraform learns during apply is as unknown in the row, and must stay so.
 */
export function withKeyDefaults(
  type: TypeName,
  row: Record<string, RowValue>,
  { platform, organization }: ReadyProvider,
  config: Row,
): Record<string, RowValue> {
  const orElse = (name: string, value: () => RowValue): void => {
    if (name in COLUMNS[type] && row[name] === UNKNOWN && (config[name] ?? null) === null)
      row[name] = value();
  };
  orElse('home', () => organization);
  if (type === 'bylaw_member') orElse('scope', () => organization);
  if (type === 'bylaw_scope') {
    const path = row.path;
    orElse('parent', () => (typeof path === 'string' ? parentScope(path) : UNKNOWN));
    orElse('kind', () => {
      if (typeof path !== 'string') return UNKNOWN;
      const answer = kindAtPath(path, organization, platform);
      return 'kind' in answer ? answer.kind : UNKNOWN;
    });
  }
  return row;
}

/**
 * The row as it is when it is made: what nobody wrote is what is there already and, where nothing is, what a new one
 * begins with. A plan leaves it open, for which of the two it is shows only then.
 */
export function withLiveOrDefaults(type: TypeName, row: Row, live: LiveAccess): Row {
  const open = Object.keys(COLUMNS[type]).filter((name) => row[name] === UNKNOWN);
  if (open.length === 0) return row;
  const there = liveRow(type, row, live);
  const made: Record<string, RowValue> = { ...row };
  for (const name of open) made[name] = there?.[name] ?? begunWith(type, name, row);
  // Nobody decided that an invitation runs out: who is written is to be a member.
  if (open.includes('state') && made.state === 'expired') made.state = 'active';
  return made;
}

function begunWith(type: TypeName, name: string, row: Row): RowValue {
  if (name === 'id') return idOfRow(type, row);
  const named = namedTypeOf(type);
  const spec = named === null ? undefined : specsOf(named).find(([, { wire }]) => wire === name)?.[1];
  if (spec?.unwritten !== undefined) return spec.unwritten(row);
  if (name === 'state') return 'active';
  switch (COLUMNS[type][name]?.type) {
    case 'set':
      return [];
    case 'map':
      return {};
    default:
      return '';
  }
}

/** Whether all of a row is known but what nobody wrote. */
export function hasUnknown(value: RowValue): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.includes(UNKNOWN);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).includes(UNKNOWN);
}
