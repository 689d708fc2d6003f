import type { ClaimHolder } from './claim.ts';

/** A block as its type and what it is called on the platform. */
export function holderName({ type, id }: ClaimHolder): string {
  return `${type} ${JSON.stringify(id)}`;
}
