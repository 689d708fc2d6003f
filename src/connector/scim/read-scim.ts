import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { assembleObjects } from '../described/read/assemble-objects.ts';
import { readConsistently } from '../described/read/consistent-tables.ts';
import { type ListTable, readTable, type TableReading } from '../described/read/list-table.ts';
import { assemblyOf, type DescribedRead, readingOf } from '../described/read/read-described.ts';
import { readStop } from '../described/read/read-stops.ts';
import { fieldAt, isMissing } from '../described/read/row-field.ts';
import type { HttpReader } from '../http/http-interface.ts';
import type { ClientClock } from '../http/time.ts';
import { buildLiveIndex } from '../live/live-binding.ts';
import { liveOrigin, type OrganizationEndpoint } from '../live/organization-endpoint.ts';
import { checkPlatform } from '../live/platform-check.ts';
import { type ProviderConfig, readProviderConfig } from './provider-config.ts';
import { GROUPS, scimDescription, singleGroups } from './scim-description.ts';
import type { ScimDialect } from './scim-dialect.ts';
import { scimReader } from './scim-wire.ts';
import { withToldMembers } from './told-members.ts';

/** One organization behind SCIM. */
export interface ScimSite {
  readonly http: Pick<HttpReader, 'get'>;
  readonly endpoint: OrganizationEndpoint;
  readonly dialect: ScimDialect;
  readonly time: ClientClock;
}

export interface ScimRead {
  readonly config: ProviderConfig;
  readonly described: DescribedRead;
}

/** What the proofs of lists read by. */
export function tableReading({ http, endpoint, dialect }: ScimSite): Omit<TableReading, 'onRevision'> {
  const api = scimDescription(dialect, endpoint.base);
  return { http: scimReader(http, endpoint.base, dialect), api, base: endpoint.base, pageSize: null };
}

/**
 * Everything of the organization: SCIM counts no changes, so it is read until two readings agree. Fails as
 * `LiveReader.read`; each stop names list and rule.
 */
export async function readScim(site: ScimSite): Promise<Outcome<ScimRead>> {
  const { endpoint, dialect, time } = site;
  const config = await readProviderConfig(site.http, endpoint.base, dialect);
  if (!config.ok) return config;
  const reading = tableReading(site);
  const read = await readConsistently(reading, [...reading.api.lists.values()], time);
  if (!read.ok) return failure(oneOfEach(read.diagnostics));
  const untold = await untoldMembers(site, reading, read.value.tables.get(GROUPS));
  if (!untold.ok) return untold;
  const tables = withToldMembers(read.value.tables, dialect, endpoint.base);
  if (!tables.ok) return tables;
  const assembly = assemblyOf({ api: reading.api, endpoint }, { ...read.value, tables: tables.value });
  if (!assembly.ok) return assembly;
  const objects = assembleObjects(assembly.value);
  const { diagnostics } = assembly.value.stops;
  if (diagnostics.length > 0) return failure(diagnostics);
  const index = buildLiveIndex(objects, endpoint);
  if (!index.ok) return index;
  const checked = checkPlatform(index.value, endpoint);
  if (hasErrors(checked)) return failure(checked);
  const { revision } = read.value;
  const readAt = new Date(time.now()).toISOString();
  const seen = { revision, readAt, version: null, tables: tables.value, assembly: assembly.value };
  const described = readingOf(objects, index.value, seen, endpoint);
  return success({ config: config.value, described }, checked);
}

/** Both lists tell of one thing that is wrong with the server or the token. */
function oneOfEach(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return found.filter(({ code }, at) => found.findIndex((other) => other.code === code) === at);
}

/**
 * Where the dialect says that a group without `members` is empty, and none has any, each is asked for by itself: a server
 * that leaves members out of lists says the same.
 */
async function untoldMembers(
  site: ScimSite,
  reading: Omit<TableReading, 'onRevision'>,
  groups: ListTable | undefined,
): Promise<Outcome<null>> {
  const { dialect, endpoint } = site;
  if (groups === undefined || dialect.members !== 'list' || dialect.noMembers === 'stop')
    return success(null);
  const tells = ({ item }: { readonly item: unknown }) => !isMissing(fieldAt(item, ['members']));
  if (groups.rows.length === 0 || groups.rows.some(tells)) return success(null);
  const list = singleGroups(dialect, liveOrigin(endpoint, '/Groups'));
  const single = await readTable({ ...reading, onRevision: () => {} }, list, groups);
  if (!single.ok) return single;
  if (!single.value.rows.some(tells)) return success(null);
  const what = 'no group of the list tells its members, and asked for by itself one does';
  const found = readStop(GROUPS, 'untold', what, liveOrigin(endpoint, '/Groups'));
  return failure({ ...found, hint: 'Write `members: group` in dialect.' });
}
