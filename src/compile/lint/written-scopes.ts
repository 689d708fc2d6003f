import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import {
  GRANT_KEYS,
  type OrganizationDocument,
  type WrittenGrants,
  type WrittenScope,
} from '../../policy/document-types.ts';
import { childScope, type ScopePath } from '../../resource/identifiers.ts';
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

/** Roles that the documents hand out or build on, anywhere, whether the window holds or not. */
export function referencedRoles(
  document: OrganizationDocument,
  platform: PlatformDefinition,
): ReadonlySet<string> {
  const names = new Set<string>(platform.members.defaultRole === null ? [] : [platform.members.defaultRole]);
  for (const { written } of writtenScopes({ document })) {
    for (const given of written.members) addRoles(given, names);
    for (const given of written.groups) addRoles(given, names);
    for (const { includes } of written.roles)
      if (includes !== null) for (const { value } of includes) names.add(value);
  }
  return names;
}

function addRoles(given: WrittenGrants, names: Set<string>): void {
  for (const key of GRANT_KEYS) {
    const roles = given[key];
    // Most lists are empty, and a loop over one costs as much as over one entry.
    if (roles.length > 0) for (const { role } of roles) names.add(role);
  }
}
