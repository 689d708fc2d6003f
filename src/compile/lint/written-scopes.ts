import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { GRANT_KEYS, type OrganizationDocument, type WrittenScope } from '../../policy/document-types.ts';
import { childScope, type ScopePath } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { LintContext } from './lint-rule.ts';

export interface VisitedScope {
  readonly path: ScopePath;
  readonly isRoot: boolean;
  readonly written: WrittenScope;
}

/** Every scope that the documents write and do not rule out, the organization first. */
export function* writtenScopes({ document }: Pick<LintContext, 'document'>): Generator<VisitedScope, void> {
  yield* below(document.root, document.root.name, true);
}

function* below(written: WrittenScope, path: ScopePath, isRoot: boolean): Generator<VisitedScope, void> {
  if (written.absent !== null) return;
  yield { path, isRoot, written };
  for (const child of written.scopes) {
    const plural = known(child.plural, 'the kind of a scope below another').value;
    yield* below(child, childScope(path, plural, child.name), false);
  }
}

/** Roles that the documents hand out or build on, anywhere, whether the window holds or not. */
export function referencedRoles(
  document: OrganizationDocument,
  platform: PlatformDefinition,
): ReadonlySet<string> {
  const names = new Set<string>(platform.members.defaultRole === null ? [] : [platform.members.defaultRole]);
  for (const { written } of writtenScopes({ document })) {
    for (const key of GRANT_KEYS)
      for (const holders of [written.members, written.groups])
        for (const given of holders) for (const { role } of given[key]) names.add(role);
    for (const { includes } of written.roles)
      if (includes !== null) for (const { value } of includes) names.add(value);
  }
  return names;
}
