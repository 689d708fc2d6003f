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
  | { readonly step: 'join'; readonly member: MemberId; readonly scope: ScopePath };

/** Edits that are to be made together. */
export interface EditCandidate {
  readonly steps: readonly EditStep[];
  readonly edits: readonly ValueEdit[];
}

export function joined(parts: readonly EditCandidate[]): EditCandidate {
  return { steps: parts.flatMap(({ steps }) => steps), edits: parts.flatMap(({ edits }) => edits) };
}
