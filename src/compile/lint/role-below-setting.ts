import { positionsOf } from '../../access/bit-set.ts';
import { buildAccess } from '../../access/build-access.ts';
import { permissionUniverseOf } from '../../access/permission-sets.ts';
import { effectOf, rolesOf } from '../../access/role-effects.ts';
import { type IncludedBySetting, rolesBySettings } from '../../access/roles-by-settings.ts';
import { platformIn } from '../../access/written-instances.ts';
import type { PermissionName } from '../../platform/platform-definition.ts';
import {
  type MemberId,
  type Principal,
  type RoleKey,
  type ScopePath,
  splitGroupPath,
} from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import { spellingOf } from '../../resource/spelling.ts';
import { memoize } from '../../source/memoize.ts';
import { reachableFrom } from '../../source/reachable.ts';
import type { Desired } from '../desired.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';

/** Who reads the line takes it for a limit, and it is none. */
export const roleBelowSetting = lintRule({
  code: 'role-below-setting',
  means: 'A role gives less than a setting of the organization gives the same people there.',
  wayOut: 'Remove the role, give one that gives more, or change the setting.',
  why: 'A setting of the organization, such as a base permission, gives these people more than the role does. The role takes nothing away, so they have what the setting gives. A platform may also refuse such a role. A role that gives just as much is not reported: it stays when the setting is lowered. The rule applies where the setting is written, or where scopes are under `authority: full`, and only if everybody in a group has what the setting gives.',
  usual: 'warning',
  *check({ desired }: LintContext): Generator<LintFinding, void> {
    const model = modelOf(desired.resources);
    const settings = settingsThatGive(desired, model);
    if (settings.length === 0) return;
    const gives = permissionsByRole(desired, model);
    const below = model.all('assignment').flatMap(({ attributes: { principal, scope, roles } }) =>
      [...roles].flatMap(([role, origin]) => {
        const setting = settings.find(
          (one) => one.scope !== scope && isLess(gives(role), gives(one.included)),
        );
        return setting === undefined ? [] : [{ principal, scope, role, origin, setting }];
      }),
    );
    if (below.length === 0) return;
    const spelling = spellingOf(desired);
    const haveInAnyCase = accessInAnyCase(desired, model);
    for (const { principal, scope, role, origin, setting } of below) {
      if (!haveInAnyCase(peopleOf(principal, model), scope, gives(setting.included))) continue;
      const [who, has] =
        principal.type === 'member'
          ? [spelling(principal.member), 'has']
          : [`Group ${splitGroupPath(principal.group).name}`, 'everybody in it has'];
      const { setting: name, value, included } = setting;
      yield {
        message: `${who} is given ${role} on ${scope}, and ${has} ${included} there in any case: ${name} of ${setting.scope} is ${value}.`,
        origin,
        related: [{ message: `${name} is ${value}`, origin: setting.origin }],
      };
    }
  },
});

/** What nobody writes is known only where the documents are the whole truth. */
function settingsThatGive({ platform, authority }: Desired, model: OrganizationModel) {
  const given: IncludedBySetting[] = [...rolesBySettings(platform, model)].flatMap(([, all]) => all);
  return given.filter(({ origin }) => authority.scope === 'full' || origin.from === 'file');
}

/** Permissions of a role; null of one that passes over rules or stands for no access, which is more or other than a list. */
type PermissionsByRole = (role: RoleKey) => readonly PermissionName[] | null;

function permissionsByRole({ platform }: Desired, model: OrganizationModel): PermissionsByRole {
  const { catalogue } = permissionUniverseOf(platformIn(platform, model));
  const roles = rolesOf(platform, catalogue, model);
  return memoize((role) => {
    const effect = effectOf(roles, catalogue, role);
    if (effect === null || effect.bypass || effect.ungated) return null;
    return positionsOf(effect.gives).map(catalogue.name);
  });
}

function isLess(own: readonly PermissionName[] | null, more: readonly PermissionName[] | null): boolean {
  if (own === null || more === null || own.length >= more.length) return false;
  return own.every((permission) => more.includes(permission));
}

/**
 * Whether people can do something on a scope, by the documents and also without all that is given below the
 * organization: who is not reached by the setting cannot, nor who a gate keeps out, nor whose role overrides.
 */
function accessInAnyCase({ platform, resources }: Desired, model: OrganizationModel) {
  const root = model.all('scope').find(({ attributes }) => attributes.parent === null)?.attributes.path;
  const above = resources.filter((r) => r.type !== 'assignment' || r.attributes.scope === root);
  const sides = [buildAccess(platform, resources), buildAccess(platform, above)];
  return (people: readonly MemberId[], scope: ScopePath, needed: readonly PermissionName[] | null): boolean =>
    needed !== null &&
    people.length > 0 &&
    people.every((member) =>
      sides.every((side) => needed.every((permission) => side.can(member, permission, scope))),
    );
}

/** Child groups count: who is in one is in its parents. */
function peopleOf(principal: Principal, model: OrganizationModel): readonly MemberId[] {
  if (principal.type === 'member') return [principal.member];
  const people = new Set<MemberId>();
  reachableFrom([principal.group], (path) => {
    const group = model.group(path);
    if (group === undefined) return [];
    for (const member of group.attributes.members.keys()) people.add(member);
    return group.attributes.groups.keys();
  });
  return [...people];
}
