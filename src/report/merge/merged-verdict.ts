import { shardText } from '../../policy/shard.ts';
import { counted, listed } from '../phrases.ts';
import type { MergedReport } from './merge-shards.ts';
import type { ShardedCommand } from './sharded-command.ts';

const NOTHING: { readonly [C in ShardedCommand]: string } = {
  check: 'no problems',
  plan: 'no changes',
  apply: 'nothing left to do',
  drift: 'no drift',
};

const SOMETHING: { readonly [C in ShardedCommand]: (count: number, all: number) => string } = {
  check: (count, all) => `expectations fail in ${count} of ${all}`,
  plan: (count, all) => `changes in ${count} of ${all}`,
  apply: (count, all) => `something is left in ${count} of ${all}`,
  drift: (count, all) => `drift in ${count} of ${all}`,
};

/** One sentence without its end. That a part is missing comes before everything that the others say. */
export function mergedVerdict(report: MergedReport): string {
  const { command, count, missing, status, organizations } = report;
  const what = `${command} of ${counted(count, 'shard')}, ${counted(organizations.length, 'organization')}`;
  if (missing.length > 0) {
    const names = missing.map((number) => shardText({ number, count }));
    return `${what}: INCOMPLETE, ${counted(missing.length, 'shard')} missing (${listed(names, 10)})`;
  }
  const open = organizations.filter(({ isOpen }) => isOpen).length;
  const found = open === 0 ? null : SOMETHING[command](open, organizations.length);
  if (status === 1) return `${what}: failed${found === null ? '' : `; ${found}`}`;
  if (status === 2) return `${what}: ${found === null ? 'somebody should look' : found}`;
  return `${what}: ${found === null ? NOTHING[command] : found}`;
}
