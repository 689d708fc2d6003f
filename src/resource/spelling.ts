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
  let known: ReadonlyMap<MemberId, string> | null = null;
  return (member) => {
    known ??= collect(sides);
    return known.get(member) ?? member;
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

function collect(sides: readonly SpelledSide[]): ReadonlyMap<MemberId, string> {
  const found = new Map<MemberId, string>();
  const add = (member: MemberId, text: string): void => {
    if (!found.has(member)) found.set(member, text);
  };
  for (const { written, resources } of sides) {
    if (written !== undefined) for (const [member, text] of written) add(member, text);
    for (const { attributes } of modelOf(resources).all('member')) add(attributes.member, attributes.display);
  }
  return found;
}
