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
  /** Whether `--live` was asked for, which a check can do without; the other commands always read what is live. */
  readonly live: boolean;
  /** Which address `--url` asked for; null where nothing did, and the workspace says it. */
  readonly url: string | null;
  /** What `--base` asked for; null where nothing did. */
  readonly base: ShardBaseJson | null;
  /** How many organizations are in it; null where that was not found out. */
  readonly organizations: number | null;
}

/** A base as two shards can compare it: one branch may be two commits, and one commit has many names. */
export interface ShardBaseJson {
  readonly asked: string;
  /** Null for a folder, and where it was not found out. */
  readonly commit: string | null;
  /** Of a folder one hash of all its files; null for a commit, and where it was not found out. */
  readonly revision: string | null;
}
