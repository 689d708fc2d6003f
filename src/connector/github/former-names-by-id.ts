import {
  type Address,
  addressNamed,
  groupAddress,
  memberAddress,
  scopeAddress,
} from '../../resource/address.ts';
import type { FormerName } from '../connector.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import { belongsToOrganization, type GithubIndex } from './github-index.ts';
import type { KnownId } from './looked-up-people.ts';

/**
 * Things that are here under another name than they had when their number was seen, by the address they had. GitHub gives
 * a number once, to an account, a team and a repository alike, so what has it is the same.
 */
export function formerNamesById(
  known: ReadonlyMap<Address, KnownId>,
  index: GithubIndex,
  endpoint: GithubEndpoint,
): ReadonlyMap<Address, FormerName> {
  if (known.size === 0) return new Map();
  const now = addressesById(index, endpoint);
  return new Map(
    [...known].flatMap(([address, { id, at }]): readonly (readonly [Address, FormerName])[] => {
      const there = now.get(id);
      // Of one scope alone somebody may be a member too: that is no other name.
      if (there === undefined || there === address || addressNamed(there, '') !== addressNamed(address, ''))
        return [];
      return [[address, { address: there, by: { at, id } }]];
    }),
  );
}

function addressesById(index: GithubIndex, { organization }: GithubEndpoint): ReadonlyMap<string, Address> {
  const found = new Map<string, Address>();
  for (const [member, { id }] of index.people) {
    if (belongsToOrganization(index, member)) found.set(`user:${id}`, memberAddress(organization, member));
  }
  for (const [id, path] of index.teamPaths) found.set(`team:${id}`, groupAddress(path));
  for (const [path, { id }] of index.repositories) found.set(`repository:${id}`, scopeAddress(path));
  return found;
}
