import { describe } from 'vitest';
import { INCIDENTS, type IncidentName } from './incidents.ts';

/** The tests of one incident, under its name and what happened. */
export function replay(name: IncidentName, tests: () => void): void {
  describe(`${name} (${INCIDENTS[name].source})`, tests);
}
