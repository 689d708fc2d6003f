/** A directory of configuration, and terraform run in it with the toy provider attached. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { serveReattached } from '../../../src/terraform/provider/protocol/reattach.ts';
import type { ProviderDefinition } from '../../../src/terraform/provider/protocol/row.ts';
import { terraform, terraformEnvironment } from '../available.ts';
import { newToy, TOY, type Toy, toyDefinition } from './toy.ts';

export interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
}

export interface Change {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Record<string, unknown> | null;
    readonly after: Record<string, unknown> | null;
    readonly after_unknown: Record<string, unknown>;
    readonly replace_paths?: readonly unknown[];
    readonly importing?: { readonly id: string };
  };
}

export interface Plan {
  readonly resource_changes?: readonly Change[];
  readonly resource_drift?: readonly Change[];
}

export interface Workspace {
  /** Writes `main.tf.json`; the toy provider is required for you. */
  configure(configuration: object): Promise<void>;
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  run(...args: readonly string[]): Promise<Run>;
  /** Plans into a file and shows it; fails on errors. */
  plan(...args: readonly string[]): Promise<Plan>;
  /** Applies without asking; fails on errors. */
  apply(): Promise<Run>;
}

/** A workspace of the toy provider, with these systems besides `main`. */
export async function workspace(...systems: readonly string[]): Promise<Workspace & { readonly toy: Toy }> {
  const toy = newToy(...systems);
  return { toy, ...(await attached(toyDefinition(toy))) };
}

/** A workspace of any provider. Everything it starts or creates is gone when the test finishes. */
export async function attached<Session>(definition: ProviderDefinition<Session>): Promise<Workspace> {
  const served = await serveReattached(definition);
  const directory = await mkdtemp(join(tmpdir(), 'bylaw-test-'));
  onTestFinished(async () => {
    await served.close();
    await rm(directory, { recursive: true, force: true });
  });

  function run(...args: readonly string[]): Promise<Run> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const child = spawn(terraform?.path ?? 'terraform', [...args], {
        cwd: directory,
        env: { ...terraformEnvironment, ...served.environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, output, seconds: (performance.now() - started) / 1000 }));
    });
  }

  async function succeed(...args: readonly string[]): Promise<Run> {
    const result = await run(...args);
    if (result.code !== 0) throw new Error(`terraform ${args.join(' ')}: ${result.code}\n${result.output}`);
    return result;
  }

  const write = (file: string, text: string) => writeFile(join(directory, file), text);

  return {
    run,
    write,
    read: (file) => readFile(join(directory, file), 'utf8'),
    configure: (configuration) =>
      write(
        'main.tf.json',
        JSON.stringify({ terraform: { required_providers: { toy: { source: TOY } } }, ...configuration }),
      ),
    async plan(...args) {
      await succeed('plan', '-no-color', '-out=plan', ...args);
      return JSON.parse((await succeed('show', '-json', 'plan')).output) as Plan;
    },
    apply: () => succeed('apply', '-no-color', '-auto-approve'),
  };
}

/** Actions by address, without no-ops. */
export function actions(plan: Plan): Record<string, readonly string[]> {
  const changes = plan.resource_changes ?? [];
  return Object.fromEntries(
    changes
      .filter(({ change }) => change.actions.join() !== 'no-op')
      .map(({ address, change }) => [address, change.actions]),
  );
}

/** Text as terraform evaluates it back to itself. (In a replacement string `$$` would mean one `$`.) */
export function escaped(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}
