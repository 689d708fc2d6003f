import { stringify } from 'yaml';
import { compile } from '../../src/compile/compile.ts';
import type { Desired } from '../../src/compile/desired.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { OrganizationDocument } from '../../src/policy/document-types.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { resource } from '../../src/resource/resource-types.ts';
import type { SandboxSeed } from '../../src/sandbox/sandbox.ts';
import { known } from '../../src/source/known.ts';
import { documentsOf, got, policy as policyRoom } from '../policy/fixture.ts';
import { holds, type Policy, type PolicyWindow, shared, type Timed } from './random-policy.ts';

/** The instant at which windows are looked at. */
const INSTANT = '2026-06-15T12:00:00Z';
const WINDOWS: Readonly<Record<PolicyWindow, object>> = {
  open: {},
  running: { from: '2026-06-15', until: '2026-06-15' },
  ended: { until: '2026-06-14' },
  ahead: { from: '2026-06-16' },
};

type Written = Record<string, unknown>;

/** The document as a person reads it, and after it in comments what is live and cannot be written. */
export function yamlOf(policy: Policy, platform: PlatformDefinition): string {
  return (
    stringify(documentOf(policy, platform)) +
    liveOnly(policy)
      .map((line) => `# live: ${line}\n`)
      .join('')
  );
}

function documentOf(policy: Policy, platform: PlatformDefinition): Written {
  return writtenOf(policy, platform, (window) => WINDOWS[window]);
}

/** The document of a policy whose windows are written as `bounds` says. */
export function writtenOf<W>(
  policy: Policy<W>,
  platform: PlatformDefinition,
  bounds: (window: W) => object,
): Written {
  const scopes = policy.scopes.map((_, at) => writtenScope(policy, platform, at, bounds));
  for (const [at, { parent, plural, name }] of policy.scopes.entries()) {
    const above = parent === null ? undefined : scopes[parent];
    if (above !== undefined) above[plural] = { ...(above[plural] as Written), [name]: scopes[at] };
  }
  const head = { apiVersion: 'bylaw/v1', kind: 'Organization', name: 'acme', platform: platform.name };
  return { ...head, ...scopes[0] };
}

function writtenScope<W>(
  { scopes, members, below, roles, groups, mentions }: Policy<W>,
  platform: PlatformDefinition,
  at: number,
  bounds: (window: W) => object,
): Written {
  const writtenRole = ({ name, window }: Timed<W>): unknown => {
    const bound = bounds(window);
    return Object.keys(bound).length === 0 ? name : { role: name, ...bound };
  };
  // An empty list would say that nothing is to be held, the default role neither.
  const writtenRoles = (held: readonly Timed<W>[]): object =>
    Object.fromEntries(
      Object.entries(shared(platform, held)).flatMap(([key, list]) =>
        list.length === 0 ? [] : [[key, list.map(writtenRole)]],
      ),
    );
  const people = at === 0 ? members : below.filter(({ scope }) => scope === at);
  const defined = groups.filter(({ home }) => home === at);
  const mentioned = mentions.filter(({ scope }) => scope === at);
  const declared = roles.filter(({ home }) => home === at);
  const { settings = [] } = known(scopes[at], 'a scope of the policy');
  const written = {
    settings: Object.fromEntries(settings),
    members: Object.fromEntries(
      people.map(({ key, roles: held, window }) => [key, { ...writtenRoles(held), ...bounds(window) }]),
    ),
    groups: Object.fromEntries([
      ...defined.map(
        ({ name, window, members: inside, groups: children, permissions, roles: held, deactivates }) => [
          name,
          {
            ...(deactivates ? { settings: Object.fromEntries([deactivates]) } : {}),
            members: inside.map((one) => ({ member: one.name, ...bounds(one.window) })),
            ...(children.length > 0
              ? { groups: children.map((one) => ({ group: one.name, ...bounds(one.window) })) }
              : {}),
            ...(permissions.length > 0 ? { permissions } : {}),
            ...writtenRoles(held),
            ...bounds(window),
          },
        ],
      ),
      ...mentioned.map(({ group, window, roles: held }) => [
        group,
        { ...writtenRoles(held), ...bounds(window) },
      ]),
    ]),
    roles: Object.fromEntries(
      declared.map(({ name, permissions, denies, includes }) => [
        name,
        { permissions, ...(denies.length > 0 ? { denies } : {}), includes },
      ]),
    ),
  };
  return Object.fromEntries(Object.entries(written).filter(([, entries]) => Object.keys(entries).length > 0));
}

