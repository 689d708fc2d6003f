import type { Shard } from '../../policy/shard.ts';

/** What a report of one shard says of itself, for whoever puts the reports of all together. */
export interface ShardJson extends Shard {
  /** The exit status of the command. */
  readonly status: 0 | 1 | 2;
  /** Version of Bylaw. */
  readonly bylaw: string;
  /** One hash of all files of the workspace, the same in all shards; null where they could not be read. */
  readonly revision: string | null;
  /** Where the CI server or the checkout says it. */
  readonly commit: string | null;
  /** What `--at` asked for; null where nothing did, and each machine took the moment it began. */
  readonly at: string | null;
  /** How many organizations are in it; null where that was not found out. */
  readonly organizations: number | null;
}
