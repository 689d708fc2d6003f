import type { PermissionName } from '../../platform/platform-definition.ts';
import type { GroupPath, MemberId, Principal, RoleKey, ScopePath } from '../../resource/identifiers.ts';
import type { Obstacle } from '../obstacle.ts';
import type { ValueEdit } from './document-edit.ts';

/** What an edit does, for the sentence above it. */
export type EditStep =
  | { readonly step: 'lift'; readonly obstacle: Obstacle }
  | {
      readonly step: 'role';
      readonly role: RoleKey;
      readonly principal: Principal;
      readonly scope: ScopePath;
    }
  | { readonly step: 'attach'; readonly principal: Principal; readonly scope: ScopePath }
  | { readonly step: 'join-group'; readonly member: MemberId; readonly group: GroupPath }
  | { readonly step: 'join'; readonly member: MemberId; readonly scope: ScopePath }
  | { readonly step: 'leave-group'; readonly member: MemberId; readonly group: GroupPath }
  /** The group comes to be set so. */
  | {
      readonly step: 'set-group';
      readonly group: GroupPath;
      readonly setting: string;
      readonly value: string;
    }
  /** The scope comes to be set so. */
  | {
      readonly step: 'set-scope';
      readonly scope: ScopePath;
      readonly setting: string;
      readonly value: string;
    }
  /** The role, which denies, is not held any more; or it is not denied any more. */
  | {
      readonly step: 'take' | 'no-longer-deny';
      readonly role: RoleKey;
      readonly principal: Principal;
      readonly scope: ScopePath;
    }
  /** The role denies this no more. */
  | {
      readonly step: 'role-without-deny';
      readonly role: RoleKey;
      readonly permission: PermissionName;
    };

/** Edits that are to be made together. */
export interface EditCandidate {
  readonly steps: readonly EditStep[];
  readonly edits: readonly ValueEdit[];
}

/** What two of them do alike is told once. */
export function joined(parts: readonly EditCandidate[]): EditCandidate {
  const steps = new Map(
    parts.flatMap((part) => part.steps.map((step) => [JSON.stringify(step), step] as const)),
  );
  return { steps: [...steps.values()], edits: parts.flatMap(({ edits }) => edits) };
}
