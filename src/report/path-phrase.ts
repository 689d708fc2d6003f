import type { AccessPath, PathStep } from '../access/access-path.ts';
import { formatPath, formatStep } from '../access/explain/format-path.ts';
import type { Spelling } from '../resource/spelling.ts';
import type { Origin } from '../source/origin.ts';

/** Who a path speaks of is known from the line it stands on. */
export function pathWithoutPerson(accessPath: AccessPath): string {
  return accessPath.map(formatStep).join(' → ');
}

/** For what is no longer there: a place on the live platform would be gone as well. With `person`, who it begins with. */
export function pathWithoutPlaces(accessPath: AccessPath, person: Spelling | null): string {
  const [first, ...rest] = accessPath;
  const bare: AccessPath = [placeless(first), ...rest.map(placeless)];
  return person === null ? pathWithoutPerson(bare) : formatPath(bare, person);
}

const NOWHERE: Origin = { from: 'platform', platform: '', what: '' };

/** A step that the platform's own rules give is shown without a place. */
function placeless(pathStep: PathStep): PathStep {
  return { ...pathStep, origin: NOWHERE };
}
