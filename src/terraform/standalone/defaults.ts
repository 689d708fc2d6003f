import { parentScope } from '../../resource/reference.ts';
import { type Row, type RowValue, UNKNOWN } from '../provider/protocol/row.ts';
import { kindAt } from './scope-path.ts';
import type { Ready } from './session.ts';
import { COLUMNS, type TypeName } from './tables.ts';

/**
 * Fills in what the configuration leaves out. Only that: a value that the configuration gives and terraform learns
 * during apply is as unknown in the row as one that is left out, and must stay so.
 */
export function withDefaults(
  type: TypeName,
  row: Record<string, RowValue>,
  { platform, organization }: Ready,
  config: Row,
): Record<string, RowValue> {
  const orElse = (name: string, value: () => RowValue): void => {
    if (name in COLUMNS[type] && row[name] === UNKNOWN && (config[name] ?? null) === null)
      row[name] = value();
  };
  orElse('home', () => organization);
  if (type === 'bylaw_member') orElse('scope', () => organization);
  orElse('description', () => '');
  orElse('state', () => 'active');
  orElse('includes', () => []);
  orElse('members', () => ({}));
  orElse('groups', () => []);
  if (type === 'bylaw_group') orElse('permissions', () => []);
  if (type === 'bylaw_scope') {
    const path = row.path;
    orElse('parent', () => (typeof path === 'string' ? parentScope(path) : UNKNOWN));
    orElse('kind', () => {
      if (typeof path !== 'string') return UNKNOWN;
      const answer = kindAt(path, organization, platform);
      return 'kind' in answer ? answer.kind : UNKNOWN;
    });
    orElse('title', () => (typeof path === 'string' ? path.slice(path.lastIndexOf('/') + 1) : UNKNOWN));
  } else {
    orElse('title', () => row.name ?? UNKNOWN);
  }
  return row;
}
