import { withItems, withKey } from '../../import/draft-map.ts';
import { entryName } from '../../import/revise-group.ts';
import { revisedRoles } from '../../import/roles-value.ts';
import type { PermissionName, PlatformDefinition } from '../../platform/platform-definition.ts';
import {
  type GroupPath,
  memberId,
  type Principal,
  type RoleKey,
  type ScopePath,
  splitGroupPath,
} from '../../resource/identifiers.ts';
import { type Draft, type DraftMap, isDraftList, isDraftMap } from '../../source/edit/draft.ts';
import { known } from '../../source/known.ts';
import type { DocumentPath } from '../../source/source-document.ts';
import type { ValueEdit } from './document-edit.ts';

/** Edits of the entries by which people and groups are given something. `keyOf`: how people are written. */
export class EntryEdits {
  readonly #platform: PlatformDefinition;
  readonly #documents: readonly DraftMap[];
  readonly #keyOf: (member: string) => string;

  constructor(
    platform: PlatformDefinition,
    documents: readonly DraftMap[],
    keyOf: (member: string) => string,
  ) {
    this.#platform = platform;
    this.#documents = documents;
    this.#keyOf = keyOf;
  }

  /** The entry with exactly these roles; those whose window is over or to come stay as they are written. */
  roles(principal: Principal, scope: ScopePath, held: Iterable<RoleKey>, now: Iterable<RoleKey>): ValueEdit {
    const [before, after] = [new Set(held), new Set(now)];
    return this.#entry(principal, scope, (map) => {
      const roles = revisedRoles(map.get('roles'), after, (role) => !before.has(role), this.#platform, true);
      return this.#unlessEmptied(withKey(map, 'roles', roles), principal, scope, 'roles');
    });
  }

  /** The entry as it is, or one that says nothing. */
  attached(principal: Principal, scope: ScopePath): ValueEdit {
    const path = this.#path(principal, scope);
    const nothing: Draft = principal.type === 'member' ? new Map() : null;
    return { document: null, path, change: (value) => (value === undefined ? nothing : value) };
  }

  /** Somebody becomes a member of the organization, or of a scope; what rules them out goes. */
  joined(member: string, scope: ScopePath): ValueEdit {
    return this.#entry({ type: 'member', member }, scope, (map) => withKey(map, 'absent', undefined));
  }

  withoutKey(principal: Principal, scope: ScopePath, key: string): ValueEdit {
    return this.#entry(principal, scope, (map) => withKey(map, key, undefined));
  }

  /** The role goes from one list of the entry, with whatever window it has there. */
  withoutRole(
    principal: Principal,
    scope: ScopePath,
    list: 'roles' | 'below' | 'denied',
    role: RoleKey,
  ): ValueEdit {
    return this.#entry(principal, scope, (map) => {
      const left = revisedRoles(
        map.get(list),
        new Set(),
        (one) => one !== role,
        this.#platform,
        list === 'roles',
      );
      return this.#unlessEmptied(withKey(map, list, left), principal, scope, list);
    });
  }

  /**
   * What a group is given away from its home goes as a whole with the last of it. Where nothing attaches groups, an entry that
   * says nothing is refused; where something does, one that only denied did not attach, and is not to begin.
   */
  #unlessEmptied(
    map: DraftMap,
    principal: Principal,
    scope: ScopePath,
    list: 'roles' | 'below' | 'denied',
  ): DraftMap | undefined {
    if (map.size > 0 || principal.type === 'member') return map;
    if (splitGroupPath(principal.group).home === scope) return map;
    return list === 'roles' && this.#platform.groups.carry.includes('attachments') ? map : undefined;
  }

  /** A custom role denies the permission no more; a pattern that says more than it stays. */
  withoutDeny(role: RoleKey, home: ScopePath, permission: PermissionName): ValueEdit {
    return {
      document: null,
      path: [...home.split('/').slice(1), 'roles', role],
      change: (value) => {
        const list = isDraftMap(value) ? value.get('denies') : undefined;
        if (!isDraftMap(value) || !isDraftList(list)) return value;
        const left = list.filter((item) => item !== permission);
        return left.length === list.length
          ? value
          : withKey(value, 'denies', left.length === 0 ? undefined : left);
      },
    };
  }

  set(group: GroupPath, setting: string, value: string): ValueEdit {
    const { home } = splitGroupPath(group);
    return this.#entry({ type: 'group', group }, home, (map) => {
      const settings = map.get('settings');
      const before: DraftMap = isDraftMap(settings) ? settings : new Map();
      return withKey(map, 'settings', withKey(before, setting, value), ['title', 'description']);
    });
  }

  /** The scope comes to be set so. */
  setScope(scope: ScopePath, setting: string, value: string): ValueEdit {
    const path = [...scope.split('/').slice(1), 'settings', setting];
    return { document: null, path, change: () => value };
  }

  outOfGroup(member: string, group: GroupPath): ValueEdit {
    const { home } = splitGroupPath(group);
    return this.#entry({ type: 'group', group }, home, (map) => {
      const list = map.get('members');
      if (!isDraftList(list)) return map;
      const left = list.filter((item) => !this.#is(item, member));
      return left.length === list.length ? map : withKey(map, 'members', left);
    });
  }

  inGroup(member: string, group: GroupPath): ValueEdit {
    const { home } = splitGroupPath(group);
    return this.#entry({ type: 'group', group }, home, (map) => {
      const list = map.get('members');
      const items = isDraftList(list) ? list : [];
      if (items.some((item) => this.#is(item, member))) return map;
      const next = withItems<Draft>(items, [this.#keyOf(member)], (item) =>
        known(entryName(item, 'member'), 'the name of a member of a group'),
      );
      return withKey(map, 'members', next, ['title', 'description', 'settings', 'groups']);
    });
  }

  #is(item: Draft, member: string): boolean {
    const name = entryName(item, 'member');
    return name !== null && memberId(name, this.#platform.members.compare) === member;
  }

  #entry(principal: Principal, scope: ScopePath, change: (map: DraftMap) => DraftMap | undefined): ValueEdit {
    return {
      document: null,
      path: this.#path(principal, scope),
      change: (value) => change(isDraftMap(value) ? value : new Map()),
    };
  }

  #path(principal: Principal, scope: ScopePath): DocumentPath {
    const section = scope.split('/').slice(1);
    if (principal.type === 'group') return [...section, 'groups', splitGroupPath(principal.group).name];
    return [...section, 'members', this.#written([...section, 'members'], principal.member)];
  }

  /** The key that the entry has there; letter case may differ from place to place. */
  #written(section: readonly string[], member: string): string {
    for (const document of this.#documents) {
      const found = section.reduce<Draft | undefined>(
        (value, key) => (isDraftMap(value) ? value.get(key) : undefined),
        document,
      );
      for (const key of isDraftMap(found) ? found.keys() : [])
        if (memberId(key, this.#platform.members.compare) === member) return key;
    }
    return this.#keyOf(member);
  }
}

/** Takes a bound out of a window. What said nothing but the name besides is the name alone again. */
export function withoutBound(document: number, path: DocumentPath): ValueEdit {
  const key = String(path.at(-1));
  return {
    document,
    path: path.slice(0, -1),
    change: (value) => {
      if (!isDraftMap(value)) return value;
      const map = withKey(value, key, undefined);
      const [only, ...others] = map;
      const isName = only !== undefined && ['member', 'group', 'role'].includes(only[0]);
      return isName && others.length === 0 && typeof path.at(-2) === 'number' ? only[1] : map;
    },
  };
}
