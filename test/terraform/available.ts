/** Finds the terraform (or tofu) that tests drive; tests that need one are skipped where there is none. */
import { execFileSync } from 'node:child_process';
import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { it } from 'vitest';

export interface Terraform {
  readonly path: string;
  readonly version: string;
}

/** Environment in which terraform asks nobody anything and reads no one's settings. */
export const terraformEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  TF_CLI_CONFIG_FILE: devNull,
  CHECKPOINT_DISABLE: '1',
  TF_IN_AUTOMATION: '1',
  TF_INPUT: '0',
};

function versionOf(path: string): string | null {
  try {
    const output = execFileSync(path, ['version', '-json'], {
      env: terraformEnvironment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return (JSON.parse(output.toString()) as { terraform_version: string }).terraform_version;
  } catch {
    return null;
  }
}

function find(): Terraform | null {
  for (const name of ['terraform', 'tofu']) {
    for (const directory of (process.env.PATH ?? '').split(delimiter)) {
      if (directory === '') continue;
      const path = join(directory, name);
      const version = versionOf(path);
      if (version !== null) return { path, version };
    }
  }
  return null;
}

export const terraform: Terraform | null = find();

declare module 'vitest' {
  interface TaskMeta {
    /** The test drives a real terraform or tofu: counted in the summary. */
    terraform?: true;
  }
}

/** `it`, not run (and named in the summary, and with CI=true a failure) where there is no terraform. */
export function itWithTerraform(name: string, run: () => Promise<void> | void, timeout?: number): void {
  it.runIf(terraform !== null)(
    name,
    async ({ task }) => {
      task.meta.terraform = true;
      await run();
    },
    timeout,
  );
}
