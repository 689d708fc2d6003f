import { childScope, type ScopePath } from '../../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { incompleteRead } from './incomplete-read.ts';
import type { LiveScope } from './live-object.ts';
import { liveOrigin, type OrganizationEndpoint } from './organization-endpoint.ts';

export interface ScopePaths {
  /** Scope id → path. A scope without a place is not in it and has a diagnostic. */
  readonly byId: ReadonlyMap<string, ScopePath>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Paths of live scopes. The organization's own scope has the documents' name for it, whatever its slug: the same
 * files then fit an organization that was renamed, and its copy in a sandbox.
 * Diagnoses connector-mismatch (kinds the platform file does not have) and connector-incomplete-read (loose ends).
 */
export function scopePaths(
  scopes: readonly LiveScope[],
  organizationEndpoint: OrganizationEndpoint,
): ScopePaths {
  const found: Diagnostic[] = [];
  const byId = new Map<string, ScopePath>();
  const below = new ListsByKey<string, LiveScope>();
  const listed = new Set(scopes.map((scope) => scope.id));
  const roots: LiveScope[] = [];
  for (const scope of scopes) {
    if (scope.parentId === null) {
      roots.push(scope);
    } else if (!listed.has(scope.parentId)) {
      found.push(
        incompleteRead(organizationEndpoint, `Scope ${scope.slug} is in a scope that is not listed`),
      );
    } else {
      below.add(scope.parentId, scope);
    }
  }
  const [root] = roots;
  if (root === undefined || roots.length > 1) {
    const message = `${roots.length} scopes have no parent; the organization's own, and only it, must have none`;
    return { byId, diagnostics: [...found, incompleteRead(organizationEndpoint, message)] };
  }
  if (root.kind !== organizationEndpoint.platform.root)
    found.push(
      mismatch(organizationEndpoint, root, `is a ${root.kind}, not a ${organizationEndpoint.platform.root}`),
    );
  byId.set(root.id, organizationEndpoint.organization);
  const open = [root];
  for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
    const path = known(byId.get(scope.id), 'the path of a scope that is placed');
    for (const child of below.get(scope.id)) {
      const plural = organizationEndpoint.platform.scopeKinds.get(child.kind)?.plural ?? null;
      if (plural === null) {
        found.push(
          mismatch(
            organizationEndpoint,
            child,
            `is a ${child.kind}, which platform ${organizationEndpoint.platform.name} does not have`,
          ),
        );
      } else if (child.slug === '' || child.slug.includes('/')) {
        found.push(mismatch(organizationEndpoint, child, 'has a slug that cannot be part of a path'));
      }
      // Placed all the same, so that what lives on it is not reported as missing.
      byId.set(child.id, childScope(path, plural ?? child.kind, child.slug));
      open.push(child);
    }
  }
  const lost = scopes.filter(
    ({ id, parentId }) => !byId.has(id) && parentId !== null && listed.has(parentId),
  );
  for (const scope of lost)
    found.push(incompleteRead(organizationEndpoint, `Scope ${scope.slug} is not under the organization`));
  return { byId, diagnostics: found };
}

function mismatch(organizationEndpoint: OrganizationEndpoint, scope: LiveScope, what: string): Diagnostic {
  const origin = liveOrigin(organizationEndpoint, organizationEndpoint.paths.scope(scope.id));
  return diagnostic('connector-mismatch', `Live scope ${scope.slug} ${what}`, origin);
}
