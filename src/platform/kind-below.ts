import type { PlatformDefinition, ScopeKind, ScopeKindName } from './platform-definition.ts';

/** The kind of the scopes that stand under a plural below a scope of another kind; undefined where there are none. */
export function kindBelow(
  parent: ScopeKindName,
  plural: string,
  { scopeKinds }: Pick<PlatformDefinition, 'scopeKinds'>,
): ScopeKind | undefined {
  return [...scopeKinds.values()].find((kind) => kind.plural === plural && kind.parents.includes(parent));
}
