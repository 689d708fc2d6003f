import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { ScopePath } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import { canClose } from '../closed-scopes.ts';
import { type ClosedBy, scopeTree } from '../scope-tree.ts';

/** Every scope by which nobody can do anything on this one: itself and those above it that are set so, from the top on. */
export function closingsOf(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  scope: ScopePath,
): readonly ClosedBy[] {
  if (!canClose(platform)) return [];
  const tree = scopeTree(platform, modelOf(resources));
  const index = tree.index(scope);
  if (index === undefined) return [];
  return tree.chain(index).flatMap((at) => {
    const { path, closed } = tree.at(at);
    return closed?.scope === path ? [closed] : [];
  });
}
