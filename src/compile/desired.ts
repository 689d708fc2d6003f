import type { OwnableType } from '../platform/owners.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { GrantKey, ResendRules } from '../policy/document-types.ts';
import type { GuardrailsDocument } from '../policy/guardrails-document.ts';
import type { Address, PartKey } from '../resource/address.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import type { Resource, ResourceTypeName } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';

/** How much of the platform the documents own, for each resource type. Never decided by what a state file remembers. */
export type Authority = { readonly [T in ResourceTypeName]: 'full' | 'declared' };

/** Why a thing that the documents speak of is not wanted at the instant. */
export type RuledOut = {
  readonly origin: Origin;
  /** `absent`: a tombstone; `expired` and `not-yet`: its window; `emptied`: its owner is declared and lists nothing. */
  readonly why: 'absent' | 'expired' | 'not-yet' | 'emptied';
  /** It has expired because a review has revoked it: the origin is the decision. */
  readonly revoked?: true;
};

/** Key of one entry of a map-like attribute: `group:acme/qa#members/dan@acme.com`. */
export function entryKey(
  address: Address,
  attribute: GrantKey | 'members' | 'groups' | 'permissions',
  entry: string,
): PartKey {
  return `${address}#${attribute}/${entry}`;
}

/** Key of one attribute: `role:acme/helper#description`. */
export function attributeKey(address: Address, attribute: string): PartKey {
  return `${address}#${attribute}`;
}

/** Key of the choice for one subject of an attribute: `group:acme/qa#membershipRoles/ada`. */
export function choiceKey(address: Address, attribute: string, subject: string): PartKey {
  return `${attributeKey(address, attribute)}/${subject}`;
}

/** A grant with a window, wherever it is written, so that reports can say what ends or begins when. */
export interface GrantWindow {
  /** What the window bounds, in words a review can print: `carol@acme.com in group incident`. */
  readonly grant: string;
  readonly origin: Origin;
  /** RFC 3339 instants; null is open. A date alone begins at 00:00 UTC; `until` a date ends at the end of that day. */
  readonly from: string | null;
  readonly until: string | null;
  readonly reviewBy: string | null;
  readonly reason: string | null;
  /** Where `until` is written. Left out: nowhere. */
  readonly endsAt?: Origin;
}

/** A bound of a window that does not hold at the instant. */
export interface LapsedBound {
  /** As `GrantWindow.grant`. */
  readonly grant: string;
  readonly why: 'expired' | 'not-yet';
  /** As written. */
  readonly date: string;
  readonly origin: Origin;
}

/** What an expectation rules out and only an end has given, or has taken the leave for. */
export interface Forbidden {
  readonly expectation: string;
  /** The line of the expectation. */
  readonly origin: Origin;
  readonly members: readonly MemberId[];
  readonly permissions: readonly PermissionName[];
  readonly scopes: readonly ScopePath[];
}

/** `renamed-from`: the last part of a path. */
export interface FormerlyWritten {
  readonly name: string;
  readonly origin: Origin;
}

/** What the documents of one organization ask for at one instant. */
export interface Desired {
  readonly organization: string;
  readonly platform: PlatformDefinition;
  /** RFC 3339 instant at which windows were applied. */
  readonly instant: string;
  /** Nested as written; `onWire` gives the platform's form. Scopes, roles, members, groups, assignments, each by address. */
  readonly resources: readonly Resource[];
  /**
   * By address: things that are spoken of and not wanted. Everything below an absent scope goes with it and is not
   * listed. By `entryKey`: entries (a role of an assignment, a place in a group, a
   * permission that a group carries) whose window does not hold, for the
   * *because* of their removal.
   */
  readonly ruledOut: ReadonlyMap<Address | PartKey, RuledOut>;
  /**
   * By address and by `entryKey`: when the window of a wanted thing began, as an RFC 3339 instant, where a `from` says
   * so. Left out: nowhere.
   */
  readonly begun?: ReadonlyMap<Address | PartKey, string>;
  readonly authority: Authority;
  /** People as written, wanted or ruled out, under the organization before scopes below. Left out: those wanted. */
  readonly written?: ReadonlyMap<MemberId, string>;
  /** What something else owns, and the documents are to record all of. Left out: nothing. */
  readonly recordedWhole?: ReadonlySet<OwnableType>;
  /** The line that says so; null where no document does. */
  readonly authorityOrigin?: Origin | null;
  /**
   * Attributes that no document writes, by `attributeKey`, and choices, by `choiceKey`. Under `declared` authority what is not written is not
   * managed, so the live value stays; under `full` the default stands for it. Left out: none.
   */
  readonly unstated?: ReadonlySet<PartKey>;
  /** By address: what the documents say that a thing was called before, and where. Left out: nothing. */
  readonly renamedFrom?: ReadonlyMap<Address, FormerlyWritten>;
  /**
   * By address of a membership, as an RFC 3339 instant: whoever left, declined or let an invitation expire before it is
   * invited once more. Left out: nobody.
   */
  readonly inviteAgain?: ReadonlyMap<Address, string>;
  readonly windows: readonly GrantWindow[];
  /** What no plan may newly give, although by these documents somebody would hold it. Left out: nothing. */
  readonly forbidden?: readonly Forbidden[];
  /** The Guardrails documents that speak of the organization. Left out: none. */
  readonly guardrails?: readonly GuardrailsDocument[];
  /** Those of the base of a change, which judge it too; left out where there is none. */
  readonly guardrailsOfBase?: readonly GuardrailsDocument[];
  /** What the workspace says of inviting people again. Left out: what a workspace says that does not speak of it. */
  readonly resend?: ResendRules;
}
