/** Commands that take a shard. */
export const SHARDED = ['check', 'plan', 'apply', 'drift'] as const;

export type ShardedCommand = (typeof SHARDED)[number];
