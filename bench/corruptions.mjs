/**
 * Loses and breaks the files of a workspace in every way in which a file cannot be read, many times, and looks at what
 * Bylaw makes of it. Right is: refused with an error, or the same as before to the last resource. Anything else could
 * take access from somebody who is written in what was not read. Documents, expectations, platform files, the workspace
 * file, plan files and kept states.
 *
 *     node bench/corruptions.mjs --seed 1 --runs 500 --people 1000
 *
 * Prints a row for each kind when it is done, and ends with 1 if one run was anything but right.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readPlanFile, writePlanFile } from '../dist/command/planning/plan-file.js';
import { openStateFile } from '../dist/state/state-file.js';
import { loadWorkspace } from '../dist/workspace/workspace.js';

const INSTANT = '2027-01-31T00:00:00.000Z';
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '500' },
    people: { type: 'string', default: '1000' },
  },
});
const [seed, runs, people] = [values.seed, values.runs, values.people].map(Number);

/** The same numbers for the same seed (mulberry32). */
let last = seed;
function random(below) {
  last = (last + 0x6d2b79f5) | 0;
  let mixed = Math.imul(last ^ (last >>> 15), last | 1);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}
const oneOf = (list) => list[random(list.length)];

const folder = fs.mkdtempSync(join(tmpdir(), 'bylaw-corruptions-'));
process.on('exit', () => {
  if (process.geteuid?.() !== process.getuid?.()) process.seteuid(process.getuid());
  fs.rmSync(folder, { recursive: true, force: true });
});
const at = (file) => join(folder, file);

/** What is right, by file: put back before each run. */
const right = new Map();
function write(file, text) {
  right.set(file, Buffer.from(text));
  fs.mkdirSync(dirname(at(file)), { recursive: true });
  fs.writeFileSync(at(file), text);
}

function setUp() {
  fs.chmodSync(folder, 0o755);
  const head = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\n';
  write(
    'bylaw.yaml',
    'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/**/*.yaml", "named/{one,two}.yaml"]\nplatforms: [own/house.yaml]\norganizations:\n  acme: { connector: access-api, url: "https://one.example" }\n',
  );
  const own = fs.readFileSync(new URL('../schemas/platforms/lumoauth.yaml', import.meta.url), 'utf8');
  write('own/house.yaml', own.replace(/^name: lumoauth$/m, 'name: house'));
  write(
    'access/org.yaml',
    `${head}platform: house\nauthority: full\nmembers:\n  boss@acme.example: { roles: [admin] }\n`,
  );
  write(
    'access/expectations.yaml',
    'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n  the boss gives roles:\n    members: [boss@acme.example]\n    can: ["roles:assign"]\n    on: acme\n',
  );
  const files = [
    'access/eu/a',
    'access/eu/b',
    'access/us/a',
    'access/us/b',
    'access/c',
    'named/one',
    'named/two',
  ];
  for (const [index, file] of files.entries()) {
    const own = Array.from({ length: Math.ceil(people / files.length) }, (_, n) => `p${index}-${n}`);
    const members = own.map((name) => `  ${name}@acme.example: { roles: [editor] }\n`);
    write(`${file}.yaml`, `${head}members:\n${members.join('')}`);
  }
}

function putBack() {
  for (const name of fs.readdirSync(folder)) {
    if (!['access', 'named', 'own', 'bylaw.yaml'].includes(name)) fs.rmSync(at(name), { recursive: true });
  }
  for (const name of ['access', 'named', 'own', 'bylaw.yaml'])
    fs.rmSync(at(name), { recursive: true, force: true });
  for (const [file, bytes] of right) {
    fs.mkdirSync(dirname(at(file)), { recursive: true });
    fs.writeFileSync(at(file), bytes);
  }
}

const replaced = (make) => (file) => {
  fs.rmSync(at(file));
  make(at(file), right.get(file));
};

/** Nothing is closed to root. */
function asNobody(look) {
  if (process.geteuid?.() !== 0) return look();
  process.seteuid(65_534);
  try {
    return look();
  } finally {
    process.seteuid(0);
  }
}

