import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { ProblemDetails } from '../http/exchange.ts';
import type { HttpReader } from '../http/http-interface.ts';
import { Places } from '../http/places.ts';
import type { ClientClock } from '../http/time.ts';
import type { GrowingList } from '../live/arriving.ts';
import { incompleteRead, unknownLiveOrganization } from '../live/incomplete-read.ts';
import type { LiveObjects } from '../live/live-objects.ts';
import { hasScopeMembers, liveOrigin, type OrganizationEndpoint } from '../live/organization-endpoint.ts';
import type { JsonObject } from '../protocol/json-object.ts';
import {
  assignmentDecoder,
  groupDecoder,
  memberDecoder,
  membershipDecoder,
  nestingDecoder,
  roleDecoder,
  scopeDecoder,
  scopeMemberDecoder,
} from './object-decoders.ts';
import { type AssembledOrganization, OrganizationAssembly } from './organization-assembly.ts';
import { type PagedList, readList, readPage } from './paged-list.ts';

/** Milliseconds between readings when the organization changes under them. */
const PAUSES = [150, 400, 1000, 2500] as const;

/**
 * So many pages of a whole organization wait at the client for their turn, which is more than it has in flight. The others wait
 * where what waits comes to nothing but objects. At the client it comes to an answer, and a promise made long before keeps its
 * answer until Node looks through all memory: the texts of thousands of pages would stay and be moved.
 */
const PAGES_AHEAD = 16;

/** All that was read, and what it was put together to meanwhile. */
export interface ReadObjects {
  readonly live: LiveObjects;
  readonly assembled: AssembledOrganization;
}

/**
 * All lists at one revision: Σ⌈collection/page⌉ requests when nothing moves.
 * Fails with connector-incomplete-read, connector-protocol, connector-mismatch, unknown-live-organization and the
 * codes of the HTTP client.
 */
export function readLiveObjects(
  http: Pick<HttpReader, 'get'>,
  organizationEndpoint: OrganizationEndpoint,
  clientClock: ClientClock,
): Promise<Outcome<ReadObjects>> {
  const { platform } = organizationEndpoint;
  const { pageSize } = platform.capabilities;
  return settled(organizationEndpoint, clientClock, async () => {
    const assembly = new OrganizationAssembly(organizationEndpoint);
    const { lists } = assembly;
    // One for all lists: they are read in the order in which they are asked for.
    const turns = new Places(PAGES_AHEAD);
    const read = async <T extends { readonly id: string }>(
      path: string,
      shape: (o: JsonObject) => T,
      list: GrowingList<T>,
    ): Promise<PagedList<T>> => {
      const heard = (items: readonly T[]): void => {
        list.add(items);
        assembly.goOn();
      };
      const pagedList = await readList(http, path, pageSize, shape, heard, turns);
      list.end();
      return pagedList;
    };
    // Other platforms have nothing there, and a request is a request.
    const nothing = <T>(list: GrowingList<T>): PagedList<T> => {
      list.end();
      return { end: 'listed', items: [], revisions: new Set(), gap: null };
    };
    const listings = await Promise.all([
      read('/scopes', scopeDecoder, lists.scopes),
      read('/roles', roleDecoder, lists.roles),
      read('/members', memberDecoder, lists.members),
      hasScopeMembers(organizationEndpoint)
        ? read('/scope-members', scopeMemberDecoder, lists.scopeMembers)
        : nothing(lists.scopeMembers),
      read('/groups', groupDecoder, lists.groups),
      read('/memberships', membershipDecoder, lists.memberships),
      platform.groups.nesting === 'native'
        ? read('/group-nestings', nestingDecoder, lists.nestings)
        : nothing(lists.nestings),
      read('/assignments', assignmentDecoder, lists.assignments),
    ]);
    const [scopes, roles, members, scopeMembers, groups, memberships, nestings, assignments] = listings;
    return {
      listings,
      value: (revision) => ({
        live: {
          revision,
          scopes: itemsOf(scopes),
          roles: itemsOf(roles),
          members: itemsOf(members),
          scopeMembers: itemsOf(scopeMembers),
          groups: itemsOf(groups),
          memberships: itemsOf(memberships),
          nestings: itemsOf(nestings),
          assignments: itemsOf(assignments),
        },
        assembled: assembly.end(),
      }),
    };
  });
}

