import { type ProviderDefinition, type RowType, UNKNOWN } from './protocol/row.ts';
import {
  PROVIDER_ADDRESS,
  ROW_ATTRIBUTES,
  ROW_DESCRIPTIONS,
  ROW_TYPES,
  type RowTypeName,
} from './rows/tables.ts';
import { applyRow, type Course, type ProviderSession, readRow } from './session.ts';

/** The attribute from which a row's natural key can be told while it is planned. */
function keyOf(type: RowTypeName, row: Readonly<Record<string, unknown>>): string | null {
  const parts =
    type === 'bylaw_scope'
      ? [row.path]
      : type === 'bylaw_role' || type === 'bylaw_group'
        ? [row.home, row.name]
        : [row.scope];
  return parts.every((part) => typeof part === 'string') ? parts.join('/') : null;
}

function rowType(name: RowTypeName, course: Course): RowType<ProviderSession> {
  return {
    name,
    version: 0,
    description: ROW_DESCRIPTIONS[name],
    attributes: ROW_ATTRIBUTES[name],
    plan(_prior, proposed) {
      // The id is the natural key, so it is known before anything is made.
      const key = keyOf(name, proposed);
      return { row: key === null || proposed.id !== UNKNOWN ? proposed : { ...proposed, id: key } };
    },
    async read(current, session) {
      return { row: readRow(session, name, String(current.id ?? '')) };
    },
    apply({ prior, planned }, session) {
      return applyRow(session, course, name, prior, planned);
    },
    async import(id, session) {
      return { row: readRow(session, name, id) };
    },
  };
}

/** Our provider for one run, sharing the memory of the process that plans. */
export function providerOf(session: ProviderSession): ProviderDefinition<ProviderSession> {
  const course: Course = { failed: false };
  return {
    address: PROVIDER_ADDRESS,
    attributes: {},
    async configure() {
      return { session };
    },
    rows: ROW_TYPES.map((name) => rowType(name, course)),
  };
}
