import type { EffectiveAccess } from '../../access/effective-access.ts';
import type { DeniedSide } from '../../missing/denied-side.ts';
import type { EditTrial } from '../../missing/edit/proposed-edits.ts';
import type { PermissionName, PlatformDefinition } from '../../platform/platform-definition.ts';
import type { GroupPath, MemberId, ScopePath } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';

/** What a question about access is asked of: one organization, as written or as live. */
export interface AccessSource {
  readonly organization: string;
  readonly source: 'desired' | 'live';
  readonly platform: PlatformDefinition;
  readonly resources: readonly Resource[];
  /** As `Snapshot.membersFrom`; none as written. */
  readonly membersFrom?: ReadonlyMap<GroupPath, string> | undefined;
  /** Built from the three above. */
  readonly access: EffectiveAccess;
  /** How people are written. */
  readonly spelling: Spelling;
  /** What it is written in; left out of what is live, and where nobody has them at hand. */
  readonly documents?: WrittenSide | undefined;
}

/** What documents keep out, and how edits of them are tried. */
export interface WrittenSide {
  readonly ruledOut: DeniedSide['ruledOut'];
  readonly without: NonNullable<DeniedSide['without']>;
  readonly trial: EditTrial;
}

/** Who may do this here? */
export interface WhoQuestion {
  readonly permission: PermissionName;
  readonly scope: ScopePath;
}

/** What may this person do, on one scope or (null) on all? */
export interface WhatQuestion {
  readonly member: MemberId;
  readonly scope: ScopePath | null;
}

/** Why may this person do this here, or why not? */
export interface WhyQuestion {
  readonly member: MemberId;
  readonly permission: PermissionName;
  readonly scope: ScopePath;
}

/** `as written` or `live`: the side an answer speaks of. */
export function sideOf({ source }: AccessSource): string {
  return source === 'desired' ? 'as written' : 'live';
}
