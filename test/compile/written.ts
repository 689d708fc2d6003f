import type {
  OrganizationDocument,
  Written,
  WrittenCustomRole,
  WrittenEntry,
  WrittenGroup,
  WrittenMember,
  WrittenRole,
  WrittenScope,
  WrittenWindow,
} from '../../src/policy/documents.ts';
import {
  isPlainMap,
  keyOrigin,
  type DocumentPath,
  type PlainMap,
  type SourceDocument,
  valueOrigin,
} from '../../src/source/document.ts';
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

const KEYS = new Set(['name', 'platform', 'authority', 'title', 'absent', 'members', 'groups', 'roles']);

function scope(
  document: SourceDocument,
  map: PlainMap,
  path: DocumentPath,
  name: string,
  plural: Written<string> | null,
): WrittenScope {
  const scopes: WrittenScope[] = [];
  for (const [key, children] of Object.entries(map)) {
    if (KEYS.has(key)) continue;
    const under = { value: key, origin: keyOrigin(document, [...path, key]) };
    for (const [child, value] of Object.entries(mapAt(children))) {
      scopes.push(scope(document, mapAt(value), [...path, key, child], child, under));
    }
  }
  return {
    name,
    plural,
    origin: path.length === 0 ? valueOrigin(document, ['name']) : keyOrigin(document, path),
    title: text(document, map, path, 'title'),
    renamedFrom: null,
    absent: absent(document, map, path),
    members: each(map, path, 'members').map(([key, value, at]) => member(document, value, at, key)),
    groups: each(map, path, 'groups').map(([key, value, at]) => group(document, value, at, key)),
    roles: each(map, path, 'roles').map(([key, value, at]) => role(document, value, at, key)),
    scopes,
  };
}

function member(document: SourceDocument, map: PlainMap, path: DocumentPath, key: string): WrittenMember {
  return {
    key,
    origin: keyOrigin(document, path),
    roles: assigned(document, map, path),
    noRoles: isEmpty(map.roles) ? keyOrigin(document, [...path, 'roles']) : null,
    state: text(document, map, path, 'state') as WrittenMember['state'],
    window: window(document, map, path),
    absent: absent(document, map, path),
  };
}

function group(document: SourceDocument, map: PlainMap, path: DocumentPath, name: string): WrittenGroup {
  const permissions = texts(document, map, path, 'permissions');
  return {
    name,
    origin: keyOrigin(document, path),
    title: text(document, map, path, 'title'),
    renamedFrom: null,
    description: text(document, map, path, 'description'),
    members: entries(document, map, path, 'members', 'member'),
    groups: entries(document, map, path, 'groups', 'group'),
    permissions: map.permissions === undefined ? null : permissions,
    roles: assigned(document, map, path),
    window: window(document, map, path),
    absent: absent(document, map, path),
  };
}

function role(document: SourceDocument, map: PlainMap, path: DocumentPath, name: string): WrittenCustomRole {
  return {
    name,
    origin: keyOrigin(document, path),
    title: text(document, map, path, 'title'),
    renamedFrom: null,
    description: text(document, map, path, 'description'),
    permissions: map.permissions === undefined ? null : texts(document, map, path, 'permissions'),
    includes: map.includes === undefined ? null : texts(document, map, path, 'includes'),
    absent: absent(document, map, path),
  };
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isPlainMap(value) && Object.keys(value).length === 0;
}

function assigned(document: SourceDocument, map: PlainMap, path: DocumentPath): readonly WrittenRole[] {
  const roles = map.roles;
  if (Array.isArray(roles)) {
    return roles.map((item, index) => oneRole(document, item, [...path, 'roles', index], null));
  }
  if (!isPlainMap(roles)) return [];
  return Object.entries(roles).map(([key, item]) => oneRole(document, item, [...path, 'roles', key], key));
}

function oneRole(document: SourceDocument, item: unknown, path: DocumentPath, module: string | null): WrittenRole {
  const named = isPlainMap(item);
  return {
    role: String(named ? item.role : item),
    module,
    window: window(document, named ? item : {}, path),
    origin: valueOrigin(document, named ? [...path, 'role'] : path),
  };
}

function entries(
  document: SourceDocument,
  map: PlainMap,
  path: DocumentPath,
  key: string,
  nameKey: string,
): readonly WrittenEntry[] | null {
  const list = map[key];
  if (!Array.isArray(list)) return null;
  return list.map((item: unknown, index): WrittenEntry => {
    const at = [...path, key, index];
    const named = isPlainMap(item);
    return {
      name: String(named ? item[nameKey] : item),
      window: window(document, named ? item : {}, at),
      origin: valueOrigin(document, named ? [...at, nameKey] : at),
    };
  });
}

function window(document: SourceDocument, map: PlainMap, path: DocumentPath): WrittenWindow {
  return {
    from: text(document, map, path, 'from'),
    until: text(document, map, path, 'until'),
    reviewBy: text(document, map, path, 'review-by'),
    reason: typeof map.reason === 'string' ? map.reason : null,
  };
}

function text(document: SourceDocument, map: PlainMap, path: DocumentPath, key: string): Written<string> | null {
  const value = map[key];
  return value === undefined ? null : { value: String(value), origin: valueOrigin(document, [...path, key]) };
}

function texts(document: SourceDocument, map: PlainMap, path: DocumentPath, key: string): readonly Written<string>[] {
  const list = map[key];
  if (!Array.isArray(list)) return [];
  return list.map((value: unknown, index) => ({
    value: String(value),
    origin: valueOrigin(document, [...path, key, index]),
  }));
}

function absent(document: SourceDocument, map: PlainMap, path: DocumentPath): Written<true> | null {
  return map.absent === true ? { value: true, origin: valueOrigin(document, [...path, 'absent']) } : null;
}

function each(map: PlainMap, path: DocumentPath, key: string): readonly (readonly [string, PlainMap, DocumentPath])[] {
  return Object.entries(mapAt(map[key])).map(([name, value]) => [name, mapAt(value), [...path, key, name]]);
}

function mapAt(value: unknown): PlainMap {
  return isPlainMap(value) ? value : {};
}
