import type { RoleKey } from '../../resource/identifiers.ts';
import type { RoleAttributes } from '../../resource/resource.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import type { LiveRole } from '../live/live-object.ts';
import { expandPermissions } from '../protocol/expand-permissions.ts';
import { sameNames } from '../protocol/same-names.ts';
import { changeObject } from './change-object.ts';
import { createObject } from './create-object.ts';
import { deleteObject } from './delete-object.ts';
import type { DesiredObject } from './desired-object.ts';
import { OBJECT_PATHS } from './endpoint.ts';
import { roleDecoder } from './object-decoders.ts';
import type { ObjectLocation } from './object-location.ts';
import { withSlugChange } from './slug-change.ts';
import { goneMeanwhile, type WriteContext } from './write-context.ts';

/** Fails as `createObject`; live-changed too when a role it includes is not there. */
export async function createRole(writeContext: WriteContext, role: RoleAttributes): Promise<Outcome<null>> {
  const wanted = wantedRole(writeContext, role);
  if (!wanted.ok) return wanted;
  const creation = { slug: role.name, ...wanted.value.body };
  return createObject(writeContext, placeOf(writeContext, role.name), '/roles', creation, wanted.value);
}

/** Fails as `changeObject`; live-changed too when a role it includes is not there. */
export async function updateRole(
  writeContext: WriteContext,
  role: RoleAttributes,
  name?: string,
): Promise<Outcome<null>> {
  const wanted = wantedRole(writeContext, role);
  if (!wanted.ok) return wanted;
  return changeObject(writeContext, placeOf(writeContext, role.name), withSlugChange(name, wanted.value));
}

/** Fails as `deleteObject`. */
export function deleteRole(writeContext: WriteContext, name: RoleKey): Promise<Outcome<null>> {
  return deleteObject(writeContext, placeOf(writeContext, name), () =>
    writeContext.directory.roles.delete(name),
  );
}

/** The ids of roles, for requests. Fails with live-changed when one is not there. */
export function roleIds(writeContext: WriteContext, names: Iterable<RoleKey>): Outcome<readonly string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const role = writeContext.directory.roles.get(name);
    if (role === undefined)
      return failure(goneMeanwhile(writeContext, { name: `role ${name}`, path: '/roles' }));
    ids.push(role.id);
  }
  return { ok: true, value: ids.sort(), diagnostics: [] };
}

function wantedRole(writeContext: WriteContext, role: RoleAttributes): Outcome<DesiredObject<LiveRole>> {
  const includes = roleIds(writeContext, role.includes.keys());
  if (!includes.ok) return includes;
  const permissions = [...role.permissions.keys()].sort();
  const catalogue = writeContext.site.platform.permissions;
  const { customRoles } = writeContext.site.platform;
  const denies = customRoles?.denies === true ? [...role.denies.keys()].sort() : null;
  const body = {
    name: role.title,
    description: role.description,
    permissions,
    ...(denies === null ? {} : { denies }),
    includes: includes.value,
  };
  const isTaken = (live: LiveRole) =>
    denies === null ||
    (live.denies !== null && sameNames(expandPermissions(live.denies, catalogue).names, denies));
  const isSo = (live: LiveRole) =>
    sameNames(expandPermissions(live.permissions, catalogue).names, permissions) &&
    isTaken(live) &&
    sameNames(live.includes, includes.value);
  const texts = (live: LiveRole) => [
    { field: 'title', sent: role.title, kept: live.name },
    { field: 'description', sent: role.description, kept: live.description },
  ];
  return { ok: true, value: { body, isSo, texts }, diagnostics: [] };
}

function placeOf(writeContext: WriteContext, name: RoleKey): ObjectLocation<LiveRole> {
  return {
    name: `role ${name}`,
    key: name,
    register: writeContext.directory.roles,
    shape: roleDecoder,
    pathOf: OBJECT_PATHS.role,
    isHere: ({ slug }) => slug === name,
  };
}
