import type { RoleKey } from '../../resource/reference.ts';
import type { RoleAttributes } from '../../resource/resource.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { withSlugChange } from './called.ts';
import { type WriteContext, goneMeanwhile } from './desk.ts';
import { changeObject, createObject, deleteObject, type ObjectLocation, type DesiredObject } from './guarded.ts';
import { expandPermissions } from './permission-patterns.ts';
import { sameNames } from './same-names.ts';
import { OBJECT_PATHS } from './site.ts';
import { roleDecoder, type WireRole } from './wire.ts';

/** Fails as `createObject`; live-changed too when a role it includes is not there. */
export async function createRole(desk: WriteContext, role: RoleAttributes): Promise<Outcome<null>> {
  const wanted = wantedRole(desk, role);
  if (!wanted.ok) return wanted;
  const creation = { slug: role.name, ...wanted.value.body };
  return createObject(desk, placeOf(desk, role.name), '/roles', creation, wanted.value);
}

/** Fails as `changeObject`; live-changed too when a role it includes is not there. */
export async function updateRole(desk: WriteContext, role: RoleAttributes, name?: string): Promise<Outcome<null>> {
  const wanted = wantedRole(desk, role);
  if (!wanted.ok) return wanted;
  return changeObject(desk, placeOf(desk, role.name), withSlugChange(name, wanted.value));
}

/** Fails as `deleteObject`. */
export function deleteRole(desk: WriteContext, name: RoleKey): Promise<Outcome<null>> {
  return deleteObject(desk, placeOf(desk, name), () => desk.directory.roles.delete(name));
}

/** The ids of roles, for requests. Fails with live-changed when one is not there. */
export function roleIds(desk: WriteContext, names: Iterable<RoleKey>): Outcome<readonly string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const role = desk.directory.roles.get(name);
    if (role === undefined) return failure(goneMeanwhile(desk, { name: `role ${name}`, path: '/roles' }));
    ids.push(role.id);
  }
  return { ok: true, value: ids.sort(), diagnostics: [] };
}

function wantedRole(desk: WriteContext, role: RoleAttributes): Outcome<DesiredObject<WireRole>> {
  const includes = roleIds(desk, role.includes.keys());
  if (!includes.ok) return includes;
  const permissions = [...role.permissions.keys()].sort();
  const catalogue = desk.site.platform.permissions;
  const body = { name: role.title, description: role.description, permissions, includes: includes.value };
  const isSo = (live: WireRole) =>
    sameNames(expandPermissions(live.permissions, catalogue).names, permissions) &&
    sameNames(live.includes, includes.value);
  const texts = (live: WireRole) => [
    { field: 'title', sent: role.title, kept: live.name },
    { field: 'description', sent: role.description, kept: live.description },
  ];
  return { ok: true, value: { body, isSo, texts }, diagnostics: [] };
}

function placeOf(desk: WriteContext, name: RoleKey): ObjectLocation<WireRole> {
  return {
    name: `role ${name}`,
    key: name,
    register: desk.directory.roles,
    shape: roleDecoder,
    pathOf: OBJECT_PATHS.role,
    isHere: ({ slug }) => slug === name,
  };
}
