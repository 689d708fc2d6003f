/** The hooks before a commit: git's own, and the program pre-commit where it is there. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MAIN } from '../command/bylaw.ts';
import { exampleOf, workspaceOf } from '../command/workspaces.ts';

const HOOKS = '.pre-commit-hooks.yaml';

/** A repository with the example in a folder, and programs that are found first. */
function repository(folder: string) {
  const { folder: top } = workspaceOf({});
  const { folder: bin } = workspaceOf({});
  cpSync(exampleOf('lumoauth').folder, join(top, folder), { recursive: true });
  const program = (name: string, body: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  program('bylaw', `exec "${process.execPath}" "${MAIN}" "$@"`);
  program('npx', `test "$1 $2" = "--no-install bylaw" || exit 9\nshift 2\nexec "${bin}/bylaw" "$@"`);
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: bin,
    GIT_AUTHOR_NAME: 'Ana',
    GIT_AUTHOR_EMAIL: 'ana@acme.example',
    GIT_COMMITTER_NAME: 'Ana',
    GIT_COMMITTER_EMAIL: 'ana@acme.example',
  };
  const run = (...[program, ...words]: readonly [string, ...string[]]) => {
    const { status, stdout, stderr } = spawnSync(program, words, { cwd: top, env, encoding: 'utf8' });
    return { status, said: `${stdout}${stderr}` };
  };
  const commit = (message: string) => {
    run('git', 'add', '-A');
    return run('git', 'commit', '-qm', message);
  };
  run('git', 'init', '-q', '-b', 'main');
  commit('first');
  const write = (file: string, text: string) => writeFileSync(join(top, file), text);
  return { top, run, commit, write };
}

describe('git’s own hook', () => {
  it.each(['.', 'infra/access'])('in %s lets good documents through, and no others', (folder) => {
    const { top, run, commit, write } = repository(folder);
    mkdirSync(join(top, '.git/hooks'), { recursive: true });
    cpSync('examples/git-hooks/pre-commit', join(top, '.git/hooks/pre-commit'));
    if (folder !== '.') run('git', 'config', 'bylaw.workspace', folder);
    write(`${folder}/access/broken.yaml`, 'kind: [');
    const refused = commit('broken');
    expect(refused.status).toBe(1);
    expect(refused.said).toContain('broken.yaml');
    write(`${folder}/access/broken.yaml`, 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\n');
    expect(commit('mended')).toMatchObject({ status: 0 });
    // What is no document is not waited for, whatever the documents say.
    write(`${folder}/access/later.yaml`, 'kind: [');
    write('notes.txt', 'notes\n');
    run('git', 'add', 'notes.txt');
    expect(run('git', 'commit', '-qm', 'notes')).toMatchObject({ status: 0 });
  });
});

describe('pre-commit', () => {
  const [hook, ...others] = parse(readFileSync(HOOKS, 'utf8')) as readonly Readonly<
    Record<string, unknown>
  >[];

  it('has one hook, which is a command that there is', () => {
    expect(others).toEqual([]);
    expect(hook).toMatchObject({ id: 'bylaw-check', language: 'node', pass_filenames: false });
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      bin: Readonly<Record<string, string>>;
    };
    expect(Object.keys(bin)).toContain(String(hook?.entry).split(' ')[0]);
  });

  it('the program itself runs it', ({ skip }) => {
    skip(spawnSync('pre-commit', ['--version']).status !== 0, 'needs pre-commit');
    const { run, commit, write } = repository('.');
    // `system` in place of `node`: nothing is installed.
    const local = { repos: [{ repo: 'local', hooks: [{ ...hook, language: 'system' }] }] };
    write('.pre-commit-config.yaml', JSON.stringify(local));
    run('pre-commit', 'install');
    expect(commit('hooks').status).toBe(0);
    write('access/broken.yaml', 'kind: [');
    const refused = commit('broken');
    expect(refused.status).toBe(1);
    expect(refused.said).toMatch(/bylaw check\.*Failed/);
  });
});
