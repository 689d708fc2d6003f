/**
 * A step of `npm run build`: the thread that custom rules run in, in `dist/rules/`, with all that evaluates CEL. One file, so
 * that it starts fast, and by itself, so that nothing else loads what only it needs.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { keep } from './keep.mjs';
import { notices } from './notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'rules');

const { outputFiles, metafile } = await build({
  write: false,
  absWorkingDir: root,
  entryPoints: { 'rule-worker': 'src/custom-rule/rule-worker.ts' },
  outdir: out,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
for (const { path, contents } of outputFiles) keep(path, Buffer.from(contents));
keep(join(out, 'LICENSE'), notices(root, Object.keys(metafile.inputs)));
