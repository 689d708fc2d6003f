/** What comments and pages name as a file of this repository is there: a path, or a name like `stacks.ts`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const FILES: readonly string[] = ['src', 'test', 'docs', 'schemas', 'build', 'bench', 'examples']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((file) => !file.includes('node_modules') && statSync(file).isFile())
  .concat(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', '.dependency-cruiser.cjs', 'vitest.config.ts']);
const NAMES = new Set(FILES.map((file) => basename(file)));

const CODE = /\.[cm]?[jt]s$/;
const PATH = /(?<![\w./-])(?:src|test|docs|schemas|build|bench)\/[\w./*<>-]*[\w>*]/g;
const NAME = /`([a-z][a-z0-9.-]*\.(?:ts|mjs|cjs))`/g;

/** Made by a build, to be named by a writer, or of the programs whose protocol ours speaks. */
const ELSEWHERE = new Set([
  'provider.cjs',
  'serve.cjs',
  'docs/decisions/NNNN-title.md',
  'docs/internals.md',
  'docs/plugin-protocol/tfplugin6.9.proto',
  'docs/plugin-protocol/object-wire-format.md',
]);

/** Pages are prose as a whole; of code only its comments are. */
function prose(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (!CODE.test(file)) return text;
  return [...text.matchAll(/^\s*(?:\/\/|\/?\*).*$|(?<=[\s;])\/\/ .*$/gm)]
    .map(([comment]) => comment)
    .join('\n');
}

/** A path may have a part that stands for any: `<platform>`, `NAME`, `*`. */
function isThere(path: string): boolean {
  if (existsSync(path)) return true;
  const source = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/<[^>]*>|\*+|\bNAME\b/g, '.+');
  return FILES.some((file) => new RegExp(`^${source}$`).test(file));
}

it.each(FILES.filter((file) => CODE.test(file) || file.endsWith('.md')))('%s', (file) => {
  const text = prose(file);
  const paths = [...text.matchAll(PATH)].map(([path]) => path);
  const names = [...text.matchAll(NAME)].map(([, name = '']) => name);
  const missing = [...paths.filter((path) => !isThere(path)), ...names.filter((name) => !NAMES.has(name))];
  expect(missing.filter((one) => !ELSEWHERE.has(one))).toEqual([]);
});