const FILES = {
  'a link to nothing': replaced((path) => fs.symlinkSync(`gone-${random(1e6)}`, path)),
  'a link onto itself': replaced((path) => fs.symlinkSync(relative(dirname(path), path), path)),
  'a link to a folder': replaced((path) => fs.symlinkSync('.', path)),
  'a link to a device': replaced((path) =>
    fs.symlinkSync(oneOf(['/dev/zero', '/dev/full', '/dev/null']), path),
  ),
  'a folder in its place': replaced((path) => fs.mkdirSync(path)),
  'a pipe in its place': replaced((path) => {
    if (spawnSync('mkfifo', [path]).status !== 0) throw new Error('no mkfifo');
  }),
  'no permission': (file) => fs.chmodSync(at(file), 0),
  empty: (file) => fs.truncateSync(at(file), 0),
  'only comments': replaced((path) =>
    fs.writeFileSync(path, oneOf(['# gone\n', '\n\n', '---\n', '---\n# x\n...\n'])),
  ),
  'cut in a character': replaced((path, bytes) => {
    // Anywhere, and half of a character after it.
    fs.writeFileSync(path, Buffer.concat([bytes.subarray(0, random(bytes.length)), Buffer.from([0xc3])]));
  }),
  'cut in a token': replaced((path, bytes) => {
    // Where a bracket or quote is open.
    const opens = [...bytes.keys()].filter((index) => bytes[index] === 0x7b || bytes[index] === 0x5b);
    fs.writeFileSync(path, bytes.subarray(0, oneOf(opens) + 1));
  }),
  'bytes of nothing': replaced((path, bytes) => {
    // As a file system leaves a file after the machine stopped: the size is right.
    const whole = Buffer.from(bytes);
    fs.writeFileSync(path, whole.fill(0, random(whole.length - 1)));
  }),
  'too large': (file) => fs.truncateSync(at(file), 21 * 1024 * 1024 + random(1e9)),
  'in conflict': replaced((path, bytes) => {
    const lines = bytes.toString().split('\n');
    lines.splice(random(lines.length), 0, '<<<<<<< HEAD', '=======', '>>>>>>> theirs');
    fs.writeFileSync(path, lines.join('\n'));
  }),
};

const FOLDERS = {
  'a folder is a link to nothing': (path) => {
    fs.rmSync(path, { recursive: true });
    fs.symlinkSync('gone', path);
  },
  'a folder is a link onto itself': (path) => {
    fs.rmSync(path, { recursive: true });
    fs.symlinkSync(relative(dirname(path), path), path);
  },
  'a folder without permission': (path) => fs.chmodSync(path, oneOf([0, 0o100, 0o400])),
  'a link that loops in a folder': (path) => fs.symlinkSync('..', join(path, 'loop')),
  'a link to a folder that is gone': (path) => fs.symlinkSync('../gone', join(path, 'team')),
};

const codesOf = ({ diagnostics }) =>
  [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))]
    .sort()
    .join(' ');

const shown = (workspace) =>
  JSON.stringify(
    [
      workspace.organizations.map(({ organization, resources }) => [
        organization,
        resources.map(({ type, address, attributes }) => [type, address, attributes]),
      ]),
      [...workspace.expectations.keys()],
    ],
    (_key, value) => (value instanceof Map ? [...value] : value),
  );

let before;
/** `refused with …`, `the same as before`, or what is wrong. */
function outcome() {
  const read = asNobody(() => loadWorkspace(folder, INSTANT));
  if (!read.ok) return `refused: ${codesOf(read)}`;
  return shown(read.value) === before ? 'the same as before' : 'WRONG: read as something else';
}

let total = 0;
let wrong = 0;

/** Runs one kind, and prints what came of it when it is done: all of them together take a while. */
async function kindOf(name, times, run) {
  const row = new Map();
  for (let done = 0; done < times; done += 1) {
    const said = await run();
    row.set(said, (row.get(said) ?? 0) + 1);
    total += 1;
    if (said.startsWith('WRONG')) wrong += 1;
  }
  const cells = [...row].sort(([a], [b]) => (a < b ? -1 : 1)).map(([said, count]) => `${count} × ${said}`);
  console.log(`${name.padEnd(42)} ${cells.join('; ')}`);
}

async function documents() {
  const files = [...right.keys()];
  for (const [kind, corrupt] of Object.entries(FILES)) {
    await kindOf(`file: ${kind}`, runs, () => {
      putBack();
      // One of them, or several at once.
      const chosen = new Set(Array.from({ length: 1 + random(2) }, () => oneOf(files)));
      for (const file of chosen) corrupt(file);
      return outcome();
    });
  }
  await kindOf('file: named and gone', runs, () => {
    putBack();
    // What a pattern finds and is gone cannot be known; what is named can.
    fs.rmSync(at(oneOf(['bylaw.yaml', 'own/house.yaml', 'named/one.yaml', 'named/two.yaml'])));
    return outcome();
  });
  for (const [kind, corrupt] of Object.entries(FOLDERS)) {
    await kindOf(`folder: ${kind}`, runs, () => {
      putBack();
      const folders = ['access', 'access/eu', 'access/us'];
      corrupt(at(oneOf(folders)));
      const said = outcome();
      for (const path of folders) if (fs.existsSync(at(path))) fs.chmodSync(at(path), 0o755);
      return said;
    });
  }
}

const PLAN = at('plan.bylaw');

