/**
 * Somebody's own CDKTF app on a clean machine: a copy of the example, the packages it names, the provider in a mirror,
 * and two platforms. No `bylaw` command comes between.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installationBlock, installProvider } from '../../src/terraform/standalone/package/install.ts';
import { PLATFORMS, startTestSandbox, type TestSandbox } from '../sandbox/start.ts';
import { terraformEnvironment } from '../terraform/available.ts';
import { BUILT, type Finished, finished, SYSTEM, TOKEN, VERSION } from '../terraform/standalone/stage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface App {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly acme: TestSandbox;
  readonly lendwell: TestSandbox;
  /** Edits a file of the app. */
  edit(file: string, change: (text: string) => string): void;
  /** Runs a program in a folder of the app; never fails by itself. */
  run(program: string, args: readonly string[], where?: string): Promise<Finished>;
  /** The same, and fails unless it succeeds. */
  succeed(program: string, args: readonly string[], where?: string): Promise<string>;
  close(): Promise<void>;
}

/** A folder in which `bylaw`, `cdktf` and `constructs` are found as npm would put them. */
export function packagesIn(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  symlinkSync(ROOT, join(modules, 'bylaw'));
  for (const name of ['cdktf', 'constructs', '@types'])
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
}

export async function app(): Promise<App> {
  const home = mkdtempSync(join(tmpdir(), 'bylaw-app-'));
  const folder = join(home, 'app');
  cpSync(join(ROOT, 'examples/cdktf'), folder, { recursive: true });
  packagesIn(folder);
  const mirror = join(home, 'mirror');
  installProvider(BUILT, VERSION, mirror, SYSTEM);
  writeFileSync(join(home, 'terraformrc'), installationBlock(mirror));
  const [acme, lendwell] = await Promise.all([
    startTestSandbox({ token: TOKEN }),
    startTestSandbox({
      token: TOKEN,
      platformFile: PLATFORMS.gorules,
      organizations: [{ slug: 'lendwell', name: 'Lendwell' }],
    }),
  ]);
  const environment: NodeJS.ProcessEnv = {
    ...terraformEnvironment,
    HOME: home,
    TF_CLI_CONFIG_FILE: join(home, 'terraformrc'),
    BYLAW_TOKEN: TOKEN,
    DISABLE_VERSION_CHECK: '1',
    FORCE_COLOR: '0',
    NO_COLOR: '1',
    CI: '1',
  };
  const edit = (file: string, change: (text: string) => string): void => {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`${file} is as before`);
    writeFileSync(path, after);
  };
  edit('bylaw.yaml', (text) =>
    text.replace('http://127.0.0.1:7070', acme.url).replace('http://127.0.0.1:7071', lendwell.url),
  );
  const run = (program: string, args: readonly string[], where = '.'): Promise<Finished> =>
    finished(
      spawn(program, [...args], {
        cwd: join(folder, where),
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  return {
    folder,
    environment,
    acme,
    lendwell,
    edit,
    run,
    async succeed(program, args, where) {
      const { status, output } = await run(program, args, where);
      if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${output}`);
      if (output.includes(TOKEN)) throw new Error('the token was printed');
      return output;
    },
    async close() {
      await Promise.all([acme.close(), lendwell.close()]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
