/**
 * The third step of `npm run build`: the program in `dist/bylaw/`, in few files. Node takes longer to find and link two
 * hundred modules than `bylaw check` to run. Commands stay apart, loaded when called for, and so does whatever several of
 * them share; each file has its source map beside it, which a crash report is told by.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { asCommonJs } from './commonjs.mjs';
import { keep } from './keep.mjs';
import { notices } from './notices.mjs';
import { withoutWhys, withoutWording } from './without-meanings.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'bylaw');

/** A file that looks for others from where it is finds them from where the first step puts it. */
const inItsPlace = {
  name: 'in-its-place',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.dirname')) return null;
      const place = relative(join(root, 'src'), dirname(path)).replaceAll('\\', '/');
      const here = `require('node:path').join(__dirname, '../${place}')`;
      return { contents: text.replaceAll('import.meta.dirname', here), loader: 'ts' };
    });
  },
};

/** Seldom needed, and so in files of their own, though what needs them is always loaded. */
const APART = {
  patterns: 'tinyglobby',
  connections: 'src/connector/access-api/open-access-api.ts',
  // YAML files as people write them do not need it.
  yaml: 'node_modules/yaml/browser/dist/index.js',
  // Documents without a review do not need it.
  reviews: 'src/review/review-organizations.ts',
  settings: 'src/connector/access-api/access-api-settings.ts',
  // Workspaces without connector files do not need them, and documents are checked without a connection.
  descriptions: 'src/workspace/described-connectors.ts',
  described: 'src/connector/described/described-connector.ts',
  findings: 'src/source/findings.ts',
};

const { outputFiles, metafile } = await build({
  write: false,
  absWorkingDir: root,
  entryPoints: { main: 'src/command/main.ts', ...APART },
  outdir: out,
  plugins: [inItsPlace, withoutWhys, withoutWording],
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  supported: { 'regexp-unicode-property-escapes': true },
  // The same library as modules, of which only what is used gets in.
  alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
  // Native, or brought by whoever uses them.
  external: ['libsql', 'cdktf', 'constructs'],
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
});
const files = new Map(
  outputFiles.map(({ path, contents }) => [path, Buffer.from(contents).toString('utf8')]),
);
const written = new Set(['LICENSE', 'package.json']);
for (const [path, text] of files) {
  if (path.endsWith('.map') || Object.hasOwn(APART, basename(path, '.js'))) continue;
  const { code, map } = await asCommonJs(text, files.get(`${path}.map`));
  written.add(basename(path)).add(`${basename(path)}.map`);
  keep(path, code);
  keep(`${path}.map`, map);
}
// The rest of the package is of modules.
keep(join(out, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
keep(join(out, 'LICENSE'), notices(root, Object.keys(metafile.inputs)));
for (const name of readdirSync(out)) if (!written.has(name)) rmSync(join(out, name));
