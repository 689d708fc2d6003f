/**
 * The third step of `npm run build`: the program in `dist/bylaw/`, in few files. Node takes longer to find and link two
 * hundred modules than `bylaw check` to run. Commands stay apart, loaded when called for; each file has its source map
 * beside it, which a crash report is told by.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { keep } from './keep.mjs';
import { notices } from './notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'bylaw');

/** A file that looks for others from where it is finds them from where the first step puts it. */
const inItsPlace = {
  name: 'in-its-place',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return null;
      const place = relative(join(root, 'src'), path).replaceAll('\\', '/').replace(/\.ts$/, '.js');
      const url = `new URL('../${place}', import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

const { outputFiles, metafile } = await build({
  write: false,
  absWorkingDir: root,
  entryPoints: ['src/command/main.ts'],
  outdir: out,
  plugins: [inItsPlace],
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  supported: { 'regexp-unicode-property-escapes': true },
  // Native, or brought by whoever uses them.
  external: ['libsql', 'cdktf', 'constructs'],
  // For packages of the other sort of modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
});
const written = new Set(['LICENSE']);
for (const { path, contents } of outputFiles) {
  written.add(basename(path));
  keep(path, contents);
}
keep(join(out, 'LICENSE'), notices(root, Object.keys(metafile.inputs)));
for (const name of readdirSync(out)) if (!written.has(name)) rmSync(join(out, name));
