import type { Outcome } from '../../source/outcome.ts';
import type { LiveObject } from '../live/live-object.ts';
import type { JsonObject } from '../protocol/json-object.ts';
import type { KeyedIndex } from '../protocol/keyed-index.ts';

/** A kind of object and one place in it: enough to change, create or delete what is or comes to be there. */
export interface ObjectLocation<T extends LiveObject> {
  /** For messages: `group acme/qa`. */
  readonly name: string;
  readonly key: string;
  readonly register: KeyedIndex<T>;
  readonly shape: (object: JsonObject) => T;
  readonly pathOf: (id: string) => string;
  /** Whether an object is the one of this place, by what it is called and where it is. */
  readonly isHere: (object: T) => boolean;
  /** Whether what is shown there is no more than a trace of what was deleted; left out: what is shown is there. */
  readonly isGone?: (object: T) => boolean;
  /** Where an object told by its id alone is found, where the id is not enough for a path. */
  readonly find?: (id: string) => Promise<Outcome<string>>;
}

/** Why an object cannot be the one of a place; null when it is. */
export function otherObject<T extends LiveObject>(
  objectLocation: ObjectLocation<T>,
  object: T,
  id: string | null,
): string | null {
  if (id !== null && object.id !== id) return `the answer is about ${object.id}, another object`;
  const key = objectLocation.register.keyOf(object.id);
  if (key !== undefined && key !== objectLocation.key) return `the answer is about ${key}`;
  return objectLocation.isHere(object) ? null : 'the answer is about something else';
}
