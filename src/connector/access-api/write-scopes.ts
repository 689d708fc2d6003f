import { parentScope, type ScopePath } from '../../resource/identifiers.ts';
import type { ScopeAttributes } from '../../resource/resource.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { changeObject, createObject, deleteObject, type ObjectLocation } from './conditional-writes.ts';
import { OBJECT_PATHS } from './endpoint.ts';
import { unindexScope } from './live-index-cascade.ts';
import { withSlugChange } from './slug-change.ts';
import { scopeDecoder, type WireScope } from './wire-objects.ts';
import { goneMeanwhile, type WriteContext } from './write-context.ts';

/** Fails as `createObject`; live-changed too when the scope it belongs in is not there. */
export async function createScope(
  writeContext: WriteContext,
  scope: ScopeAttributes,
): Promise<Outcome<null>> {
  const { path, kind, title } = scope;
  const parentPath = scope.parent ?? parentScope(path) ?? writeContext.site.organization;
  const parent = writeContext.directory.scopes.get(parentPath);
  if (parent === undefined)
    return failure(goneMeanwhile(writeContext, { name: `scope ${parentPath}`, path: '/scopes' }));
  const slug = path.slice(path.lastIndexOf('/') + 1);
  const creation = { slug, kind, parentId: parent.id, name: title };
  return createObject(writeContext, placeOf(writeContext, path), '/scopes', creation, titled(title));
}

/** Fails as `changeObject`. */
export function updateScope(
  writeContext: WriteContext,
  path: ScopePath,
  { title, name }: { readonly title: string; readonly name?: string },
): Promise<Outcome<null>> {
  return changeObject(writeContext, placeOf(writeContext, path), withSlugChange(name, titled(title)));
}

/** Fails as `deleteObject`. */
export function deleteScope(writeContext: WriteContext, path: ScopePath): Promise<Outcome<null>> {
  return deleteObject(writeContext, placeOf(writeContext, path), (scope) =>
    unindexScope(writeContext.directory, scope, writeContext.site.platform),
  );
}

function titled(title: string) {
  return {
    body: { name: title },
    isSo: () => true,
    texts: (live: WireScope) => [{ field: 'title', sent: title, kept: live.name }],
  };
}

function placeOf(writeContext: WriteContext, path: ScopePath): ObjectLocation<WireScope> {
  return {
    name: `scope ${path}`,
    key: path,
    register: writeContext.directory.scopes,
    shape: scopeDecoder,
    pathOf: OBJECT_PATHS.scope,
    // The organization itself may be called otherwise than in the documents.
    isHere: ({ slug, parentId }) => parentId === null || slug === path.slice(path.lastIndexOf('/') + 1),
  };
}
