import { once } from '../source/memoize.ts';
import { type MemberId, type Principal, principalKey } from './identifiers.ts';
import { modelOf } from './organization-model.ts';
import type { Resource } from './resource.ts';
import { addressOf } from './resource-types.ts';

/**
 * How people's keys are written. An id is a key in comparable form, folded where the platform folds, and nobody wrote it
 * like that: whatever is printed for people asks here. Groups, roles and scopes are called by what is written already.
 */
export type Spelling = (member: MemberId) => string;

/** A side of a comparison: its people, and everybody whom the documents name besides. */
export interface SpelledSide {
  readonly resources: readonly Resource[];
  /** People as written, wanted at the instant or not. Left out: nobody but those among the resources. */
  readonly written?: ReadonlyMap<MemberId, string>;
}

/** The first side that knows somebody says how they are written, so the documents come before the platform. */
export function spellingOf(...sides: readonly SpelledSide[]): Spelling {
  const ofEach = sides.map(({ written, resources }) => {
    const displayed = once(() => displaysIn(resources));
    // Whom the documents name is known without a look at all resources.
    return (member: MemberId): string | undefined => written?.get(member) ?? displayed().get(member);
  });
  return (member) => {
    for (const of of ofEach) {
      const text = of(member);
      if (text !== undefined) return text;
    }
    return member;
  };
}

/** Ids as they are: for order and comparison, never for people. */
export const BY_ID: Spelling = (member) => member;

/** `member:Dan@acme.com`, for people to read. */
export function writtenPrincipal(principal: Principal, spelling: Spelling): string {
  return principalKey(asWritten(principal, spelling));
}

function asWritten(principal: Principal, spelling: Spelling): Principal {
  return principal.type === 'group' ? principal : { type: 'member', member: spelling(principal.member) };
}

/** An address for people to read: where it holds somebody's key, as written. It names nothing to a program. */
export function writtenAddress(resource: Resource, spelling: Spelling): string {
  switch (resource.type) {
    case 'member': {
      const { attributes } = resource;
      return addressOf('member', { ...attributes, member: spelling(attributes.member) });
    }
    case 'assignment': {
      const { attributes } = resource;
      return addressOf('assignment', { ...attributes, principal: asWritten(attributes.principal, spelling) });
    }
    case 'scope':
    case 'role':
    case 'group':
      return resource.address;
  }
}

/** How people are written among the resources themselves; of several the first. */
function displaysIn(resources: readonly Resource[]): ReadonlyMap<MemberId, string> {
  const found = new Map<MemberId, string>();
  for (const { attributes } of modelOf(resources).all('member'))
    if (!found.has(attributes.member)) found.set(attributes.member, attributes.display);
  return found;
}
