import type { Outcome } from '../../source/outcome.ts';
import { success } from '../../source/outcome.ts';
import type { HttpReader } from '../http/http-interface.ts';
import type { TokenInspection } from '../inspection.ts';
import type { OrganizationEndpoint } from '../live/organization-endpoint.ts';
import { readRevision } from './read-live-objects.ts';

/** One request. The Access API takes a token or refuses it, and tells no more of it: what it may write shows when it writes. */
export async function inspectAccessApiToken(
  http: Pick<HttpReader, 'get'>,
  endpoint: OrganizationEndpoint,
): Promise<Outcome<TokenInspection>> {
  const revision = await readRevision(http, endpoint);
  if (!revision.ok) return revision;
  return success({ holder: 'a token that the platform takes', missing: [], untold: null, expiresAt: null });
}
