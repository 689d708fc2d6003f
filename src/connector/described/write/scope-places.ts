import { kindBelow } from '../../../platform/kind-below.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { parentScope, type ScopePath } from '../../../resource/identifiers.ts';
import type { ReadRows } from '../description/api-description.ts';
import type { DescribedValue } from '../description/value-description.ts';

/** Words for where a scope stands; they are no kinds, whatever a platform calls its own. */
export const SCOPE_PLACES: readonly string[] = ['organization', 'below'];

/** The organization itself; of a scope below it, what kind of scope it is as well. */
export function placeOf(scope: ScopePath, platform: PlatformDefinition): readonly string[] {
  if (parentScope(scope) === null) return ['organization'];
  const kind = kindOfPath(scope, platform);
  return kind === null || SCOPE_PLACES.includes(kind) ? ['below'] : ['below', kind];
}

/** By the path alone: the scope may not be live yet. Null where the platform has no such path. */
function kindOfPath(path: ScopePath, platform: PlatformDefinition): string | null {
  const [, ...steps] = path.split('/');
  let kind = platform.root;
  for (const plural of steps.filter((_, at) => at % 2 === 0)) {
    const found = kindBelow(kind, plural, platform);
    if (found === undefined) return null;
    kind = found.name;
  }
  return kind;
}

/** Kinds of scopes that a file tells of; null where it tells of them by the platform's own words. */
export function kindsTold(entries: readonly ReadRows[]): readonly string[] | null {
  const kinds = new Set<string>();
  for (const entry of entries) {
    if (entry.gives !== 'scope') continue;
    const words = wordsOf(entry.kind);
    if (words === null) return null;
    for (const word of words) kinds.add(word);
  }
  return [...kinds];
}

/** The words that a value can be; null: any. */
function wordsOf(value: DescribedValue): readonly string[] | null {
  switch (value.is) {
    case 'const':
      return [value.text];
    case 'map':
      return [...value.words.values()];
    case 'absent': {
      const words = wordsOf(value.of);
      return words === null ? null : [...words, value.means];
    }
    case 'path':
    case 'ref':
    case 'join':
    case 'after':
    case 'tree':
      return null;
  }
}

/** Whether a scope of this kind can be meant by words that say where scopes stand, or of what kind they are. */
export function isOfKinds(kind: DescribedValue, said: readonly string[]): boolean {
  if (said.some((word) => SCOPE_PLACES.includes(word))) return true;
  const kinds = wordsOf(kind);
  return kinds === null || kinds.some((one) => said.includes(one));
}
