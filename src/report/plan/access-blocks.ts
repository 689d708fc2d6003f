import { type DeniedText, deniedTexts } from '../../access/denied-texts.ts';
import type { AccessGrant, EffectiveAccess } from '../../access/effective-access.ts';
import type { PermissionName } from '../../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../../resource/identifiers.ts';

/** People who gain (or lose) the same permissions on the same scopes: what a reviewer reads as one fact. */
export interface AccessBlock {
  readonly members: readonly [MemberId, ...MemberId[]];
  readonly permissions: readonly [PermissionName, ...PermissionName[]];
  /** Parents first. */
  readonly scopes: readonly [ScopePath, ...ScopePath[]];
  /** What `mark` said of each of the members. */
  readonly marked: boolean;
  /** The texts that the permissions are not held for. */
  readonly except: readonly DeniedText[];
}

/** The texts that somebody who holds permissions on a scope does not hold them for. */
type ExceptOf = (
  member: MemberId,
  scope: ScopePath,
  permissions: readonly PermissionName[],
) => readonly DeniedText[];

/** As `accessBlocks` asks it, of grants that hold in `access`. */
export function exceptionsIn(access: EffectiveAccess, grants: readonly AccessGrant[]): ExceptOf {
  const cells = new Map(
    grants.map(({ member, scope }) => [JSON.stringify([member, scope]), { member, scope }] as const),
  );
  const taken = deniedTexts(access, [...cells.values()]);
  return (member, scope, permissions) =>
    taken({ member, scope }).filter(({ permission }) => permissions.includes(permission));
}

/**
 * Grants, in any order, as few blocks: on each scope people with equal permissions, then scopes with equal blocks.
 * `mark` keeps people apart of whom more is to be told (those who lose everything), and `except` those who hold the same
 * permissions for other texts.
 */
export function accessBlocks(
  grants: readonly AccessGrant[],
  mark: (member: MemberId) => boolean = () => false,
  except: ExceptOf = () => [],
): readonly AccessBlock[] {
  const onScopes = new Map<string, { block: Omit<AccessBlock, 'scopes'>; scopes: ScopePath[] }>();
  for (const [scope, byMember] of [...permissionsByScope(grants)].sort(byKey)) {
    for (const block of blocksOfOne(byMember, mark, (member, held) => except(member, scope, held))) {
      const key = JSON.stringify([block.marked, block.permissions, block.except, block.members]);
      const same = onScopes.get(key);
      if (same === undefined) onScopes.set(key, { block, scopes: [scope] });
      else same.scopes.push(scope);
    }
  }
  return [...onScopes.values()].flatMap(({ block, scopes: [first, ...rest] }) =>
    first === undefined ? [] : [{ ...block, scopes: [first, ...rest] as const }],
  );
}

type ByMember = Map<MemberId, [PermissionName, ...PermissionName[]]>;

function permissionsByScope(grants: readonly AccessGrant[]): ReadonlyMap<ScopePath, ByMember> {
  const byScope = new Map<ScopePath, ByMember>();
  for (const { scope, member, permission } of grants) {
    let byMember = byScope.get(scope);
    if (byMember === undefined) {
      byMember = new Map();
      byScope.set(scope, byMember);
    }
    const permissions = byMember.get(member);
    if (permissions === undefined) byMember.set(member, [permission]);
    else permissions.push(permission);
  }
  return byScope;
}

function blocksOfOne(
  byMember: ByMember,
  mark: (member: MemberId) => boolean,
  exceptOf: (member: MemberId, permissions: readonly PermissionName[]) => readonly DeniedText[],
): readonly Omit<AccessBlock, 'scopes'>[] {
  const blocks = new Map<
    string,
    {
      readonly members: [MemberId, ...MemberId[]];
      readonly permissions: AccessBlock['permissions'];
      readonly marked: boolean;
      readonly except: readonly DeniedText[];
    }
  >();
  for (const [member, permissions] of [...byMember].sort(byKey)) {
    const marked = mark(member);
    const except = exceptOf(member, permissions);
    const key = JSON.stringify([marked, permissions, except]);
    const same = blocks.get(key);
    if (same === undefined) blocks.set(key, { members: [member], permissions, marked, except });
    else same.members.push(member);
  }
  return [...blocks.values()];
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
