import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { installedFromLock } from '../../../installed-from-lock.ts';

const PACKAGE = 'node_modules/@simulacrum/github-api-simulator';
const START = fileURLToPath(new URL('start-simulacrum.mjs', import.meta.url));

export interface Simulacrum {
  readonly url: string;
  readonly version: string;
  /** Path templates that it has a description of, with their methods in small letters. */
  readonly paths: Readonly<Record<string, object>>;
}

interface Described {
  readonly version: string;
  readonly paths: Readonly<Record<string, object>>;
}

/**
 * A server of the Frontside, Apache-2.0, that none of us wrote: it refuses requests that are not as GitHub's whole OpenAPI
 * description has them, and GraphQL that is not in GitHub's whole schema. It has 154 packages, and wants a newer Node for
 * some of them than the one we are for. So it has a lock file of its own, and runs as a process of its own.
 */
export async function openSimulacrum(): Promise<Simulacrum> {
  const home = join(
    installedFromLock(new URL('simulacrum/', import.meta.url), 'simulacrum', PACKAGE),
    PACKAGE,
  );
  const child = spawn(process.execPath, [START, join(home, 'dist/index.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill();
  });
  const port = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.once('exit', (status) => reject(new Error(`it ended with ${status}: ${said}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const told = /^port (\d+)$/m.exec(said)?.[1];
      if (told !== undefined) resolve(told);
    });
  });
  const own: Described = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const described: Described = JSON.parse(readFileSync(join(home, 'schema/api.github.com.json'), 'utf8'));
  return { url: `http://127.0.0.1:${port}`, version: own.version, paths: described.paths };
}
