import { comparableKey } from '../../platform/member-key.ts';
import { known } from '../../source/known.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import { readTable } from '../described/read/list-table.ts';
import { fieldAt, isFields } from '../described/read/row-field.ts';
import { tableReading } from './read-scim.ts';
import { type GROUPS, USERS } from './scim-description.ts';
import { type ScimResource, scimReader } from './scim-wire.ts';
import type { ScimWriteContext } from './scim-write-context.ts';

/** What is looked for: a list, an attribute of its resources, and its value. */
export interface Sought {
  readonly list: typeof USERS | typeof GROUPS;
  /** As filters name it: `userName`, `emails.value`. */
  readonly attribute: string;
  readonly value: string;
}

/**
 * The resource that has it; null where there is none. A filter is believed only where one resource comes, and the right
 * one: a server that does not know it answers everybody, or nobody. Then the whole list is read. Fails as `readTable`.
 */
export async function lookFor(
  context: ScimWriteContext,
  sought: Sought,
): Promise<Outcome<ScimResource | null>> {
  const { dialect, config, trust } = context;
  if (dialect.filters && config.filter && !trust.ignoresFilters) {
    const found = await filtered(context, sought);
    if (found !== null) return success(found);
  }
  const reading = tableReading(context);
  const list = known(reading.api.lists.get(sought.list), `list ${sought.list}`);
  const table = await readTable({ ...reading, onRevision: () => {} }, list, null);
  if (!table.ok) return table;
  const found = table.value.rows.map(({ item }) => item).find((item) => has(item, sought));
  return success(isFields(found) ? found : null);
}

/** Null where nothing can be concluded from the answer. */
async function filtered(context: ScimWriteContext, sought: Sought): Promise<ScimResource | null> {
  const { http, endpoint, dialect, trust } = context;
  const filter = new URLSearchParams({ filter: `${sought.attribute} eq ${JSON.stringify(sought.value)}` });
  const path = `/${sought.list === USERS ? 'Users' : 'Groups'}?${filter}`;
  const exchange = await scimReader(http, endpoint.base, dialect).get(path);
  if (exchange.end !== 'answer') return null;
  const items: unknown = fieldAt(exchange.body, ['Resources']);
  if (!Array.isArray(items)) return null;
  const [only] = items.filter((item: unknown) => has(item, sought));
  trust.ignoresFilters = !items.every((item: unknown) => has(item, sought));
  return items.length === 1 && isFields(only) ? only : null;
}

function has(item: unknown, { attribute, value }: Sought): boolean {
  const isSame = (told: unknown): boolean =>
    typeof told === 'string' && comparableKey(told, 'fold-case') === comparableKey(value, 'fold-case');
  if (attribute !== 'emails.value') return isSame(fieldAt(item, [attribute]));
  const emails: unknown = fieldAt(item, ['emails']);
  return Array.isArray(emails) && emails.some((email: unknown) => isSame(fieldAt(email, ['value'])));
}
