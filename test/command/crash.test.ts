/** Whatever happens, the last line says what happened and the status is 1. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { crashReport } from '../../src/command/crash.ts';
import { runCommandLine } from '../../src/command/run-command-line.ts';
import { EMBEDDED } from './bylaw.ts';
import { organization, reaching } from './workspaces.ts';

const CRASH = fileURLToPath(new URL('../../dist/command/crash.js', import.meta.url));

/** A process that reports its crashes and then does this. */
function endOf(work: string) {
  const program = `
    import { reportCrashes } from ${JSON.stringify(CRASH)};
    const over = reportCrashes(process, 'bylaw try');
    ${work}
    over();`;
  const args = ['--input-type=module', '--eval', program];
  const env = { ...process.env, BYLAW_TOKEN: 'sesame-open' };
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  return { status, stderr };
}

it.each([
  [
    'a promise that is never settled',
    'await new Promise(() => {});',
    'waited for something that can no longer come',
  ],
  [
    'something thrown that nobody waits for',
    "Promise.reject(new Error('lost sesame-open')); await new Promise(() => {});",
    'Error: lost ***',
  ],
  [
    'something thrown by a timer',
    "setTimeout(() => { throw new Error('late'); }); await new Promise(() => {});",
    'Error: late',
  ],
])('%s', (_, work, said) => {
  const { status, stderr } = endOf(work);
  expect(stderr).toContain('bylaw try met a bug in Bylaw; please report it:');
  expect(stderr).toContain(said);
  expect(stderr).not.toContain('sesame-open');
  expect(status).toBe(1);
});

it('a token in a variable of any name is in no crash report of a command', async () => {
  const made = organization('');
  made.write(
    'bylaw.yaml',
    'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:9", token-env: ACME_ACCESS }\n',
  );
  const said: string[] = [];
  let calls = 0;
  const console = {
    out: (text: string) => void said.push(text),
    err: (text: string) => void said.push(text),
    progress: () => {
      calls += 1;
      if (calls === 1) throw new Error('lost open-sesame-9');
    },
    colour: false,
    ask: null,
  };
  const words = ['check', '--workspace', made.folder, '--format', 'json'];
  const environment = { ACME_ACCESS: 'open-sesame-9' };
  const status = await runCommandLine(words, { console, environment, now: () => new Date() });
  expect(status).toBe(1);
  expect(said.join('\n')).toContain('Error: lost ***');
  expect(said.join('\n')).not.toContain('sesame');
  // Nor where nobody waits for what is thrown, which no console sees.
  expect(crashReport('bylaw check', new Error('lost open-sesame-9'), {})).toContain('Error: lost ***');
});

it('what is over is no crash, and a status that was chosen stays', () => {
  expect(endOf('process.exitCode = 2;')).toEqual({ status: 2, stderr: '' });
  expect(endOf('process.exit(130);')).toEqual({ status: 130, stderr: '' });
});

it('a server that accepts a connection and closes it', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const workspace = reaching(organization('members:\n  a@acme.example:\n'), `http://127.0.0.1:${port}`);
  const planned = await workspace.run('plan', ...EMBEDDED.words);
  expect(planned.status).toBe(1);
  expect(planned.err).toContain('error[connector-unreachable]');
});
