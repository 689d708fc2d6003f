import { shardText } from '../policy/shard.ts';
import type { ShardJson } from './json/shard-json.ts';

/** `shard 3/8: 2 organizations`; said of none too: silence would look like a workspace without anything. */
export function shardNote({ organizations, ...shard }: ShardJson): string {
  const which = `shard ${shardText(shard)}`;
  if (organizations === null) return which;
  if (organizations === 0) return `${which}: no organization is in it; there is nothing to do here`;
  return `${which}: ${organizations} ${organizations === 1 ? 'organization' : 'organizations'}`;
}
