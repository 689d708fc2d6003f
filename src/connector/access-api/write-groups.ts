import { type GroupPath, groupPath, splitGroupPath } from '../../resource/reference.ts';
import type { GroupAttributes } from '../../resource/resource.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { withSlugChange } from './called.ts';
import { type WriteContext, goneMeanwhile } from './desk.ts';
import { unindexGroup } from './forget.ts';
import { changeObject, createObject, deleteObject, type ObjectLocation, type DesiredObject } from './guarded.ts';
import { expandPermissions } from './permission-patterns.ts';
import { sameNames } from './same-names.ts';
import { OBJECT_PATHS } from './site.ts';
import { groupDecoder, type WireGroup } from './wire.ts';

/** What a group says of itself; who is in it is written entry by entry. */
interface GroupTexts {
  readonly title: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly name?: string;
}

/** Fails as `createObject`; live-changed too when its home is not there. */
export async function createGroup(desk: WriteContext, group: GroupAttributes): Promise<Outcome<null>> {
  const { home, name, title, description } = group;
  const scope = desk.directory.scopes.get(home);
  if (scope === undefined) return failure(goneMeanwhile(desk, { name: `scope ${home}`, path: '/scopes' }));
  const wanted = wantedGroup(desk, { title, description, permissions: [...group.permissions.keys()] });
  const creation = { slug: name, scopeId: scope.id, ...wanted.body };
  return createObject(desk, placeOf(desk, groupPath(home, name)), '/groups', creation, wanted);
}

/** Fails as `changeObject`. */
export function updateGroup(desk: WriteContext, path: GroupPath, texts: GroupTexts): Promise<Outcome<null>> {
  return changeObject(desk, placeOf(desk, path), withSlugChange(texts.name, wantedGroup(desk, texts)));
}

/** Fails as `deleteObject`. */
export function deleteGroup(desk: WriteContext, path: GroupPath): Promise<Outcome<null>> {
  return deleteObject(desk, placeOf(desk, path), (group) => unindexGroup(desk.directory, group));
}

function wantedGroup(desk: WriteContext, texts: GroupTexts): DesiredObject<WireGroup> {
  const { title, description } = texts;
  const permissions = [...texts.permissions].sort();
  const catalogue = desk.site.platform.permissions;
  return {
    body: { name: title, description, permissions },
    isSo: (live) => sameNames(expandPermissions(live.permissions, catalogue).names, permissions),
    texts: (live) => [
      { field: 'title', sent: title, kept: live.name },
      { field: 'description', sent: description, kept: live.description },
    ],
  };
}

function placeOf(desk: WriteContext, path: GroupPath): ObjectLocation<WireGroup> {
  const { home, name } = splitGroupPath(path);
  return {
    name: `group ${path}`,
    key: path,
    register: desk.directory.groups,
    shape: groupDecoder,
    pathOf: OBJECT_PATHS.group,
    isHere: ({ slug, scopeId }) => slug === name && desk.directory.scopes.get(home)?.id === scopeId,
  };
}
