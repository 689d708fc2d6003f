// The synthetic company as documents: a workspace of YAML files as a user would have it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformText, quoted, ROLE_PERMISSIONS } from './platform.mjs';
import { groupName, isPredefined, memberName, roleName } from './shape.mjs';

const head = (variant) =>
  `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: company-${variant}\nauthority: full\n`;
const PEOPLE_IN_A_FILE = 5000;
const GROUPS_IN_A_FILE = 500;

/** File name → text, `bylaw.yaml` and the platform's own file among them. */
export function documentsOf(shape, variant) {
  const files = new Map([
    [
      'bylaw.yaml',
      'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\nplatforms: [platform.yaml]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
    ],
    ['platform.yaml', platformText(variant)],
  ]);
  const roles = ROLE_PERMISSIONS.map((permissions, at) =>
    isPredefined(at) ? '' : `  ${roleName(at)}: { title: Role ${at}, permissions: ${quoted(permissions)} }\n`,
  );
  files.set('access/roles.yaml', `${head(variant)}roles:\n${roles.join('')}`);
  const given = assignedBy(shape);
  addInParts(files, variant, 'members', PEOPLE_IN_A_FILE, shape.joined, (_, at) => {
    const roles = given.members.get(0)?.get(at);
    return `  ${memberName(at)}: ${roles === undefined ? '{}' : `{ ${rolesOf(roles)} }`}\n`;
  });
  const people = shape.parents.map(() => []);
  const children = shape.parents.map(() => []);
  shape.joined.forEach((groups, member) => {
    for (const group of groups) people[group].push(memberName(member));
  });
  shape.parents.forEach((above, child) => {
    for (const group of above) children[group].push(groupName(child));
  });
  addInParts(files, variant, 'groups', GROUPS_IN_A_FILE, shape.parents, (_, at) => {
    const roles = given.groups.get(0)?.get(at);
    const says = [
      `members: [${people[at].join(', ')}]`,
      ...(children[at].length === 0 ? [] : [`groups: [${children[at].join(', ')}]`]),
      ...(roles === undefined ? [] : [rolesOf(roles)]),
    ];
    return `  ${groupName(at)}: { ${says.join(', ')} }\n`;
  });
  const below = shape.scopes.map(() => []);
  shape.scopes.forEach(({ parent }, at) => {
    if (parent >= 0) below[parent].push(at);
  });
  for (const at of below[0]) {
    const text = scopeText(shape, below, given, at, '  ');
    files.set(`access/${shape.scopes[at].name}.yaml`, `${head(variant)}${shape.scopes[at].kind}s:\n${text}`);
  }
  return files;
}

/** Writes the workspace, and says how many bytes of YAML it has. */
export function writeCompany(folder, shape, variant) {
  mkdirSync(join(folder, 'access'), { recursive: true });
  let bytes = 0;
  for (const [name, text] of documentsOf(shape, variant)) {
    writeFileSync(join(folder, name), text);
    bytes += Buffer.byteLength(text);
  }
  return bytes;
}

function addInParts(files, variant, key, each, list, line) {
  for (let from = 0; from < list.length; from += each) {
    const lines = list.slice(from, from + each).map((one, at) => line(one, from + at));
    files.set(`access/${key}-${from / each}.yaml`, `${head(variant)}${key}:\n${lines.join('')}`);
  }
}

function scopeText(shape, below, given, at, indent) {
  const inner = `${indent}  `;
  const listed = (key, assigned, nameOf) =>
    assigned === undefined
      ? ''
      : `${inner}${key}:\n${[...assigned].map(([one, roles]) => `${inner}  ${nameOf(one)}: { ${rolesOf(roles)} }\n`).join('')}`;
  const nested = ['unit', 'product'].map((kind) => {
    const own = below[at].filter((scope) => shape.scopes[scope].kind === kind);
    if (own.length === 0) return '';
    return `${inner}${kind}s:\n${own.map((scope) => scopeText(shape, below, given, scope, `${inner}  `)).join('')}`;
  });
  const says = [
    listed('members', given.members.get(at), memberName),
    listed('groups', given.groups.get(at), groupName),
    ...nested,
  ].join('');
  return `${indent}${shape.scopes[at].name}:${says === '' ? ' {}' : ''}\n${says}`;
}

/** Scope → principal → roles, for people and groups apart. */
function assignedBy({ assignments }) {
  const by = { members: new Map(), groups: new Map() };
  for (const { scope, group, principal, roles } of assignments) {
    const side = group ? by.groups : by.members;
    if (!side.has(scope)) side.set(scope, new Map());
    side.get(scope).set(principal, roles);
  }
  return by;
}

const rolesOf = (roles) => `roles: [${roles.map(roleName).join(', ')}]`;
