import type { EffectiveAccess } from '../access/access.ts';
import { membersWhoCanAll } from '../access/as-good.ts';
import { buildAccess } from '../access/build.ts';
import type { PlatformDefinition } from '../platform/definition.ts';
import type { KeptRole } from '../platform/kept-roles.ts';
import type { MemberId, ScopePath } from '../resource/reference.ts';
import type { Resource } from '../resource/resource.ts';
import { holdersOf } from './holders.ts';

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
      const holders = holdersOf(rule.role, resources);
      return (scope) => holders(scope).people;
    }
    case 'last-holder-stays':
      return (scope) => membersWhoCanAll(rule.role, platform, access(), scope);
  }
}