function liveOnly({ scopes, members, below, doubled }: Policy): readonly string[] {
  return [
    ...members.map(({ key, state }) => `${key} is ${state}`),
    ...below.flatMap(({ scope, key, state }) =>
      state === null ? [] : [`${key} is ${state} in ${scopes[scope]?.path}`],
    ),
    ...doubled.map(({ scope, key, state }) => `${key} is a member of ${scopes[scope]?.path} too, ${state}`),
  ];
}

/**
 * What Bylaw makes of the document by reading, checking and compiling it, with the states that are live. It is read in
 * its JSON form, which is YAML too and much faster to write ten thousand times.
 */
export function resourcesOf(policy: Policy, platform: PlatformDefinition): readonly Resource[] {
  return compiledOf(policy, platform).resources;
}

/** What compiled, and whatever else the document says, each with the states that are live. */
export interface CompiledPolicy {
  readonly document: OrganizationDocument;
  readonly desired: Desired;
  readonly resources: readonly Resource[];
  /** Resources that the document comes to otherwise, with the same states. */
  readonly lived: (resources: readonly Resource[]) => readonly Resource[];
}

export function compiledOf(policy: Policy, platform: PlatformDefinition): CompiledPolicy {
  const [document] = got(
    policyRoom.readOrganizations(
      documentsOf(JSON.stringify(documentOf(policy, platform))),
      new Map([[platform.name, platform]]),
    ),
  );
  if (document === undefined) throw new Error('no document');
  const desired = got(compile(document, platform, INSTANT));
  const lived = livedAs(policy);
  return { document, desired, resources: lived(desired.resources), lived };
}

function livedAs(policy: Policy): CompiledPolicy['lived'] {
  const states = new Map([
    ...policy.members.map(({ key, state }) => [`acme ${key}`, state] as const),
    ...policy.below.flatMap(({ scope, key, state }) =>
      state === null ? [] : [[`${policy.scopes[scope]?.path} ${key}`, state] as const],
    ),
  ]);
  return (resources) => {
    const live = resources.map((one) => {
      if (one.type !== 'member') return one;
      const state = states.get(`${one.attributes.scope} ${one.attributes.member}`);
      if (state === undefined) throw new Error(`nobody drew ${one.address}`);
      return resource('member', { ...one.attributes, state }, one.origin);
    });
    const origin = live[0]?.origin;
    const doubled = policy.doubled.flatMap(({ scope, key, state }) => {
      const { path } = known(policy.scopes[scope], 'the scope of a second membership');
      const attributes = { scope: path, member: key, display: key, state, invitation: null };
      return origin === undefined ? [] : [resource('member', attributes, origin)];
    });
    return [...live, ...doubled];
  };
}

