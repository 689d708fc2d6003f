import type { Resource, Snapshot } from '../../resource/resource.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { HttpReader } from '../http/http-interface.ts';
import type { ClientClock } from '../http/time.ts';
import { buildLiveIndex } from '../live/live-binding.ts';
import type { LiveIndex } from '../live/live-index.ts';
import { type LiveObjects, renameLiveObjects } from '../live/live-objects.ts';
import { liveResources } from '../live/live-resources.ts';
import { liveOrigin, type OrganizationEndpoint } from '../live/organization-endpoint.ts';
import { checkPlatform } from '../live/platform-check.ts';
import { decodeJson } from '../protocol/json-object.ts';
import { readLiveObjects } from './read-live-objects.ts';

export interface OrganizationRead {
  readonly snapshot: Snapshot;
  readonly directory: LiveIndex;
  /** The same with things under other names, by id. */
  readonly under: (names: ReadonlyMap<string, string>) => Outcome<OrganizationRead>;
}

/** Fails as `LiveReader.read`. */
export async function readOrganization(
  http: Pick<HttpReader, 'get'>,
  organizationEndpoint: OrganizationEndpoint,
  clientClock: ClientClock,
): Promise<Outcome<OrganizationRead>> {
  const read = await readLiveObjects(http, organizationEndpoint, clientClock);
  if (!read.ok) return failure(await explained(http, organizationEndpoint, read.diagnostics));
  const { live, assembled } = read.value;
  const { index, resources } = assembled;
  if (!index.ok) return failure(await explained(http, organizationEndpoint, index.diagnostics));
  const checked = checkPlatform(index.value, organizationEndpoint);
  if (hasErrors(checked)) return failure(await explained(http, organizationEndpoint, checked));
  return success(
    readingOf(
      { live, liveIndex: index.value, resources },
      new Date(clientClock.now()).toISOString(),
      organizationEndpoint,
    ),
    checked,
  );
}

interface OrganizationParts {
  readonly live: LiveObjects;
  readonly liveIndex: LiveIndex;
  readonly resources: readonly Resource[];
}

function readingOf(
  { live, liveIndex, resources }: OrganizationParts,
  readAt: string,
  organizationEndpoint: OrganizationEndpoint,
): OrganizationRead {
  const { organization } = organizationEndpoint;
  return {
    snapshot: { organization, resources, revision: String(live.revision), readAt },
    directory: liveIndex,
    under: (names) => {
      const called = renameLiveObjects(live, names);
      const again = buildLiveIndex(called, organizationEndpoint);
      if (!again.ok) return again;
      const renamed = liveResources(again.value, organizationEndpoint);
      return success(
        readingOf({ live: called, liveIndex: again.value, resources: renamed }, readAt, organizationEndpoint),
      );
    },
  };
}

/**
 * An organization of another platform mismatches in many places for one reason. The organization is asked for its
 * platform only now, so that a read that goes well does not pay for it.
 */
async function explained(
  http: Pick<HttpReader, 'get'>,
  organizationEndpoint: OrganizationEndpoint,
  found: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  if (!found.some((d) => d.code === 'connector-mismatch')) return found;
  const exchange = await http.get('');
  if (exchange.end !== 'answer') return found;
  const platform = decodeJson(exchange.body, (o) => o.text('platform'));
  if (!platform.ok || platform.value === organizationEndpoint.platform.name) return found;
  const message = `The live organization is one of platform ${platform.value}, not ${organizationEndpoint.platform.name}`;
  return [diagnostic('connector-mismatch', message, liveOrigin(organizationEndpoint, ''))];
}
