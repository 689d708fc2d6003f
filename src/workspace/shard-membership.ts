import { createHash } from 'node:crypto';
import type { IsOurs, Shard } from '../policy/shard.ts';

/**
 * The number of the shard an organization is in, from 1: the first 48 bits of the SHA-256 of its name, modulo how many
 * there are. It depends on nothing but the two, so no organization that comes or goes moves another.
 */
export function shardNumberOf(organization: string, count: number): number {
  return (createHash('sha256').update(organization).digest().readUIntBE(0, 6) % count) + 1;
}

/** Without a shard everything is ours. */
export function membershipOf(shard: Shard | null): IsOurs {
  return (organization) => shard === null || shardNumberOf(organization, shard.count) === shard.number;
}
