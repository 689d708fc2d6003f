import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Resource } from '../resource/resource.ts';

/** Scopes of kinds that Bylaw may not create or delete: their existence is the platform's business. */
export function isPlatformOwned(resource: Resource, platform: PlatformDefinition): boolean {
  return resource.type === 'scope' && platform.scopeKinds.get(resource.attributes.kind)?.manage !== true;
}
