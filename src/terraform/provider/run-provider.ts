import {
  type ProviderDefinition,
  type RowDiagnostic,
  type RowTypeDefinition,
  UNKNOWN,
} from './protocol/row.ts';
import { idText } from './rows/decode-named.ts';
import { organizationOf } from './rows/organization-rows.ts';
import {
  PROVIDER_ADDRESS,
  ROW_ATTRIBUTES,
  ROW_DESCRIPTIONS,
  ROW_TYPES,
  type RowTypeName,
} from './rows/row-tables.ts';
import { applyRow, type RunFailureFlag, type RunSession, type RunSessions, readRow } from './run-session.ts';

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

/** A row of an organization that has no part in this run: neither read as gone nor written. */
function notOfThisRun(key: string): RowDiagnostic {
  return {
    severity: 'error',
    summary: 'Not of this run',
    detail: `The organization of "${key}" is not part of this run, so nothing of it is read or written.`,
  };
}

interface OrganizationContext {
  readonly session: RunSession;
  readonly course: RunFailureFlag;
}

type OrganizationContexts = (key: string) => OrganizationContext | null;

function rowType(name: RowTypeName): RowTypeDefinition<OrganizationContexts> {
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
    async read(current, organizationContexts) {
      const key = idText(current);
      const found = organizationContexts(key);
      if (found === null) return { row: current, problems: [notOfThisRun(key)] };
      return { row: readRow(found.session, name, key) };
    },
    async apply({ prior, planned }, organizationContexts) {
      const key = idText(planned ?? prior);
      const found = organizationContexts(key);
      if (found === null) return { row: prior, problems: [notOfThisRun(key)] };
      return applyRow(found.session, found.course, name, prior, planned);
    },
    async import(id, organizationContexts) {
      const found = organizationContexts(id);
      if (found === null) return { row: null, problems: [notOfThisRun(id)] };
      return { row: readRow(found.session, name, id) };
    },
  };
}

/** Our provider for one run, sharing the memory of the process that plans. */
export function runProvider(runSessions: RunSessions): ProviderDefinition<OrganizationContexts> {
  // What fails in one organization is no reason to stop in another.
  const courses = new Map<string, RunFailureFlag>();
  const organizationContexts: OrganizationContexts = (key) => {
    const organization = organizationOf(key);
    const session = runSessions(organization);
    if (session === null) return null;
    const runFailureFlag = courses.get(organization) ?? { failed: false };
    courses.set(organization, runFailureFlag);
    return { session, course: runFailureFlag };
  };
  return {
    address: PROVIDER_ADDRESS,
    attributes: {},
    async configure() {
      return { session: organizationContexts };
    },
    rows: ROW_TYPES.map(rowType),
    data: [],
  };
}
