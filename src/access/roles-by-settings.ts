import type { PlatformDefinition, RoleName } from '../platform/platform-definition.ts';
import { splitChoice } from '../resource/choices.ts';
import type { RoleKey, ScopePath } from '../resource/identifiers.ts';
import type { OrganizationModel } from '../resource/organization-model.ts';
import { ListsByKey, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import type { Origin } from '../source/origin.ts';

/** A role that is included in another because of what the organization is set to. */
export interface IncludedBySetting {
  readonly included: RoleKey;
  readonly setting: string;
  readonly value: string;
  /** The organization. */
  readonly scope: ScopePath;
  /** The line that sets it, or what is live; the platform's word where nobody says it. */
  readonly origin: Origin;
}

/** By the role whose holders get it. A setting of which nothing is known counts as what it is where nobody says it. */
export function rolesBySettings(
  { name, scopeKinds, root }: PlatformDefinition,
  model: OrganizationModel,
): ReadonlyListsByKey<RoleName, IncludedBySetting> {
  const given = new ListsByKey<RoleName, IncludedBySetting>();
  const settings = scopeKinds.get(root)?.settings;
  if (settings === undefined || settings.size === 0) return given;
  const organization = model.all('scope').find(({ attributes }) => attributes.parent === null);
  const written = new Map(
    [...(organization === undefined ? [] : organization.attributes.settings)].map(([entry, origin]) => {
      const { subject, value } = splitChoice(entry);
      return [subject, { value, origin }];
    }),
  );
  for (const [setting, { extends: role, unwritten, values }] of settings) {
    if (role === null) continue;
    const { value, origin } = written.get(setting) ?? {
      value: unwritten,
      origin: { from: 'platform' as const, platform: name, what: `setting ${setting}` },
    };
    const scope = organization?.attributes.path ?? root;
    const held = values.get(value);
    if (held === undefined) continue;
    for (const included of held.includes) given.add(role, { included, setting, value, scope, origin });
  }
  return given;
}
