import { SHARD_HINT, type Shard, shardOf } from '../../policy/shard.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { Arguments } from '../options.ts';

/** `--shard 3/8`; null without it. Fails with usage. */
export function shardFrom(args: Arguments): Outcome<Shard | null> {
  const asked = args.text('shard');
  const shard = asked === null ? null : shardOf(asked);
  if (asked === null || shard !== null) return success(shard);
  return failure(diagnostic('usage', `--shard ${quote(asked)} is no shard.`, null, { hint: SHARD_HINT }));
}
