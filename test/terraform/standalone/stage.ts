/**
 * A clean machine for plain HCL: the provider put into a mirror by the command, a folder, a live sandbox, and the real
 * terraform that starts the provider by itself. No `bylaw` command comes between.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  installationBlock,
  installProvider,
  systemName,
} from '../../../src/terraform/standalone/package/install.ts';
import {
  PLATFORMS,
  startTestSandbox,
  type TestSandbox,
  type TestSandboxOptions,
} from '../../sandbox/start.ts';
import { terraform, terraformEnvironment } from '../available.ts';

export const BUILT = fileURLToPath(new URL('../../../dist/provider/', import.meta.url));
export const VERSION = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
export const TOKEN = 'tok-1Zx9-that-nobody-may-see';
export const SYSTEM = systemName(process.platform, process.arch) ?? 'linux_amd64';

/** The environment by which terraform says that it is terraform. */
export const PLUGIN = {
  TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
  PLUGIN_PROTOCOL_VERSIONS: '5,6',
};

export interface Finished {
  readonly status: number | null;
  readonly output: string;
}

export interface Change {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly importing?: object;
  };
}

export interface Plan {
  /** Actions by address, without no-ops. */
  readonly actions: Readonly<Record<string, string>>;
  readonly changes: readonly Change[];
  readonly drift: readonly Change[];
}

interface StateInstance {
  status?: string;
  schema_version: number;
  index_key?: string;
  private?: string;
  attributes: Record<string, unknown>;
}

export interface State {
  serial: number;
  resources: { mode: string; type: string; name: string; instances: StateInstance[] }[];
}

export interface Stage {
  readonly folder: string;
  readonly sandbox: TestSandbox;
  readonly environment: NodeJS.ProcessEnv;
  /** Writes `main.tf`: the provider, and these blocks. */
  configure(...blocks: readonly string[]): void;
  write(file: string, text: string): void;
  /** Runs terraform; never fails by itself. */
  run(...args: readonly string[]): Promise<Finished>;
  /** Starts terraform and leaves it to the test. */
  start(...args: readonly string[]): ChildProcess;
  /** The same, and fails unless it succeeds. */
  succeed(...args: readonly string[]): Promise<Finished>;
  plan(): Promise<Plan>;
  apply(): Promise<Finished>;
  /** Applies what was planned last, as it was shown. */
  applyPlanned(): Promise<Finished>;
  /** Fails unless a plan finds nothing to do. */
  expectNoChanges(): Promise<void>;
  state(): Promise<State>;
  /** Changes the state as a hand in an editor would. */
  edit(change: (state: State) => void): Promise<void>;
  /** Instances by address, as the state has them. */
  instances(): Promise<Readonly<Record<string, StateInstance>>>;
  close(): Promise<void>;
}

export interface StageOptions extends TestSandboxOptions {
  readonly on?: keyof typeof PLATFORMS;
  /** More of the provider block. */
  readonly settings?: string;
}

export async function stage(options: StageOptions = {}): Promise<Stage> {
  const { on = 'lumoauth', settings = '', ...rest } = options;
  const home = mkdtempSync(join(tmpdir(), 'bylaw-plain-'));
  const folder = join(home, 'work');
  mkdirSync(folder);
  const mirror = join(home, 'mirror');
  installProvider(BUILT, VERSION, mirror, SYSTEM);
  const cli = join(home, 'terraformrc');
  writeFileSync(cli, installationBlock(mirror));
  const sandbox = await startTestSandbox({ platformFile: PLATFORMS[on], token: TOKEN, ...rest });
  const environment = { ...terraformEnvironment, HOME: home, TF_CLI_CONFIG_FILE: cli, BYLAW_TOKEN: TOKEN };
  const platform = on === 'atrium' || on === 'desk' ? PLATFORMS[on] : on;
  const head = [
    `terraform {\n  required_providers {\n    bylaw = { source = "bylaw/bylaw", version = "${VERSION}" }\n  }\n}`,
    `provider "bylaw" {\n  url          = "${sandbox.url}"\n  organization = "acme"\n  platform     = "${platform}"\n  ${settings}\n}`,
  ];
  const children = new Set<ChildProcess>();

  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const start = (...args: readonly string[]): ChildProcess => {
    const child = spawn(terraform?.path ?? 'terraform', [...args], {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    children.add(child);
    child.once('close', () => children.delete(child));
    return child;
  };
  const run = (...args: readonly string[]): Promise<Finished> => finished(start(...args));
  const succeed = async (...args: readonly string[]): Promise<Finished> => {
    const done = await run(...args);
    if (done.status !== 0) throw new Error(`terraform ${args.join(' ')}: ${done.status}\n${done.output}`);
    if (done.output.includes(TOKEN)) throw new Error('the token was printed');
    return done;
  };
  const state = async (): Promise<State> => {
    // What terraform would print after a second: it stands in a file here.
    const file = join(folder, 'terraform.tfstate');
    const text = existsSync(file) ? readFileSync(file, 'utf8') : (await succeed('state', 'pull')).output;
    return JSON.parse(text) as State;
  };

  const made: Stage = {
    folder,
    sandbox,
    environment,
    write,
    start,
    run,
    succeed,
    state,
    configure: (...blocks) => write('main.tf', [...head, ...blocks].join('\n\n')),
    async plan() {
      await succeed('plan', '-no-color', '-out=plan');
      const shown = JSON.parse((await succeed('show', '-json', 'plan')).output) as {
        resource_changes?: readonly (Change & { mode: string })[];
        resource_drift?: readonly Change[];
      };
      const changes = (shown.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
      const actions = changes.map(({ address, change }) => [address, change.actions.join('+')] as const);
      return {
        changes,
        drift: shown.resource_drift ?? [],
        actions: Object.fromEntries(actions.filter(([, action]) => action !== 'no-op')),
      };
    },
    apply: () => succeed('apply', '-no-color', '-auto-approve'),
    applyPlanned: () => succeed('apply', '-no-color', 'plan'),
    async expectNoChanges() {
      const { status, output } = await run('plan', '-no-color', '-detailed-exitcode');
      if (status !== 0) throw new Error(`expected an empty plan, got ${status}:\n${output}`);
    },
    async edit(change) {
      const now = await state();
      change(now);
      now.serial += 1;
      write('edited.tfstate', JSON.stringify(now));
      await succeed('state', 'push', 'edited.tfstate');
    },
    async instances() {
      const { resources } = await state();
      return Object.fromEntries(
        resources
          .filter(({ mode }) => mode === 'managed')
          .flatMap(({ type, name, instances }) =>
            instances.map((one) => [
              `${type}.${name}${one.index_key === undefined ? '' : `["${one.index_key}"]`}`,
              one,
            ]),
          ),
      );
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      await sandbox.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return made;
}

export function finished(child: ChildProcess): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}
