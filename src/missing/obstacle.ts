import type { AccessPath } from '../access/access-path.ts';
import type { Deactivation } from '../access/explain/deactivations.ts';
import type { OverridingRole } from '../access/explain/member-context.ts';
import type { ClosedBy } from '../access/scope-tree.ts';
import type { Reach } from '../platform/platform-definition.ts';
import type { RoleKey, ScopePath } from '../resource/identifiers.ts';
import type { MembershipState } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';

/** One thing that takes an access away which somebody was given. */
export type Obstacle =
  /** The window of the grant, of a place in a group, or of a membership. */
  | {
      readonly obstacle: 'window';
      readonly grant: string;
      readonly why: 'expired' | 'not-yet';
      readonly date: string;
      readonly origin: Origin;
    }
  | {
      readonly obstacle: 'membership';
      readonly scope: ScopePath;
      readonly state: Exclude<MembershipState, 'active'>;
      readonly origin: Origin;
    }
  /** A group whose people are active nowhere; how the person is in it. */
  | (Deactivation & { readonly obstacle: 'deactivating-group'; readonly origin: Origin })
  /** `absent: true`. */
  | { readonly obstacle: 'absent'; readonly scope: ScopePath; readonly origin: Origin }
  /** Nobody can do anything there, nor on any scope below: what it is set to. */
  | (ClosedBy & { readonly obstacle: 'closed-scope' })
  /** Nothing from above comes in for who is not attached. */
  | { readonly obstacle: 'gate'; readonly scope: ScopePath; readonly origin: Origin }
  /** Nothing from above comes in. */
  | { readonly obstacle: 'isolated'; readonly scope: ScopePath; readonly origin: Origin }
  /** What comes from above is replaced in the module of the permission. */
  | {
      readonly obstacle: 'override';
      readonly scope: ScopePath;
      readonly by: readonly OverridingRole[];
      readonly origin: Origin;
    }
  /** The role does not hold where it would have to. */
  | {
      readonly obstacle: 'reach';
      readonly role: RoleKey;
      readonly scope: ScopePath;
      readonly reach: Reach;
      readonly origin: Origin;
    }
  /** What is given on the scope stays on it. */
  | { readonly obstacle: 'flow-down'; readonly scope: ScopePath; readonly origin: Origin }
  /** It is denied: how, from the person to what takes it. */
  | { readonly obstacle: 'deny'; readonly denial: AccessPath; readonly origin: Origin };

/** A way that would lead to the permission, and all that is in it. */
export interface BlockedWay {
  /** Null where nothing is left of it to be shown. */
  readonly path: AccessPath | null;
  readonly obstacles: readonly [Obstacle, ...Obstacle[]];
}
