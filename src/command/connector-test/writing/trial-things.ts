import type { Write } from '../../../plan/write/write.ts';
import type { PermissionName, PlatformSettings, ScopeKind } from '../../../platform/platform-definition.ts';
import { memberAddress, scopeAddress } from '../../../resource/address.ts';
import { childScope, type MemberId, memberId, type ScopePath } from '../../../resource/identifiers.ts';
import {
  type Entries,
  type MemberAttributes,
  NO_ENTRIES,
  type ScopeAttributes,
} from '../../../resource/resource.ts';
import { attributesWith, entriesFrom } from '../../../resource/resource-types.ts';
import { TEST_NAME, type WriteTrial } from './write-trial.ts';

/** A role of its own: made, and made another one. */
export async function tryRoles(trial: WriteTrial): Promise<void> {
  const { customRoles, title } = trial.site.platform;
  if (customRoles === null) {
    for (const kind of ['create-role', 'update-role', 'delete-role'] as const)
      trial.skip(kind, `${title} has no custom roles`);
    return;
  }
  if (!canGo(trial, 'create-role', 'delete-role')) return trial.skip('update-role', NOTHING_MADE);
  const [first, ...others] = plainPermissions(trial);
  const least = [first, ...others].filter(isThere).slice(0, Math.max(1, customRoles.minimumPermissions));
  const role = (permissions: readonly PermissionName[], description: string, title = trial.site.prefix) =>
    attributesWith('role', {
      home: trial.root,
      name: trial.site.prefix,
      title,
      description,
      permissions: entriesFrom(permissions, trial.origin),
    });
  // Some platforms have no role of its own permissions, and each is of a kind that is included.
  const kinds = [...trial.site.platform.roles.values()].filter(({ bypass }) => !bypass);
  const including = kinds.map(({ name }) => ({
    ...role([], ''),
    includes: entriesFrom([name], trial.origin),
  }));
  const roles = [role(least, ''), ...including];
  const able = roles.find((one) => trial.can({ write: 'create-role', role: one })) ?? role(least, '');
  const made = await trial.tryFirst('create-role', [{ write: 'create-role', role: able }]);
  if (!made) {
    for (const kind of ['update-role', 'delete-role'] as const) trial.skip(kind, NOTHING_MADE);
    return;
  }
  const more = [...least, ...others.filter((one) => !least.includes(one)).slice(0, 1)];
  const gains = more.filter((one) => !least.includes(one));
  const gained = gains.length > 0 ? { gains } : {};
  await trial.tryFirst('update-role', [
    { write: 'update-role', role: role(more, 'Of a test'), ...gained },
    { write: 'update-role', role: role(more, ''), ...gained },
    { write: 'update-role', role: { ...able, title: retitled(able.title) } },
  ]);
}

