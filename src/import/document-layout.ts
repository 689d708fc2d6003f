import { isGrantKey } from '../policy/document-types.ts';
import { isDraftList } from '../source/edit/draft.ts';
import type { DraftPath, Layout } from '../source/edit/render-yaml.ts';
import { ListsByKey, type ReadonlyListsByKey } from '../source/lists-by-key.ts';

/** Keys under which things are listed by name, one a line. */
const SECTIONS: ReadonlySet<string> = new Set(['members', 'groups', 'roles']);

/**
 * How people lay organization documents out: a person, a mention, a short list on one line; groups, scopes and custom
 * roles over several. `plurals` are the platform's keys for scopes.
 */
export function layoutFor(
  plurals: ReadonlySet<string>,
  notes: ReadonlyListsByKey<string, string> = new ListsByKey(),
): Layout {
  return {
    spread: (path, value) => {
      if (isDraftList(value)) return false;
      const { depth, within } = placeOf(path, plurals);
      if (within === null) return true;
      if (depth === 0) {
        // Groups that are only mentioned, and nothing said of them, stand on one line.
        return !(within === 'groups' && [...value.values()].every((entry) => entry === null));
      }
      if (depth > 1) return false;
      if (within === 'members') return false;
      if (within === 'groups') return [...value.keys()].some((key) => !isGrantKey(key));
      return true;
    },
    subject: (item) => {
      for (const key of ['member', 'group', 'role']) {
        const name = item.get(key);
        // As the name alone is written: with more to say of it, it is the same item.
        if (typeof name === 'string') return name;
      }
      return null;
    },
    notes: ([key, ...below]) => (key === undefined || below.length > 0 ? [] : notes.get(key)),
    gap: ([key, ...below]) =>
      key !== undefined && below.length === 0 && (SECTIONS.has(key) || plurals.has(key)),
  };
}

interface PlaceInDocument {
  /** The section that the value is in: `members`, `groups`, `roles`, or a plural; null at the top of the document. */
  readonly within: string | null;
  /** 0 is the section itself, 1 an entry of it. */
  readonly depth: number;
}

function placeOf(path: DraftPath, plurals: ReadonlySet<string>): PlaceInDocument {
  const [key, ...inside] = path;
  if (key === undefined) return { within: null, depth: 0 };
  if (SECTIONS.has(key)) return { within: key, depth: inside.length };
  if (!plurals.has(key)) return { within: key, depth: 2 };
  // Scopes within scopes: a plural and a name, over and over.
  return inside.length > 1 ? placeOf(inside.slice(1), plurals) : { within: key, depth: inside.length };
}
