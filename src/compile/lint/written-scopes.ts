import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import {
  GRANT_KEYS,
  type OrganizationDocument,
  type WrittenGrants,
  type WrittenScope,
} from '../../policy/document-types.ts';
import { childScope, type RoleKey, type ScopePath } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { LintContext } from './lint-rule.ts';

export interface VisitedScope {
  readonly path: ScopePath;
  readonly isRoot: boolean;
  readonly written: WrittenScope;
}

/** Every scope that the documents write and do not rule out, the organization first. */
export function writtenScopes({ document }: Pick<LintContext, 'document'>): readonly VisitedScope[] {
  const visited: VisitedScope[] = [];
  visit(document.root, document.root.name, true, visited);
  return visited;
}

function visit(written: WrittenScope, path: ScopePath, isRoot: boolean, visited: VisitedScope[]): void {
  if (written.absent !== null) return;
  visited.push({ path, isRoot, written });
  for (const child of written.scopes) {
    const plural = known(child.plural, 'the kind of a scope below another').value;
    visit(child, childScope(path, plural, child.name), false, visited);
  }
}

/** Of some roles those that the documents neither hand out nor build on, anywhere, whether the window holds or not. */
export function unreferencedRoles(
  names: Iterable<RoleKey>,
  document: OrganizationDocument,
  platform: PlatformDefinition,
): ReadonlySet<RoleKey> {
  const left = new Set(names);
  if (platform.members.defaultRole !== null) left.delete(platform.members.defaultRole);
  for (const { written } of writtenScopes({ document })) {
    // A few scopes of a large company name all of its roles.
    if (left.size === 0) break;
    for (const given of written.members) takeRoles(given, left);
    for (const given of written.groups) takeRoles(given, left);
    for (const { includes } of written.roles)
      if (includes !== null) for (const { value } of includes) left.delete(value);
  }
  return left;
}

function takeRoles(given: WrittenGrants, left: Set<RoleKey>): void {
  for (const key of GRANT_KEYS) {
    const roles = given[key];
    // Most lists are empty, and a loop over one costs as much as over one entry.
    if (roles.length > 0) for (const { role } of roles) left.delete(role);
  }
}
