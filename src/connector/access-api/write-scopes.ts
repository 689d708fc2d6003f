import { parentScope, type ScopePath } from '../../resource/identifiers.ts';
import type { ScopeAttributes } from '../../resource/resource.ts';
import type { OwnAttributes } from '../../resource/resource-types.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { unindexScope } from '../live/live-index-cascade.ts';
import type { LiveScope } from '../live/live-object.ts';
import { changeObject } from './change-object.ts';
import { createObject } from './create-object.ts';
import { deleteObject } from './delete-object.ts';
import type { DesiredObject } from './desired-object.ts';
import { OBJECT_PATHS } from './endpoint.ts';
import { scopeDecoder } from './object-decoders.ts';
import type { ObjectLocation } from './object-location.ts';
import { withSlugChange } from './slug-change.ts';
import { isSetTo, settingsBody } from './wanted-settings.ts';
import { goneMeanwhile, type WriteContext } from './write-context.ts';

/** Fails as `createObject`; live-changed too when the scope it belongs in is not there. */
export async function createScope(
  writeContext: WriteContext,
  scope: ScopeAttributes,
): Promise<Outcome<null>> {
  const { path, kind } = scope;
  const parentPath = scope.parent ?? parentScope(path) ?? writeContext.site.organization;
  const parent = writeContext.directory.scopes.get(parentPath);
  if (parent === undefined)
    return failure(goneMeanwhile(writeContext, { name: `scope ${parentPath}`, path: '/scopes' }));
  const slug = path.slice(path.lastIndexOf('/') + 1);
  const desiredObject = wantedScope(scope);
  const creation = { slug, kind, parentId: parent.id, ...desiredObject.body };
  return createObject(writeContext, placeOf(writeContext, path), '/scopes', creation, desiredObject);
}

/** Fails as `changeObject`. */
export function updateScope(
  writeContext: WriteContext,
  path: ScopePath,
  { name, ...own }: OwnAttributes<'scope'> & { readonly name?: string },
): Promise<Outcome<null>> {
  const kind = writeContext.directory.scopes.get(path)?.kind;
  const isManaged = kind === undefined || writeContext.site.platform.scopeKinds.get(kind)?.manage === true;
  // What it is called is not ours to say where it is not ours to make.
  const desiredObject = isManaged ? wantedScope(own) : wantedSettings(own);
  return changeObject(writeContext, placeOf(writeContext, path), withSlugChange(name, desiredObject));
}

/** Fails as `deleteObject`. */
export function deleteScope(writeContext: WriteContext, path: ScopePath): Promise<Outcome<null>> {
  return deleteObject(writeContext, placeOf(writeContext, path), (scope) =>
    unindexScope(writeContext.directory, scope, writeContext.site.platform),
  );
}

function wantedSettings({ settings }: OwnAttributes<'scope'>): DesiredObject<LiveScope> {
  return { body: settingsBody(settings), isSo: (live) => isSetTo(settings, live.settings) };
}

function wantedScope({ title, settings }: OwnAttributes<'scope'>): DesiredObject<LiveScope> {
  return {
    body: { name: title, ...settingsBody(settings) },
    isSo: (live) => isSetTo(settings, live.settings),
    texts: (live: LiveScope) => [{ field: 'title', sent: title, kept: live.name }],
  };
}

function placeOf(writeContext: WriteContext, path: ScopePath): ObjectLocation<LiveScope> {
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
