import { pathWithoutPlaces } from '../../report/path-phrase.ts';
import { memberAddress, scopeAddress } from '../../resource/address.ts';
import {
  groupKey,
  type MemberId,
  memberId,
  memberKey,
  parsePrincipal,
  principalKey,
} from '../../resource/identifiers.ts';
import { didYouMean } from '../../source/did-you-mean.ts';
import { known } from '../../source/known.ts';
import type {
  Attribute,
  DataSourceDefinition,
  Row,
  RowDiagnostic,
  RowResult,
} from '../provider/protocol/row.ts';
import { textOrEmpty } from '../provider/rows/decode-named.ts';
import { rowProblem } from './block-diagnostics.ts';
import { checkForm } from './check/form-check.ts';
import { checkRules } from './check/rules-check.ts';
import { mapOf } from './schema/equivalence.ts';
import { idOfRow } from './schema/natural-key.ts';
import { liveRow, textsIn } from './schema/row-resources.ts';
import { failPeersOnError, type ProviderInstance, type ReadyProvider } from './session/provider-session.ts';

/** How many ways an answer to "why" lists: the shortest are what a reader wants. */
const WAYS = 20;

const computed = (type: Attribute['type'], description: string): Attribute => ({
  type,
  mode: 'computed',
  description,
});
const given = (mode: 'required' | 'optional', description: string): Attribute => ({
  type: 'string',
  mode,
  description,
});

interface DataResult extends RowResult {
  /** What is asked for is not there, or was not when the organization was read. */
  readonly missed?: true;
}

/** A data source that reads the snapshot; while the provider waits for its own values it cannot be read. */
function source(
  parts: Omit<DataSourceDefinition<ProviderInstance>, 'read'> & {
    find(config: Row, session: ReadyProvider): DataResult;
  },
): DataSourceDefinition<ProviderInstance> {
  const { find, ...rest } = parts;
  return {
    ...rest,
    async read(config, providerInstance) {
      if (providerInstance.state === 'ready') {
        // What others wrote since is no answer of before: a check would pass falsely.
        const unread = await providerInstance.rereading.upToDate();
        if (unread.length > 0) return failPeersOnError(providerInstance, { row: null, problems: unread });
        await providerInstance.rereading.whereMissed(() => find(config, providerInstance).missed === true);
        return failPeersOnError(providerInstance, find(config, providerInstance));
      }
      const detail = 'The provider block holds values that are known only after apply.';
      return { row: null, problems: [rowProblem('The provider is not configured yet', detail)] };
    },
  };
}

const access = source({
  name: 'bylaw_access',
  description:
    'Effective access on one scope: by groups, roles, what they include and what is inherited. Name a permission to learn who holds it, a member to learn what they hold, both to learn whether and why, neither for all of it.',
  attributes: {
    scope: given('required', 'Path of the scope.'),
    permission: given('optional', 'A permission of the platform: `documents:read`.'),
    member: given('optional', 'Key of a person.'),
    members: computed('list', 'Who holds the permission or, without one, who holds anything on the scope.'),
    permissions: computed('list', 'What the member holds or, without one, what anybody holds on the scope.'),
    allowed: computed('bool', 'With both a member and a permission: whether it is held.'),
    because: computed('list', `With both: the ways that give it, shortest first, at most ${WAYS}.`),
    grants: computed(
      'map',
      'With neither: everybody the platform knows to their permissions there, separated by commas; an empty text is none. What `can` takes.',
    ),
  },
  find(config, session) {
    const { platform, live } = session;
    const scope = textOrEmpty(config.scope);
    const permission = typeof config.permission === 'string' ? config.permission : null;
    const member =
      typeof config.member === 'string' ? memberId(config.member, platform.members.compare) : null;
    const wrong = missingPermission(permission, session);
    const missing = [...missingScope(scope, session), ...missingPerson(member, session)];
    if (missing.length > 0) return { row: null, problems: [...missing, ...wrong], missed: true };
    if (wrong.length > 0) return { row: null, problems: wrong };
    const answers = live.access();
    const people = member === null ? answers.members : [member];
    const holds = new Map(people.map((one) => [one, answers.permissions(one, scope)]));
    const heldBy = (one: MemberId) => known(holds.get(one), `what ${one} holds`);
    const holding = people.filter((one) =>
      permission === null ? heldBy(one).length > 0 : answers.can(one, permission, scope),
    );
    const held = new Set([...holds.values()].flat());
    const both = member !== null && permission !== null;
    return {
      row: {
        scope,
        permission,
        member: config.member ?? null,
        members: holding,
        permissions: [...platform.permissions.keys()].filter((name) =>
          permission === null ? held.has(name) : name === permission && holding.length > 0,
        ),
        allowed: both ? holding.length > 0 : null,
        because: both
          ? answers
              .explainUpTo(member, permission, scope, WAYS)
              .paths.map((accessPath) => pathWithoutPlaces(accessPath, live.spelling))
          : null,
        grants:
          member === null && permission === null
            ? mapOf(everybody(session).map((one) => [one, answers.permissions(one, scope).join(',')]))
            : null,
      },
    };
  },
});

