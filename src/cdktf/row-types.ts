import type { TypeName } from '../terraform/standalone/schema/resource-tables.ts';
import type { BylawAssignmentAttributes } from './blocks/assignment-block.ts';
import type { BylawGroupAttributes } from './blocks/group-block.ts';
import type { BylawMemberAttributes } from './blocks/member-block.ts';
import type { BylawRoleAttributes } from './blocks/role-block.ts';
import type { BylawRosterAttributes } from './blocks/roster-block.ts';
import type { BylawScopeAttributes } from './blocks/scope-block.ts';

/** What a row of each resource type holds: the same that is written for a block by hand. */
export interface RowAttributes {
  readonly bylaw_scope: BylawScopeAttributes;
  readonly bylaw_role: BylawRoleAttributes;
  readonly bylaw_group: BylawGroupAttributes;
  readonly bylaw_member: BylawMemberAttributes;
  readonly bylaw_assignment: BylawAssignmentAttributes;
  readonly bylaw_roster: BylawRosterAttributes;
}

export type RowType = TypeName;

/** `bylaw_group|acme/qa`: a row's type and natural key. */
export type NaturalRowKey = string;

export function naturalRowKey(type: RowType, key: string): NaturalRowKey {
  return `${type}|${key}`;
}

/** A row as the documents ask for it. */
export type DesiredRow = {
  readonly [T in RowType]: {
    readonly type: T;
    /** The natural key, in the platform's comparable form: what an `import` block takes. */
    readonly key: string;
    readonly attributes: RowAttributes[T];
    /** Rows that must be there before this one, and go after it. */
    readonly after: readonly NaturalRowKey[];
    /** The line that asks for it. */
    readonly place: string;
  };
}[RowType];
