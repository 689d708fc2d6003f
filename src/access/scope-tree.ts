import type { PlatformDefinition, ScopeKind } from '../platform/platform-definition.ts';
import { type ScopePath, scopeChain } from '../resource/identifiers.ts';
import { type Resource, resourcesOf, type ScopeResource } from '../resource/resource.ts';

export interface Scope {
  readonly path: ScopePath;
  /** Index of the parent, always smaller than the scope's own; -1 for none. */
  readonly parent: number;
  /** Null for a kind the platform does not know: such a scope inherits as `union` does, and gives nothing itself. */
  readonly kind: ScopeKind | null;
}

/** The scopes of an organization, parents before children, otherwise in byte order of their paths. */
export interface ScopeTree {
  readonly scopes: readonly Scope[];
  index(path: ScopePath): number | undefined;
  /** The scope's index and its ancestors', from the top down. */
  chain(index: number): readonly number[];
}

export function scopeTree(platform: PlatformDefinition, resources: readonly Resource[]): ScopeTree {
  const known = new Map<ScopePath, ScopeResource>();
  for (const resource of resourcesOf(resources, 'scope')) known.set(resource.attributes.path, resource);
  const indexes = new Map<ScopePath, number>();
  const scopes: Scope[] = [];
  for (const path of [...known.keys()].sort()) {
    for (const next of unplaced(path, known, indexes)) {
      const above = parentOf(next, known);
      const parent = above === null ? undefined : indexes.get(above);
      const kind = platform.scopeKinds.get(known.get(next)?.attributes.kind ?? '') ?? null;
      indexes.set(next, scopes.length);
      scopes.push({ path: next, parent: parent ?? -1, kind });
    }
  }
  return {
    scopes,
    index: (path) => indexes.get(path),
    chain(index) {
      const chain: number[] = [];
      for (let at = index; at >= 0; at = scopes[at]?.parent ?? -1) chain.unshift(at);
      return chain;
    },
  };
}

/** Whether what is given on a scope holds below it; so it does on a scope of a kind the platform does not know. */
export function flowsDown(tree: ScopeTree, scope: number): boolean {
  return tree.scopes[scope]?.kind?.flowDown ?? true;
}

/** Whether a scope's gate lets everybody in: its kind says so while there are no groups, and there are none. */
export function isGateOpen(tree: ScopeTree, scope: number, groups: number): boolean {
  return groups === 0 && tree.scopes[scope]?.kind?.whenNoGroups === 'open';
}

/** The scope and the ancestors not yet placed, topmost first. A ring of parents is cut where it closes. */
function unplaced(
  path: ScopePath,
  known: ReadonlyMap<ScopePath, ScopeResource>,
  placed: ReadonlyMap<ScopePath, number>,
): readonly ScopePath[] {
  const chain: ScopePath[] = [];
  const seen = new Set<ScopePath>();
  for (let at: ScopePath | null = path; at !== null && !placed.has(at) && !seen.has(at); ) {
    seen.add(at);
    chain.unshift(at);
    at = parentOf(at, known);
  }
  return chain;
}

/** The parent as stated; where that scope is not known, the nearest known one by path, so that no link is lost. */
function parentOf(path: ScopePath, known: ReadonlyMap<ScopePath, ScopeResource>): ScopePath | null {
  const stated = known.get(path)?.attributes.parent ?? null;
  if (stated === null || known.has(stated)) return stated;
  return (
    scopeChain(path)
      .slice(1)
      .find((above) => known.has(above)) ?? null
  );
}