const group = source({
  name: 'bylaw_group',
  description: 'A group as it is on the platform, no matter who manages it.',
  attributes: {
    id: computed('string', 'The natural key.'),
    home: given('optional', 'Scope in which the group lives. Left out: the organization.'),
    name: given('required', 'Slug of the group.'),
    title: computed('string', 'Display name.'),
    description: computed('string', 'What the group is for.'),
    members: computed('list', 'Keys of the people in the group itself.'),
    groups: computed('list', 'Paths of the groups in it.'),
    permissions: computed('list', 'Permissions the group itself carries at its home.'),
    roles: computed('map', 'Scope to the roles the group holds there, separated by commas.'),
  },
  validate: (config) => checkForm('bylaw_group', config),
  find(config, session) {
    const key: Row = { home: config.home ?? session.organization, name: config.name ?? null };
    const found = liveRow('bylaw_group', key, session.live);
    const problems = checkRules('bylaw_group', key, session.platform, session.organization);
    if (problems.length > 0) return { row: null, problems };
    const id = idOfRow('bylaw_group', key) ?? '';
    if (found === null) {
      const known = session.live.all('group').map(({ attributes: a }) => a.name);
      return {
        row: null,
        problems: [absent('group', id, textOrEmpty(key.name), known, 'name')],
        missed: true,
      };
    }
    return {
      row: {
        ...found,
        home: config.home ?? null,
        id,
        members: Object.keys(found.members ?? {}),
        groups: textsIn(found.groups),
        roles: rolesOf(groupKey(id), session),
      },
    };
  },
});

const member = source({
  name: 'bylaw_member',
  description: 'A person as the platform has them, no matter who manages them.',
  attributes: {
    id: computed('string', 'The natural key.'),
    scope: given('optional', 'The scope the person is a member of. Left out: the organization.'),
    member: given('required', 'Key of the person.'),
    display: computed('string', 'The key as the platform shows it.'),
    state: computed('string', 'active, invited, deactivated or expired.'),
    groups: computed('list', 'Paths of the groups the person is in, not counting groups in groups.'),
    roles: computed('map', 'Scope to the roles the person holds there directly, separated by commas.'),
  },
  validate: (config) => checkForm('bylaw_member', config),
  find(config, session) {
    const { live, platform, organization } = session;
    const key: Row = { scope: config.scope ?? organization, member: config.member ?? null };
    const problems = checkRules('bylaw_member', key, platform, organization);
    if (problems.length > 0) return { row: null, problems };
    const comparable = memberId(textOrEmpty(key.member), platform.members.compare);
    const found = live.get('member', memberAddress(textOrEmpty(key.scope), comparable));
    const id = idOfRow('bylaw_member', key) ?? '';
    if (found === null) {
      const known = live.all('member').map(({ attributes: a }) => a.member);
      return { row: null, problems: [absent('member', id, comparable, known, 'member')], missed: true };
    }
    const { display, state } = found.attributes;
    const groups = live
      .all('group')
      .filter(({ attributes: a }) => a.members.has(comparable))
      .map(({ attributes: a }) => `${a.home}/${a.name}`);
    const roles = rolesOf(memberKey(comparable), session);
    return {
      row: { id, scope: config.scope ?? null, member: config.member ?? null, display, state, groups, roles },
    };
  },
});

