import { parentScope, type ScopePath } from '../../resource/reference.ts';
import type { ScopeAttributes } from '../../resource/resource.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { calledAlso } from './called.ts';
import { type Desk, gone } from './desk.ts';
import { forgetScope } from './forget.ts';
import { changeObject, createObject, deleteObject, type Place } from './guarded.ts';
import { PATHS } from './site.ts';
import { scopeShape, type WireScope } from './wire.ts';

/** Fails as `createObject`; live-changed too when the scope it belongs in is not there. */
export async function createScope(desk: Desk, scope: ScopeAttributes): Promise<Outcome<null>> {
  const { path, kind, title } = scope;
  const parentPath = scope.parent ?? parentScope(path) ?? desk.site.organization;
  const parent = desk.directory.scopes.get(parentPath);
  if (parent === undefined) return failure(gone(desk, { name: `scope ${parentPath}`, path: '/scopes' }));
  const slug = path.slice(path.lastIndexOf('/') + 1);
  const creation = { slug, kind, parentId: parent.id, name: title };
  return createObject(desk, placeOf(desk, path), '/scopes', creation, titled(title));
}

/** Fails as `changeObject`. */
export function updateScope(
  desk: Desk,
  path: ScopePath,
  { title, name }: { readonly title: string; readonly name?: string },
): Promise<Outcome<null>> {
  return changeObject(desk, placeOf(desk, path), calledAlso(name, titled(title)));
}

/** Fails as `deleteObject`. */
export function deleteScope(desk: Desk, path: ScopePath): Promise<Outcome<null>> {
  return deleteObject(desk, placeOf(desk, path), (scope) =>
    forgetScope(desk.directory, scope, desk.site.platform),
  );
}

function titled(title: string) {
  return {
    body: { name: title },
    isSo: () => true,
    texts: (live: WireScope) => [{ field: 'title', sent: title, kept: live.name }],
  };
}

function placeOf(desk: Desk, path: ScopePath): Place<WireScope> {
  return {
    name: `scope ${path}`,
    key: path,
    register: desk.directory.scopes,
    shape: scopeShape,
    pathOf: PATHS.scope,
    // The organization itself may be called otherwise than in the documents.
    isHere: ({ slug, parentId }) => parentId === null || slug === path.slice(path.lastIndexOf('/') + 1),
  };
}
