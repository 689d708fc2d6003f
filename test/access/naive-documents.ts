import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { OrganizationDocument, WrittenScope, WrittenWindow } from '../../src/policy/document-types.ts';
import type { Entries, Resource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';

/**
 * Documents read at an instant, straight from the access model: a window bounds all that an entry gives, and outside it
 * the entry is as not written. It shares no code with src/compile and reads only what compiles, so it checks nothing.
 *
 * - Somebody whose entry at the organization does not hold is nowhere.
 * - A group whose entry at its home does not hold gives nobody anything: no roles and no attachment, here or elsewhere,
 *   none of the permissions that it carries, and no place in a group that it is nested in.
 * - Where a group holds only members of its home, a place in it needs the entry at home.
 */
export function readNaively(
  document: OrganizationDocument,
  platform: PlatformDefinition,
  instant: string,
): readonly Resource[] {
  const holds = ({ from, until }: WrittenWindow): boolean =>
    (from === null || dayOf(from.value, false) <= Date.parse(instant)) &&
    (until === null || Date.parse(instant) < dayOf(until.value, true));
  const fold = (key: string): string => (platform.members.compare === 'fold-case' ? key.toLowerCase() : key);
  const { root } = document;
  const here = (written: WrittenScope, key: string): boolean =>
    written.members.some((m) => fold(m.key) === fold(key) && m.absent === null && holds(m.window));
  const isMember = (key: string): boolean => here(root, key);
  const homes = new Map<string, { readonly home: string; readonly holds: boolean }[]>();
  const nearest = (name: string, path: string) =>
    (homes.get(name) ?? [])
      .filter(({ home }) => path === home || path.startsWith(`${home}/`))
      .sort((a, b) => b.home.length - a.home.length)[0];
  const needsHome = platform.invariants.some(({ rule }) => rule === 'group-members-are-attached');
  const found: Resource[] = [];

  const visit = (
    written: WrittenScope,
    path: string,
    kindName: string,
    parent: string | null,
    step: 'define' | 'read',
  ): void => {
    const isHome = platform.groups.homes.includes(kindName);
    for (const group of written.groups) {
      const says = [group.title, group.description, group.members, group.groups, group.permissions];
      const defines = isHome && (says.some((own) => own !== null) || nearest(group.name, path) === undefined);
      const known = homes.get(group.name) ?? [];
      if (step === 'define' && defines && group.absent === null) {
        homes.set(group.name, [...known, { home: path, holds: holds(group.window) }]);
      }
    }
    if (step === 'read') read(written, path, kindName, parent);
    for (const below of written.scopes) {
      const plural = below.plural?.value ?? '';
      const kind = [...platform.scopeKinds.values()].find(
        (one) => one.plural === plural && one.parents.includes(kindName),
      );
      if (below.absent === null)
        visit(below, `${path}/${plural}/${below.name}`, kind?.name ?? '', path, step);
    }
  };

  const read = (written: WrittenScope, path: string, kind: string, parent: string | null): void => {
    found.push(resourceWith('scope', { path, kind, title: '', parent }, written.origin));
    for (const one of written.members) {
      const member = fold(one.key);
      if (one.absent !== null || !holds(one.window) || !isMember(one.key)) continue;
      if (path === root.name) {
        const state = one.state?.value ?? 'active';
        found.push(
          resource('member', { scope: path, member, display: one.key, state, invitation: null }, one.origin),
        );
      }
      const roles = rolesOf(one.roles);
      if (roles.size === 0 && path === root.name) continue;
      const principal = { type: 'member', member } as const;
      found.push(resourceWith('assignment', { scope: path, principal, roles }, one.origin));
    }
    for (const one of written.groups) {
      const group = nearest(one.name, path);
      if (group === undefined || one.absent !== null) continue;
      const roles = rolesOf(one.roles);
      const attaches = group.home !== path && platform.groups.carry.includes('attachments');
      if (group.holds && holds(one.window) && (roles.size > 0 || attaches)) {
        const principal = { type: 'group', group: `${group.home}/${one.name}` } as const;
        found.push(resourceWith('assignment', { scope: path, principal, roles }, one.origin));
      }
      if (group.home !== path) continue;
      const members = (one.members ?? []).filter(
        (entry) => holds(entry.window) && isMember(entry.name) && (!needsHome || here(written, entry.name)),
      );
      const groups = (one.groups ?? []).flatMap((entry) => {
        const child = nearest(entry.name, path);
        return child?.holds === true && holds(entry.window)
          ? [[`${child.home}/${entry.name}`, entry.origin] as const]
          : [];
      });
      const permissions = [...platform.permissions.keys()].filter(
        (permission) =>
          group.holds &&
          one.permissions?.some(({ value }) =>
            value.endsWith('*') ? permission.startsWith(value.slice(0, -1)) : value === permission,
          ),
      );
      found.push(
        resourceWith(
          'group',
          {
            home: path,
            name: one.name,
            title: '',
            description: '',
            members: new Map(members.map((entry) => [fold(entry.name), entry.origin])),
            groups: new Map(groups),
            permissions: new Map(permissions.map((permission) => [permission, one.origin])),
          },
          one.origin,
        ),
      );
    }
  };

  const rolesOf = (roles: WrittenScope['members'][number]['roles']): Entries =>
    new Map(roles.filter(({ window }) => holds(window)).map(({ role, origin }) => [role, origin]));

  visit(root, root.name, platform.root, null, 'define');
  visit(root, root.name, platform.root, null, 'read');
  return found;
}

/** A date begins at its first moment and, as an end, holds through its day. */
function dayOf(bound: string, isEnd: boolean): number {
  if (bound.includes('T')) return Date.parse(bound);
  return Date.parse(`${bound}T00:00:00Z`) + (isEnd ? 24 * 60 * 60 * 1000 : 0);
}
