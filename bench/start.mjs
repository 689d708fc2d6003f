// What a start of the program costs, against a Node that does nothing. Run after `npm run build`.
//
// In turns, so that what else goes on on the machine is shared. CPU is that of the whole process, user and system; ratios
// are medians against medians of the same run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/bylaw/main.js', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../examples/lumoauth/', import.meta.url));
const ROUNDS = Number(process.argv[2] ?? 31);
const FLOOR = 'node -e 0';

const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
const inExample = (...words) => [MAIN, ...words, '--workspace', EXAMPLE];
/** What is started, the status it ends with, and the ratio of CPU that is promised. */
const STARTS = {
  [FLOOR]: { args: ['-e', '0'], status: 0 },
  '--version': { args: [MAIN, '--version'], status: 0, promised: 1.5 },
  '--help': { args: [MAIN, '--help'], status: 0, promised: 1.5 },
  'check --help': { args: [MAIN, 'check', '--help'], status: 0 },
  check: { args: inExample('check'), status: 0, promised: 4 },
  'access who': { args: inExample('access', 'who', 'documents:write', 'acme'), status: 0 },
  schema: { args: inExample('schema'), status: 0 },
  synth: { args: inExample('synth', '--out', join(folder, 'out')), status: 0 },
  demo: { args: [MAIN, 'demo', '--engine', 'embedded'], status: 0, rounds: 5 },
};

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A process: wall and CPU milliseconds. The shell's clock counts those it waited for, to the millisecond. */
function timed({ args, status }) {
  const begun = performance.now();
  const done = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT=$\'\\n%3U %3S\'; time "$0" "$@"', process.execPath, ...args],
    { encoding: 'utf8', cwd: folder, env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder } },
  );
  const wall = performance.now() - begun;
  if (done.status !== status) throw new Error(`${args.join(' ')}: ${done.status}\n${done.stderr}`);
  const [user, system] = done.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: (user + system) * 1000 };
}

try {
  const taken = Object.fromEntries(Object.keys(STARTS).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, start] of Object.entries(STARTS)) {
      if (round < (start.rounds ?? ROUNDS)) taken[name].push(timed(start));
    }
  }
  const of = (name, what) => median(taken[name].map((one) => one[what]));
  const rows = Object.entries(STARTS).map(([name, { promised }]) => {
    const [cpu, wall] = ['cpu', 'wall'].map((what) => of(name, what));
    return {
      start: name,
      'CPU ms': cpu.toFixed(0),
      'CPU ratio': (cpu / of(FLOOR, 'cpu')).toFixed(2),
      'wall ms': wall.toFixed(0),
      'wall ratio': (wall / of(FLOOR, 'wall')).toFixed(2),
      promised: promised ?? '–',
    };
  });
  console.table(rows);
  const over = rows.filter(
    (row) => typeof row.promised === 'number' && Number(row['CPU ratio']) > row.promised,
  );
  for (const row of over) console.error(`${row.start} takes ${row['CPU ratio']}, more than ${row.promised}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
