import type { PlatformDefinition } from '../../platform/definition.ts';
import { memberId } from '../../resource/reference.ts';
import type { Address } from '../../resource/resource.ts';
import { type Row, UNKNOWN } from '../provider/protocol/row.ts';
import { idOfRow } from './natural-key.ts';
import { canonicalPrincipal, entriesIn } from './spelling.ts';
import type { TypeName } from './tables.ts';

/** The address of the thing on the platform, in the one spelling that all of its keys share. */
export type Claim = Address;

/**
 * A row as it claims things: `replaced` was there before and is created again by the same block, `moved` replaces
 * another key.
 */
export interface Holder {
  readonly type: TypeName;
  readonly id: string;
  readonly how: 'created' | 'kept' | 'replaced' | 'moved' | 'going';
  /** Id of the row that one of another key follows: by it two blocks that move to one key are told apart. */
  readonly from?: string;
}

/** What a row claims; nothing while its key is not known. Without a platform, spellings are taken for one. */
export function claimsOf(type: TypeName, row: Row, platform: PlatformDefinition | null): readonly Claim[] {
  const id = idOfRow(type, row);
  if (id === null) return [];
  const person = (key: string) => memberId(key, platform === null ? 'fold-case' : platform.members.compare);
  const principal = (key: string) =>
    platform === null ? memberId(key, 'fold-case') : canonicalPrincipal(key, platform);
  switch (type) {
    case 'bylaw_scope':
      return [`scope:${id}`];
    case 'bylaw_role':
      return [`role:${id}`];
    case 'bylaw_group':
      return [`group:${id}`];
    case 'bylaw_member':
      return [`member:${String(row.scope)}/${person(String(row.member))}`];
    case 'bylaw_assignment':
      return [`assignment:${id.slice(0, id.indexOf('|'))}|${principal(String(row.principal))}`];
    case 'bylaw_roster':
      return [
        `roster:${id}`,
        // One person in two spellings is one claim; the check of the block says what is wrong with it.
        ...new Set(
          (row.roles === UNKNOWN ? [] : entriesIn(row.roles)).map(
            ([key]): Claim => `assignment:${id}|${principal(key)}`,
          ),
        ),
      ];
  }
}