/** The revision now, by the smallest page there is. Fails as `readLiveObjects` does. */
export async function readRevision(
  http: Pick<HttpReader, 'get'>,
  organizationEndpoint: OrganizationEndpoint,
): Promise<Outcome<string>> {
  const page = await readPage(http, '/scopes', 1, 1, scopeDecoder);
  return page.end === 'page'
    ? success(String(page.page.revision))
    : failure(stopOf(page, organizationEndpoint));
}

/** One list of objects, at one revision. Fails as `readLiveObjects` does. */
export function readWholeList<T extends { readonly id: string }>(
  http: Pick<HttpReader, 'get'>,
  organizationEndpoint: OrganizationEndpoint,
  clientClock: ClientClock,
  path: string,
  shape: (object: JsonObject) => T,
): Promise<Outcome<readonly T[]>> {
  return settled(organizationEndpoint, clientClock, async () => {
    const pagedList = await readList(http, path, organizationEndpoint.platform.capabilities.pageSize, shape);
    return { listings: [pagedList], value: () => itemsOf(pagedList) };
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
async function settled<T>(
  organizationEndpoint: OrganizationEndpoint,
  clientClock: ClientClock,
  read: () => Promise<ListReading<T>>,
): Promise<Outcome<T>> {
  for (let reading = 0; ; reading += 1) {
    const { listings, value } = await read();
    const stopped = listings.flatMap((pagedList) => stopOf(pagedList, organizationEndpoint));
    if (stopped.length > 0) return failure(once(stopped));
    const revisions = new Set(listings.flatMap((l) => (l.end === 'listed' ? [...l.revisions] : [])));
    const [revision = 0] = revisions;
    if (revisions.size <= 1) {
      const gaps = listings.flatMap((l) => (l.end === 'listed' && l.gap !== null ? [l.gap] : []));
      if (gaps.length === 0) return success(value(revision));
      return failure(
        gaps.map((gap) => incompleteRead(organizationEndpoint, `A list came back incomplete: ${gap}`)),
      );
    }
    const pause = PAUSES[reading];
    if (pause === undefined) {
      const message = `The organization kept changing while it was read (${reading + 1} times over)`;
      return failure(incompleteRead(organizationEndpoint, message));
    }
    await clientClock.sleep(pause / 2 + (clientClock.random() * pause) / 2);
  }
}

function itemsOf<T>(pagedList: PagedList<T>): readonly T[] {
  return pagedList.end === 'listed' ? pagedList.items : [];
}

function stopOf(
  pagedList: PagedList<unknown>,
  organizationEndpoint: OrganizationEndpoint,
): readonly Diagnostic[] {
  if (pagedList.end === 'listed') return [];
  const origin = liveOrigin(organizationEndpoint, pagedList.path);
  if (pagedList.end === 'misshapen') {
    const message = `GET ${organizationEndpoint.base}${pagedList.path}: not a list as documented: ${pagedList.fault}`;
    return [diagnostic('connector-protocol', message, origin)];
  }
  const { exchange } = pagedList;
  if (exchange.end === 'failure') return [exchange.diagnostic];
  return [listRefused(exchange.problem, organizationEndpoint, pagedList.path)];
}

function listRefused(
  problemDetails: ProblemDetails,
  organizationEndpoint: OrganizationEndpoint,
  path: string,
): Diagnostic {
  const origin = liveOrigin(organizationEndpoint, path);
  if (problemDetails.status === 404) return unknownLiveOrganization(organizationEndpoint);
  if (problemDetails.code === 'page-too-large') {
    const { name } = organizationEndpoint.platform;
    const message = `The platform refuses a list as platform ${name} asks for it: ${problemDetails.detail}`;
    return diagnostic('connector-mismatch', message, origin);
  }
  const message = `GET ${organizationEndpoint.base}${path}: answered ${problemDetails.status}: ${problemDetails.detail}`;
  return diagnostic('connector-protocol', message, origin);
}

/** Seven lists refused for one reason are one problem: the first of each code is said. */
function once(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return found.filter((d, index) => found.findIndex((other) => other.code === d.code) === index);
}
