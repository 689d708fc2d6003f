import type { Desired } from '../compile/desired.ts';
import type { Address } from '../resource/address.ts';
import { memberAddress } from '../resource/address.ts';
import { type MemberId, type ScopePath, scopeChain } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource, ScopeResource } from '../resource/resource.ts';
import type { Spelling } from '../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { someOf } from '../source/quote.ts';
import type { DeferredChange } from './change.ts';
import {
  type DeferralContext,
  RetainedRemovals,
  type RetentionResult,
} from './deferral/retained-removals.ts';
import { displayNameOf } from './display-names.ts';
import { isPlatformOwned } from './platform-owned.ts';
import { insideScope, removalCascade, withoutCascaded } from './removal/removal-cascade.ts';

/** What is wanted without scopes that nobody can make here, and all that depends on them. */
export interface WithoutMissing {
  readonly desired: Desired;
  readonly missing: readonly ScopeResource[];
  readonly deferred: readonly DeferredChange[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Scopes that are written, not live, and of a kind that Bylaw does not create. Nothing can be given there, so what is in
 * such a scope, and what groups of it are given elsewhere, waits for somebody to make it. The organization itself is
 * another matter. Reports `unknown-scope`, a warning.
 */
export function withoutMissingScopes(
  desired: Desired,
  live: readonly Resource[],
  spelling: Spelling,
): WithoutMissing {
  const { platform, resources } = desired;
  const there = modelOf(live);
  const missing = modelOf(resources)
    .all('scope')
    .filter(
      (scope) =>
        scope.attributes.parent !== null && isPlatformOwned(scope, platform) && !there.has(scope.address),
    );
  if (missing.length === 0) return { desired, missing, deferred: [], diagnostics: [] };
  const gone = new Set<Address>(missing.map(({ address }) => address));
  const left = resources.filter(({ address }) => !gone.has(address));
  const possible = { ...desired, resources: withoutCascaded(left, removalCascade(platform, missing, left)) };
  return {
    desired: possible,
    missing,
    deferred: missing.map((scope) => ({
      action: 'deferred',
      address: scope.address,
      wanted: `${displayNameOf(scope, spelling)} and what is given there`,
      waitsFor: `${scope.attributes.path} being on the platform: Bylaw does not create scopes of this kind`,
      because: { text: `${displayNameOf(scope, spelling)} is written and not live`, origin: scope.origin },
      unsettled: 'impossible',
    })),
    diagnostics: missing.map((scope) =>
      missingScope(scope, spelling, 'warning', namesakes(scope, resources, live)),
    ),
  };
}

/** `unknown-scope` at the line that writes it. */
export function missingScope(
  scope: Resource,
  spelling: Spelling,
  severity: 'error' | 'warning',
  others: readonly ScopeResource[] = [],
): Diagnostic {
  const paths = others.map(({ attributes }) => attributes.path).sort();
  const hint = 'Create it on the platform, or remove it from the documents.';
  return diagnostic(
    'unknown-scope',
    `${displayNameOf(scope, spelling)} is not on the live platform, and Bylaw does not create scopes of this kind.`,
    scope.origin,
    {
      severity,
      hint:
        paths.length === 0
          ? hint
          : `Is it ${someOf(paths)}, which nobody writes? Nothing is taken away there until one of the two is. ${hint}`,
    },
  );
}

/**
 * A scope that is live, not written, and of the kind of a missing one in the same place may be that one under another
 * name. What would be removed there as unwritten is what the documents give under the name that is missing, so it stays;
 * everything else is taken.
 */
export function keptWhereScopesAreMissing(deferralContext: DeferralContext): RetentionResult {
  const { desired, live, changes, wanted, missing } = deferralContext;
  const retainedRemovals = new RetainedRemovals(deferralContext);
  const deleted = new Set(changes.flatMap((c) => (c.action === 'delete' ? [c.address] : [])));
  const isIn = (member: MemberId, scope: ScopePath): boolean =>
    scopeChain(scope).some((path) => {
      const address = memberAddress(path, member);
      return !deleted.has(address) && (modelOf(wanted).has(address) || modelOf(live).has(address));
    });
  const seen = new Set<Address>();
  for (const scope of missing) {
    for (const other of namesakes(scope, desired.resources, live)) {
      if (desired.ruledOut.has(other.address) || seen.has(other.address)) continue;
      seen.add(other.address);
      const { path } = other.attributes;
      const waitsFor = `${path} being told apart from ${scope.attributes.path}, which is written and not live`;
      // Whoever leaves the organization leaves this too, whatever it is called.
      for (const r of live) {
        const leaves =
          r.type === 'assignment' &&
          r.attributes.principal.type === 'member' &&
          !isIn(r.attributes.principal.member, r.attributes.scope);
        if (insideScope(r, path) && deleted.has(r.address) && !leaves)
          retainedRemovals.whole(r.address, waitsFor, 'impossible');
      }
      for (const { address, entry } of removalCascade(desired.platform, [other], live)) {
        if (entry !== null)
          retainedRemovals.entries(
            address,
            entry.of,
            waitsFor,
            (one) => one.entry === entry.name,
            'impossible',
          );
        else if (!insideScopeOf(address, live, path)) retainedRemovals.whole(address, waitsFor, 'impossible');
      }
    }
  }
  return retainedRemovals.result();
}

function insideScopeOf(address: Address, live: readonly Resource[], path: ScopePath): boolean {
  const found = modelOf(live).at(address);
  return found !== undefined && insideScope(found, path);
}

/** Live and unwritten, of the same kind, in the same place. */
function namesakes(
  { attributes: { kind, parent } }: ScopeResource,
  written: readonly Resource[],
  live: readonly Resource[],
): readonly ScopeResource[] {
  const spoken = modelOf(written);
  return modelOf(live)
    .all('scope')
    .filter(
      (one) => one.attributes.kind === kind && one.attributes.parent === parent && !spoken.has(one.address),
    );
}
