import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asShown, ended, stepsOf } from './docs/transcript.ts';
import { HAS_GIT, Repository } from './workspace/repository.ts';

/** The README as a newcomer would follow it. */
const readme = readFileSync('README.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'bylaw-readme-'));
const background: ChildProcess[] = [];
let port = 0;

/** Nothing of the reader's machine is fixed: the port and the database file are replaced by free ones. */
function here(text: string): string {
  return text.replaceAll('7070', String(port)).replaceAll('/tmp/acme.db', join(folder, 'acme.db'));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

beforeAll(async () => {
  port = await freePort();
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  const main = resolve('dist/bylaw/main.js');
  writeFileSync(join(bin, 'bylaw'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(bin, 'bylaw'), 0o755);
});

afterAll(async () => {
  for (const child of background) {
    const ended = new Promise((closed) => child.once('close', closed));
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('the README', () => {
  const environment: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };

  async function play(command: string): Promise<string> {
    environment.PATH = `${join(folder, '.bin')}${delimiter}${process.env.PATH ?? ''}`;
    const exported = /^export (\w+)=(.*)$/.exec(command);
    if (exported !== null) {
      environment[exported[1] ?? ''] = exported[2] ?? '';
      return '';
    }
    if (command.endsWith('&')) return start(command.slice(0, -1));
    const { stdout, stderr } = spawnSync('sh', ['-c', command], {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
    });
    return stdout + stderr;
  }

  /** A command left running: what it says until it is ready, which is when its announcement is complete. */
  function start(command: string): Promise<string> {
    const child = spawn('sh', ['-c', `exec ${command} --port ${port}`], { cwd: folder, env: environment });
    background.push(child);
    return new Promise((ready, failed) => {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk;
        if (said.includes('Ctrl-C')) ready(said);
      });
      child.once('close', () => failed(new Error(`${command} ended: ${said}`)));
    });
  }

  it('holds what it shows, step by step', async () => {
    const all = stepsOf(readme);
    expect(all.length).toBeGreaterThan(8);
    for (const step of all) {
      if (step.do === 'write') {
        mkdirSync(join(folder, dirname(step.file)), { recursive: true });
        writeFileSync(join(folder, step.file), here(step.text));
        continue;
      }
      const said = await play(here(step.command));
      expect(ended(said), `$ ${step.command}`).toMatch(asShown(here(step.shown)));
    }
  });

  it.runIf(HAS_GIT)('shows the comment that its pull request gets', () => {
    const repository = new Repository();
    cpSync('examples/lumoauth', repository.folder, { recursive: true });
    repository.commit();
    repository.git('checkout', '-q', '-b', 'tove');
    const groups = readFileSync(repository.path('access/groups.yaml'), 'utf8');
    repository.commit({ 'access/groups.yaml': groups.replace('emil@acme.example]', 'tove@acme.example]') });
    const words = ['review', '--base', 'main', '--forge', 'none', '--markdown'];
    const { status, stdout } = spawnSync(process.execPath, [resolve('dist/bylaw/main.js'), ...words], {
      cwd: repository.folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder },
    });
    expect(status).toBe(2);
    const quoted = [...readme.matchAll(/^>(?: (.*))?$/gm)].map(([, line]) => line ?? '');
    expect(quoted.join('\n')).toBe(stdout.trimEnd());
  });

  it('shows the demo it promises, which leaves nothing running', () => {
    const { status, stdout } = spawnSync('npm', ['run', '--silent', 'demo'], {
      encoding: 'utf8',
      env: environment,
    });
    expect(status).toBe(0);
    const promised = /^\$ bylaw drift\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? '';
    const undated = (text: string): string => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'WHEN');
    for (const line of undated(promised).split('\n')) {
      const source = line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*');
      expect(undated(stdout)).toMatch(new RegExp(source));
    }
  });
});
