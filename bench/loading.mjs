// Text of YAML → documents with the place of each value, against the YAML library reading the same text (the floor).
// Run after `npm run build` with `node --expose-gc bench/loading.mjs large`; each part in a process of its own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { readByLibrary } from '../dist/source/library-yaml.js';
import { readByScanner } from '../dist/source/yaml.js';
import { writeCompany } from './company/documents.mjs';
import { shapeOf } from './company/shape.mjs';
import { SIZES } from './company/sizes.mjs';

/** How often the library's time that of the scanner has to go into, and what of its memory it may keep. */
const [TIMES, SHARE] = [8, 0.5];
const READERS = {
  'yaml parseDocument': (text) => parseDocument(text, { uniqueKeys: false }),
  library: (text, file) => readByLibrary(text, file),
  scanner: (text, file) => readByScanner(text, file),
};

const [size = 'large', reader, folder] = process.argv.slice(2);
if (reader === undefined) compare();
else measure();

function compare() {
  const place = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
  const bytes = writeCompany(place, shapeOf(SIZES[size]), 'union');
  console.log(`${size}: ${(bytes / 1e6).toFixed(1)} MB of YAML`);
  const rows = Object.keys(READERS).map((name) => {
    const args = [
      '--expose-gc',
      '--max-old-space-size=8000',
      fileURLToPath(import.meta.url),
      size,
      name,
      place,
    ];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return { reader: name, ...JSON.parse(stdout) };
  });
  rmSync(place, { recursive: true });
  const [floor, , scanner] = rows;
  for (const row of rows) row.times = (floor.seconds / row.seconds).toFixed(1);
  console.table(rows);
  const share = scanner.megabytes / floor.megabytes;
  const kept = `memory ${share.toFixed(2)} of the library's (limit ${SHARE}), ${scanner.times} times as fast (limit ${TIMES})`;
  console.log(kept);
  if (Number(scanner.times) < TIMES || share > SHARE) process.exitCode = 1;
}

function measure() {
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const before = memory();
  const start = process.cpuUsage();
  const kept = texts.map((text, at) => READERS[reader](text, `${at}.yaml`));
  const { user, system } = process.cpuUsage(start);
  if (kept.includes(null)) throw new Error('a text is left to the library');
  const megabytes = Math.round((memory() - before) / 1e6);
  console.log(JSON.stringify({ seconds: (user + system) / 1e6, megabytes }));
}

function memory() {
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
