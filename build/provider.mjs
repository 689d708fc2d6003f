/**
 * The second step of `npm run build`: what goes into a provider package, in `dist/provider/`. One file that Node starts
 * without looking for others, because terraform starts a provider several times in each command; platforms as JSON,
 * checked now so that no start has to; the licences of all that went in.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createPolicy } from '../dist/policy/policy.js';
import { readYaml } from '../dist/source/yaml.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'provider');
mkdirSync(join(out, 'platforms'), { recursive: true });

/** What is there already is left alone: a test may be reading it. */
function keep(file, content) {
  const bytes = Buffer.from(content);
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  writeFileSync(file, bytes);
}

/** What only a platform file of a user's own needs is most of the weight, and stands in a file of its own. */
const SELDOM = 'platform-file';
const apart = {
  name: 'apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: new RegExp(`/${SELDOM}\\.ts$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${SELDOM}.cjs`, external: true } : null,
    );
  },
};

const { metafile, outputFiles } = await build({
  write: false,
  absWorkingDir: root,
  entryPoints: {
    provider: 'src/terraform/standalone/main.ts',
    [SELDOM]: `src/terraform/standalone/${SELDOM}.ts`,
  },
  outdir: out,
  outExtension: { '.js': '.cjs' },
  plugins: [apart],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  // A stack in a bug report should name functions.
  keepNames: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
for (const { path, contents } of outputFiles) keep(path, Buffer.from(contents));

const schema = (name) => JSON.parse(readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8'));
const policy = createPolicy({
  platform: schema('platform'),
  organization: schema('organization'),
  workspace: schema('workspace'),
});
const written = new Set();
for (const file of readdirSync(join(root, 'schemas', 'platforms')).sort()) {
  if (!file.endsWith('.yaml')) continue;
  const documents = readYaml(readFileSync(join(root, 'schemas', 'platforms', file)), file);
  const read = documents.ok ? policy.readPlatform(documents.value[0]) : documents;
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics, null, 2));
  const name = `${read.value.name}.json`;
  written.add(name);
  keep(join(out, 'platforms', name), `${JSON.stringify(documents.value[0].value)}\n`);
}
for (const name of readdirSync(join(out, 'platforms')))
  if (!written.has(name)) rmSync(join(out, 'platforms', name));
keep(join(out, 'platform.schema.json'), `${JSON.stringify(schema('platform'))}\n`);

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
  if (name !== undefined) packages.add(name);
}
const notices = [...packages].sort().map((name) => {
  const folder = join(root, 'node_modules', name);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const { license, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const text =
    file === undefined ? `Licensed under ${license}.` : readFileSync(join(folder, file), 'utf8').trim();
  return `--- ${name} ${version} (${license}) ---\n\n${text}`;
});
const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
keep(join(out, 'LICENSE'), `${[own, ...notices].join('\n\n')}\n`);
