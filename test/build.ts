import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path: string): string => join(root, path);

/**
 * Commands are tested as users run them, from `dist/`, made of what is in the tree now. `npm ci` and `npm run build`
 * made it; only what changed since is made again, one file at a time and without a look at its types, which
 * walls.test.ts checks. A tree that nobody touched costs nothing.
 */
export default function build(): void {
  const stale = sources().filter((source) => isOlder(javascriptOf(source), at(source)));
  const gone = filesBelow('dist', '.js').filter((file) => isOrphan(file));
  for (const source of stale) transpile(source);
  for (const file of gone) rmSync(at(file));
  if (stale.length + gone.length > 0 || madeFrom().some((file) => isOlder(LAST_MADE, file))) makeTheRest();
}

/** What the build makes last. */
const LAST_MADE = at('dist/provider/provider.cjs');

/** What else the steps of the build read. */
const madeFrom = (): readonly string[] =>
  [
    ...filesBelow('schemas', ''),
    ...filesBelow('src/page/browser', ''),
    ...filesBelow('build', '.mjs'),
    'package.json',
  ].map(at);

/** The steps of `npm run build` after the first, in their order. */
function makeTheRest(): void {
  const { scripts } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { scripts: { build: string } };
  for (const step of scripts.build.split(' && ').slice(1)) node(...step.split(' ').slice(1));
  writeFileSync(LAST_MADE, readFileSync(LAST_MADE));
}

/** The declarations that an app compiles against, made again when a source is newer. */
export function declarations(): void {
  const made = at('dist/cdktf/index.d.ts');
  if (sources().some((source) => isOlder(made, at(source)))) {
    node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
    writeFileSync(made, readFileSync(made));
  }
}

function node(...words: readonly string[]): void {
  execFileSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
}

function filesBelow(folder: string, ending: string): readonly string[] {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}

const sources = (): readonly string[] => filesBelow('src', '.ts');
const javascriptOf = (source: string): string =>
  at(source.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js'));

/** What a source that is gone left behind; the bundled program and provider have no sources of their own names. */
function isOrphan(file: string): boolean {
  if (/^dist\/(provider|bylaw|browser)\//.test(file)) return false;
  return !existsSync(at(file.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts')));
}

/** A file that is not there is older than any. */
function isOlder(file: string, than: string): boolean {
  return !existsSync(file) || statSync(file).mtimeMs < statSync(than).mtimeMs;
}

function transpile(source: string): void {
  const { config } = ts.readConfigFile(at('tsconfig.json'), ts.sys.readFile) as {
    config: { compilerOptions: Record<string, unknown> };
  };
  // One file alone does not say that its package is of modules.
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, module: 'ESNext', moduleResolution: 'Bundler' },
    root,
  );
  const target = javascriptOf(source);
  const { outputText } = ts.transpileModule(readFileSync(at(source), 'utf8'), {
    compilerOptions: { ...options, noEmit: false },
    fileName: at(source),
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText);
}
