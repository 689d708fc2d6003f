import {
  GROUP_TEXTS,
  type GrantKey,
  type OrganizationDocument,
  ROLE_TEXTS,
  type Written,
  type WrittenCustomRole,
  type WrittenEntry,
  type WrittenGroup,
  type WrittenMember,
  type WrittenRole,
  type WrittenScope,
  type WrittenSettings,
  type WrittenTexts,
  type WrittenWindow,
} from '../../src/policy/document-types.ts';
import {
  type DocumentPath,
  isPlainMap,
  keyOrigin,
  type PlainMap,
  type SourceDocument,
  valueOrigin,
} from '../../src/source/source-document.ts';
import { readYaml } from '../../src/source/yaml.ts';

/**
 * YAML text to the compiler's input, with none of the checks of `policy/`: tests here may write what the schema
 * would refuse. Places are those of the text, so that a test can say `a.yaml:7:18`.
 */
export function written(yaml: string, file = 'a.yaml'): OrganizationDocument {
  const read = readYaml(yaml, file);
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  const [document] = read.value;
  if (document === undefined) throw new Error('no document');
  const map = mapAt(document.value);
  const authority = map.authority;
  return {
    name: String(map.name),
    platform: { value: String(map.platform), origin: valueOrigin(document, ['platform']) },
    authority: {
      all: typeof authority === 'string' ? (authority as 'full') : null,
      byType: isPlainMap(authority) ? authority : {},
      origin: authority === undefined ? null : keyOrigin(document, ['authority']),
    },
    root: scope(document, map, [], String(map.name), null),
    files: [file],
  };
}

const KEYS = new Set([
  'name',
  'platform',
  'authority',
  'title',
  'absent',
  'settings',
  'members',
  'groups',
  'roles',
]);

function scope(
  document: SourceDocument,
  map: PlainMap,
  documentPath: DocumentPath,
  name: string,
  plural: Written<string> | null,
): WrittenScope {
  const scopes: WrittenScope[] = [];
  for (const [key, children] of Object.entries(map)) {
    if (KEYS.has(key)) continue;
    const under = { value: key, origin: keyOrigin(document, [...documentPath, key]) };
    for (const [child, value] of Object.entries(mapAt(children))) {
      scopes.push(scope(document, mapAt(value), [...documentPath, key, child], child, under));
    }
  }
  return {
    name,
    plural,
    origin: documentPath.length === 0 ? valueOrigin(document, ['name']) : keyOrigin(document, documentPath),
    title: text(document, map, documentPath, 'title'),
    renamedFrom: null,
    absent: absent(document, map, documentPath),
    settings: settings(document, map, documentPath) ?? new Map(),
    members: each(map, documentPath, 'members').map(([key, value, at]) => member(document, value, at, key)),
    groups: each(map, documentPath, 'groups').map(([key, value, at]) => group(document, value, at, key)),
    roles: each(map, documentPath, 'roles').map(([key, value, at]) => role(document, value, at, key)),
    scopes,
  };
}

function member(
  document: SourceDocument,
  map: PlainMap,
  documentPath: DocumentPath,
  key: string,
): WrittenMember {
  return {
    key,
    origin: keyOrigin(document, documentPath),
    roles: assigned(document, map, documentPath, 'roles'),
    below: assigned(document, map, documentPath, 'below'),
    denied: assigned(document, map, documentPath, 'denied'),
    noRoles: isEmpty(map.roles) ? keyOrigin(document, [...documentPath, 'roles']) : null,
    state: text(document, map, documentPath, 'state') as WrittenMember['state'],
    window: window(document, map, documentPath),
    inviteAgain: text(document, map, documentPath, 'invite-again'),
    absent: absent(document, map, documentPath),
    recorded: map.declared === undefined ? null : keyOrigin(document, [...documentPath, 'declared']),
  };
}

function settings(
  document: SourceDocument,
  map: PlainMap,
  documentPath: DocumentPath,
): WrittenSettings | null {
  if (map.settings === undefined) return null;
  return new Map(
    Object.entries(mapAt(map.settings)).map(([name, value]) => {
      const at = [...documentPath, 'settings', name];
      return [
        name,
        { value: String(value), origin: valueOrigin(document, at), key: keyOrigin(document, at) },
      ];
    }),
  );
}

function group(
  document: SourceDocument,
  map: PlainMap,
  documentPath: DocumentPath,
  name: string,
): WrittenGroup {
  const permissions = texts(document, map, documentPath, 'permissions');
  return {
    name,
    origin: keyOrigin(document, documentPath),
    ...textsOf(GROUP_TEXTS, (key) => text(document, map, documentPath, key)),
    renamedFrom: text(document, map, documentPath, 'renamed-from'),
    settings: settings(document, map, documentPath),
    members: entries(document, map, documentPath, 'members', 'member'),
    groups: entries(document, map, documentPath, 'groups', 'group'),
    permissions: map.permissions === undefined ? null : permissions,
    roles: assigned(document, map, documentPath, 'roles'),
    below: assigned(document, map, documentPath, 'below'),
    denied: assigned(document, map, documentPath, 'denied'),
    window: window(document, map, documentPath),
    absent: absent(document, map, documentPath),
    recorded: map.declared === undefined ? null : keyOrigin(document, [...documentPath, 'declared']),
  };
}

