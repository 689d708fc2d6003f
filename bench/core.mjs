// The pure core at two sizes, in one process: what each part takes, against the YAML library reading the same text (the
// floor), and how it grows. Run after `npm run build`; `node bench/core.mjs 1000 10000` names the sizes.
//
// A part that grows with the square of the people shows as a growth of a hundred where ten is due.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { buildAccess } from '../dist/access/build-access.js';
import { compareAccess } from '../dist/access/compare-access.js';
import { bindExpectations } from '../dist/expectation/bind-expectations.js';
import { evaluate } from '../dist/expectation/evaluate.js';
import { buildPlan } from '../dist/plan/build-plan.js';
import { driftOf } from '../dist/plan/drift/drift.js';
import { inPlatformForm } from '../dist/resource/platform-form.js';
import { loadWorkspace } from '../dist/workspace/workspace.js';

const NOON = '2027-03-01T12:00:00Z';
const [small = 1000, large = 10_000] = process.argv.slice(2).map(Number);
const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: lumoauth\nauthority: full\n';

/** Groups of thirty, nested in one chain, a tenth as many as people. `live` differs in a hundred facts. */
function organization(size, live) {
  const people = Array.from({ length: size }, (_, n) => `  person-${n}@acme.example: { roles: [viewer] }\n`);
  const count = size / 10;
  const groups = Array.from({ length: count }, (_, n) => {
    const role = live && n % Math.ceil(count / 50) === 0 ? 'auditor' : 'editor';
    const members = Array.from({ length: 30 }, (_, m) => `person-${(n * 10 + m) % size}@acme.example`);
    const child = n % 20 === 19 || n + 1 === count ? '' : `, groups: [group-${n + 1}]`;
    return `  group-${n}: { members: [${members.join(', ')}], roles: [${role}]${child} }\n`;
  });
  return `${HEAD}members:\n  boss@acme.example: { roles: [admin] }\n${people.join('')}groups:\n${groups.join('')}`;
}

const kinds = [
  (n) => `{ groups: group-${n}, can: "documents:read", cannot: "users:delete", on: acme }`,
  () => '{ members: "*@acme.example", can: "documents:*", on: acme }',
  (n) => `{ groups: [group-${n}, group-${n + 1}], only-these-can: "documents:write", on: acme }`,
  (n) => `{ members: "person-${n}*", cannot: ["*:write"], on: acme }`,
];
const expectations = Array.from({ length: 40 }, (_, n) => `  e${n}: ${kinds[n % 4](n)}\n`);

function measured(parts, part, task) {
  const before = process.cpuUsage();
  const value = task();
  const { user, system } = process.cpuUsage(before);
  parts.set(part, (user + system) / 1e6);
  return value;
}

function loaded(folder, text) {
  const place = mkdtempSync(join(folder, 'w-'));
  mkdirSync(join(place, 'access'));
  writeFileSync(
    join(place, 'bylaw.yaml'),
    'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
  );
  writeFileSync(join(place, 'access/acme.yaml'), text);
  writeFileSync(
    join(place, 'access/tests.yaml'),
    `apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n${expectations.join('')}`,
  );
  const outcome = loadWorkspace(place, NOON);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics.slice(0, 3)));
  return outcome.value;
}

function figures(folder, size) {
  const parts = new Map();
  const text = organization(size, false);
  measured(parts, 'YAML library alone (floor)', () => parseDocument(text, { uniqueKeys: false }));
  const workspace = measured(parts, 'read, check, compile', () => loaded(folder, text));
  const [desired] = workspace.organizations;
  const [other] = loaded(folder, organization(size, true)).organizations;
  const live = inPlatformForm(other.resources, other.platform);
  const access = measured(parts, 'effective access', () => buildAccess(desired.platform, desired.resources));
  const delta = measured(parts, 'compared with live', () =>
    compareAccess(buildAccess(desired.platform, live), access),
  );
  const bound = bindExpectations(workspace.expectations.get('acme'), desired, null);
  if (!bound.ok) throw new Error(JSON.stringify(bound.diagnostics.slice(0, 3)));
  const side = { platform: desired.platform, resources: desired.resources, access };
  measured(parts, '40 expectations', () => evaluate(bound.value, side));
  const snapshot = { organization: 'acme', resources: live, revision: '1', readAt: NOON };
  const plan = measured(parts, 'plan of 50 changes', () => buildPlan(desired, snapshot));
  const drift = measured(parts, 'drift of 100 facts', () => driftOf(plan));
  return { parts, facts: drift.length, gained: delta.gained.length };
}

const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
try {
  // Once for the compiler of the engine, which is not what is measured.
  figures(folder, 600);
  const few = figures(folder, small);
  const many = figures(folder, large);
  const floor = many.parts.get('YAML library alone (floor)');
  console.table(
    [...many.parts].map(([part, seconds]) => ({
      part,
      [`CPU s, ${small}`]: few.parts.get(part).toFixed(2),
      [`CPU s, ${large}`]: seconds.toFixed(2),
      '÷ floor': (seconds / floor).toFixed(2),
      growth: (seconds / few.parts.get(part)).toFixed(1),
    })),
  );
  console.log(`${many.facts} facts drifted. People × ${large / small}.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
