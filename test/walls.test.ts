import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** What holds the house up besides behaviour: types, lint, the rooms' walls, nothing unused. */
const WALLS: readonly (readonly [string, readonly string[]])[] = [
  ['types are strict', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  [
    'rooms import only what they may',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      'src',
      '--config',
      '.dependency-cruiser.cjs',
    ],
  ],
  ['nothing is unused', ['node_modules/knip/bin/knip.js']],
];

it.each(WALLS)('%s', (_name, args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], { encoding: 'utf8' });
  expect(status === 0 ? '' : `${stdout}\n${stderr}`).toBe('');
});
