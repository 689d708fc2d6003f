import { buildAccess } from '../access/build-access.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import { membersWhoCanAll } from '../access/equivalent-roles.ts';
import type { KeptRole } from '../platform/kept-roles.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import type { Resource } from '../resource/resource.ts';
import { holdersOf } from './role-holders.ts';

/** One state of an organization; access is worked out only where a rule asks for it. */
export interface Side {
  readonly resources: readonly Resource[];
  readonly access: () => EffectiveAccess;
}

export function sideOf(platform: PlatformDefinition, resources: readonly Resource[]): Side {
  let access: EffectiveAccess | null = null;
  return {
    resources,
    access: () => {
      access ??= buildAccess(platform, resources);
      return access;
    },
  };
}

/**
 * Who fills a rule that keeps somebody, scope by scope: a platform counts who is called an owner, and where it counts
 * nobody, whoever can do all that the role can.
 */
export function keepersOf(
  rule: KeptRole,
  platform: PlatformDefinition,
  { resources, access }: Side,
): (scope: ScopePath) => ReadonlySet<MemberId> {
  switch (rule.rule) {
    case 'minimum-holders': {
      const holders = holdersOf(rule.role, platform, resources);
      return (scope) => holders(scope).people;
    }
    case 'last-holder-stays':
      return (scope) => membersWhoCanAll(rule.role, platform, access(), scope);
  }
}
