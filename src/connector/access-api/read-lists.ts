import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { HttpReader } from '../http/client.ts';
import type { ProblemDetails } from '../http/exchange.ts';
import type { ClientClock } from '../http/time.ts';
import type { JsonObject } from './json-object.ts';
import { type PagedList, readList, readPage } from './lists.ts';
import type { LiveObjects } from './live-objects.ts';
import { hasScopeMembers, liveOrigin, type OrganizationEndpoint } from './site.ts';
import {
  assignmentDecoder,
  groupDecoder,
  memberDecoder,
  membershipDecoder,
  nestingDecoder,
  roleDecoder,
  scopeMemberDecoder,
  scopeDecoder,
} from './wire.ts';

/** Milliseconds between readings when the organization changes under them. */
const PAUSES = [150, 400, 1000, 2500] as const;

/**
 * All lists at one revision: Σ⌈collection/page⌉ requests when nothing moves.
 * Fails with connector-incomplete-read, connector-protocol, connector-mismatch, unknown-live-organization and the
 * codes of the HTTP client.
 */
export function readLiveObjects(
  http: Pick<HttpReader, 'get'>,
  site: OrganizationEndpoint,
  time: ClientClock,
): Promise<Outcome<LiveObjects>> {
  const { pageSize } = site.platform.capabilities;
  const list = <T extends { readonly id: string }>(path: string, shape: (o: JsonObject) => T) =>
    readList(http, path, pageSize, shape);
  return settled(site, time, async () => {
    const [scopes, roles, members, inScopes, groups, memberships, nestings, assignments] = await Promise.all([
      list('/scopes', scopeDecoder),
      list('/roles', roleDecoder),
      list('/members', memberDecoder),
      // Other platforms have nothing there, and a request is a request.
      hasScopeMembers(site) ? list('/scope-members', scopeMemberDecoder) : null,
      list('/groups', groupDecoder),
      list('/memberships', membershipDecoder),
      site.platform.groups.nesting === 'native' ? list('/group-nestings', nestingDecoder) : null,
      list('/assignments', assignmentDecoder),
    ]);
    const nothing: PagedList<never> = { end: 'listed', items: [], revisions: new Set(), gap: null };
    return {
      listings: [
        scopes,
        roles,
        members,
        inScopes ?? nothing,
        groups,
        memberships,
        nestings ?? nothing,
        assignments,
      ],
      value: (revision) => ({
        revision,
        scopes: itemsOf(scopes),
        roles: itemsOf(roles),
        members: itemsOf(members),
        scopeMembers: inScopes === null ? [] : itemsOf(inScopes),
        groups: itemsOf(groups),
        memberships: itemsOf(memberships),
        nestings: nestings === null ? [] : itemsOf(nestings),
        assignments: itemsOf(assignments),
      }),
    };
  });
}

/** The revision now, by the smallest page there is. Fails as `readLiveObjects` does. */
export async function readRevision(http: Pick<HttpReader, 'get'>, site: OrganizationEndpoint): Promise<Outcome<string>> {
  const page = await readPage(http, '/scopes', 1, 1, scopeDecoder);
  return page.end === 'page' ? success(String(page.page.revision)) : failure(stopOf(page, site));
}

/** One list of objects, at one revision. Fails as `readLiveObjects` does. */
export function readWholeList<T extends { readonly id: string }>(
  http: Pick<HttpReader, 'get'>,
  site: OrganizationEndpoint,
  time: ClientClock,
  path: string,
  shape: (object: JsonObject) => T,
): Promise<Outcome<readonly T[]>> {
  return settled(site, time, async () => {
    const listing = await readList(http, path, site.platform.capabilities.pageSize, shape);
    return { listings: [listing], value: () => itemsOf(listing) };
  });
}

interface ListReading<T> {
  readonly listings: readonly PagedList<unknown>[];
  readonly value: (revision: number) => T;
}

/**
 * Reads until all pages are of one revision. A page that is wrong within one revision is not read again: what the
 * platform gets wrong without anything happening, it would get wrong at random, and then one lucky reading proves
 * nothing.
 */
async function settled<T>(site: OrganizationEndpoint, time: ClientClock, read: () => Promise<ListReading<T>>): Promise<Outcome<T>> {
  for (let reading = 0; ; reading += 1) {
    const { listings, value } = await read();
    const stopped = listings.flatMap((listing) => stopOf(listing, site));
    if (stopped.length > 0) return failure(once(stopped));
    const revisions = new Set(listings.flatMap((l) => (l.end === 'listed' ? [...l.revisions] : [])));
    const [revision = 0] = revisions;
    if (revisions.size <= 1) {
      const gaps = listings.flatMap((l) => (l.end === 'listed' && l.gap !== null ? [l.gap] : []));
      if (gaps.length === 0) return success(value(revision));
      return failure(gaps.map((gap) => incompleteRead(site, `A list came back incomplete: ${gap}`)));
    }
    const pause = PAUSES[reading];
    if (pause === undefined) {
      const message = `The organization kept changing while it was read (${reading + 1} times over)`;
      return failure(incompleteRead(site, message));
    }
    await time.sleep(pause / 2 + (time.random() * pause) / 2);
  }
}

export function incompleteRead(site: OrganizationEndpoint, message: string): Diagnostic {
  return diagnostic('connector-incomplete-read', message, liveOrigin(site, ''));
}

function itemsOf<T>(listing: PagedList<T>): readonly T[] {
  return listing.end === 'listed' ? listing.items : [];
}

function stopOf(listing: PagedList<unknown>, site: OrganizationEndpoint): readonly Diagnostic[] {
  if (listing.end === 'listed') return [];
  const origin = liveOrigin(site, listing.path);
  if (listing.end === 'misshapen') {
    const message = `GET ${site.base}${listing.path}: not a list as documented: ${listing.fault}`;
    return [diagnostic('connector-protocol', message, origin)];
  }
  const { exchange } = listing;
  if (exchange.end === 'failure') return [exchange.diagnostic];
  return [listRefused(exchange.problem, site, listing.path)];
}

function listRefused(problem: ProblemDetails, site: OrganizationEndpoint, path: string): Diagnostic {
  const origin = liveOrigin(site, path);
  if (problem.status === 404) return unknownLiveOrganization(site);
  if (problem.code === 'page-too-large') {
    const { name } = site.platform;
    const message = `The platform refuses a list as platform ${name} asks for it: ${problem.detail}`;
    return diagnostic('connector-mismatch', message, origin);
  }
  const message = `GET ${site.base}${path}: answered ${problem.status}: ${problem.detail}`;
  return diagnostic('connector-protocol', message, origin);
}

export function unknownLiveOrganization(site: OrganizationEndpoint): Diagnostic {
  return diagnostic('unknown-live-organization', `There is no ${site.base} (404)`, liveOrigin(site, ''));
}

/** Seven lists refused for one reason are one problem: the first of each code is said. */
function once(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return found.filter((d, index) => found.findIndex((other) => other.code === d.code) === index);
}
