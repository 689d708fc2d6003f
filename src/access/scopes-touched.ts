import type { ScopePath } from '../resource/identifiers.ts';
import type { OrganizationModel } from '../resource/organization-model.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import { reachableFrom } from '../source/reachable.ts';
import { parentOf } from './scope-tree.ts';

/**
 * Where access can differ by what is given on some scopes, and all that it depends on there. What somebody can do on a
 * scope follows from what is given on it and above it, and from nothing else: so what is given on a scope touches it and
 * all below, and to know these takes them and what is above.
 */
export function scopesTouched(given: Iterable<ScopePath>, model: OrganizationModel): ReadonlySet<ScopePath> {
  const below = new ListsByKey<ScopePath, ScopePath>();
  for (const { attributes } of model.all('scope')) {
    const parent = parentOf(attributes.path, model);
    if (parent !== null) below.add(parent, attributes.path);
  }
  const touched = reachableFrom(given, (scope) => below.get(scope));
  return reachableFrom(touched, (scope) => {
    const parent = parentOf(scope, model);
    return parent === null ? [] : [parent];
  });
}