/** What is in force at the instant, as the platform stores it: nothing outside its window, groups flat where they are. */
export function seedOf(policy: Policy, platform: PlatformDefinition, organization: string): SandboxSeed {
  const members = policy.members.filter(({ window }) => holds(window));
  const there = new Set(members.map(({ key }) => key));
  const slugs = (scope: number): string => slugPath(policy, scope);
  const carrying = new Set(policy.groups.filter(({ window }) => holds(window)).map(({ name }) => name));
  const below = policy.below.filter(
    ({ key, state, window }) => holds(window) && (state !== null || there.has(key)),
  );
  const joined = below.flatMap(({ scope, key, state }) =>
    state === null ? [] : [{ scope: slugs(scope), key, state }],
  );
  const doubled = policy.doubled.map(({ scope, key, state }) => ({ scope: slugs(scope), key, state }));
  const of = given(platform);
  const settingsAt = (at: number): Record<string, string> =>
    Object.fromEntries(known(policy.scopes[at], 'a scope of the policy').settings ?? []);
  return {
    organization,
    settings: settingsAt(0),
    scopes: policy.scopes.slice(1).map(({ kind }, at) => ({
      ...{ path: slugs(at + 1), kind, settings: settingsAt(at + 1) },
    })),
    roles: policy.roles.map(({ name, permissions, denies, includes }) => ({
      ...{ slug: name, permissions, denies, includes },
    })),
    members: members.map(({ key, state }) => ({ key, state })),
    scopeMembers: [...joined, ...doubled],
    // Outside its window a group is there with its people, and carries nothing.
    groups: policy.groups.map(({ name, home, permissions, groups, deactivates }) => ({
      slug: name,
      ...(deactivates && carrying.has(name) ? { settings: Object.fromEntries([deactivates]) } : {}),
      home: slugs(home),
      permissions: carrying.has(name) ? permissions : [],
      members: peopleIn(policy, name, platform).filter((key) => there.has(key)),
      ...(platform.groups.nesting === 'native'
        ? { groups: inForce(groups).filter((child) => carrying.has(child)) }
        : {}),
    })),
    assignments: [
      // A person written without a role that holds is a member and is given nothing; on a scope below he is attached.
      ...members.flatMap(({ key, roles }) => of('', 'member', key, roles, false)),
      ...below.flatMap(({ scope, key, state, roles }) =>
        of(slugs(scope), 'member', key, roles, state === null),
      ),
      ...policy.groups
        .filter(({ name }) => carrying.has(name))
        .flatMap(({ name, home, roles }) => of(slugs(home), 'group', name, roles, false)),
      ...policy.mentions
        .filter(({ window, group }) => holds(window) && carrying.has(group))
        .flatMap(({ scope, group, roles }) =>
          of(slugs(scope), 'group', group, roles, platform.groups.carry.includes('attachments')),
        ),
    ],
  };
}

const given =
  (platform: PlatformDefinition) =>
  (
    scope: string,
    type: 'member' | 'group',
    name: string,
    written: readonly Timed[],
    attaches: boolean,
  ): NonNullable<SandboxSeed['assignments']> => {
    const { roles, below, denied } = shared(platform, written);
    const held = { roles: inForce(roles), below: inForce(below), denied: inForce(denied) };
    const any = held.roles.length + held.below.length + held.denied.length > 0;
    // What only reaches below, or only takes away, is not there to attach.
    const isAttached = attaches && (roles.length > 0 || below.length + denied.length === 0);
    return any || isAttached ? [{ scope, principal: { type, name }, ...held }] : [];
  };

function inForce(entries: readonly Timed[]): readonly string[] {
  return entries.filter(({ window }) => holds(window)).map(({ name }) => name);
}

/** The members of a group; where the platform keeps groups flat, of all the groups in it. */
function peopleIn(policy: Policy, name: string, platform: PlatformDefinition): readonly string[] {
  const group = policy.groups.find((one) => one.name === name);
  if (group === undefined) return [];
  const carrying = new Set(policy.groups.filter(({ window }) => holds(window)).map((one) => one.name));
  const children =
    platform.groups.nesting === 'flatten' ? inForce(group.groups).filter((child) => carrying.has(child)) : [];
  return [
    ...new Set([
      ...inForce(group.members),
      ...children.flatMap((child) => peopleIn(policy, child, platform)),
    ]),
  ];
}

function slugPath({ scopes }: Pick<Policy, 'scopes'>, at: number): string {
  const scope = scopes[at];
  if (scope === undefined || scope.parent === null) return '';
  const above = slugPath({ scopes }, scope.parent);
  return above === '' ? scope.name : `${above}/${scope.name}`;
}
