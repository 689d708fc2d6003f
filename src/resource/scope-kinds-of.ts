import type { PlatformDefinition, ScopeKind } from '../platform/platform-definition.ts';
import type { ScopePath } from './identifiers.ts';
import { modelOf } from './organization-model.ts';
import type { Resource } from './resource.ts';

/** The kind of each scope that is there. A scope of a kind that the platform does not know is left out. */
export function scopeKindsOf(
  platform: PlatformDefinition,
  resources: readonly Resource[],
): ReadonlyMap<ScopePath, ScopeKind> {
  const kinds = new Map<ScopePath, ScopeKind>();
  for (const { attributes } of modelOf(resources).all('scope')) {
    const kind = platform.scopeKinds.get(attributes.kind);
    if (kind !== undefined) kinds.set(attributes.path, kind);
  }
  return kinds;
}