async function planFiles(workspace) {
  const content = {
    instant: INSTANT,
    engine: { name: 'terraform', version: '1.11.4' },
    organizations: [
      {
        organization: 'acme',
        live: [
          ['member:acme/a', '[]'],
          ['member:acme/b', '[]'],
        ],
        facts: ['create a'],
      },
    ],
    runs: [{ organizations: ['acme'], plan: Buffer.alloc(2000, 7).toString('base64'), state: null }],
  };
  const kinds = {
    cut: (bytes) => bytes.subarray(0, random(bytes.length)),
    'a bit turned': (bytes) => {
      const turned = Buffer.from(bytes);
      // After the header, of which time and system mean nothing.
      const index = 10 + random(turned.length - 10);
      turned[index] ^= 1 << random(8);
      return turned;
    },
    'bytes of nothing': (bytes) => Buffer.from(bytes).fill(0, random(bytes.length - 1)),
    empty: () => Buffer.alloc(0),
    'a field taken out': edited((value) => without(value)),
    'a list emptied': edited((value) => emptied(value)),
    'a value of another type': edited((value) => retyped(value)),
    'a value of nothing': edited((value) => retyped(value, () => null)),
    'more than is unpacked': () =>
      gzipSync(Buffer.alloc(257 * 1024 * 1024 + random(1000), ' '), { level: 1 }),
  };
  for (const [kind, corrupt] of Object.entries(kinds)) {
    const times = kind === 'more than is unpacked' ? Math.min(runs, 5) : runs;
    await kindOf(`plan file: ${kind}`, times, () => {
      fs.rmSync(PLAN, { force: true });
      if (!writePlanFile(PLAN, content, workspace).ok) throw new Error('no plan file');
      const bytes = fs.readFileSync(PLAN);
      const was = JSON.stringify(readPlanFile(PLAN).value);
      fs.writeFileSync(PLAN, corrupt(bytes));
      const read = readPlanFile(PLAN);
      if (!read.ok) return `refused: ${codesOf(read)}`;
      return JSON.stringify(read.value) === was ? 'the same as before' : 'WRONG: read as something else';
    });
  }
}

const edited = (edit) => (bytes) => gzipSync(JSON.stringify(edit(JSON.parse(gunzipSync(bytes)))));

/** Every place in a value: its holder and key. */
function places(value, all = []) {
  if (typeof value !== 'object' || value === null) return all;
  for (const key of Object.keys(value)) {
    all.push([value, key]);
    places(value[key], all);
  }
  return all;
}

function without(value) {
  const [holder, key] = oneOf(places(value).filter(([holder]) => !Array.isArray(holder)));
  delete holder[key];
  return value;
}

/** Those that cannot be empty; a plan may see nothing live, or change nothing. */
function emptied(value) {
  const lists = places(value).filter(
    ([holder, key]) => Array.isArray(holder[key]) && key !== 'live' && key !== 'facts',
  );
  const [holder, key] = oneOf(lists);
  holder[key] = [];
  return value;
}

function retyped(value, make = (old) => (typeof old === 'object' ? 'x' : oneOf([{}, [], 7, true]))) {
  const [holder, key] = oneOf(places(value).filter(([holder, key]) => holder[key] !== null));
  holder[key] = make(holder[key]);
  return value;
}

/** A kept state is a cache: one that cannot be read is said, left alone, and the plan is made without it. */
async function states() {
  const directory = at('states');
  const file = join(directory, 'acme.tfstate');
  const kinds = {
    'a folder in its place': () => fs.mkdirSync(file),
    'a link to nothing': () => fs.symlinkSync('gone', file),
    'a link onto itself': () => fs.symlinkSync('acme.tfstate', file),
    'a pipe in its place': () => spawnSync('mkfifo', [file]),
    'a link to a device': () => fs.symlinkSync('/dev/zero', file),
    'no permission': () => fs.writeFileSync(file, '{"version":4}', { mode: 0 }),
    'too large': () => {
      fs.writeFileSync(file, '{');
      fs.truncateSync(file, 257 * 1024 * 1024 + random(1e9));
    },
  };
  for (const [kind, corrupt] of Object.entries(kinds)) {
    await kindOf(`state: ${kind}`, runs, async () => {
      fs.rmSync(directory, { recursive: true, force: true });
      fs.mkdirSync(directory, { mode: 0o755 });
      corrupt();
      const was = fs.lstatSync(file).ino;
      const store = openStateFile({ directory, stack: 'acme', workspace: '../bylaw.yaml', writes: true });
      const loaded = await asNobody(() => store.load());
      store.save('{"version":4,"serial":1,"lineage":"x","resources":[]}');
      const warned = loaded.diagnostics.some(
        ({ code }) => code === 'file-unreadable' || code === 'file-too-large',
      );
      const well = loaded.ok && loaded.value === null && warned && fs.lstatSync(file).ino === was;
      return well ? 'left alone and told; the same plan' : 'WRONG: taken for no state, or replaced';
    });
  }
}

setUp();
const whole = loadWorkspace(folder, INSTANT);
if (!whole.ok) throw new Error(JSON.stringify(whole.diagnostics, null, 1));
before = shown(whole.value);
console.log(`seed ${seed}, ${people} people, ${runs} runs of each kind`);
await documents();
putBack();
await planFiles(whole.value);
await states();
console.log(`${total} runs, ${wrong} of them wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
