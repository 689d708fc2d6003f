import type { Inheritance, PlatformDefinition, ScopeKind } from '../platform/platform-definition.ts';
import { type ScopePath, scopeChain } from '../resource/identifiers.ts';
import type { OrganizationModel } from '../resource/organization-model.ts';
import { known } from '../source/known.ts';
import { type ClosingValue, closingValue } from './closed-scopes.ts';
import { type InheritanceSet, inheritanceSet } from './inheritance-set.ts';

export interface Scope {
  readonly path: ScopePath;
  /** Index of the parent, always smaller than the scope's own; -1 for none. */
  readonly parent: number;
  /** Null for a kind the platform does not know: such a scope inherits as `union` does, and gives nothing itself. */
  readonly kind: ScopeKind | null;
  /** What it is set to, where that says how it inherits, and not its kind. */
  readonly set: InheritanceSet | null;
  /** What closes it: itself, or the nearest scope above it that is set so. Null: it is open. */
  readonly closed: ClosedBy | null;
}

/** A scope that is set so that nobody can do anything on it, nor below. */
export interface ClosedBy extends ClosingValue {
  readonly scope: ScopePath;
}

/** The scopes of an organization, parents before children, otherwise in byte order of their paths. */
export interface ScopeTree {
  readonly scopes: readonly Scope[];
  /** The scope of an index that this tree gave. */
  at(index: number): Scope;
  index(path: ScopePath): number | undefined;
  /** The scope's index and its ancestors', from the top down. */
  chain(index: number): readonly number[];
}

export function scopeTree(platform: PlatformDefinition, model: OrganizationModel): ScopeTree {
  const paths = new Set<ScopePath>();
  for (const { attributes } of model.all('scope')) paths.add(attributes.path);
  const indexes = new Map<ScopePath, number>();
  const scopes: Scope[] = [];
  for (const path of [...paths].sort()) {
    for (const next of unplaced(path, model, indexes)) {
      const above = parentOf(next, model);
      const parent = above === null ? undefined : indexes.get(above);
      const { attributes } = known(model.scope(next), 'a scope that is being placed');
      const kind = platform.scopeKinds.get(attributes.kind) ?? null;
      indexes.set(next, scopes.length);
      const set = kind === null ? null : inheritanceSet(kind, attributes.settings, platform.name);
      const own = kind === null ? null : closingValue(kind, attributes.settings);
      const closed = own === null ? (scopes[parent ?? -1]?.closed ?? null) : { ...own, scope: next };
      scopes.push({ path: next, parent: parent ?? -1, kind, set, closed });
    }
  }
  const at = (index: number): Scope => known(scopes[index], 'a scope of the tree');
  return {
    scopes,
    at,
    index: (path) => indexes.get(path),
    chain(index) {
      const chain: number[] = [];
      for (let next = index; next >= 0; next = at(next).parent) chain.unshift(next);
      return chain;
    },
  };
}

/** Whether what is given on a scope holds below it; so it does on a scope of a kind the platform does not know. */
export function flowsDown(tree: ScopeTree, scope: number): boolean {
  const { kind } = tree.at(scope);
  return kind === null || kind.flowDown;
}

/** How a scope takes over what its parent gives, as it is set or by its kind; one of a kind the platform does not know takes it all. */
export function inheritanceAt(tree: ScopeTree, scope: number): Inheritance {
  const { kind, set } = tree.at(scope);
  if (set !== null) return set.inherits;
  return kind === null ? 'union' : kind.inherits;
}

/** Whether a scope's gate lets everybody in: its kind says so while there are no groups, and there are none. */
export function isGateOpen(tree: ScopeTree, scope: number, groups: number): boolean {
  return groups === 0 && tree.at(scope).kind?.whenNoGroups === 'open';
}

/** The scope and the ancestors not yet placed, topmost first. A ring of parents is cut where it closes. */
function unplaced(
  path: ScopePath,
  model: OrganizationModel,
  placed: ReadonlyMap<ScopePath, number>,
): readonly ScopePath[] {
  const chain: ScopePath[] = [];
  const seen = new Set<ScopePath>();
  for (let at: ScopePath | null = path; at !== null && !placed.has(at) && !seen.has(at); ) {
    seen.add(at);
    chain.unshift(at);
    at = parentOf(at, model);
  }
  return chain;
}

/** The parent as stated; where that scope is not known, the nearest known one by path, so that no link is lost. */
export function parentOf(path: ScopePath, model: OrganizationModel): ScopePath | null {
  const stated = model.scope(path)?.attributes.parent ?? null;
  if (stated === null || model.scope(stated) !== undefined) return stated;
  return (
    scopeChain(path)
      .slice(1)
      .find((above) => model.scope(above) !== undefined) ?? null
  );
}
