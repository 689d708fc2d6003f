// `bylaw check` of the synthetic company, as whole processes, beside what is promised of the large one. The floor is the YAML
// library: a process that only reads the same files with it. Run after `npm run build`: `node bench/check-large.mjs large 5`
// names the size and how often.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { writeCompany } from './company/documents.mjs';
import { shapeOf } from './company/shape.mjs';
import { SIZES } from './company/sizes.mjs';
import { processFigures } from './process-figures.mjs';

const LIMITS = { cpu: 5, mb: 600 };
const BYLAW = fileURLToPath(new URL('../dist/bylaw/main.js', import.meta.url));
const [size = 'large', times = '5', place] = process.argv.slice(2);
if (place === undefined) compare();
else readByLibrary(place);

function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
  try {
    const bytes = writeCompany(folder, shapeOf(SIZES[size]), 'union');
    const floor = processFigures([
      '--max-old-space-size=8000',
      fileURLToPath(import.meta.url),
      size,
      '1',
      folder,
    ]);
    const runs = Array.from({ length: Number(times) }, () =>
      processFigures([BYLAW, 'check', '--workspace', folder]),
    );
    const middle = (key) => runs.map((run) => run[key]).toSorted((a, b) => a - b)[runs.length >> 1];
    const row = (what, key, digits, unit) => ({
      what,
      'middle run': `${middle(key).toFixed(digits)} ${unit}`,
      'all runs': runs.map((run) => run[key].toFixed(digits)).join(', '),
      limit: size === 'large' ? `${LIMITS[key]} ${unit}` : '–',
      '÷ only reading, by the library': (middle(key) / floor[key]).toFixed(2),
    });
    console.log(`check of the ${size} company, ${(bytes / 1e6).toFixed(1)} MB of YAML`);
    console.table([row('CPU', 'cpu', 2, 's'), row('memory', 'mb', 0, 'MB')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readByLibrary(folder) {
  const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parseDocument(readFileSync(join(folder, name), 'utf8'), { uniqueKeys: false }));
  if (kept.some(({ errors }) => errors.length > 0)) throw new Error('a text that the library refuses');
}
