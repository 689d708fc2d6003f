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
  const bundled = at('dist/provider/main.cjs');
  if (stale.length + gone.length > 0 || !existsSync(bundled)) node('build/provider.mjs');
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

/** What a source that is gone left behind; the bundled provider has no source of its own name. */
function isOrphan(file: string): boolean {
  if (file.startsWith('dist/provider/')) return false;
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
