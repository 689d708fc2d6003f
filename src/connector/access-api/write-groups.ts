import { type GroupPath, groupPath, splitGroupPath } from '../../resource/identifiers.ts';
import type { GroupAttributes } from '../../resource/resource.ts';
import type { OwnAttributes } from '../../resource/resource-types.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { unindexGroup } from '../live/live-index-cascade.ts';
import type { LiveGroup } from '../live/live-object.ts';
import { expandPermissions } from '../protocol/expand-permissions.ts';
import { sameNames } from '../protocol/same-names.ts';
import { changeObject } from './change-object.ts';
import { createObject } from './create-object.ts';
import { deleteObject } from './delete-object.ts';
import type { DesiredObject } from './desired-object.ts';
import { OBJECT_PATHS } from './endpoint.ts';
import { groupDecoder } from './object-decoders.ts';
import type { ObjectLocation } from './object-location.ts';
import { withSlugChange } from './slug-change.ts';
import { isSetTo, settingsBody } from './wanted-settings.ts';
import { goneMeanwhile, type WriteContext } from './write-context.ts';

/** What a group says of itself; who is in it is written entry by entry. */
type OwnOfGroup = OwnAttributes<'group'>;

/** Fails as `createObject`; live-changed too when its home is not there. */
export async function createGroup(
  writeContext: WriteContext,
  group: GroupAttributes,
): Promise<Outcome<null>> {
  const { home, name } = group;
  const scope = writeContext.directory.scopes.get(home);
  if (scope === undefined)
    return failure(goneMeanwhile(writeContext, { name: `scope ${home}`, path: '/scopes' }));
  const desiredObject = wantedGroup(writeContext, group);
  const creation = { slug: name, scopeId: scope.id, ...desiredObject.body };
  return createObject(
    writeContext,
    placeOf(writeContext, groupPath(home, name)),
    '/groups',
    creation,
    desiredObject,
  );
}

/** Fails as `changeObject`. */
export function updateGroup(
  writeContext: WriteContext,
  path: GroupPath,
  own: OwnOfGroup & { readonly name?: string },
): Promise<Outcome<null>> {
  return changeObject(
    writeContext,
    placeOf(writeContext, path),
    withSlugChange(own.name, wantedGroup(writeContext, own)),
  );
}

/** Fails as `deleteObject`. */
export function deleteGroup(writeContext: WriteContext, path: GroupPath): Promise<Outcome<null>> {
  return deleteObject(writeContext, placeOf(writeContext, path), (group) =>
    unindexGroup(writeContext.directory, group),
  );
}

function wantedGroup(writeContext: WriteContext, own: OwnOfGroup): DesiredObject<LiveGroup> {
  const { title, description } = own;
  const permissions = [...own.permissions.keys()].sort();
  const catalogue = writeContext.site.platform.permissions;
  return {
    body: { name: title, description, permissions, ...settingsBody(own.settings) },
    isSo: (live) =>
      isSetTo(own.settings, live.settings) &&
      sameNames(expandPermissions(live.permissions, catalogue).names, permissions),
    texts: (live) => [
      { field: 'title', sent: title, kept: live.name },
      { field: 'description', sent: description, kept: live.description },
    ],
  };
}

function placeOf(writeContext: WriteContext, path: GroupPath): ObjectLocation<LiveGroup> {
  const { home, name } = splitGroupPath(path);
  return {
    name: `group ${path}`,
    key: path,
    register: writeContext.directory.groups,
    shape: groupDecoder,
    pathOf: OBJECT_PATHS.group,
    isHere: ({ slug, scopeId }) => slug === name && writeContext.directory.scopes.get(home)?.id === scopeId,
  };
}
