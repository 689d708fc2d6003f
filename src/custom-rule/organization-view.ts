import { type MemberId, type PrincipalKey, principalKey, splitGroupPath } from '../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import {
  type AssignmentResource,
  type Entries,
  type GroupResource,
  groupPathOf,
  type MemberResource,
  type Resource,
  type RoleResource,
  type ScopeResource,
} from '../resource/resource.ts';
import { groupBy } from '../source/lists-by-key.ts';
import { memoize } from '../source/memoize.ts';
import type {
  AssignmentView,
  GroupView,
  OrganizationView,
  PersonView,
  RoleView,
  ScopeView,
} from './view-data.ts';

/** One side of an organization as rules see it, with the people and scopes that grants speak of. */
export interface OrganizationSide {
  readonly view: OrganizationView;
  readonly person: (member: MemberId) => PersonView | undefined;
  readonly scope: (path: string) => ScopeView | undefined;
}

/** Of the same resources the same objects: what is one thing goes to the thread of rules once. */
const made = new WeakMap<readonly Resource[], OrganizationSide>();

export function organizationSide(
  name: string,
  platform: string,
  resources: readonly Resource[],
): OrganizationSide {
  const kept = made.get(resources);
  if (kept !== undefined) return kept;
  const model = modelOf(resources);
  const people = new Map(peopleOf(model).map((one) => [one.key, one]));
  const scopes = new Map(model.all('scope').map((one) => [one.attributes.path, scopeView(one)] as const));
  const side: OrganizationSide = {
    view: {
      name,
      platform,
      people: [...people.values()],
      groups: model.all('group').map((one) => groupView(one, model)),
      scopes: [...scopes.values()],
      roles: model.all('role').map(roleView),
      assignments: model.all('assignment').map(assignmentView),
    },
    person: (member) => people.get(member),
    scope: (path) => scopes.get(path),
  };
  made.set(resources, side);
  return side;
}

function peopleOf(model: OrganizationModel): readonly PersonView[] {
  const rolesTo = memoize((principal: PrincipalKey): readonly string[] =>
    model
      .assignmentsTo(principal)
      .flatMap(({ attributes }) => [...attributes.roles.keys(), ...attributes.below.keys()]),
  );
  const memberships = groupBy(model.all('member'), ({ attributes }) => attributes.member);
  const members = new Set(model.all('member').map(({ attributes }) => attributes.member));
  return [...members].map((member): PersonView => {
    const groups = [...model.groupsAround(member)];
    const held = [
      rolesTo(principalKey({ type: 'member', member })),
      ...groups.map((group) => rolesTo(principalKey({ type: 'group', group }))),
    ];
    const own = memberships.get(member);
    return {
      key: member,
      state: highest(own),
      scopes: own.map(({ attributes }) => attributes.scope),
      groups,
      roles: [...new Set(held.flat())],
    };
  });
}

/** The state of the membership whose scope has the shortest path. */
function highest(memberships: readonly MemberResource[]): string {
  const depth = ({ attributes }: MemberResource) => attributes.scope.split('/').length;
  return memberships.reduce((one, other) => (depth(other) < depth(one) ? other : one)).attributes.state;
}

function scopeView({ attributes }: ScopeResource): ScopeView {
  const { path, kind, title, parent, settings } = attributes;
  return {
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    kind,
    title,
    parent: parent === null ? '' : parent,
    settings: settingsOf(settings),
  };
}

function groupView(group: GroupResource, model: OrganizationModel): GroupView {
  const path = groupPathOf(group);
  const { home, title, description, members, groups, permissions, settings } = group.attributes;
  return {
    path,
    name: splitGroupPath(path).name,
    home,
    title,
    description,
    people: [...members.keys()],
    everybody: [...model.peopleIn(path)],
    groups: [...groups.keys()],
    permissions: [...permissions.keys()],
    settings: settingsOf(settings),
  };
}

function roleView({ attributes }: RoleResource): RoleView {
  const { name, home, title, description, permissions, denies, includes } = attributes;
  return {
    name,
    home,
    title,
    description,
    permissions: [...permissions.keys()],
    denies: [...denies.keys()],
    includes: [...includes.keys()],
  };
}

function assignmentView({ attributes }: AssignmentResource): AssignmentView {
  const { scope, principal, roles, below, denied } = attributes;
  return {
    scope,
    person: principal.type === 'member' ? principal.member : '',
    group: principal.type === 'group' ? principal.group : '',
    roles: [...roles.keys()],
    below: [...below.keys()],
    denied: [...denied.keys()],
  };
}

/** Choices `SETTING=VALUE` by setting. */
function settingsOf(settings: Entries): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...settings.keys()].map((choice) => {
      const at = choice.indexOf('=');
      return [choice.slice(0, at), choice.slice(at + 1)] as const;
    }),
  );
}
