import { ownerOf } from '../platform/owners.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { choicesIn, splitChoice } from '../resource/choices.ts';
import type { Entries, Resource, ScopeAttributes } from '../resource/resource.ts';

/**
 * Scopes of kinds that Bylaw may not create or delete, whose existence is the platform's business; and all of what something
 * else owns.
 */
export function isPlatformOwned(resource: Resource, platform: PlatformDefinition): boolean {
  if (resource.type !== 'scope') return ownerOf(platform, resource.type) !== null;
  return platform.scopeKinds.get(resource.attributes.kind)?.manage !== true;
}

/** Of a scope that Bylaw neither makes nor deletes, only what it is set to is compared and written. */
export function isSettable(resource: Resource): boolean {
  return resource.type === 'scope' && resource.attributes.settings.size > 0;
}

/**
 * Wanted beside what is live: settings that only one side knows are as they are live, so that neither engine sees a
 * difference in them; and of a scope that is the platform's own all is live but its settings.
 */
export function withComparableSettings(
  wanted: Resource,
  live: Resource | undefined,
  platform: PlatformDefinition,
): Resource {
  if (wanted.type === 'scope' && live?.type === 'scope') {
    const settings = comparable(wanted.attributes.settings, live.attributes.settings);
    const others = isPlatformOwned(wanted, platform) ? live.attributes : wanted.attributes;
    const attributes = { ...others, settings };
    return isSameScope(wanted.attributes, attributes) ? wanted : { ...wanted, attributes };
  }
  if (wanted.type === 'group' && live?.type === 'group') {
    const settings = comparable(wanted.attributes.settings, live.attributes.settings);
    return settings === wanted.attributes.settings
      ? wanted
      : { ...wanted, attributes: { ...wanted.attributes, settings } };
  }
  return wanted;
}

/** What stays the same object lets a list of resources be the one of which all is known already. */
function isSameScope(one: ScopeAttributes, other: ScopeAttributes): boolean {
  return (
    one.path === other.path &&
    one.kind === other.kind &&
    one.title === other.title &&
    one.parent === other.parent &&
    one.settings === other.settings
  );
}

function comparable(wanted: Entries, live: Entries): Entries {
  if (wanted.size === 0 && live.size === 0) return wanted;
  const known = choicesIn(live);
  const asked = choicesIn(wanted);
  const both = [...wanted].filter(([entry]) => known.has(splitChoice(entry).subject));
  const rest = [...live].filter(([entry]) => !asked.has(splitChoice(entry).subject));
  return new Map([...both, ...rest]);
}
