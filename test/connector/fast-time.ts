import { setImmediate } from 'node:timers/promises';
import type { ClientClock } from '../../src/connector/http/time.ts';

export interface FastTime extends ClientClock {
  /** Every pause asked for, in milliseconds. */
  readonly slept: number[];
  sleep: ClientClock['sleep'];
  /** Lets every alarm ring that is set. */
  ring(): void;
}

/** A clock that only sleeping moves, and a chance that always says the same. */
export function fastTime(start = Date.parse('2027-03-01T12:00:00Z'), chance = 0.5): FastTime {
  let now = start;
  const slept: number[] = [];
  const alarms = new Set<() => void>();
  return {
    slept,
    now: () => now,
    random: () => chance,
    alarm: (_, ring) => {
      alarms.add(ring);
      return () => alarms.delete(ring);
    },
    ring: () => {
      for (const ring of [...alarms]) {
        alarms.delete(ring);
        ring();
      }
    },
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
      await setImmediate();
    },
  };
}
