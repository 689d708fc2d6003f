import { known } from '../../../source/known.ts';
import { type DocumentPath, keyOrigin } from '../../../source/source-document.ts';
import type { EffectiveRows, PermissionCase, ReadRows, TakenFrom } from './api-description.ts';
import type { ConnectorDocument, EntryDocument } from './connector-document.ts';
import { describePermissionCases } from './describe-permission-cases.ts';
import { describeScopePlace } from './describe-scope-place.ts';
import { describeToldPermissions, effectiveDocuments } from './describe-told-permissions.ts';
import {
  conditions,
  describeValue,
  describeValues,
  fieldPath,
  listNamed,
  type ValuePlace,
} from './describe-values.ts';
import type { DescribedValue, RefValue, Values } from './value-description.ts';

type Target = ReadRows['gives'];
/** In the order of what leans on what. */
const TARGETS: readonly Target[] = [
  'scope',
  'role',
  'inclusion',
  'member',
  'group',
  'membership',
  'nesting',
  'assignment',
];

/** What of the access model stands in the lists. Code: `connector-invalid`. */
export function describeEntries(
  document: ConnectorDocument,
  lists: ConnectorDocument['lists'],
  place: ValuePlace,
): { readonly entries: readonly ReadRows[]; readonly effective: readonly EffectiveRows[] } {
  const entries = TARGETS.flatMap((target) => {
    const written = document.read[target];
    if (written === undefined) return [];
    return written.flatMap((entry, index) => {
      const reading = new EntryReading(entry, ['read', target, index], lists, place);
      const read = reading.entry(target);
      return read === null ? [] : [read];
    });
  });
  const effective = effectiveDocuments(document).flatMap(
    ({ entry, at }) => new EntryReading(entry, at, lists, place).effective() ?? [],
  );
  return { entries, effective };
}

/** Whether others mean it by id: an item inside of a row has none. */
function isMeant(target: Target, { key }: EntryDocument): boolean {
  switch (target) {
    case 'scope':
    case 'role':
    case 'group':
      return true;
    case 'member':
      return key !== undefined;
    case 'inclusion':
    case 'membership':
    case 'nesting':
    case 'assignment':
      return false;
  }
}

/** One entry as it is read. Each part that is wrong has been told, and then there is no entry. */
class EntryReading {
  readonly #entry: EntryDocument;
  readonly #at: DocumentPath;
  readonly #place: ValuePlace;
  readonly #source: TakenFrom;