/** Another title of which the same name is made, for platforms that have one word for both. */
export function retitled(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** One scope of each kind, the organization first: where things of the test can stand. */
export function placesOf({ live, root }: WriteTrial): readonly ScopeAttributes[] {
  const scopes = [...live.values()].flatMap((one) => (one.type === 'scope' ? [one.attributes] : []));
  const ordered = [...scopes].sort((a, b) => Number(b.path === root) - Number(a.path === root));
  return ordered.filter(({ kind }, at) => ordered.findIndex((other) => other.kind === kind) === at);
}

/** A scope in the organization or in one of its scopes. The path of what was made; null where there is none. */
export async function tryScopes(trial: WriteTrial): Promise<ScopePath | null> {
  const { platform, prefix } = trial.site;
  const kinds = [...platform.scopeKinds.values()];
  const writes = placesOf(trial).flatMap((place) =>
    kinds.flatMap(({ plural, parents, manage, name }): readonly ScopeWrite[] => {
      if (plural === null || !manage || !parents.includes(place.kind)) return [];
      const path = childScope(place.path, plural, prefix);
      const scope = { path, kind: name, title: prefix, settings: NO_ENTRIES, parent: place.path };
      return [{ write: 'create-scope', scope }];
    }),
  );
  const [able] = writes.filter((write) => trial.can(write));
  const isMade =
    writes.length > 0 &&
    canGo(trial, 'create-scope', 'delete-scope') &&
    (await trial.tryFirst('create-scope', able === undefined ? writes : [able]));
  if (!isMade || able === undefined) {
    if (writes.length === 0) trial.skip('create-scope', `${platform.title} has no scopes that Bylaw makes`);
    for (const kind of ['update-scope', 'delete-scope'] as const) trial.skip(kind, NOTHING_MADE);
    return null;
  }
  const { path, kind, title } = able.scope;
  const settings = otherSetting(trial, platform.scopeKinds.get(kind));
  await trial.tryFirst('update-scope', [
    { write: 'update-scope', path, title: retitled(title), settings: NO_ENTRIES },
    ...(settings === null ? [] : [{ write: 'update-scope', path, title, settings } as const]),
  ]);
  return path;
}

type ScopeWrite = Extract<Write, { write: 'create-scope' }>;

/** Who can be put into groups and given roles: somebody whom the test made, or who was made for it. */
export async function tryPeople(trial: WriteTrial): Promise<readonly MemberId[]> {
  const { platform, prefix } = trial.site;
  const { joining, compare, key, deactivation } = platform.members;
  const display = key === 'email' ? `${prefix}@example.com` : prefix;
  const member: MemberAttributes = {
    scope: trial.root,
    member: memberId(display, compare),
    display,
    state: joining === 'provisioned' ? 'active' : 'invited',
    invitation: null,
  };
  const isMade =
    canGo(trial, 'add-member', 'remove-member') &&
    (await trial.tryFirst('add-member', [{ write: 'add-member', member }]));
  if (!isMade) trial.skip('remove-member', NOTHING_MADE);
  const at = { scope: trial.root, member: member.member };
  if (isMade && peopleOf(trial, 'invited').includes(member.member))
    await trial.tryFirst('resend-invitation', [{ write: 'resend-invitation', ...at }]);
  else trial.skip('resend-invitation', 'nobody of the test is invited');
  const [active] = peopleOf(trial, 'active');
  if (!deactivation) trial.skip('set-member-state', `${platform.title} has no deactivated members`);
  else if (active === undefined) trial.skip('set-member-state', NOBODY_ACTIVE);
  else {
    const state = { write: 'set-member-state', scope: trial.root, member: active } as const;
    const isOff = await trial.tryFirst('set-member-state', [{ ...state, state: 'deactivated' }]);
    if (isOff) await trial.tryFirst('set-member-state', [{ ...state, state: 'active' }]);
  }
  return [...peopleOf(trial, 'active'), ...peopleOf(trial, 'invited')];
}

/** A membership of the scope of the test alone, where people can have one. */
export async function tryLowerMembership(trial: WriteTrial, scope: ScopePath | null): Promise<void> {
  const { platform, prefix } = trial.site;
  const there = scope === null ? undefined : trial.live.get(scopeAddress(scope));
  const kind = there?.type === 'scope' ? platform.scopeKinds.get(there.attributes.kind) : undefined;
  if (scope === null || kind?.members !== true) return;
  const { joining, compare, key, deactivation } = platform.members;
  const display = key === 'email' ? `${prefix}-below@example.com` : `${prefix}-below`;
  const at = { scope, member: memberId(display, compare) };
  const begun = joining === 'provisioned' ? 'active' : 'invited';
  const adding: Write = { write: 'add-member', member: { ...at, display, state: begun, invitation: null } };
  const removing: Write = { write: 'remove-member', ...at };
  if (!trial.can(adding) || !trial.can(removing)) return;
  if (!(await trial.tryFirst('add-member', [adding]))) return;
  const made = trial.live.get(memberAddress(scope, at.member));
  const state = made?.type === 'member' ? made.attributes.state : null;
  const next: Write | null =
    state === 'invited'
      ? { write: 'resend-invitation', ...at }
      : state === 'active' && deactivation
        ? { write: 'set-member-state', ...at, state: 'deactivated' }
        : null;
  if (next !== null && trial.can(next)) await trial.tryFirst(next.write, [next]);
  await trial.tryFirst('remove-member', [removing]);
}

/** People whose names begin as those of tests do; nobody else is ever touched. Those of this test come first. */
function peopleOf(trial: WriteTrial, state: MemberAttributes['state']): readonly MemberId[] {
  const people = [...trial.live.values()].flatMap((one) =>
    one.type === 'member' &&
    one.attributes.scope === trial.root &&
    one.attributes.state === state &&
    one.attributes.member.startsWith(TEST_NAME)
      ? [one.attributes.member]
      : [],
  );
  const isOurs = (member: MemberId): boolean => member.startsWith(trial.site.prefix);
  return [...people.filter(isOurs), ...people.filter((one) => !isOurs(one))];
}

/** What is made has to go again: nothing is made that the file cannot take away. */
export function canGo(trial: WriteTrial, making: Write['write'], going: Write['write']): boolean {
  if (!trial.describes(making)) {
    trial.skip(going, NOTHING_MADE);
    return false;
  }
  if (trial.describes(going)) return true;
  trial.skip(making, `the file describes no ${going}: what is made would stay`);
  return false;
}

export function otherSetting(
  { live, origin }: WriteTrial,
  place: Pick<ScopeKind, 'settings'> | { readonly settings: PlatformSettings } | undefined,
): Entries | null {
  if (live.size === 0 || place === undefined) return null;
  for (const [name, { unwritten, values }] of place.settings) {
    const other = [...values.keys()].find((value) => value !== unwritten);
    if (other !== undefined) return entriesFrom([`${name}=${other}`], origin);
  }
  return null;
}

/** Permissions that are given as they are: one with a parameter needs a text that means something there. */
export function plainPermissions({ site }: WriteTrial): readonly PermissionName[] {
  return [...site.platform.permissions.values()]
    .filter(({ parameter, module }) => parameter === null && module === null)
    .map(({ name }) => name);
}

const isThere = <T>(one: T | undefined): one is T => one !== undefined;

export const NOTHING_MADE = 'the test made none';
export const NOBODY_ACTIVE = `nobody active is called ${TEST_NAME}…: make such a person there, and test again`;
