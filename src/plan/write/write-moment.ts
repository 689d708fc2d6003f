/**
 * Why a write is made at another moment than others of its kind:
 * - `moves`: who is put into the group is out of another by that, and so the group has what it gives by then;
 * - `exchanges-after-moves`: takes from a group what somebody has until being moved out of it;
 * - `releases-before-joining`: people come into a group that an outer one deactivates until then;
 * - `deactivates`: people can do nothing by it;
 * - `closes-emptied`: the same, where a scope below goes first: the platform may close nothing around one that is open;
 * - `stays-deactivated`: whom a group lets go is deactivated by another, and is so by then.
 */
export type WriteMoment =
  | 'moves'
  | 'exchanges-after-moves'
  | 'releases-before-joining'
  | 'deactivates'
  | 'closes-emptied'
  | 'stays-deactivated';

export interface Timed {
  readonly moment?: WriteMoment;
}

/** By `writeKey`. */
export type WriteMoments = ReadonlyMap<string, WriteMoment>;
