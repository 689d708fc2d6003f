import type { Snapshot } from '../../../resource/resource.ts';
import { hasErrors } from '../../../source/diagnostic.ts';
import type { Origin } from '../../../source/origin.ts';
import { failure, type Outcome, success } from '../../../source/outcome.ts';
import type { HttpReader } from '../../http/http-interface.ts';
import type { ClientClock } from '../../http/time.ts';
import { unknownLiveOrganization } from '../../live/incomplete-read.ts';
import { buildLiveIndex } from '../../live/live-binding.ts';
import type { LiveIndex } from '../../live/live-index.ts';
import { type LiveObjects, renameLiveObjects } from '../../live/live-objects.ts';
import { liveResources } from '../../live/live-resources.ts';
import { liveOrigin, type OrganizationEndpoint } from '../../live/organization-endpoint.ts';
import { checkPlatform } from '../../live/platform-check.ts';
import { listPath } from '../described-paths.ts';
import type { ApiDescription } from '../description/api-description.ts';
import { assembleObjects } from './assemble-objects.ts';
import type { Assembly } from './assembly.ts';
import { checkClosedRows } from './closed-rows.ts';
import { type ConsistentTables, readConsistently } from './consistent-tables.ts';
import { listsOf, ReadPaths } from './read-paths.ts';
import { ReadStops } from './read-stops.ts';
import { RowIdentities } from './row-identities.ts';
import { ValueReader } from './row-value.ts';
import { checkTaken } from './taken-rows.ts';
import { checkVersion } from './version-gate.ts';

/** One organization behind a described API. */
export interface DescribedSite {
  readonly api: ApiDescription;
  readonly http: HttpReader;
  readonly endpoint: OrganizationEndpoint;
  readonly pageSize: number | null;
  readonly time: ClientClock;
}

export interface DescribedRead {
  readonly snapshot: Snapshot;
  readonly index: LiveIndex;
  /** What the platform says that it is; null where the file does not ask. */
  readonly version: string | null;
  readonly tables: ConsistentTables['tables'];
  /** The rows as things, with what they are. */
  readonly assembly: Assembly;
  /** The same with things under other names, by id. */
  readonly under: (names: ReadonlyMap<string, string>) => Outcome<DescribedRead>;
}

/** Everything of the organization that the file describes. Fails as `LiveReader.read`; each stop names list and rule. */
export async function readDescribed(site: DescribedSite): Promise<Outcome<DescribedRead>> {
  const { api, http, endpoint, time } = site;
  const version = await checkVersion(http, api, endpoint.base);
  if (!version.ok) return version;
  const needed = listsOf(api, api.entries);
  let isMissing = false;
  const onMissing = (): void => {
    isMissing = true;
  };
  const reading = { http, api, base: endpoint.base, pageSize: site.pageSize, onMissing };
  const read = await readConsistently(reading, needed, time);
  if (!read.ok)
    return isMissing && (await isUnknown(site)) ? failure(unknownLiveOrganization(endpoint)) : read;
  const objects = objectsOf(site, read.value);
  if (!objects.ok) return objects;
  const { assembly, objects: put } = objects.value;
  const index = buildLiveIndex(put, endpoint);
  if (!index.ok) return index;
  const checked = checkPlatform(index.value, endpoint);
  if (hasErrors(checked)) return failure(checked);
  const readAt = new Date(time.now()).toISOString();
  const { revision, tables } = read.value;
  const seen = { revision, readAt, version: version.value, tables, assembly };
  return success(readingOf(put, index.value, seen, endpoint), checked);
}

/** Whether there is no such organization: where its name is in the address, and nothing is at that. */
async function isUnknown({ api, http }: DescribedSite): Promise<boolean> {
  if (!api.base.includes('{organization}')) return false;
  const exchange = await http.get('');
  return exchange.end === 'refusal' && (exchange.kind === 'missing' || exchange.kind === 'gone');
}

/** What tables are made into, and what stopped that. */
export function assemblyOf(
  { api, endpoint }: Pick<DescribedSite, 'api' | 'endpoint'>,
  { tables }: ConsistentTables,
): Outcome<Assembly> {
  const entries = [...api.entries, ...api.effective];
  const stops = new ReadStops((list): Origin => liveOrigin(endpoint, listPath(api, list)));
  const paths = new ReadPaths(api);
  for (const table of tables.values()) {
    checkClosedRows(table, paths, stops);
    checkTaken(table, entries, stops);
  }
  // Of rows that are not as the file says, nothing is put together.
  if (stops.diagnostics.length > 0) return failure(stops.diagnostics);
  const values = new ValueReader(stops);
  const identities = new RowIdentities(tables, values, stops);
  const { organization, platform } = endpoint;
  return success({ api, tables, organization, platform, values, identities, stops });
}

function objectsOf(
  site: DescribedSite,
  read: ConsistentTables,
): Outcome<{ readonly objects: LiveObjects; readonly assembly: Assembly }> {
  const assembly = assemblyOf(site, read);
  if (!assembly.ok) return assembly;
  const objects = assembleObjects(assembly.value);
  const { diagnostics } = assembly.value.stops;
  return diagnostics.length > 0 ? failure(diagnostics) : success({ objects, assembly: assembly.value });
}

/** What was read, as a snapshot and as the index that writes go by. */
export function readingOf(
  objects: LiveObjects,
  index: LiveIndex,
  seen: Pick<Snapshot, 'revision' | 'readAt'> & Pick<DescribedRead, 'version' | 'tables' | 'assembly'>,
  endpoint: OrganizationEndpoint,
): DescribedRead {
  const { organization } = endpoint;
  const { revision, readAt, version, tables, assembly } = seen;
  return {
    snapshot: { organization, resources: liveResources(index, endpoint), revision, readAt },
    index,
    version,
    tables,
    assembly,
    under: (names) => {
      const called = renameLiveObjects(objects, names);
      const again = buildLiveIndex(called, endpoint);
      return again.ok ? success(readingOf(called, again.value, seen, endpoint)) : again;
    },
  };
}
