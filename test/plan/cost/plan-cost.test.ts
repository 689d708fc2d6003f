import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planCost } from '../../../src/plan/cost/plan-cost.ts';
import {
  type RequestKind,
  RequestSchedule,
  type RequestWindow,
} from '../../../src/plan/cost/request-windows.ts';
import type { CostBasis, Quota, WriteRates } from '../../../src/plan/cost/write-rates.ts';
import type { Write } from '../../../src/plan/write/write.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const apart: RequestWindow = {
  name: 'a second between writes',
  milliseconds: SECOND,
  most: 1,
  points: { look: 0, take: 1, give: 1, invite: 1 },
};
const invitations: RequestWindow = {
  name: 'three seconds between invitations',
  milliseconds: 3 * SECOND,
  most: 1,
  points: { look: 0, take: 0, give: 0, invite: 1 },
};
const hourly: RequestWindow = {
  name: '500 an hour',
  milliseconds: HOUR,
  most: 500,
  points: { look: 0, take: 0, give: 1, invite: 1 },
};
const points: RequestWindow = {
  name: '900 points a minute',
  milliseconds: MINUTE,
  most: 900,
  points: { look: 1, take: 5, give: 5, invite: 5 },
};
const WINDOWS = [apart, invitations, hourly, points];

/** As many writes of a kind, whose price is told by what they are called. */
const removed = (member: string): Write => ({ write: 'remove-member', scope: 'acme', member });
const put = (member: string): Write => ({ write: 'add-group-member', group: 'acme/qa', member });
const again = (member: string): Write => ({ write: 'resend-invitation', scope: 'acme', member });
const many = (count: number, write: (member: string) => Write): readonly Write[] =>
  Array.from({ length: count }, (_, at) => write(`p${at}`));

const KINDS: Partial<Record<Write['write'], RequestKind>> = {
  'remove-member': 'take',
  'add-group-member': 'give',
  'resend-invitation': 'invite',
};

const rates = (windows: readonly RequestWindow[]): WriteRates => ({
  windows,
  price: ({ write }) => {
    const kind = KINDS[write] ?? 'give';
    return { requests: [kind], uses: kind === 'invite' ? ['invitations', 'seats'] : [] };
  },
});

const basis = (windows: readonly RequestWindow[] = WINDOWS, quota: Quota | null = null): CostBasis => ({
  rates: rates(windows),
  reads: 69,
  quota,
});

const timeOf = (writes: readonly Write[], windows = WINDOWS) => {
  const { time } = planCost(writes, 'acme', basis(windows));
  if (time === null) throw new Error('no time');
  return time;
};

describe('the time of writes', () => {
  test.each<[string, readonly Write[], number, string | null]>([
    ['nothing', [], 0, null],
    ['one', many(1, put), 0, null],
    ['three', many(3, put), 2 * SECOND, null],
    ['invitations', many(21, again), MINUTE, 'three seconds between invitations'],
    ['as many as an hour takes', many(500, put), 499 * SECOND, 'a second between writes'],
    ['one more', many(501, put), HOUR, '500 an hour'],
    ['two hours and one', many(1001, put), 2 * HOUR, '500 an hour'],
    ['removals have no hour', many(1001, removed), 1000 * SECOND, 'a second between writes'],
    ['both', [...many(10, removed), ...many(10, again)], (10 + 27) * SECOND, null],
  ])('%s', (_, writes, milliseconds, limit) => {
    expect(timeOf(writes)).toEqual({ milliseconds, limit });
  });

  test('nothing is said of it where a platform tells of no limit', () => {
    expect(planCost(many(3, put), 'acme', basis([])).time).toBeNull();
  });

  test('a window that holds less than one request counts lets it pass alone', () => {
    const narrow = { ...points, most: 3 };
    expect(timeOf(many(3, put), [narrow]).milliseconds).toBe(2 * MINUTE);
  });
});

const anyKind = fc.constantFrom<RequestKind>('look', 'take', 'give', 'invite');
const anyWrites = fc.array(fc.constantFrom(removed('a'), put('a'), again('a')), { maxLength: 700 });