  constructor(entry: EntryDocument, at: DocumentPath, lists: ConnectorDocument['lists'], place: ValuePlace) {
    const from = listNamed(entry.from, [...at, 'from'], place);
    const above = Object.hasOwn(lists, from) ? lists[from]?.for : undefined;
    const around = [...(above === undefined ? [] : [above]), ...(entry.each === undefined ? [] : [from])];
    this.#entry = entry;
    this.#at = at;
    this.#place = { ...place, around };
    this.#source = {
      from,
      each: entry.each === undefined ? null : fieldPath(entry.each),
      where: conditions(entry.where),
      origin: keyOrigin(place.findings.document, at),
    };
  }

  entry(target: Target): ReadRows | null {
    if (this.#source.each !== null && isMeant(target, this.#entry)) {
      this.#wrong(
        'each',
        `A ${target} is a row by itself: others mean it by the id of the row.`,
        'Remove each.',
      );
      return null;
    }
    switch (target) {
      case 'scope':
        return this.#scope();
      case 'role': {
        const key = this.#one('key');
        if (key === null) return null;
        return {
          ...this.#source,
          gives: 'role',
          key,
          predefined: this.#one('predefined'),
          title: this.#one('title'),
          description: this.#one('description'),
          permissions: this.#permissions(),
          denies: this.#several('denies'),
          includes: this.#roles('includes'),
        };
      }
      case 'inclusion': {
        const [role, includes] = [this.#ref('role'), this.#roles('includes')];
        if (role === null || includes === null) return null;
        return { ...this.#source, gives: 'inclusion', role, includes };
      }
      case 'member':
        return this.#member();
      case 'group': {
        const key = this.#one('key');
        if (key === null) return null;
        return {
          ...this.#source,
          gives: 'group',
          key,
          home: this.#ref('home'),
          title: this.#one('title'),
          description: this.#one('description'),
          permissions: this.#permissions(),
          memberCount: this.#one('member-count'),
          settings: this.#settings(),
        };
      }
      case 'membership': {
        const [group, member] = [this.#ref('group'), this.#ref('member')];
        if (group === null || member === null) return null;
        return { ...this.#source, gives: 'membership', group, member, role: this.#one('role') };
      }
      case 'nesting': {
        const [group, child] = [this.#ref('group'), this.#ref('child')];
        if (group === null || child === null) return null;
        return { ...this.#source, gives: 'nesting', group, child };
      }
      case 'assignment':
        return this.#assignment();
    }
  }

  effective(): EffectiveRows | null {
    const [member, permissions] = [
      this.#ref('member'),
      describeToldPermissions(this.#entry, this.#at, this.#place),
    ];
    if (member === null || permissions === null) return null;
    return { ...this.#source, gives: 'effective', member, scope: this.#scopeRef(), permissions };
  }

  #scope(): ReadRows | null {
    const kind = this.#one('kind');
    const place = describeScopePlace(this.#entry, this.#one('name'), this.#at, this.#place);
    if (kind === null || place === null) return null;
    return {
      ...this.#source,
      gives: 'scope',
      kind,
      place,
      title: this.#one('title'),
      settings: this.#settings(),
    };
  }

  #member(): ReadRows | null {
    const { key, member, scope } = this.#entry;
    const state = this.#one('state');
    if ((key === undefined) === (member === undefined)) {
      this.#wrong(null, 'The entry is of somebody by `key`, or of a scope by `member`: one of the two.');
      return null;
    }
    if ((member === undefined) !== (scope === undefined)) {
      this.#wrong(null, '`member` and `scope` belong together: a membership of a scope.');
      return null;
    }
    if (state === null) return null;
    const invitation = {
      sent: this.#one('invitation-sent'),
      sentAt: this.#one('invitation-sent-at'),
      expiresAt: this.#one('invitation-expires-at'),
    };
    if (key !== undefined) {
      const called = this.#one('key');
      if (called === null) return null;
      return { ...this.#source, gives: 'member', who: { by: 'key', key: called }, state, invitation };
    }
    const [somebody, where] = [this.#ref('member'), this.#ref('scope')];
    if (somebody === null || where === null) return null;
    const who = { by: 'member', member: somebody, scope: where } as const;
    return { ...this.#source, gives: 'member', who, state, invitation };
  }

  #assignment(): ReadRows | null {
    const { group, member } = this.#entry;
    if ((group === undefined) === (member === undefined)) {
      this.#wrong(null, 'Something is given to `group` or to `member`: one of the two.');
      return null;
    }
    const type = group === undefined ? 'member' : 'group';
    const ref = this.#ref(type);
    if (ref === null) return null;
    return {
      ...this.#source,
      gives: 'assignment',
      scope: this.#scopeRef(),
      principal: { type, ref },
      roles: this.#roles('roles'),
      below: this.#roles('below'),
      denied: this.#roles('denied'),
    };
  }

  /** Null where it is the organization: nothing is written, or `const: organization`. */
  #scopeRef(): RefValue | null {
    const { scope } = this.#entry;
    if (typeof scope === 'object' && scope.const !== undefined) {
      if (scope.const !== 'organization') {
        this.#wrong(
          'scope',
          'The only scope that has no row is the organization.',
          'Write const: organization, or ref.',
        );
      }
      return null;
    }
    return this.#ref('scope');
  }

  #one(
    key: Exclude<
      keyof EntryDocument,
      'from' | 'each' | 'where' | 'settings' | 'permissions-where' | 'permissions-keys'
    >,
  ): DescribedValue | null {
    const written = this.#entry[key];
    if (written === undefined) return null;
    const value = describeValue(written, [...this.#at, key], this.#place);
    if (value?.is !== 'tree') return value;
    this.#wrong(key, 'Only the place of a scope is told by tree.');
    return null;
  }

  #several(key: 'denies' | 'includes' | 'roles' | 'below' | 'denied'): Values | null {
    const written = this.#entry[key];
    return written === undefined ? null : describeValues(written, [...this.#at, key], this.#place);
  }

  #permissions(): readonly PermissionCase[] | null {
    return describePermissionCases(this.#entry, this.#at, this.#place);
  }

  /** Roles are rows that are meant, or words of a closed list: a free text would be a role that nobody knows. */
  #roles(key: 'includes' | 'roles' | 'below' | 'denied'): Values | null {
    const values = this.#several(key);
    if (values === null || ['ref', 'map', 'const'].includes(values.value.is)) return values;
    this.#wrong(
      key,
      'A role is meant by ref, or is a word of a closed map.',
      'Write ref and by, map, or const.',
    );
    return null;
  }

  #ref(key: 'role' | 'group' | 'member' | 'child' | 'home' | 'scope'): RefValue | null {
    const value = this.#one(key);
    if (value === null || value.is === 'ref') return value;
    this.#wrong(key, `\`${key}\` is meant by ref, never by a text.`, 'Write ref: LIST and by: FIELD.');
    return null;
  }

  #settings(): ReadonlyMap<string, DescribedValue> {
    const { settings } = this.#entry;
    if (settings === undefined) return new Map();
    return new Map(
      Object.entries(settings).flatMap(([name, written]) => {
        const value = describeValue(written, [...this.#at, 'settings', name], this.#place);
        return value === null ? [] : [[name, value] as const];
      }),
    );
  }

  #wrong(key: keyof EntryDocument | null, message: string, hint: string | null = null): void {
    const at = key === null ? this.#at : [...this.#at, known(key, 'a key')];
    this.#place.findings.atKey('connector-invalid', at, message, { hint });
  }
}
