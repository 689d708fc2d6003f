// Synthesis of many rows: documents → rows → cdk.tf.json of all stacks, each part by itself in CPU seconds.
// `node bench/synth.mjs 50000` measures that many rows. Synthesis is measured in a process of its own, which is handed
// the compiled documents and holds nothing else, so that the memory told is what synthesis needs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';

const GROUPS = 94;
const ROWS_OF_ONE = GROUPS + 3;
const FILE = fileURLToPath(import.meta.url);
const [, , first = '50000', role] = process.argv;
const count = Math.round(Number(first) / ROWS_OF_ONE);
const nameOf = (n) => `org-${String(n).padStart(4, '0')}`;
const person = (n, name) => `person${n}@${name}.example`;

/** An organization of 100 people in 94 groups of five: 97 rows. */
function documentOf(name) {
  const lines = [
    `apiVersion: bylaw/v1\nkind: Organization\nname: ${name}\nplatform: lumoauth\nauthority: full`,
  ];
  lines.push('members:', ...Array.from({ length: 100 }, (_, n) => `  ${person(n, name)}:`), 'groups:');
  for (let g = 0; g < GROUPS; g += 1) {
    const members = Array.from({ length: 5 }, (_, n) => person((g * 5 + n) % 100, name));
    lines.push(
      `  team-${g}:`,
      `    title: Team ${g} of ${name}`,
      `    description: Looks after \${service} ${g}`,
    );
    lines.push(`    members: [${members.join(', ')}]`, `    roles: [${g % 2 === 0 ? 'editor' : 'auditor'}]`);
  }
  return `${lines.join('\n')}\n`;
}

function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function measured(part, task) {
  const begun = cpu();
  const value = await task();
  const told = { part, 'CPU s': (cpu() - begun).toFixed(2) };
  console.error(JSON.stringify(told));
  return { value, told };
}

const peak = () => `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`;

if (role === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
  try {
    mkdirSync(join(folder, 'access'));
    for (let n = 0; n < count; n += 1)
      writeFileSync(join(folder, `access/${nameOf(n)}.yaml`), documentOf(nameOf(n)));
    const connected = Array.from(
      { length: count },
      (_, n) => `  ${nameOf(n)}: { connector: access-api, url: "http://127.0.0.1:1" }`,
    );
    writeFileSync(
      join(folder, 'bylaw.yaml'),
      `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n${connected.join('\n')}\n`,
    );
    for (const part of ['load', 'synth']) {
      const ran = spawnSync(process.execPath, ['--expose-gc', FILE, first, part, folder], {
        stdio: 'inherit',
      });
      if (ran.status !== 0) process.exit(1);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  const { rowsOfOrganization } = await import('../dist/terraform/provider/rows/organization-rows.js');
  const { countRows } = await import('../dist/terraform/provider/rows/row-count.js');
  const { stacksOf } = await import('../dist/terraform/run/stacks.js');
  const { configurationOf } = await import('../dist/terraform/synth/configuration.js');
  const { synthesize } = await import('../dist/terraform/synth/organization-stack.js');
  const { inPlatformForm } = await import('../dist/resource/platform-form.js');
  const folder = process.argv[4];
  const table = [];
  if (role === 'load') {
    const { loadWorkspace } = await import('../dist/workspace/workspace.js');
    const { value, told } = await measured('load and compile', () =>
      loadWorkspace(folder, '2027-03-01T00:00:00Z'),
    );
    if (!value.ok) throw new Error(JSON.stringify(value.diagnostics.slice(0, 3)));
    const resources = value.value.organizations.reduce((sum, one) => sum + one.resources.length, 0);
    writeFileSync(join(folder, 'compiled'), serialize(value.value.organizations[0]));
    table.push({ ...told, organizations: count, resources, 'peak memory': peak() });
  } else {
    // As compiling leaves them; made when their stack is due, so that their own memory is not counted as synthesis'.
    const small = deserialize(readFileSync(join(folder, 'compiled')));
    console.error(JSON.stringify({ 'memory before': peak() }));
    const out = join(folder, 'out');
    mkdirSync(out);
    const stacks = await measured('stacks', () =>
      stacksOf(
        Array.from({ length: count }, (_, n) => ({
          organization: nameOf(n),
          rows: countRows(small.platform, small.resources),
        })),
      ),
    );
    table.push(stacks.told);
    const parts = { rows: 0, configuration: 0, 'cdk.tf.json': 0 };
    let rowCount = 0;
    for (const [at, stack] of stacks.value.entries()) {
      const organizations = stack.organizations.map((name) => renamed(small, name));
      // What was thrown away on the way here is not synthesis' to clear up. Seldom: each costs optimized code as well.
      globalThis.gc({ type: at % 4 === 0 ? 'major' : 'minor' });
      let begun = cpu();
      const lap = (part) => {
        const now = cpu();
        parts[part] += now - begun;
        begun = now;
      };
      const rows = organizations.flatMap(({ platform, resources }) =>
        rowsOfOrganization({
          platform,
          resources: inPlatformForm(resources, platform),
          unmanaged: new Set(),
          leaving: [],
        }),
      );
      rowCount += rows.length;
      lap('rows');
      const configuration = configurationOf(rows, new Set());
      lap('configuration');
      synthesize(join(out, stack.name), [
        { name: stack.name, configuration, backend: { backend: 'loopback' } },
      ]);
      lap('cdk.tf.json');
    }
    for (const [part, seconds] of Object.entries(parts)) table.push({ part, 'CPU s': seconds.toFixed(2) });
    const sum = table.reduce((total, one) => total + Number(one['CPU s']), 0);
    table.push({
      part: `synthesis of ${rowCount} rows in ${stacks.value.length} stacks`,
      'CPU s': sum.toFixed(2),
      'peak memory': peak(),
    });
  }
  console.table(table);
}

/** The same organization by another name, with the places of the first. */
function renamed(desired, name) {
  const text = (value) => value.replaceAll(desired.organization, name);
  const copy = (value) => {
    if (typeof value === 'string') return text(value);
    if (value instanceof Map) return new Map([...value].map(([key, entry]) => [text(key), copy(entry)]));
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null || 'from' in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copy(entry)]));
  };
  return { ...desired, organization: name, resources: copy(desired.resources) };
}
