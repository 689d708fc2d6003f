import { buildAccess } from '../access/build-access.ts';
import { compareAccess } from '../access/compare-access.ts';
import type { AccessDelta, AccessGrant, EffectiveAccess } from '../access/effective-access.ts';
import type { Desired } from '../compile/desired.ts';
import { instancesOf, splitInstance } from '../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { Resource } from '../resource/resource.ts';
import { type Spelling, spellingOf } from '../resource/spelling.ts';
import { known } from '../source/known.ts';
import type { OrganizationSides } from './organization-sides.ts';

/** What two versions of one organization's documents give, and to whom, at one instant. */
export interface AccessDifference {
  readonly organization: string;
  /** Of the later version; of the earlier one where the organization is gone. */
  readonly desired: Desired;
  /** What stands on each side; nothing where a side does not declare it. */
  readonly resources: { readonly before: readonly Resource[]; readonly after: readonly Resource[] };
  readonly before: EffectiveAccess;
  readonly after: EffectiveAccess;
  readonly delta: AccessDelta;
  /** Documents say who is to be there: nobody waits in them. */
  readonly onceAccepted: null;
  readonly isWritten: true;
  /** The rules of the platform itself are others. */
  readonly isOtherPlatform: boolean;
  readonly spelling: Spelling;
}

/** Who can do what on one side and not on the other. */
export function accessDifference({ organization, before, after }: OrganizationSides): AccessDifference {
  const desired = known(after ?? before, 'a side of an organization').desired;
  const old = before === null ? [] : before.desired.resources;
  const now = after === null ? [] : after.desired.resources;
  const isOtherPlatform =
    before !== null && after !== null && !isSamePlatform(before.desired.platform, after.desired.platform);
  const one = buildAccess(isOtherPlatform ? before.desired.platform : desired.platform, old);
  const other = buildAccess(desired.platform, now);
  return {
    organization,
    desired,
    resources: { before: old, after: now },
    before: one,
    after: other,
    delta: isOtherPlatform ? plainDelta(one, other) : compareAccess(one, other),
    onceAccepted: null,
    isWritten: true,
    isOtherPlatform,
    spelling: spellingOf(...[after, before].flatMap((side) => (side === null ? [] : [side.desired]))),
  };
}

/** Read twice, the rules of one platform are two values. */
function isSamePlatform(one: PlatformDefinition, other: PlatformDefinition): boolean {
  return one === other || textOf(one) === textOf(other);
}

function textOf(platform: PlatformDefinition): string {
  return JSON.stringify(platform, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}

/** By name, cell for cell: what one platform calls a permission is compared with what the other calls so. */
function plainDelta(before: EffectiveAccess, after: EffectiveAccess): AccessDelta {
  // What only one side is given, or denied, for a text has a place on both.
  const names = [before, after].flatMap(({ relation }) => [...instancesOf(relation.platform)]);
  const [one, other] = [before.withInstances(names), after.withInstances(names)];
  return { gained: grantsOnlyOf(other, one), lost: grantsOnlyOf(one, other) };
}

function grantsOnlyOf(one: EffectiveAccess, other: EffectiveAccess): readonly AccessGrant[] {
  const { permissions } = other.relation.platform;
  return one.scopes.flatMap((scope) =>
    one.members.flatMap((member) => {
      const there = new Set(other.permissions(member, scope));
      // A permission that has no parameter on the other side is held there for every text.
      const isHeld = (permission: PermissionName): boolean => {
        const of = splitInstance(permission)?.of;
        const hasText = of === undefined || permissions.get(of)?.parameter != null;
        return there.has(hasText ? permission : of);
      };
      return one
        .permissions(member, scope)
        .filter((permission) => !isHeld(permission))
        .map((permission): AccessGrant => ({ member, scope, permission }));
    }),
  );
}
