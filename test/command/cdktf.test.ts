import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { providerOf } from '../../src/terraform/provider/provider.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { attached } from '../terraform/protocol/workspace.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Nothing is live and nothing can be written: enough to be asked what a row is. */
const provider = providerOf(() => ({
  live: new Map(),
  writer: null,
  spelling: (member) => member,
  onDone: () => {},
  onFailed: () => {},
}));

itWithTerraform("what `cdktf synth` runs makes stacks that terraform's own validate accepts", async () => {
  const outdir = mkdtempSync(join(tmpdir(), 'bylaw-cdktf-'));
  onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
  const { app } = JSON.parse(readFileSync(join(ROOT, 'cdktf.json'), 'utf8')) as { readonly app: string };
  // As cdktf-cli does: the app through a shell, at the root, told by the environment where to write.
  execFileSync('sh', ['-c', app], { cwd: ROOT, env: { ...process.env, CDKTF_OUTDIR: outdir } });
  const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
    readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
  };
  expect(Object.keys(manifest.stacks)).toEqual(['acme']);
  const stack = readFileSync(join(outdir, manifest.stacks.acme?.synthesizedStackPath ?? ''), 'utf8');

  const workspace = await attached(provider);
  await workspace.write('cdk.tf.json', stack);
  const init = await workspace.run('init', '-input=false');
  expect(init.code, init.output).toBe(0);
  const validated = await workspace.run('validate', '-json');
  expect(JSON.parse(validated.output)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
  // The same stack with a word wrong is refused: validate did look.
  await workspace.write('cdk.tf.json', stack.replaceAll('"title"', '"titel"'));
  expect(JSON.parse((await workspace.run('validate', '-json')).output)).toMatchObject({ valid: false });
});
