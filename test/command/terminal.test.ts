import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { itWithTerraform } from '../terraform/available.ts';
import { MAIN } from './bylaw.ts';
import { writesSeen } from './live.ts';
import { lumoauthExample, type Stage, stageOf } from './workspaces.ts';

/** What util-linux and BSD call the same tool by: a command run on a terminal of its own. */
function onTerminal(
  { folder, environment, platform }: Stage,
  words: readonly string[],
  {
    answer,
    variables = {},
    shell = '',
  }: { answer?: string; variables?: NodeJS.ProcessEnv; shell?: string } = {},
): Promise<{ readonly status: number | null; readonly seen: string }> {
  const command = [process.execPath, MAIN, ...words, '--url', platform.url]
    .map((word) => `'${word}'`)
    .join(' ');
  const whole = `${command} ${shell}`;
  const args =
    process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', whole] : ['-qec', whole, '/dev/null'];
  return new Promise((resolve, reject) => {
    const child = spawn('script', args, {
      cwd: folder,
      env: { ...environment, TERM: 'xterm', ...variables },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let seen = '';
    let answered = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
      if (answer === undefined || answered || !seen.includes("Type 'yes' to apply:")) return;
      answered = true;
      child.stdin.write(`${answer}\n`);
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, seen }));
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour is control characters
const COLOUR = /\u001b\[[\d;]*m/;
const PROGRESS = /\d+ requests: GET \/\S+/;

describe('on a terminal', () => {
  it('there is colour and progress, and NO_COLOR takes the colour away', async () => {
    const stage = await stageOf(lumoauthExample());
    const plan = ['plan', '--engine', 'embedded'];
    const [coloured, plain, quiet, piped] = await Promise.all([
      onTerminal(stage, plan),
      onTerminal(stage, plan, { variables: { NO_COLOR: '1' } }),
      onTerminal(stage, plan, { shell: '2> err.txt' }),
      stage.run(...plan),
    ]);
    expect([coloured, plain, quiet, piped].map(({ status }) => status)).toEqual([2, 2, 2, 2]);
    expect(coloured.seen).toMatch(COLOUR);
    expect(coloured.seen).toMatch(PROGRESS);
    expect(plain.seen).not.toMatch(COLOUR);
    expect(plain.seen).toMatch(PROGRESS);
    // Progress is for eyes: where stderr is a file there is none.
    expect(quiet.seen).toMatch(COLOUR);
    expect(stage.read('err.txt')).toBe('');
    // And without a terminal the same words, plain.
    expect(piped.err).toBe('');
    expect(plain.seen.replaceAll('\r\n', '\n')).toContain(piped.out);
  });

  it('an apply shows the plan and asks, and only yes is a yes', async () => {
    const stage = await stageOf(lumoauthExample());
    const apply = ['apply', '--engine', 'embedded'];
    for (const answer of ['y', '']) {
      const { status, seen } = await onTerminal(stage, apply, { answer });
      expect(status).toBe(1);
      expect(seen).toContain('45 changes');
      expect(seen).toContain('Apply this to acme?');
      expect(writesSeen(stage)).toEqual([]);
    }
    const { status, seen } = await onTerminal(stage, apply, { answer: 'yes' });
    expect(status).toBe(0);
    expect(seen).toContain('applied 45 changes and proved it');
    expect((await stage.run('plan', '--engine', 'embedded')).status).toBe(0);
    const unasked = await onTerminal(stage, [...apply, '--yes']);
    expect(unasked.status).toBe(0);
    expect(unasked.seen).not.toContain('Apply this');
  });

  itWithTerraform('terraform’s rows are counted and named as the documents name them', async () => {
    const slow = ['POST', 'PUT', 'PATCH'].map(
      (method) => ({ kind: 'latency', ms: 60, match: { method } }) as const,
    );
    const stage = await stageOf(lumoauthExample(), { faults: slow });
    const { status, seen } = await onTerminal(stage, ['apply', '--yes']);
    expect(status).toBe(0);
    expect(seen).toMatch(/acme: terraform plans, \d+ rows? (?:read|planned)/);
    expect(seen).toMatch(/acme: \d+ of 16 rows, group [a-z-]+, \d+ of \d+ writes/);
    expect(seen).not.toMatch(/bylaw_group/);
  });
});
