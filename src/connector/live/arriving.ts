import { ImpossibleState } from '../../source/known.ts';

/** A list while it is read: what has come of it, from its beginning on, and whether that is all. */
export interface Arriving<T> {
  readonly items: readonly T[];
  readonly isWhole: boolean;
}

/** One that its reader adds to. */
export class GrowingList<T> implements Arriving<T> {
  readonly items: T[] = [];
  isWhole = false;

  add(items: readonly T[]): void {
    for (const item of items) this.items.push(item);
  }

  /** Nothing comes any more. */
  end(): void {
    this.isWhole = true;
  }
}

/** Whether work can go on, or the rest of a list has to come first. */
export type Pace = 'goes-on' | 'waits';

/** Work in small steps, done while the platform answers: a long step would keep its next answer waiting. */
export type Steps<T> = Generator<Pace, T, void>;

const AT_ONCE = 100;

export function wholeList<T>(items: readonly T[]): Arriving<T> {
  return { items, isWhole: true };
}

/** Waits until all of a list is there. */
export function* whole<T>(list: Arriving<T>): Steps<readonly T[]> {
  while (!list.isWhole) yield 'waits';
  return list.items;
}

/** Looks at one thing of a list after the other, as they come, so many in one step. */
export function* eachOf<T>(list: Arriving<T>, look: (item: T) => void, atOnce = AT_ONCE): Steps<void> {
  let seen = 0;
  for (;;) {
    const end = Math.min(list.items.length, seen + atOnce);
    for (const item of list.items.slice(seen, end)) look(item);
    seen = end;
    if (seen < list.items.length) yield 'goes-on';
    else if (list.isWhole) return;
    else yield 'waits';
  }
}

/** The same of what is there already. */
export function* eachIn<T>(items: Iterable<T>, look: (item: T) => void, atOnce = AT_ONCE): Steps<void> {
  let left = atOnce;
  for (const item of items) {
    look(item);
    left -= 1;
    if (left > 0) continue;
    left = atOnce;
    yield 'goes-on';
  }
}

/** Does what is left at once. All that it waits for has to be there. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (value === 'waits') throw new ImpossibleState('work waits for a list that nobody reads');
  }
}
