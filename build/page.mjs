/**
 * A step of `npm run build`: the program and the style of the access review page, as texts that a report puts into one
 * file, with the policy by which a browser runs these and nothing else.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { keep } from './keep.mjs';
import { notices } from './notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'browser');

const { outputFiles, metafile } = await build({
  write: false,
  absWorkingDir: root,
  entryPoints: { page: 'src/page/browser/main.tsx', style: 'src/page/browser/page.css' },
  outdir: out,
  bundle: true,
  minify: true,
  platform: 'browser',
  format: 'iife',
  target: ['chrome111', 'firefox115', 'safari16.4'],
  // As a file of its own would: nothing outside ASCII, whatever the page is taken for.
  charset: 'ascii',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
const textOf = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text.trim();
const [script, style] = [textOf('.js'), textOf('.css')];
if (/<\/(script|style)|<!--/i.test(script + style)) throw new Error('the program would end its own element');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
keep(join(out, 'page.json'), JSON.stringify({ script, style, policy }));
keep(join(out, 'LICENSE'), notices(root, Object.keys(metafile.inputs)));