function role(
  document: SourceDocument,
  map: PlainMap,
  documentPath: DocumentPath,
  name: string,
): WrittenCustomRole {
  return {
    name,
    origin: keyOrigin(document, documentPath),
    ...textsOf(ROLE_TEXTS, (key) => text(document, map, documentPath, key)),
    renamedFrom: null,
    recorded: map.declared === undefined ? null : keyOrigin(document, [...documentPath, 'declared']),
    permissions: map.permissions === undefined ? null : texts(document, map, documentPath, 'permissions'),
    denies: map.denies === undefined ? null : texts(document, map, documentPath, 'denies'),
    includes: map.includes === undefined ? null : texts(document, map, documentPath, 'includes'),
    absent: absent(document, map, documentPath),
  };
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isPlainMap(value) && Object.keys(value).length === 0;
}

function assigned(
  document: SourceDocument,
  map: PlainMap,
  documentPath: DocumentPath,
  list: GrantKey,
): readonly WrittenRole[] {
  const roles = map[list];
  if (Array.isArray(roles)) {
    return roles.map((item, index) => oneRole(document, item, [...documentPath, list, index], null));
  }
  if (!isPlainMap(roles)) return [];
  return Object.entries(roles).map(([key, item]) =>
    oneRole(document, item, [...documentPath, list, key], key),
  );
}

function oneRole(
  document: SourceDocument,
  item: unknown,
  documentPath: DocumentPath,
  module: string | null,
): WrittenRole {
  const named = isPlainMap(item);
  return {
    role: String(named ? item.role : item),
    module,
    window: window(document, named ? item : {}, documentPath),
    origin: valueOrigin(document, named ? [...documentPath, 'role'] : documentPath),
  };
}

function entries(
  document: SourceDocument,
  map: PlainMap,
  documentPath: DocumentPath,
  key: string,
  nameKey: string,
): readonly WrittenEntry[] | null {
  const list = map[key];
  if (!Array.isArray(list)) return null;
  return list.map((item: unknown, index): WrittenEntry => {
    const at = [...documentPath, key, index];
    const named = isPlainMap(item);
    return {
      name: String(named ? item[nameKey] : item),
      role: named ? text(document, item, at, 'role') : null,
      window: window(document, named ? item : {}, at),
      origin: valueOrigin(document, named ? [...at, nameKey] : at),
    };
  });
}

function window(document: SourceDocument, map: PlainMap, documentPath: DocumentPath): WrittenWindow {
  return {
    from: text(document, map, documentPath, 'from'),
    until: text(document, map, documentPath, 'until'),
    reviewBy: text(document, map, documentPath, 'review-by'),
    reason: typeof map.reason === 'string' ? map.reason : null,
  };
}

function text(
  document: SourceDocument,
  map: PlainMap,
  documentPath: DocumentPath,
  key: string,
): Written<string> | null {
  const value = map[key];
  return value === undefined
    ? null
    : { value: String(value), origin: valueOrigin(document, [...documentPath, key]) };
}

function texts(
  document: SourceDocument,
  map: PlainMap,
  documentPath: DocumentPath,
  key: string,
): readonly Written<string>[] {
  const list = map[key];
  if (!Array.isArray(list)) return [];
  return list.map((value: unknown, index) => ({
    value: String(value),
    origin: valueOrigin(document, [...documentPath, key, index]),
  }));
}

function absent(document: SourceDocument, map: PlainMap, documentPath: DocumentPath): Written<true> | null {
  return map.absent === true
    ? { value: true, origin: valueOrigin(document, [...documentPath, 'absent']) }
    : null;
}

function each(
  map: PlainMap,
  documentPath: DocumentPath,
  key: string,
): readonly (readonly [string, PlainMap, DocumentPath])[] {
  return Object.entries(mapAt(map[key])).map(([name, value]) => [
    name,
    mapAt(value),
    [...documentPath, key, name],
  ]);
}

function mapAt(value: unknown): PlainMap {
  return isPlainMap(value) ? value : {};
}

/** One value for each key of a list of keys for texts. */
export function textsOf<K extends string>(
  keys: readonly K[],
  of: (key: K) => Written<string> | null,
): WrittenTexts<K> {
  return Object.fromEntries(keys.map((key) => [key, of(key)])) as WrittenTexts<K>;
}
