import { insideScope, removalCascade } from '../../../plan/removal/removal-cascade.ts';
import type { Address } from '../../../resource/address.ts';
import { assignmentAddress, memberAddress, scopeAddress } from '../../../resource/address.ts';
import {
  groupKey,
  groupPath,
  memberId,
  memberKey,
  parsePrincipal,
  principalKey,
  scopeChain,
} from '../../../resource/identifiers.ts';
import type { Resource } from '../../../resource/resource.ts';
import { writtenAddress } from '../../../resource/spelling.ts';
import type { Row, RowDiagnostic } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { listedUpTo, rowProblem } from '../block-diagnostics.ts';
import type { LiveAccess } from '../live-access.ts';
import type { TypeName } from '../schema/resource-tables.ts';

/** Something that hangs on a row and goes when it goes. */
export interface RowDependent {
  /** The resource that goes or, with an entry, that loses it. */
  readonly address: Address;
  readonly entry: string | null;
}

/** For people to read: an address with people as written is none. */
interface ShownDependent {
  readonly address: string;
  readonly entry: string | null;
}

const HANGING = ['scope', 'member', 'group', 'assignment'] as const;

/** All that the platform removes along with a row. */
export function rowDependents(type: TypeName, row: Row, live: LiveAccess): readonly RowDependent[] {
  switch (type) {
    case 'bylaw_scope': {
      const path = textOrEmpty(row.path);
      return HANGING.flatMap((one): readonly Resource[] => live.all(one))
        .filter((one) => insideScope(one, path) && one.address !== scopeAddress(path))
        .map(({ address }) => ({ address, entry: null }));
    }
    case 'bylaw_member': {
      const scope = textOrEmpty(row.scope);
      const member = memberId(textOrEmpty(row.member), live.platform.members.compare);
      if (live.get('member', memberAddress(scope, member)) === null) return [];
      const held = (path: string): boolean =>
        scopeChain(path).some(
          (above) => above !== scope && live.get('member', memberAddress(above, member)) !== null,
        );
      const groups = live.all('group').filter(({ attributes: a }) => a.members.has(member) && !held(a.home));
      return [
        ...assigned(memberKey(member), live).filter(({ attributes: a }) => !held(a.scope)),
        ...groups,
      ].map((one) => ({ address: one.address, entry: one.type === 'group' ? member : null }));
    }
    case 'bylaw_group': {
      const path = groupPath(textOrEmpty(row.home), textOrEmpty(row.name));
      const parents = live.all('group').filter(({ attributes: a }) => a.groups.has(path));
      return [...assigned(groupKey(path), live), ...parents].map((one) => ({
        address: one.address,
        entry: one.type === 'group' ? path : null,
      }));
    }
    case 'bylaw_assignment': {
      const principal = parsePrincipal(textOrEmpty(row.principal));
      if (principal === null) return [];
      const address = assignmentAddress(textOrEmpty(row.scope), principalKey(principal));
      const held = live.get('assignment', address);
      if (held === null) return [];
      const staying = live.everything().filter((one) => one !== held);
      return removalCascade(live.platform, [held], staying).map(({ address, entry }) => ({
        address,
        entry: entry?.name ?? null,
      }));
    }
    case 'bylaw_role':
    case 'bylaw_roster':
      return [];
  }
}

function assigned(principal: string, live: LiveAccess) {
  return live.all('assignment').filter(({ attributes: a }) => principalKey(a.principal) === principal);
}

/** Of ids, so that a plan and its apply mean the same. */
export function cascadeKeys({ address, entry }: ShownDependent): string {
  return entry === null ? address : `${entry} in ${address}`;
}

function asWritten({ address, entry }: RowDependent, live: LiveAccess): ShownDependent {
  const found = live.get('assignment', address) ?? live.get('member', address);
  if (found !== null) return { address: writtenAddress(found, live.spelling), entry };
  // A group in a group is a path, and nobody is called like one.
  return { address, entry: entry === null ? null : live.spelling(entry) };
}

/** The same with people as written. */
export function writtenAlong(one: RowDependent, live: LiveAccess): string {
  return cascadeKeys(asWritten(one, live));
}

/** The same for who reads it: with what is given there. Not to be compared, for others change that. */
export function cascadePhrases(one: RowDependent, live: LiveAccess): string {
  const found = live.get('assignment', one.address);
  const roles = found === null ? [] : [...found.attributes.roles.keys()].sort();
  return `${writtenAlong(one, live)}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`;
}

/** Said by the plan, because no line of it shows them. */
export function cascadeProblem(
  type: TypeName,
  id: string,
  dependents: readonly RowDependent[],
  live: LiveAccess,
): RowDiagnostic | null {
  if (dependents.length === 0) return null;
  return rowProblem(
    `Removing ${type} ${JSON.stringify(id)} also removes what depends on it`,
    [
      'Besides what other blocks remove in the same run:',
      ...listedUpTo(dependents.map((one) => cascadePhrases(one, live))),
      '',
      'If more is added before the apply, the apply stops.',
    ].join('\n'),
    null,
    'warning',
  );
}

/** Said by the apply: somebody put something there that no plan has shown to go. */
export function cascadeGrewProblem(type: TypeName, id: string, dependents: readonly string[]): RowDiagnostic {
  return rowProblem(
    `${type} ${JSON.stringify(id)} was not removed: what depends on it now did not exist, or was not known, when this was planned`,
    ['It would also remove:', ...listedUpTo(dependents), '', 'Nothing was removed. Plan again.'].join('\n'),
  );
}
