import type { AccessPath } from '../../access/access-path.ts';
import { type DeniedText, deniedTexts } from '../../access/denied-texts.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { bundlesOf, type PermissionBundle } from '../../access/explain/permission-bundles.ts';
import type { PermissionName } from '../../platform/platform-definition.ts';
import { parentScope, type ScopePath } from '../../resource/identifiers.ts';
import { accessOnceAccepted } from './access-once-accepted.ts';
import type { AccessSource, WhatQuestion } from './access-source.ts';
import { type MissingAccess, missingMember, missingSubject } from './missing-access.ts';

export interface ScopeAnswer {
  readonly scope: ScopePath;
  readonly permissions: readonly PermissionName[];
  /** The texts that the permissions are not held for. */
  readonly except: readonly DeniedText[];
  /** The scope above holds exactly the same permissions: then they are not listed again. */
  readonly sameAs: ScopePath | null;
  readonly bundles: readonly PermissionBundle[];
}

export interface WhatAnswer {
  /** Scopes on which the person may do anything, parents first. */
  readonly scopes: readonly ScopeAnswer[];
  /** What is added to that once the person has accepted every invitation; parents first. */
  readonly onceAccepted: readonly ScopeAnswer[];
  readonly missing: MissingAccess | null;
}

/** Each explanation walks the organization. */
const MOST_EXPLAINED = 300;

export function whatAnswer({ member, scope }: WhatQuestion, source: AccessSource): WhatAnswer {
  const { access } = source;
  const asked = scope === null ? access.scopes : [scope];
  const scopes = scopeAnswers(member, asked, scope === null, access, (path) =>
    access.permissions(member, path),
  );
  const then = accessOnceAccepted(source);
  const onceAccepted =
    then === null
      ? []
      : scopeAnswers(member, asked, scope === null, then, (path) =>
          then.permissions(member, path).filter((permission) => !access.can(member, permission, path)),
        );
  if (scopes.length > 0) return { scopes, onceAccepted, missing: null };
  const subject = scope === null ? null : missingSubject({ scope }, source);
  return { scopes, onceAccepted, missing: subject ?? missingMember(member, source) };
}

function scopeAnswers(
  member: string,
  asked: readonly ScopePath[],
  folding: boolean,
  effectiveAccess: EffectiveAccess,
  told: (scope: ScopePath) => readonly PermissionName[],
): readonly ScopeAnswer[] {
  let budget = MOST_EXPLAINED;
  const taken = deniedTexts(
    effectiveAccess,
    [...new Set(asked.flatMap((scope) => scopeAndAbove(scope)))].map((scope) => ({ member, scope })),
  );
  return asked.flatMap((path): readonly ScopeAnswer[] => {
    const permissions = told(path);
    if (permissions.length === 0) return [];
    const exceptOn = (scope: ScopePath): readonly DeniedText[] =>
      taken({ member, scope }).filter(({ permission }) => permissions.includes(permission));
    const except = exceptOn(path);
    const parent = folding ? parentScope(path) : null;
    const same =
      parent !== null &&
      equal(told(parent), permissions) &&
      equal(exceptOn(parent).map(takenKey), except.map(takenKey));
    if (same) return [{ scope: path, permissions, except, sameAs: parent, bundles: [] }];
    const explained = permissions.map((permission): readonly [PermissionName, AccessPath | null] => {
      budget -= 1;
      return [
        permission,
        budget < 0 ? null : (effectiveAccess.explainUpTo(member, permission, path, 1).paths[0] ?? null),
      ];
    });
    return [{ scope: path, permissions, except, sameAs: null, bundles: bundlesOf(explained) }];
  });
}

function scopeAndAbove(scope: ScopePath): readonly ScopePath[] {
  const above = parentScope(scope);
  return above === null ? [scope] : [above, scope];
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

function takenKey({ permission, text, covers }: DeniedText): string {
  return JSON.stringify([permission, text, covers]);
}
