import { describe, expect, it } from 'vitest';
import { membersWhoCanAll } from '../../src/access/equivalent-roles.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { keptRoles } from '../../src/platform/kept-roles.ts';
import { compiled, liveOf, NAMES, type PlatformName, platformNamed } from './shipped.ts';

/**
 * Everybody's administration is not taken without a word: ten ways to do it, on every platform that comes with Bylaw. Ana
 * administers, Bo is there and does not. Where a way cannot be written on a platform, that is seen and not claimed.
 */

/** What an entry of a member says. */
interface Words {
  /** Holds the role that is kept. */
  readonly kept: string;
  /** The same, with a window that is put in. */
  readonly within: (window: string) => string;
  /** Holds less. */
  readonly less: string;
  /** The kept role, as a group or a custom role would be given it. */
  readonly role: string;
}

const WORDS: Readonly<Record<PlatformName, Words>> = {
  appcircle: words('owner', '{ build: viewer }'),
  bilbis: words('owner', '[viewer]'),
  github: words('owner', '[member]'),
  gorules: words('owner', '[]'),
  lumoauth: words('admin', '[viewer]'),
  oten: words('super-admin', '[viewer]'),
};

function words(role: string, less: string): Words {
  return {
    role,
    kept: `roles: [${role}]`,
    within: (window) => `roles: [{ role: ${role}, ${window} }]`,
    less: `roles: ${less}`,
  };
}

/** Keys of people: e-mail addresses or user names. */
function keysOn(name: PlatformName): { readonly ana: string; readonly bo: string } {
  const isEmail = platformNamed(name).members.key === 'email';
  return isEmail ? { ana: 'ana@x.io', bo: 'bo@x.io' } : { ana: 'ana', bo: 'bo' };
}

/** Ana with what is said of her, Bo with less; nobody is in no group, where platforms want one. */
function organization(name: PlatformName, ana: string | null, more = ''): string {
  const key = keysOn(name);
  const first = ana === null ? '' : `  ${key.ana}: { ${ana} }\n`;
  return `members:\n${first}  ${key.bo}: { ${WORDS[name].less} }\n${more}`;
}

function group(members: string, roles: string): string {
  return `groups:\n  admins: { members: [${members}], roles: [${roles}] }\n`;
}

type Way = (name: PlatformName) => { readonly before: string; readonly after: string };

const direct =
  (change: (words: Words) => string | null): Way =>
  (name) => ({
    before: organization(name, WORDS[name].kept),
    after: organization(name, change(WORDS[name])),
  });

const throughGroup =
  (change: (ana: string, role: string) => string): Way =>
  (name) => {
    const { ana } = keysOn(name);
    const { role, less } = WORDS[name];
    return {
      before: organization(name, less, group(ana, role)),
      after: organization(name, less, change(ana, role)),
    };
  };

const custom = (name: PlatformName, permissions: string): string =>
  organization(name, 'roles: [boss]', `roles:\n  boss: { title: Boss, permissions: ${permissions} }\n`);

const NO_CUSTOM_ROLE = 'a custom role of everything made smaller';

const WAYS: Readonly<Record<string, Way>> = {
  demoted: direct(({ less }) => less),
  removed: direct(() => null),
  deactivated: direct(({ kept }) => `state: deactivated, ${kept}`),
  'past its end': direct(({ within }) => within('until: 2026-06-13')),
  'from tomorrow': direct(({ within }) => within('from: 2026-06-16')),
  'the group emptied': throughGroup((_ana, role) => group('', role)),
  'the group without its role': throughGroup((ana) => group(ana, '')),
  'the group removed': throughGroup(() => ''),
  [NO_CUSTOM_ROLE]: (name) => {
    const [first] = platformNamed(name).permissions.keys();
    return { before: custom(name, '["*"]'), after: custom(name, `["${first}"]`) };
  },
};

/** Where a way cannot be gone, and what the documents that begin it are told. */
const IMPOSSIBLE: Readonly<Record<PlatformName, Readonly<Record<string, string>>>> = {
  appcircle: {
    deactivated: 'not-supported Appcircle cannot deactivate a member.',
    ...byGroup('not-supported Appcircle has no groups of people.'),
    [NO_CUSTOM_ROLE]: 'not-supported Appcircle has no custom roles.',
  },
  bilbis: {
    ...byGroup('not-supported Groups of Bilbis carry no roles.'),
    [NO_CUSTOM_ROLE]: 'not-supported Bilbis has no custom roles.',
  },
  github: {
    deactivated: 'not-supported GitHub cannot deactivate a member.',
    // An owner is one by name: a custom role never is all there is.
    [NO_CUSTOM_ROLE]:
      'invariant-broken last-owner: acme would have 0 active holders of owner; GitHub wants at least 1.',
  },
  gorules: {
    deactivated: 'not-supported GoRules cannot deactivate a member.',
    ...byGroup('not-supported On GoRules groups live in a project, not in an organization.'),
    [NO_CUSTOM_ROLE]: 'not-supported GoRules has no custom roles.',
  },
  lumoauth: {},
  oten: {
    [NO_CUSTOM_ROLE]:
      'invariant-broken last-super-admin: acme would have 0 active holders of super-admin; Oten wants at least 1.',
  },
};

