import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { memberId } from '../../../resource/identifiers.ts';
import type { ResourceTypeName } from '../../../resource/resource.ts';
import { type Row, UNKNOWN } from '../../provider/protocol/row.ts';
import { canonicalPrincipal, entriesIn } from '../schema/equivalence.ts';
import { idOfRow } from '../schema/natural-key.ts';
import type { TypeName } from '../schema/resource-tables.ts';

/**
 * What a row says it owns: a thing on the platform, in the one spelling that all of its keys share, or a whole roster.
 * Rows are as people wrote them, so it names things as addresses do and need not be one.
 */
export type Claim = string;

/** A path under another name of its organization: two provider blocks may each have one of their own for it. */
export function pathUnder(path: string, from: string, to: string): string {
  const next = path.charAt(from.length);
  const isUnder = path.startsWith(from) && (next === '' || next === '/' || next === '|');
  return isUnder ? `${to}${path.slice(from.length)}` : path;
}

/** A claim, with all paths in it, under another name of its organization. */
export function claimUnder(claim: Claim, from: string, to: string): Claim {
  const cut = claim.indexOf(':') + 1;
  const [kind, rest] = [claim.slice(0, cut), pathUnder(claim.slice(cut), from, to)];
  const group = kind === 'assignment:' ? rest.indexOf(GROUP) : -1;
  if (group < 0) return `${kind}${rest}`;
  const path = group + GROUP.length;
  return `${kind}${rest.slice(0, path)}${pathUnder(rest.slice(path), from, to)}`;
}

const GROUP = '|group:';

/**
 * A row as it claims things: `replaced` was there before and is created again by the same block, `moved` replaces
 * another key.
 */
export interface ClaimHolder {
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
      return [claim('scope', id)];
    case 'bylaw_role':
      return [claim('role', id)];
    case 'bylaw_group':
      return [claim('group', id)];
    case 'bylaw_member':
      return [claim('member', `${String(row.scope)}/${person(String(row.member))}`)];
    case 'bylaw_assignment':
      return [claim('assignment', `${id.slice(0, id.indexOf('|'))}|${principal(String(row.principal))}`)];
    case 'bylaw_roster':
      return [
        claim('roster', id),
        // One person in two spellings is one claim; the check of the block says what is wrong with it.
        ...new Set(
          (row.roles === UNKNOWN ? [] : entriesIn(row.roles)).map(([key]) =>
            claim('assignment', `${id}|${principal(key)}`),
          ),
        ),
      ];
  }
}

function claim(kind: ResourceTypeName | 'roster', key: string): Claim {
  return `${kind}:${key}`;
}
