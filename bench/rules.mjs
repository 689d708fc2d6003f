// Separation of duties at the size that a large company asks for: 500 rules of 50 permissions a side on 10,000 people, in one
// process. CPU against the floor, which is access of the same organization built once. Run after `npm run build`.
//
// Permissions are in modules of fifty. In the first run all roles are of one module, so nobody holds both sides of anything.
// In the second a hundred people hold a role of another module besides. A rule that most people break is another matter:
// each finding is made, and there may be millions.
import { buildAccess } from '../dist/access/build-access.js';
import { loadPlatform } from '../dist/platform/load-platform.js';
import { entriesFrom, resourceWith } from '../dist/resource/resource-types.js';
import { judgeBuiltIn } from '../dist/rule/judge-built-in.js';
import { JudgedOrganization } from '../dist/rule/judged-organization.js';
import { PeopleIndex } from '../dist/rule/people-index.js';
import { ruleDiagnostics } from '../dist/rule/rule-diagnostics.js';
import { readYaml } from '../dist/source/yaml.js';
import { resourcesOf } from './company/resources.mjs';
import { memberName, ROLES, roleName, shapeOf } from './company/shape.mjs';
import { numbersFrom, SIZES } from './company/sizes.mjs';

const RULES = 500;
const A_SIDE = 50;
const MODULES = ROLES / 2;
const A_ROLE = 12;
const LIMIT_MS = 2000;
const HERE = { from: 'live', url: 'https://platform.example/' };
const THERE = { from: 'file', file: 'rules.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };

const permissionsOf = (module) => Array.from({ length: A_SIDE }, (_, at) => `module-${module}:do-${at}`);

function platform() {
  const names = Array.from({ length: MODULES }, (_, module) => permissionsOf(module)).flat();
  const text = `apiVersion: bylaw/v1
kind: Platform
name: company-of-duties
title: Company
description: The platform of a synthetic company.
scopes:
  organization: { title: Organization, root: true, inherits: union, manage: false }
  unit: { title: Unit, plural: units, parents: [organization, unit], inherits: union, manage: true }
  product: { title: Product, plural: products, parents: [organization, unit], inherits: union, manage: true }
permissions:
${names.map((name) => `  ${name}: { title: "${name}" }`).join('\n')}
roles: {}
custom-roles: { at: [organization], minimum-permissions: 1 }
members: { key: email, compare: fold-case, roles: many, joining: provisioned, invited-in-groups: false, deactivation: true }
groups: { homes: [organization], carry: [roles, attachments], nesting: native }
nobody-kept: "Nobody administers a synthetic company."
capabilities: { page-size: 100 }
`;
  const read = readYaml(Buffer.from(text), 'platform.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  const loaded = loadPlatform(read.value[0].value, read.value[0]);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.value;
}

/** Every role gives twelve permissions of one module. Besides, `others` people hold one role of another module each. */
function resources(size, others) {
  const numbers = numbersFrom(5);
  const roles = Array.from({ length: ROLES }, (_, at) => {
    const own = permissionsOf(0);
    const given = Array.from({ length: A_ROLE }, () => own[numbers.below(own.length)]);
    return resourceWith(
      'role',
      { home: 'acme', name: roleName(at), permissions: entriesFrom(given, HERE) },
      HERE,
    );
  });
  const special = Array.from({ length: MODULES }, (_, module) =>
    resourceWith(
      'role',
      {
        home: 'acme',
        name: `special-${module}`,
        permissions: entriesFrom(permissionsOf(module).slice(0, 3), HERE),
      },
      HERE,
    ),
  );
  const given = Array.from({ length: others }, (_, at) =>
    resourceWith(
      'assignment',
      {
        scope: 'acme',
        principal: { type: 'member', member: memberName(at * 7) },
        roles: entriesFrom([`special-${at % MODULES}`], HERE),
      },
      HERE,
    ),
  );
  const rest = resourcesOf(shapeOf(size)).filter(({ type }) => type !== 'role');
  return [...rest, ...roles, ...special, ...given];
}

function rules() {
  const numbers = numbersFrom(9);
  const texts = (list) => ({
    origin: THERE,
    value: list,
    texts: list.map((value) => ({ value, origin: THERE })),
    entries: [],
    placeWithin: () => THERE,
  });
  return Array.from({ length: RULES }, (_, at) => {
    const one = numbers.below(MODULES);
    const other = (one + 1 + numbers.below(MODULES - 1)) % MODULES;
    return {
      name: `rule ${at}`,
      origin: THERE,
      rule: { value: 'separation-of-duties', origin: THERE },
      severity: null,
      parameters: new Map([
        ['either', texts(permissionsOf(one))],
        ['or', texts(permissionsOf(other))],
      ]),
    };
  });
}

function timed(task) {
  const before = process.cpuUsage();
  const value = task();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1e3 };
}

function figures(what, size, others) {
  const of = platform();
  const all = resources(size, others);
  const floor = timed(() => buildAccess(of, all));
  const desired = {
    organization: 'acme',
    platform: of,
    instant: '2027-03-01T12:00:00Z',
    resources: all,
    ruledOut: new Map(),
    authority: { scope: 'full', role: 'full', member: 'full', group: 'full', assignment: 'full' },
    windows: [],
  };
  const documents = [
    {
      file: 'rules.yaml',
      organizations: [{ value: '*', origin: THERE }],
      rules: rules(),
      acknowledged: [],
      longestAcknowledgement: null,
    },
  ];
  const judged = timed(() => {
    const side = { document: null, resources: all, basis: 'written', instances: [] };
    const organizations = [new JudgedOrganization(desired, side)];
    const people = new PeopleIndex([], organizations);
    return judgeBuiltIn(documents, { asked: organizations, all: organizations, people });
  });
  const told = timed(() => ruleDiagnostics(judged.value));
  const row = (part, { ms }, limit, found) => ({
    people: size.members,
    what,
    part,
    'CPU ms': Math.round(ms),
    '÷ floor': (ms / floor.ms).toFixed(2),
    limit,
    found,
  });
  return [
    row('access built once (floor)', floor, '–', ''),
    row(`${RULES} rules judged`, judged, LIMIT_MS, `${judged.value.length} findings`),
    row('… and told, with paths', told, '–', `${told.value.length} told`),
  ];
}

// A small company first, that the compiler of the machine warms up on.
figures('', SIZES.small, 100);
console.table([
  ...figures('nobody holds both', SIZES.medium, 0),
  ...figures('a hundred hold both', SIZES.medium, 100),
]);