function byGroup(why: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(WAYS).flatMap((way) => (way.startsWith('the group') ? [[way, why]] : [])),
  );
}

function wayOf(way: string): Way {
  const found = WAYS[way];
  if (found === undefined) throw new Error(`no way ${way}`);
  return found;
}

const table = NAMES.flatMap((name) => Object.keys(WAYS).map((way) => [name, way] as const));

function errorsOf(name: PlatformName, yaml: string): readonly string[] {
  return compiled(name, yaml).diagnostics.flatMap(({ severity, code, message }) =>
    severity === 'error' ? [`${code} ${message}`] : [],
  );
}

/** What keeps it from happening, and which rule of the platform; null where it would go through. */
function kept(name: PlatformName, way: string, authority: 'full' | 'declared'): string | null {
  const { before, after } = wayOf(way)(name);
  const live = liveOf(name, before);
  const made = compiled(name, after, authority);
  if (!made.ok) return made.diagnostics.map(ruleOf).find((rule) => rule !== null) ?? null;
  const { platform } = made.value;
  const plan = buildPlan(made.value, live);
  const refused = plan.diagnostics.map(ruleOf).find((rule) => rule !== null);
  if (refused !== undefined) return refused;
  const held = plan.changes.some((c) => c.action === 'deferred' && c.unsettled === 'impossible');
  if (!held) return null;
  // Held back is only what is still there afterwards.
  const [rule] = keptRoles(platform);
  const { ana } = keysOn(name);
  expect(rule === undefined ? [] : [...membersWhoCanAll(rule.role, platform, plan.after, 'acme')]).toContain(
    ana,
  );
  return `held back by ${rule?.code}`;
}

/**
 * What nobody has to edit for (an end) is held back by itself. So is what the platform itself would refuse, where the
 * documents do not claim to be the whole truth; where they do, they have to name somebody.
 */
function isHeldBack(name: PlatformName, way: string, authority: 'full' | 'declared'): boolean {
  const [rule] = keptRoles(platformNamed(name));
  return way === 'past its end' || (authority === 'declared' && rule?.rule === 'minimum-holders');
}

function expected(name: PlatformName, way: string, authority: 'full' | 'declared'): string | undefined {
  const [rule] = keptRoles(platformNamed(name));
  return isHeldBack(name, way, authority) ? `held back by ${rule?.code}` : rule?.code;
}

function ruleOf({ severity, code, message }: { severity: string; code: string; message: string }) {
  return severity === 'error' && code === 'invariant-broken' ? (message.split(':')[0] ?? null) : null;
}

describe.each(table)('on %s: %s', (name, way) => {
  const why = IMPOSSIBLE[name][way];
  if (why === undefined) {
    it('is refused, or held back', () => {
      expect(kept(name, way, 'full')).toBe(expected(name, way, 'full'));
    });
    // What is not written is not owned: nobody is removed, and a group stays.
    const keeps = way === 'removed' || way === 'the group removed';
    it(`is ${keeps ? 'nothing' : 'kept from happening'} where only what is written is owned`, () => {
      expect(kept(name, way, 'declared')).toBe(keeps ? null : expected(name, way, 'declared'));
    });
  } else {
    it(`cannot be written: ${why}`, () => {
      const { before, after } = wayOf(way)(name);
      expect(errorsOf(name, way === 'deactivated' ? after : before)).toEqual([why]);
    });
  }
});

it.each(NAMES)('on %s an end tomorrow is told today', (name) => {
  const { within } = WORDS[name];
  const [rule] = keptRoles(platformNamed(name));
  const told = compiled(name, organization(name, within('until: 2026-06-15'))).diagnostics.flatMap(
    ({ severity, code, message }) =>
      severity === 'warning' && code === 'invariant-broken' ? [message.split(',')[0]] : [],
  );
  expect(told).toContain(`${rule?.code}: from 2026-06-16T00:00:00Z on`);
});
