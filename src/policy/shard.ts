/** One part of a workspace that several machines share: number 3 of 8. */
export interface Shard {
  /** From 1 to `count`. */
  readonly number: number;
  readonly count: number;
}

/** Whether an organization belongs to a part, or to another machine. */
export type IsOurs = (organization: string) => boolean;

export const MOST_SHARDS = 1000;

export const SHARD_HINT = `Write its number and how many there are, from 1/8 to 8/8; at most ${MOST_SHARDS}.`;

/** `3/8`; null for what is none: `0/8`, `9/8`, `3/`, `a/b`. */
export function shardOf(text: string): Shard | null {
  const [, number = '', count = ''] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  const shard = { number: Number(number), count: Number(count) };
  return isShard(shard) ? shard : null;
}

export function isShard({ number, count }: Shard): boolean {
  const whole = Number.isInteger(number) && Number.isInteger(count);
  return whole && number >= 1 && number <= count && count <= MOST_SHARDS;
}

export function shardText({ number, count }: Shard): string {
  return `${number}/${count}`;
}
