import type { ReadWithoutBounds } from '../compile/compile.ts';
import type { RuledOut } from '../compile/desired.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { Address, PartKey } from '../resource/address.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import type { Resource } from '../resource/resource.ts';

/** What somebody does not have. */
export interface DeniedQuestion {
  readonly member: MemberId;
  readonly permission: PermissionName;
  readonly scope: ScopePath;
}

/** The side of an organization that says no. */
export interface DeniedSide {
  readonly platform: PlatformDefinition;
  readonly resources: readonly Resource[];
  /** What documents speak of and do not want; empty for what is live. */
  readonly ruledOut: ReadonlyMap<Address | PartKey, RuledOut>;
  /** What documents come to without some bounds; null for what is live, which has no windows. */
  readonly without: ((bounds: ReadonlySet<string>) => ReadWithoutBounds | null) | null;
}
