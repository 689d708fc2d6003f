/** What goes into a file or to stdout: all of it, or status 1 and a word; and never over what the workspace reads. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAIN } from './bylaw.ts';
import { generated, organization, type Stage, seedOf, stageOf, type Workspace } from './workspaces.ts';

const SIZE = { members: 300, groups: 4, memberships: 1 };

/** A command line of the shell's own: limits and redirections are its work. `ulimit -f` counts 512 or 1024 bytes. */
function shell(
  workspace: Workspace,
  line: string,
): Promise<{ readonly status: number | null; readonly err: string }> {
  const child = spawn('/bin/sh', ['-c', line.replaceAll('BYLAW', `"${process.execPath}" "${MAIN}"`)], {
    cwd: workspace.folder,
    env: workspace.environment,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, err })));
}

const filesIn = ({ folder }: Workspace, below = '.') => readdirSync(join(folder, below)).sort();

describe('on a full disk', () => {
  it('import leaves the documents as they were', async () => {
    const stage = await stageOf(generated(SIZE), {
      seed: { ...seedOf(SIZE), members: [...(seedOf(SIZE).members ?? []), { key: 'new@acme.example' }] },
    });
    const before = stage.read('access/acme.yaml');
    expect(before.length).toBeGreaterThan(8192);
    const { status, err } = await shell(stage, `ulimit -f 4; BYLAW import --url ${stage.platform.url}`);
    expect(status).toBe(1);
    expect(err).toMatch(/error\[file-unwritable\]: Cannot write: EFBIG/);
    expect(stage.read('access/acme.yaml')).toBe(before);
    expect(filesIn(stage, 'access')).toEqual(['acme.yaml']);
  });

  it('plan --out leaves the plan file that was there', async () => {
    const stage = await stageOf(generated(SIZE));
    stage.write('plan.bylaw', 'an earlier plan');
    const words = `plan --engine embedded --out plan.bylaw --url ${stage.platform.url}`;
    const { status, err } = await shell(stage, `ulimit -f 1; BYLAW ${words} > /dev/null`);
    expect(status).toBe(1);
    expect(err).toMatch(/error\[file-unwritable\]: Cannot write "plan.bylaw": EFBIG/);
    expect(stage.read('plan.bylaw')).toBe('an earlier plan');
    expect(filesIn(stage).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each(['schema --platform lumoauth', 'access who documents:read acme --json'])(
    '%s into a file says so',
    async (words) => {
      const workspace = generated(SIZE);
      const { status, err } = await shell(workspace, `ulimit -f 8; BYLAW ${words} > cut.json`);
      expect(status).toBe(1);
      expect(err).toMatch(/error\[file-unwritable\]: Not all of the output could be written: EFBIG/);
      const whole = await shell(workspace, `BYLAW ${words} > whole.json`);
      expect(whole).toMatchObject({ status: 0, err: '' });
      JSON.parse(workspace.read('whole.json'));
    },
  );

  it('an apply whose report does not fit says it on stderr', async () => {
    const stage = await stageOf(organization('members:\n  ana@acme.example: { roles: [admin] }\n'));
    const words = `apply --yes --engine embedded --url ${stage.platform.url}`;
    const { status, err } = await shell(stage, `BYLAW ${words} > /dev/full`);
    expect(status).toBe(1);
    expect(err).toContain('acme: applied 2 changes and proved it');
    expect(err).toMatch(/error\[file-unwritable\]: Not all of the output could be written: ENOSPC/);
    expect(err).not.toContain('bug in Bylaw');
  });

  it('synth says where it cannot write', async () => {
    const workspace = organization('members:\n  ana@acme.example: { roles: [admin] }\n');
    const { status, err } = await workspace.run('synth', '--out', '/dev/full');
    expect(status).toBe(1);
    expect(err).toContain('error[file-unwritable]: Cannot write into "/dev/full": ');
  });
});

describe('into a pipe', () => {
  /** More than a pipe holds. */
  const LONG = 'access who documents:read acme --json';
  const workspace = (): Workspace => generated({ members: 1500, groups: 4, memberships: 1 });

  it.each([
    ['whose reader is slow', `BYLAW ${LONG} | (sleep 0.5; cat) > piped.json`],
    // Node asks a pipe not to wait, and if it is killed leaves it like that to who writes next.
    [
      'that does not wait',
      `({ node -e "process.stdout.write(''); process.kill(process.pid, 'SIGKILL')"; } 2> /dev/null; BYLAW ${LONG}; echo $? > status) | (sleep 0.5; cat) > piped.json`,
    ],
  ])('%s goes all of it, in order', async (_what, line) => {
    const there = workspace();
    expect(await shell(there, `BYLAW ${LONG} > whole.json`)).toEqual({ status: 0, err: '' });
    expect(await shell(there, line.replaceAll('node ', `"${process.execPath}" `))).toEqual({
      status: 0,
      err: '',
    });
    expect(there.read('whole.json').length).toBeGreaterThan(200_000);
    expect(there.read('piped.json')).toBe(there.read('whole.json'));
    if (line.includes('status')) expect(there.read('status')).toBe('0\n');
  });

  it.each([LONG, '--help'])('that nobody reads any more, %s ends with the status it has', async (words) => {
    const there = workspace();
    expect(await shell(there, `(sleep 0.2; BYLAW ${words}; echo $? > status) | true`)).toEqual({
      status: 0,
      err: '',
    });
    expect(there.read('status')).toBe('0\n');
  });
});

describe('a result is never put in the place of', () => {
  const prepared = (): Promise<Stage> =>
    stageOf(organization('members:\n  ana@acme.example: { roles: [admin] }\n'));

  it.each([
    ['the workspace file', 'bylaw.yaml', 'exists already'],
    ['a document', 'access/acme.yaml', 'exists already'],
    ['a link', 'link', 'it is a link'],
    ['a folder', 'access', 'it is a folder'],
    ['a device', '/dev/full', 'it is not a regular file'],
  ])('%s', async (_what, file, reason) => {
    const stage = await prepared();
    writeFileSync(join(stage.folder, 'elsewhere'), 'theirs');
    symlinkSync('elsewhere', join(stage.folder, 'link'));
    const before = [stage.read('bylaw.yaml'), stage.read('access/acme.yaml')];
    const planned = await stage.run('plan', '--engine', 'embedded', '--out', file);
    expect(planned.status).toBe(1);
    expect(planned.err).toContain(`error[file-unwritable]: Cannot write "${file}": `);
    expect(planned.err).toContain(reason);
    const checked = await stage.run('check', '--junit', file);
    expect(checked.status).toBe(1);
    expect(checked.err).toContain(`error[report-not-written]: Cannot write "${file}": `);
    // Also when the documents are wrong, and nobody knows which files they are.
    stage.write('access/wrong.yaml', 'no document');
    expect((await stage.run('check', '--junit', file)).err).toContain('error[report-not-written]');
    expect([stage.read('bylaw.yaml'), stage.read('access/acme.yaml')]).toEqual(before);
    expect(readFileSync(join(stage.folder, 'elsewhere'), 'utf8')).toBe('theirs');
  });
});

it('import makes the folder that it is to write into', async () => {
  const stage = await stageOf(organization(''), { seed: seedOf({ members: 3, groups: 1, memberships: 1 }) });
  const words = ['--platform', 'lumoauth', '--url', stage.platform.url];
  const { status, err } = await stage.plainly.run('import', 'acme', ...words, '--directory', 'new/dir');
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(filesIn(stage, 'new/dir')).toEqual(['access', 'bylaw.yaml']);
  mkdirSync(join(stage.folder, 'a'));
  writeFileSync(join(stage.folder, 'a/file'), '');
  const below = await stage.plainly.run('import', 'acme', ...words, '--directory', 'a/file/b');
  expect(below.status).toBe(1);
  expect(below.err).not.toContain('bug in Bylaw');
});

it('a name that begins with a dash is told how to be written', async () => {
  const workspace = organization('members:\n  -a@acme.example: { roles: [admin] }\n');
  const told = await workspace.run('access', 'what', '-a@acme.example');
  expect(told.status).toBe(1);
  expect(told.err).toContain('error[usage]: There is no option "-a@acme.example".');
  expect(told.err).toContain('bylaw access … -- -a@acme.example');
  expect((await workspace.run('access', 'what', '--', '-a@acme.example')).status).toBe(0);
});
