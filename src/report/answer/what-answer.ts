import type { Path, Step } from '../../access/path.ts';
import { showStep } from '../../access/show.ts';
import type { PermissionName } from '../../platform/definition.ts';
import { parentScope, type ScopePath } from '../../resource/reference.ts';
import { type Missing, missingMember, missingSubject } from './missing.ts';
import type { AccessSource, WhatQuestion } from './source.ts';

/** Permissions that come to a person from one place. */
export interface Bundle {
  readonly permissions: readonly [PermissionName, ...PermissionName[]];
  /** The shortest path of the first of them; null past the number that is explained. */
  readonly because: Path | null;
  /** The path up to where the role, or the membership, gives it. */
  readonly from: string;
}

export interface ScopeAnswer {
  readonly scope: ScopePath;
  readonly permissions: readonly PermissionName[];
  /** The scope above holds exactly the same permissions: then they are not listed again. */
  readonly sameAs: ScopePath | null;
  readonly bundles: readonly Bundle[];
}

export interface WhatAnswer {
  /** Scopes on which the person may do anything, parents first. */
  readonly scopes: readonly ScopeAnswer[];
  readonly missing: Missing | null;
}

/** Each explanation walks the organization. */
const MOST_EXPLAINED = 300;

export function whatAnswer({ member, scope }: WhatQuestion, source: AccessSource): WhatAnswer {
  const { access } = source;
  const asked = scope === null ? access.scopes : [scope];
  let budget = MOST_EXPLAINED;
  const scopes = asked.flatMap((path): readonly ScopeAnswer[] => {
    const permissions = access.permissions(member, path);
    if (permissions.length === 0) return [];
    const parent = scope === null ? parentScope(path) : null;
    const same = parent !== null && equal(access.permissions(member, parent), permissions);
    if (same) return [{ scope: path, permissions, sameAs: parent, bundles: [] }];
    const explained = permissions.map((permission): readonly [PermissionName, Path | null] => {
      budget -= 1;
      return [
        permission,
        budget < 0 ? null : (access.explainUpTo(member, permission, path, 1).paths[0] ?? null),
      ];
    });
    return [{ scope: path, permissions, sameAs: null, bundles: bundlesOf(explained) }];
  });
  if (scopes.length > 0) return { scopes, missing: null };
  const subject = scope === null ? null : missingSubject({ scope }, source);
  return { scopes, missing: subject ?? missingMember(member, source) };
}

function bundlesOf(explained: readonly (readonly [PermissionName, Path | null])[]): readonly Bundle[] {
  const bundles = new Map<string, Bundle & { readonly permissions: [PermissionName, ...PermissionName[]] }>();
  for (const [permission, because] of explained) {
    const from = because === null ? '' : because.filter(leadsToRole).map(showStep).join(' → ');
    const same = bundles.get(from);
    if (same === undefined) bundles.set(from, { permissions: [permission], because, from });
    else same.permissions.push(permission);
  }
  return [...bundles.values()];
}

/** What a role gives is known from its name; how one comes to it is the answer. */
function leadsToRole({ step }: Step): boolean {
  return step !== 'grants' && step !== 'implies' && step !== 'includes';
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