const platform = source({
  name: 'bylaw_platform',
  description:
    'The rules of the platform this provider is configured for: what can be written in the resources.',
  attributes: {
    name: computed('string', 'Name of the platform.'),
    title: computed('string', 'Its display name.'),
    description: computed('string', 'How access works there, in one sentence.'),
    permissions: computed('map', 'The catalogue: permission to what it allows.'),
    roles: computed('map', 'Predefined roles: name to display name.'),
    scope_kinds: computed(
      'map',
      'Kinds of scope: name to the key that stands in paths; empty for the organization.',
    ),
    group_homes: computed('list', 'Kinds of scope that groups live in.'),
    custom_roles: computed('bool', 'Whether roles can be made.'),
    member_key: computed('string', 'What people are known by: email or username.'),
  },
  find: (_config, { platform: p }) => ({
    row: {
      name: p.name,
      title: p.title,
      description: p.description,
      permissions: mapOf([...p.permissions.values()].map(({ name, title }) => [name, title])),
      roles: mapOf([...p.roles.values()].map(({ name, title }) => [name, title])),
      scope_kinds: mapOf([...p.scopeKinds.values()].map(({ name, plural }) => [name, plural ?? ''])),
      group_homes: [...p.groups.homes],
      custom_roles: p.customRoles !== null,
      member_key: p.members.key,
    },
  }),
});

export const DATA_SOURCES: readonly DataSourceDefinition<ProviderInstance>[] = [
  access,
  group,
  member,
  platform,
];

/** What a principal holds, scope by scope. */
function rolesOf(key: string, { live }: ReadyProvider) {
  const wanted = parsePrincipal(key);
  const held = live
    .all('assignment')
    .filter(({ attributes: a }) => wanted !== null && principalKey(a.principal) === key)
    .map(({ attributes: a }): [string, string] => [a.scope, [...a.roles.keys()].sort().join(',')]);
  return mapOf(held.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function missingScope(scope: string, { live }: ReadyProvider): readonly RowDiagnostic[] {
  if (live.get('scope', scopeAddress(scope)) !== null) return [];
  const known = live.all('scope').map(({ attributes: a }) => a.path);
  return [absent('scope', scope, scope, known, 'scope')];
}

function everybody({ live }: ReadyProvider): readonly string[] {
  return [...new Set(live.all('member').map(({ attributes: a }) => a.member))].sort();
}

/** Nobody is allowed nothing by being misspelled: a check that somebody may not do a thing would pass for ever. */
function missingPerson(member: string | null, session: ReadyProvider): readonly RowDiagnostic[] {
  const known = everybody(session);
  if (member === null || known.includes(member)) return [];
  return [absent('member', member, member, known, 'member')];
}

function missingPermission(
  permission: string | null,
  { platform: p }: ReadyProvider,
): readonly RowDiagnostic[] {
  if (permission === null || p.permissions.has(permission)) return [];
  return [
    absent(`permission of ${p.title}`, permission, permission, [...p.permissions.keys()], 'permission'),
  ];
}

function absent(
  what: string,
  id: string,
  word: string,
  known: readonly string[],
  name: string,
): RowDiagnostic {
  const made = what.startsWith('permission')
    ? ''
    : ' What a resource of this run makes is there in time where the data source refers to the resource (bylaw_….….…) or has it, or the module it is in, in depends_on: a name out of a variable or of the output of a module says nothing of the order.';
  return rowProblem(
    `There is no ${what} ${JSON.stringify(id)}`,
    `${didYouMean(word, known) ?? 'Check the spelling.'}${made}`,
    [name],
  );
}
