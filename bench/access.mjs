// Effective access of a synthetic company (bench/company/), against what the engine promises. CPU of one process, and for
// `who` how long the answer takes, after a small company that the compiler of the machine warms up on. Run after `npm run build`: `node bench/access.mjs large`
// names the sizes (`small`, `medium`, `large`, `huge`), `--variant override` one way that scopes inherit.
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildAccess } from '../dist/access/build-access.js';
import { compareAccess } from '../dist/access/compare-access.js';
import { editedRole, twentyEdits } from './company/edits.mjs';
import { PERMISSIONS, platformOf, VARIANTS } from './company/platform.mjs';
import { resourcesOf } from './company/resources.mjs';
import { shapeOf } from './company/shape.mjs';
import { numbersFrom, SIZES } from './company/sizes.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { variant: { type: 'string', multiple: true } },
});
const CHECKS = 500_000;
/** What is promised of the large company when all inherits by union; the other ways may take twice as long. */
const LIMITS = { relation: 1000, memory: 300, who: 50, edits: 100, role: 300, checks: 500_000, huge: 12_000 };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const megabytes = () => {
  collect();
  // It sweeps on for a while beside the program, and none of that is the engine's time.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
};

/** CPU of all threads: the compiler of the machine and the collector are counted with it. */
function timed(task) {
  const before = process.cpuUsage();
  const value = task();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1e3 };
}

/** How long somebody waits for one question. */
function waited(task) {
  const begun = performance.now();
  const value = task();
  return { value, ms: performance.now() - begun };
}

/** The middle of three, for what can be done again. */
function again(task) {
  return [timed(task), timed(task), timed(task)].toSorted((a, b) => a.ms - b.ms)[1];
}

function figures(size, variant) {
  const shape = shapeOf(SIZES[size]);
  const platform = platformOf(variant);
  const resources = resourcesOf(shape, variant);
  const factor = variant === 'union' ? 1 : 2;
  const rows = [];
  const add = (what, took, limit, found = '') => {
    const promised = size === 'large' || (size === 'huge' && what.startsWith('relation')) ? limit : undefined;
    rows.push({ size, variant, what, took, limit: promised ?? '–', found });
  };
  const ms = (what, one, limit, found) => add(what, `${one.ms.toFixed(0)} ms`, `${limit * factor} ms`, found);

  const before = megabytes();
  const built = timed(() => buildAccess(platform, resources));
  const access = built.value;
  const held = access.relation.held.scopes.length;
  ms('relation', built, size === 'huge' ? LIMITS.huge : LIMITS.relation, `${held} entries of groups`);
  add('memory of the relation', `${(megabytes() - before).toFixed(0)} MB`, `${LIMITS.memory} MB`);

  const numbers = numbersFrom(3);
  const any = (list) => list[numbers.below(list.length)];
  const who = waited(() => access.who(any(PERMISSIONS), any(access.scopes)));
  ms('who, the first', who, LIMITS.who, `${who.value.length} people`);
  const next = waited(() => access.who(any(PERMISSIONS), any(access.scopes)));
  ms('who, the next', next, LIMITS.who, `${next.value.length} people`);

  const questions = Array.from({ length: CHECKS }, () => [
    any(access.members),
    any(PERMISSIONS),
    any(access.scopes),
  ]);
  const checks = again(
    () => questions.filter(([member, what, scope]) => access.can(member, what, scope)).length,
  );
  const each = Math.round((CHECKS / checks.ms) * 1000);
  add('point checks a second', each, LIMITS.checks / factor, `${checks.value} of ${CHECKS} yes`);
  if (size === 'huge') return rows;

  for (const [what, limit, changed] of [
    ['twenty edits', LIMITS.edits, twentyEdits(resources, shape)],
    ['an edited role', LIMITS.role, editedRole(resources)],
  ]) {
    const after = buildAccess(platform, changed);
    const delta = again(() => compareAccess(access, after));
    const written = timed(() => [delta.value.gained.length, delta.value.lost.length]);
    ms(`delta of ${what}`, delta, limit);
    const [gained, lost] = written.value;
    add('… and written out', `${written.ms.toFixed(0)} ms`, undefined, `${gained} gained, ${lost} lost`);
  }
  return rows;
}

for (const variant of Object.keys(VARIANTS)) figures('small', variant);
const sizes = positionals.length === 0 ? ['medium', 'large', 'huge'] : positionals;
console.table(
  sizes.flatMap((size) =>
    (values.variant ?? (size === 'huge' ? ['union'] : Object.keys(VARIANTS))).flatMap((variant) =>
      figures(size, variant),
    ),
  ),
);
