/**
 * What a request is to whoever limits them. `look`: it reads. `take`: it takes something away. `give`: it makes or changes
 * something. `invite`: it does, and writes to somebody.
 */
export type RequestKind = 'look' | 'take' | 'give' | 'invite';

/** No more than so many points within any so long time. A pause between two requests is a window with room for one. */
export interface RequestWindow {
  /** As people say it: `500 an hour`. */
  readonly name: string;
  readonly milliseconds: number;
  readonly most: number;
  /** What a request of each kind counts for; 0: it is not counted. */
  readonly points: Readonly<Record<RequestKind, number>>;
}

/** What one window has counted and not forgotten, oldest first. */
interface Counted {
  readonly window: RequestWindow;
  readonly starts: { readonly at: number; readonly points: number }[];
  /** The first of them that still counts: what is before it is dropped now and then. */
  first: number;
  sum: number;
}

/** When the next request may be, and the window that says so; null for none. */
export interface RequestTurn {
  readonly at: number;
  readonly because: RequestWindow | null;
}

/** Whose turn it is, by whatever rule. */
export interface RequestTurns {
  /** The earliest time, not before `now`. */
  turn(kind: RequestKind, now: number): RequestTurn;
  /** A request starts. */
  enter(kind: RequestKind, at: number): void;
}

const MANY_FORGOTTEN = 1024;

/**
 * Requests one after another within all windows, by times that whoever asks brings along: the pace of a connector goes by
 * it, and so does what a plan says of its time.
 */
export class RequestSchedule implements RequestTurns {
  readonly #counted: readonly Counted[];
  /** No request starts before the one that was entered last. */
  #last = Number.NEGATIVE_INFINITY;

  constructor(windows: readonly RequestWindow[]) {
    this.#counted = windows.map((window) => ({ window, starts: [], first: 0, sum: 0 }));
  }

  turn(kind: RequestKind, now: number): RequestTurn {
    let turn: RequestTurn = { at: now, because: null };
    for (const counted of this.#counted) {
      const { window, starts } = counted;
      const points = pointsOf(window, kind);
      if (points === 0) continue;
      let { sum } = counted;
      for (let at = counted.first; sum + points > window.most; at += 1) {
        const oldest = starts[at];
        if (oldest === undefined) break;
        sum -= oldest.points;
        const free = oldest.at + window.milliseconds;
        if (free > turn.at) turn = { at: free, because: window };
      }
    }
    return turn;
  }

  enter(kind: RequestKind, at: number): void {
    const start = Math.max(at, this.#last);
    this.#last = start;
    for (const counted of this.#counted) {
      const points = pointsOf(counted.window, kind);
      forget(counted, start);
      if (points === 0) continue;
      counted.starts.push({ at: start, points });
      counted.sum += points;
    }
  }
}

/** A request that counts for more than a window holds may be made alone in it: everything comes to its turn. */
function pointsOf({ points, most }: RequestWindow, kind: RequestKind): number {
  return Math.min(points[kind], most);
}

function forget(counted: Counted, now: number): void {
  const { starts, window } = counted;
  for (;;) {
    const oldest = starts[counted.first];
    if (oldest === undefined || oldest.at + window.milliseconds > now) break;
    counted.sum -= oldest.points;
    counted.first += 1;
  }
  if (counted.first < MANY_FORGOTTEN) return;
  starts.splice(0, counted.first);
  counted.first = 0;
}
