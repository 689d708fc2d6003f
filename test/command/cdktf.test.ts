import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { itWithTerraform } from '../terraform/available.ts';
import { stage } from '../terraform/standalone/stage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

itWithTerraform(
  'what `cdktf synth` runs makes stacks that terraform plans and applies by itself',
  async () => {
    const workspace = mkdtempSync(join(tmpdir(), 'bylaw-cdktf-'));
    onTestFinished(() => rmSync(workspace, { recursive: true, force: true }));
    const world = await stage();
    onTestFinished(() => world.close());
    cpSync(join(ROOT, 'examples/lumoauth'), workspace, { recursive: true });
    const file = join(workspace, 'bylaw.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('http://127.0.0.1:7070', world.sandbox.url));
    const { app } = JSON.parse(readFileSync(join(ROOT, 'cdktf.json'), 'utf8')) as { readonly app: string };
    const outdir = join(workspace, 'out');
    // As cdktf-cli does: the app through a shell, at the root, told by the environment where to write.
    execFileSync('sh', ['-c', app.replace('examples/lumoauth', workspace)], {
      cwd: ROOT,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
    });
    const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
      readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
    };
    expect(Object.keys(manifest.stacks)).toEqual(['acme']);
    const stack = readFileSync(join(outdir, manifest.stacks.acme?.synthesizedStackPath ?? ''), 'utf8');
    world.write('cdk.tf.json', stack);
    await world.succeed('init', '-no-color');
    const { actions } = await world.plan();
    expect(Object.keys(actions)).toHaveLength(36);
    await world.succeed('apply', '-no-color', 'plan');
    await world.expectNoChanges();
    // The same stack with a word wrong is refused: validate did look.
    world.write('cdk.tf.json', stack.replaceAll('"title"', '"titel"'));
    expect(JSON.parse((await world.run('validate', '-json')).output)).toMatchObject({ valid: false });
  },
);
