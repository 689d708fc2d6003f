import type { Snapshot } from '../../resource/resource.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { HttpReader } from '../http/client.ts';
import type { ClientClock } from '../http/time.ts';
import { type LiveIndex, buildLiveIndex } from './directory.ts';
import { decodeJson } from './json-object.ts';
import { renameLiveObjects, type LiveObjects } from './live-objects.ts';
import { liveResources } from './live-resources.ts';
import { checkPlatform } from './platform-check.ts';
import { readLiveObjects } from './read-lists.ts';
import { liveOrigin, type OrganizationEndpoint } from './site.ts';

export interface OrganizationRead {
  readonly snapshot: Snapshot;
  readonly directory: LiveIndex;
  /** The same with things under other names, by id. */
  readonly under: (names: ReadonlyMap<string, string>) => Outcome<OrganizationRead>;
}

/** Fails as `LiveReader.read`. */
export async function readOrganization(
  http: Pick<HttpReader, 'get'>,
  site: OrganizationEndpoint,
  time: ClientClock,
): Promise<Outcome<OrganizationRead>> {
  const live = await readLiveObjects(http, site, time);
  if (!live.ok) return failure(await explained(http, site, live.diagnostics));
  const directory = buildLiveIndex(live.value, site);
  if (!directory.ok) return failure(await explained(http, site, directory.diagnostics));
  const checked = checkPlatform(directory.value, site);
  if (hasErrors(checked)) return failure(await explained(http, site, checked));
  return success(readingOf(live.value, directory.value, new Date(time.now()).toISOString(), site), checked);
}

function readingOf(live: LiveObjects, directory: LiveIndex, readAt: string, site: OrganizationEndpoint): OrganizationRead {
  return {
    snapshot: {
      organization: site.organization,
      resources: liveResources(directory, site),
      revision: String(live.revision),
      readAt,
    },
    directory,
    under: (names) => {
      const called = renameLiveObjects(live, names);
      const again = buildLiveIndex(called, site);
      return again.ok ? success(readingOf(called, again.value, readAt, site)) : again;
    },
  };
}

/**
 * An organization of another platform mismatches in many places for one reason. The organization is asked for its
 * platform only now, so that a read that goes well does not pay for it.
 */
async function explained(
  http: Pick<HttpReader, 'get'>,
  site: OrganizationEndpoint,
  found: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  if (!found.some((d) => d.code === 'connector-mismatch')) return found;
  const exchange = await http.get('');
  if (exchange.end !== 'answer') return found;
  const platform = decodeJson(exchange.body, (o) => o.text('platform'));
  if (!platform.ok || platform.value === site.platform.name) return found;
  const message = `The live organization is one of platform ${platform.value}, not ${site.platform.name}`;
  return [diagnostic('connector-mismatch', message, liveOrigin(site, ''))];
}
