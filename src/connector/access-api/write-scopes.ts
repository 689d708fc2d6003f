import { parentScope, type ScopePath } from '../../resource/reference.ts';
import type { ScopeAttributes } from '../../resource/resource.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { withSlugChange } from './called.ts';
import { type WriteContext, goneMeanwhile } from './desk.ts';
import { unindexScope } from './forget.ts';
import { changeObject, createObject, deleteObject, type ObjectLocation } from './guarded.ts';
import { OBJECT_PATHS } from './site.ts';
import { scopeDecoder, type WireScope } from './wire.ts';

/** Fails as `createObject`; live-changed too when the scope it belongs in is not there. */
export async function createScope(desk: WriteContext, scope: ScopeAttributes): Promise<Outcome<null>> {
  const { path, kind, title } = scope;
  const parentPath = scope.parent ?? parentScope(path) ?? desk.site.organization;
  const parent = desk.directory.scopes.get(parentPath);
  if (parent === undefined) return failure(goneMeanwhile(desk, { name: `scope ${parentPath}`, path: '/scopes' }));
  const slug = path.slice(path.lastIndexOf('/') + 1);
  const creation = { slug, kind, parentId: parent.id, name: title };
  return createObject(desk, placeOf(desk, path), '/scopes', creation, titled(title));
}

/** Fails as `changeObject`. */
export function updateScope(
  desk: WriteContext,
  path: ScopePath,
  { title, name }: { readonly title: string; readonly name?: string },
): Promise<Outcome<null>> {
  return changeObject(desk, placeOf(desk, path), withSlugChange(name, titled(title)));
}

/** Fails as `deleteObject`. */
export function deleteScope(desk: WriteContext, path: ScopePath): Promise<Outcome<null>> {
  return deleteObject(desk, placeOf(desk, path), (scope) =>
    unindexScope(desk.directory, scope, desk.site.platform),
  );
}

function titled(title: string) {
  return {
    body: { name: title },
    isSo: () => true,
    texts: (live: WireScope) => [{ field: 'title', sent: title, kept: live.name }],
  };
}

function placeOf(desk: WriteContext, path: ScopePath): ObjectLocation<WireScope> {
  return {
    name: `scope ${path}`,
    key: path,
    register: desk.directory.scopes,
    shape: scopeDecoder,
    pathOf: OBJECT_PATHS.scope,
    // The organization itself may be called otherwise than in the documents.
    isHere: ({ slug, parentId }) => parentId === null || slug === path.slice(path.lastIndexOf('/') + 1),
  };
}