describe('for any writes', () => {
  test('more are never cheaper, wherever they come in', () => {
    fc.assert(
      fc.property(anyWrites, anyWrites, fc.nat(700), (writes, more, place) => {
        const at = Math.min(place, writes.length);
        const all = [...writes.slice(0, at), ...more, ...writes.slice(at)];
        const [one, two] = [planCost(writes, 'acme', basis()), planCost(all, 'acme', basis())];
        expect(two.writes).toBe(one.writes + more.length);
        expect(timeOf(all).milliseconds).toBeGreaterThanOrEqual(timeOf(writes).milliseconds);
      }),
      { numRuns: 60 },
    );
  });

  test('the time is a number, and no less than each limit alone would take', () => {
    fc.assert(
      fc.property(anyWrites, (writes) => {
        const { milliseconds } = timeOf(writes);
        expect(Number.isSafeInteger(milliseconds)).toBe(true);
        for (const window of WINDOWS) {
          const counted = writes.filter((write) => window.points[KINDS[write.write] ?? 'give'] > 0);
          const of = Math.max(...Object.values(window.points));
          const floor = Math.floor(Math.max(0, counted.length - 1) / Math.floor(window.most / of));
          expect(milliseconds).toBeGreaterThanOrEqual(floor * window.milliseconds);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a schedule keeps to every window, and is no later than it has to be', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyKind, fc.nat(5000)), { maxLength: 400 }), (requests) => {
        const windows = [apart, invitations, { ...hourly, most: 20 }, { ...points, most: 60 }];
        const schedule = new RequestSchedule(windows);
        const starts: { readonly kind: RequestKind; readonly at: number }[] = [];
        let now = 0;
        for (const [kind, pause] of requests) {
          now += pause;
          const { at, because } = schedule.turn(kind, now);
          expect(at).toBeGreaterThanOrEqual(now);
          expect(because === null).toBe(at === now);
          if (at > now) expect(tooMany([...starts, { kind, at: at - 1 }], windows)).not.toBeNull();
          schedule.enter(kind, at);
          starts.push({ kind, at });
          now = at;
        }
        expect(tooMany(starts, windows)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});

/** A window that holds more than it may, counted anew for each request. */
function tooMany(
  starts: readonly { readonly kind: RequestKind; readonly at: number }[],
  windows: readonly RequestWindow[],
): string | null {
  for (const window of windows) {
    for (const { at } of starts) {
      const within = starts.filter((one) => one.at <= at && one.at > at - window.milliseconds);
      const sum = within.reduce((all, { kind }) => all + window.points[kind], 0);
      if (sum > window.most) return window.name;
    }
  }
  return null;
}

describe('what is left', () => {
  const quota: Quota = {
    requests: { left: 100, most: 5000, renewsAt: '2026-11-29T13:00:00Z', perRead: 40 },
    allowances: [
      { of: 'invitations', left: 50, most: 50, note: null, renews: 'tomorrow' },
      { of: 'seats', left: null, most: null, note: 'GitHub does not show them.', renews: 'when bought' },
    ],
  };

  test('only what the writes use is told, with how much of it they need', () => {
    const cost = planCost([...many(60, again), ...many(2, put)], 'acme', basis(WINDOWS, quota));
    expect(cost).toMatchObject({
      reads: 69,
      writes: 62,
      kinds: [
        { write: 'resend-invitation', count: 60 },
        { write: 'add-group-member', count: 2 },
      ],
      allowances: [
        { of: 'invitations', needed: 60, left: 50 },
        { of: 'seats', needed: 60, left: null },
      ],
      requests: { needed: 62 + 40, left: 100 },
    });
  });

  test('nothing to write needs nothing, not even the read after it', () => {
    const cost = planCost([], 'acme', basis(WINDOWS, quota));
    expect(cost).toMatchObject({ writes: 0, kinds: [], allowances: [], requests: { needed: 0 } });
  });

  test('what is unknown stays so', () => {
    expect(planCost(many(3, again), 'acme', basis())).toMatchObject({ allowances: [], requests: null });
  });
});
