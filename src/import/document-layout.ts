import { isDraftList } from '../source/edit/draft.ts';
import type { DraftPath, Layout } from '../source/edit/render-yaml.ts';

/** Keys under which things are listed by name, one a line. */
const SECTIONS: ReadonlySet<string> = new Set(['members', 'groups', 'roles']);

/**
 * How people lay organization documents out: a person, a mention, a short list on one line; groups, scopes and custom
 * roles over several. `plurals` are the platform's keys for scopes.
 */
export function layoutFor(
  plurals: ReadonlySet<string>,
  notes: ReadonlyMap<string, readonly string[]> = new Map(),
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
      if (within === 'groups') return [...value.keys()].some((key) => key !== 'roles');
      return true;
    },
    subject: (item) => {
      for (const key of ['member', 'group', 'role']) {
        const name = item.get(key);
        if (typeof name === 'string') return `${key} ${name}`;
      }
      return null;
    },
    notes: (path) => (path.length === 1 ? (notes.get(path[0] ?? '') ?? []) : []),
    gap: (path) => path.length === 1 && (SECTIONS.has(path[0] ?? '') || plurals.has(path[0] ?? '')),
  };
}

interface PlaceInDocument {
  /** The section that the value is in: `members`, `groups`, `roles`, or a plural; null at the top of the document. */
  readonly within: string | null;
  /** 0 is the section itself, 1 an entry of it. */
  readonly depth: number;
}

function placeOf(path: DraftPath, plurals: ReadonlySet<string>): PlaceInDocument {
  let at = 0;
  // Scopes within scopes: a plural and a name, over and over.
  while (at < path.length && plurals.has(path[at] ?? '')) {
    if (at + 1 >= path.length) return { within: path[at] ?? null, depth: 0 };
    if (at + 2 >= path.length) return { within: path[at] ?? null, depth: 1 };
    at += 2;
  }
  const section = path[at] ?? '';
  if (!SECTIONS.has(section))
    return { within: at === 0 && path.length === 0 ? null : section, depth: path.length === 0 ? 0 : 2 };
  return { within: section, depth: path.length - at - 1 };
}
