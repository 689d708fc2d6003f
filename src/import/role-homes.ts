import { grantWords, roleOfWord } from '../resource/grant-words.ts';
import { type RoleKey, type ScopePath, scopeChain } from '../resource/identifiers.ts';
import type { LiveView } from './live-view.ts';
import type { PresentDocuments } from './present-documents.ts';

/** A custom role stays where it is declared, as long as everybody who uses it can see it there. */
export function roleHomes(
  view: LiveView,
  presentDocuments: PresentDocuments,
): ReadonlyMap<RoleKey, ScopePath> {
  const written = presentDocuments.roleHomes();
  const homes = new Map<RoleKey, ScopePath>();
  for (const name of view.roles.keys()) homes.set(name, written.get(name) ?? view.organization);
  for (const { attributes } of view.assignments.values()) {
    for (const role of grantWords(attributes).map(roleOfWord)) {
      const home = homes.get(role);
      if (home !== undefined && !scopeChain(attributes.scope).includes(home))
        homes.set(role, view.organization);
    }
  }
  // A role above cannot include one that is declared below it.
  for (let moved = true; moved; ) {
    moved = false;
    for (const { attributes } of view.roles.values()) {
      const home = homes.get(attributes.name) ?? view.organization;
      for (const included of attributes.includes.keys()) {
        const other = homes.get(included);
        if (other === undefined || scopeChain(home).includes(other)) continue;
        homes.set(included, view.organization);
        moved = true;
      }
    }
  }
  return homes;
}
