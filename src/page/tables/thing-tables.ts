import { parentScope } from '../../resource/identifiers.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { known } from '../../source/known.ts';
import { groupBy, ListsByKey } from '../../source/lists-by-key.ts';
import { formatOrigin } from '../../source/origin.ts';
import { compareText } from '../../source/text-order.ts';
import { type PageTable, tableOf } from './page-table.ts';
import type { ReviewedOrganization } from './reviewed-organization.ts';

export function groupsTable({ model, grants }: ReviewedOrganization): PageTable {
  const groups = [...new Map(model.all('group').map((group) => [groupPathOf(group), group]))].sort(
    ([a], [b]) => compareText(a, b),
  );
  const given = groupBy(
    grants.filter(({ principal, effect }) => principal.type === 'group' && effect !== 'in group'),
    ({ to }) => to,
  );
  return tableOf('groups', groups, [
    { key: 'group', title: 'Group', kind: 'group', of: ([path]) => path },
    { key: 'title', title: 'Title', kind: 'text', of: ([, { attributes }]) => attributes.title },
    { key: 'people', title: 'People', kind: 'number', of: ([path]) => model.peopleIn(path).size },
    { key: 'members', title: 'Listed', kind: 'number', of: ([, { attributes }]) => attributes.members.size },
    { key: 'groups', title: 'Groups in it', kind: 'number', of: ([path]) => model.groupsIn(path).size - 1 },
    { key: 'grants', title: 'Grants', kind: 'number', of: ([path]) => given.get(path).length },
    {
      key: 'scopes',
      title: 'On scopes',
      kind: 'number',
      of: ([path]) => new Set(given.get(path).map(({ scope }) => scope)).size,
    },
    { key: 'place', title: 'Written at', kind: 'place', of: ([, { origin }]) => formatOrigin(origin) },
  ]);
}

export function scopesTable({ access, facts, model, grants }: ReviewedOrganization): PageTable {
  const given = groupBy(grants, ({ scope }) => scope);
  const scopes = access.scopes.map((path, place) => {
    return { path, place, resource: known(model.scope(path), 'a listed scope') };
  });
  const below = groupBy(access.scopes, (path) => parentScope(path));
  return tableOf('scopes', scopes, [
    { key: 'scope', title: 'Scope', kind: 'scope', of: ({ path }) => path },
    {
      key: 'kind',
      title: 'Kind',
      kind: 'text',
      of: ({ resource: { attributes } }) =>
        facts.platform.scopeKinds.get(attributes.kind)?.title ?? attributes.kind,
    },
    { key: 'title', title: 'Title', kind: 'text', of: ({ resource }) => resource.attributes.title },
    {
      key: 'people',
      title: 'People',
      kind: 'number',
      of: ({ place }) => known(facts.counted.scopes[place], 'a counted scope'),
    },
    { key: 'grants', title: 'Grants here', kind: 'number', of: ({ path }) => given.get(path).length },
    { key: 'below', title: 'Scopes in it', kind: 'number', of: ({ path }) => below.get(path).length },
    { key: 'place', title: 'Written at', kind: 'place', of: ({ resource }) => formatOrigin(resource.origin) },
  ]);
}

export function rolesTable(review: ReviewedOrganization): PageTable {
  const { access, facts, model, grants } = review;
  const { platform } = facts;
  const given = groupBy(
    grants.filter(({ effect }) => effect.startsWith('role') || effect === 'takes away'),
    ({ what }) => what,
  );
  const holders = new ListsByKey<string, string>();
  for (const member of access.members) {
    for (const role of review.held.namesOf(member)) holders.add(role, member);
  }
  const names = new Set([
    ...platform.roles.keys(),
    ...model.all('role').map(({ attributes }) => attributes.name),
  ]);
  const roles = [...names].sort(compareText).map((name) => ({
    name,
    predefined: platform.roles.get(name),
    custom: model.role(name),
  }));
  return tableOf('roles', roles, [
    { key: 'role', title: 'Role', kind: 'role', of: ({ name }) => name },
    {
      key: 'title',
      title: 'Title',
      kind: 'text',
      of: ({ predefined, custom }) => (predefined ?? custom?.attributes)?.title ?? null,
    },
    {
      key: 'kind',
      title: 'Kind',
      kind: 'text',
      of: ({ predefined }) => (predefined ? 'predefined' : 'custom'),
    },
    {
      key: 'permissions',
      title: 'Permissions',
      kind: 'number',
      of: ({ name }) => review.rolePermissions(name).length,
    },
    { key: 'people', title: 'People', kind: 'number', of: ({ name }) => holders.get(name).length },
    { key: 'grants', title: 'Grants', kind: 'number', of: ({ name }) => given.get(name).length },
    {
      key: 'place',
      title: 'Written at',
      kind: 'place',
      of: ({ custom }) => (custom === undefined ? null : formatOrigin(custom.origin)),
    },
  ]);
}

export function grantsTable({ grants }: ReviewedOrganization): PageTable {
  return tableOf('grants', grants, [
    { key: 'to', title: 'To', kind: 'principal', of: ({ to }) => to },
    {
      key: 'kind',
      title: 'Kind',
      kind: 'text',
      of: ({ principal }) => (principal.type === 'group' ? 'group' : 'person'),
    },
    { key: 'effect', title: 'Effect', kind: 'text', of: ({ effect }) => effect },
    { key: 'what', title: 'What', kind: 'text', of: ({ what }) => what },
    { key: 'scope', title: 'On', kind: 'scope', of: ({ scope }) => scope },
    { key: 'people', title: 'People', kind: 'number', of: ({ people }) => people },
    { key: 'from', title: 'From', kind: 'instant', of: ({ window }) => window?.from ?? null },
    { key: 'until', title: 'Until', kind: 'instant', of: ({ window }) => window?.until ?? null },
    { key: 'reason', title: 'Reason', kind: 'text', of: ({ window }) => window?.reason ?? null },
    { key: 'place', title: 'Written at', kind: 'place', of: ({ origin }) => formatOrigin(origin) },
  ]);
}
