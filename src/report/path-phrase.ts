import type { Path, Step } from '../access/path.ts';
import { showPath, showStep } from '../access/show.ts';
import type { Spelling } from '../resource/spelling.ts';
import type { Origin } from '../source/origin.ts';

/** Who a path speaks of is known from the line it stands on. */
export function pathWithoutPerson(path: Path): string {
  return path.map(showStep).join(' → ');
}

/** For what is no longer there: a place on the live platform would be gone as well. With `person`, who it begins with. */
export function pathWithoutPlaces(path: Path, person: Spelling | null): string {
  const [first, ...rest] = path;
  const bare: Path = [placeless(first), ...rest.map(placeless)];
  return person === null ? pathWithoutPerson(bare) : showPath(bare, person);
}

/** The words of one link alone. */
export function stepWords(step: Step): string {
  return showStep(placeless(step));
}

const NOWHERE: Origin = { from: 'platform', platform: '', what: '' };

/** A step that the platform's own rules give is shown without a place. */
function placeless(step: Step): Step {
  return { ...step, origin: NOWHERE };
}
