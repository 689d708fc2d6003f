// Effective access of a synthetic company (bench/company/): everybody resolved everywhere, two versions compared, single
// questions. CPU seconds in one process. Run after `npm run build`; `node bench/access.mjs medium` names the sizes, and
// `--variant override` one way that scopes inherit.
import { parseArgs } from 'node:util';
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
const CHECKS = 200_000;

function cpuOf(task) {
  const before = process.cpuUsage();
  const value = task();
  const { user, system } = process.cpuUsage(before);
  return { value, seconds: (user + system) / 1e6 };
}

function figures(size, variant) {
  const shape = shapeOf(SIZES[size]);
  const platform = platformOf(variant);
  const resources = resourcesOf(shape);
  const rows = [];
  const add = (what, seconds, found) =>
    rows.push({ size, variant, what, 'CPU s': seconds.toFixed(3), found });

  const access = buildAccess(platform, resources);
  const everything = cpuOf(() => {
    let held = 0;
    for (const member of access.members) {
      for (const scope of access.scopes) held += access.permissions(member, scope).length;
    }
    return held;
  });
  add('everybody on every scope', everything.seconds, `${everything.value} held`);

  const numbers = numbersFrom(3);
  const any = (list) => list[numbers.below(list.length)];
  const questions = Array.from({ length: CHECKS }, () => [
    any(access.members),
    any(PERMISSIONS),
    any(access.scopes),
  ]);
  const checks = cpuOf(
    () => questions.filter(([member, what, scope]) => access.can(member, what, scope)).length,
  );
  add(`${CHECKS} point checks`, checks.seconds, `${checks.value} yes`);

  for (const [what, changed] of [
    ['delta of twenty edits', twentyEdits(resources, shape)],
    ['delta of an edited role', editedRole(resources)],
  ]) {
    const delta = cpuOf(() => compareAccess(access, buildAccess(platform, changed)));
    add(what, delta.seconds, `${delta.value.gained.length} gained, ${delta.value.lost.length} lost`);
  }
  return rows;
}

const sizes = positionals.length === 0 ? ['medium'] : positionals;
const variants = values.variant ?? Object.keys(VARIANTS);
console.table(sizes.flatMap((size) => variants.flatMap((variant) => figures(size, variant))));
