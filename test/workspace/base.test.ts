/** A workspace as it was at a revision: read from what git holds, whatever lies in the working tree. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { formatOrigin } from '../../src/source/origin.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import { type Base, type BaseRequest, loadBase } from '../../src/workspace/revision/load-base.ts';
import { HAS_GIT, Repository } from './repository.ts';

const INSTANT = '2027-01-31T00:00:00Z';

const WORKSPACE = `apiVersion: bylaw/v1
kind: Workspace
files: ["access/**/*.yaml"]
organizations:
  acme: { connector: access-api, url: "https://one.example" }
`;

const organization = (people: readonly string[]): string => `apiVersion: bylaw/v1
kind: Organization
name: acme
platform: lumoauth
authority: full
members:
${people.map((one) => `  ${one}@acme.example: { roles: [admin] }\n`).join('')}`;

const FILES = { 'bylaw.yaml': WORKSPACE, 'access/acme.yaml': organization(['ana']) };

function baseOf(
  { folder }: { readonly folder: string },
  asked: string,
  more: Partial<BaseRequest> & { readonly within?: string } = {},
): Outcome<Base> {
  const { within = '.', ...rest } = more;
  return loadBase({
    file: join(folder, within, 'bylaw.yaml'),
    asked,
    exact: false,
    instant: INSTANT,
    shard: null,
    environment: { PATH: process.env.PATH, HOME: folder },
    ...rest,
  });
}

/** Who is in the organization there; else what was found. */
function people(base: Outcome<Base>): readonly string[] {
  if (!base.ok)
    return base.diagnostics.map(
      ({ code, message, origin }) =>
        `${code} ${message}${origin === null ? '' : ` at ${formatOrigin(origin).replace(/^([^:]+:).*\//, '$1')}`}`,
    );
  const { workspace } = base.value;
  if (workspace === null) return ['nothing'];
  return workspace.organizations.flatMap(({ resources }) =>
    resources.flatMap((r) => (r.type === 'member' ? [r.attributes.member.replace(/@.*/, '')] : [])),
  );
}

function codes(base: Outcome<Base>): readonly string[] {
  return base.ok ? people(base) : base.diagnostics.map(({ code }) => code);
}

describe.runIf(HAS_GIT)('a workspace at a revision', () => {
  it('is what was committed, by branch, tag, and commit, and not what lies there', () => {
    const repository = new Repository();
    const first = repository.commit(FILES);
    repository.git('tag', '-a', '-m', 'one', 'v1');
    repository.git('checkout', '-q', '-b', 'change');
    repository.commit({ 'access/acme.yaml': organization(['ana', 'bo']) });
    repository.write({ 'access/acme.yaml': organization(['ana', 'bo', 'cy']) });
    for (const asked of ['main', 'v1', first, first.slice(0, 8), 'HEAD~1'])
      expect(people(baseOf(repository, asked)), asked).toEqual(['ana']);
    expect(people(baseOf(repository, 'HEAD'))).toEqual(['ana', 'bo']);
    expect(repository.git('status', '--porcelain')).toBe('M access/acme.yaml');
  });

  it('is where this branch left the revision, unless the revision itself is asked for', () => {
    const repository = new Repository();
    repository.commit(FILES);
    repository.git('checkout', '-q', '-b', 'change');
    repository.commit({ 'access/other.yaml': organization(['cy']).replace(/platform.*\nauthority.*\n/, '') });
    repository.git('checkout', '-q', 'main');
    repository.commit({ 'access/acme.yaml': organization(['ana', 'bo']) });
    repository.git('checkout', '-q', 'change');
    const base = baseOf(repository, 'main');
    expect(people(base)).toEqual(['ana']);
    expect(base.ok && base.value.isMergeBase).toBe(true);
    expect(people(baseOf(repository, 'main', { exact: true }))).toEqual(['ana', 'bo']);
  });

  it('is found in a folder of a larger repository, from wherever', () => {
    const repository = new Repository();
    const within = 'teams/it access';
    repository.commit({
      'README.md': 'no document',
      'access/acme.yaml': 'not: ours',
      [`${within}/bylaw.yaml`]: WORKSPACE.replace(
        '["access/**/*.yaml"]',
        '["access/**/*.yaml", "../shared/*.yaml"]',
      ),
      [`${within}/access/deep/é "x".yaml`]: organization(['ana']),
      'teams/shared/more.yaml': organization(['bo']).replace(/platform.*\nauthority.*\n/, ''),
    });
    expect(people(baseOf(repository, repository.path(within), { within })), 'on the disk').toEqual([
      'ana',
      'bo',
    ]);
    repository.write({ [`${within}/access`]: null, 'teams/shared': null });
    expect(people(baseOf(repository, 'main', { within }))).toEqual(['ana', 'bo']);
  });

  it('is found where it was before it moved, or where it is said to be', () => {
    const repository = new Repository();
    repository.commit({ 'old/bylaw.yaml': WORKSPACE, 'old/access/acme.yaml': organization(['ana']) });
    repository.git('mv', 'old', 'new');
    const base = baseOf(repository, 'main', { within: 'new' });
    expect(people(base)).toEqual(['ana']);
    expect(base.ok && base.value.movedFrom?.endsWith('old/bylaw.yaml')).toBe(true);
    expect(people(baseOf(repository, 'main:old', { within: 'new' }))).toEqual(['ana']);
    expect(people(baseOf(repository, 'main:old/bylaw.yaml', { within: 'new' }))).toEqual(['ana']);
    expect(people(baseOf(repository, 'main:./../old', { within: 'new' }))).toEqual(['ana']);
    expect(codes(baseOf(repository, 'main:older', { within: 'new' }))).toEqual(['base-unknown']);
  });

  it('is nothing where there was none, and a question where it may be any of several', () => {
    const repository = new Repository();
    repository.commit({ 'README.md': 'none' });
    repository.write(FILES);
    expect(people(baseOf(repository, 'main'))).toEqual(['nothing']);
    repository.commit({ 'a/bylaw.yaml': WORKSPACE, 'b/bylaw.yaml': WORKSPACE, 'bylaw.yaml': null });
    repository.write({ a: null, b: null, 'bylaw.yaml': WORKSPACE });
    expect(codes(baseOf(repository, 'main'))).toEqual(['base-unknown']);
  });

  it('follows links inside of the repository, and says what it does not', () => {
    const repository = new Repository();
    repository.write({ 'bylaw.yaml': WORKSPACE, 'shared/acme.yaml': organization(['ana']) });
    mkdirSync(repository.path('access'));
    symlinkSync('../shared', repository.path('access/all'));
    repository.commit();
    repository.write({ access: null });
    expect(people(baseOf(repository, 'main'))).toEqual(['ana']);
    for (const [to, told] of [
      ['/etc', 'it is a link to /etc, which is not in the repository'],
      ['../../..', 'it is a link to ../../.., which is not in the repository'],
      ['nowhere', 'it is a link to nowhere, and nothing is there'],
      ['x.yaml', 'it is a link to x.yaml, which leads back to itself'],
    ] as const) {
      mkdirSync(repository.path('access'), { recursive: true });
      symlinkSync(to, repository.path('access/x.yaml'));
      repository.commit({ 'access/acme.yaml': organization(['ana']) });
      expect(people(baseOf(repository, 'HEAD')).join('\n'), to).toContain(told);
      repository.write({ access: null });
    }
  });

  it('tells a pointer of Git LFS and a submodule from what is not there', () => {
    const repository = new Repository();
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`;
    repository.commit({ ...FILES, 'access/big.yaml': pointer });
    expect(people(baseOf(repository, 'HEAD')).join('\n')).toContain('it is a pointer of Git LFS');
    repository.write({ 'access/big.yaml': null });
    repository.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},access/vendor`);
    repository.git('commit', '-q', '-m', 'sub');
    repository.git('rm', '-q', '--cached', 'access/big.yaml');
    repository.git(
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@acme.example',
      'commit',
      '-q',
      '-m',
      'no pointer',
    );
    expect(people(baseOf(repository, 'HEAD')).join('\n')).toContain('it is a submodule');
  });

  it('has line ends as they were committed, and lines of its own', () => {
    const repository = new Repository();
    repository.git('config', 'core.autocrlf', 'false');
    repository.commit({ ...FILES, 'access/acme.yaml': organization(['ana']).replaceAll('\n', '\r\n') });
    expect(people(baseOf(repository, 'main'))).toEqual(['ana']);
    repository.commit({ 'access/acme.yaml': organization(['ana']).replace('roles: [admin]', 'rolls: []') });
    const found = people(baseOf(repository, 'main'));
    expect(found[0]).toContain('base-invalid The workspace at the base "main"');
    expect(found.join('\n')).toMatch(/at main:acme\.yaml:7:/);
  });

  it('is not stopped by what its own expectations find, nor by a file that is too large and not asked for', () => {
    const repository = new Repository();
    const expectations = `apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n  x:\n    members: [gone@acme.example]\n    can: ["documents:write"]\n    on: acme\n`;
    repository.commit({ ...FILES, 'access/x.yaml': expectations, 'large.bin': 'x'.repeat(40_000_000) });
    expect(people(baseOf(repository, 'main'))).toEqual(['ana']);
    repository.commit({ 'access/large.yaml': `# ${'x'.repeat(40_000_000)}` });
    expect(codes(baseOf(repository, 'HEAD'))).toContain('file-too-large');
  });

  it.each([
    '--upload-pack=x',
    '-h',
    '',
    'main..HEAD',
    'main\nHEAD',
    'main HEAD',
    '$(touch x)',
    ';ls',
    'no-such-branch',
    'HEAD:bylaw.yaml:x',
  ])('refuses %j as a revision', (asked) => {
    const repository = new Repository();
    repository.commit(FILES);
    expect(codes(baseOf(repository, asked))).toEqual(['base-unknown']);
  });

  it('says that origin/main is meant', () => {
    const repository = new Repository();
    repository.commit(FILES);
    repository.git('update-ref', 'refs/remotes/origin/next', 'HEAD');
    const base = baseOf(repository, 'next');
    // Git itself looks there for a name that has no other meaning, or it does not.
    if (!base.ok) expect(base.diagnostics[0]?.hint).toBe('Did you mean origin/next?');
  });

  it('asks for all of the history where a clone is shallow', () => {
    const repository = new Repository();
    repository.commit(FILES);
    repository.git('checkout', '-q', '-b', 'change');
    repository.commit({ 'access/acme.yaml': organization(['ana', 'bo']) });
    repository.commit({ 'access/acme.yaml': organization(['ana', 'cy']) });
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-shallow-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const clone = spawnSync(
      'git',
      [
        'clone',
        '-q',
        '--depth',
        '1',
        '--no-single-branch',
        '-b',
        'change',
        `file://${repository.folder}`,
        folder,
      ],
      { encoding: 'utf8' },
    );
    expect(clone.status, clone.stderr).toBe(0);
    expect(codes(baseOf({ folder }, 'origin/main'))).toEqual(['base-shallow']);
    expect(codes(baseOf({ folder }, 'origin/gone'))).toEqual(['base-shallow']);
    expect(people(baseOf({ folder }, 'origin/main', { exact: true }))).toEqual(['ana']);
  });

  it('says that histories have nothing in common', () => {
    const repository = new Repository();
    repository.commit(FILES);
    repository.git('checkout', '-q', '--orphan', 'other');
    repository.commit(FILES);
    expect(codes(baseOf(repository, 'main'))).toEqual(['base-unreadable']);
    expect(people(baseOf(repository, 'main', { exact: true }))).toEqual(['ana']);
  });

  it('looks into the repository of the folder, wherever a hook points', () => {
    const other = new Repository();
    other.commit({ ...FILES, 'access/acme.yaml': organization(['eve']) });
    const repository = new Repository();
    repository.commit(FILES);
    const environment = { PATH: process.env.PATH, GIT_DIR: other.path('.git'), GIT_WORK_TREE: other.folder };
    expect(people(baseOf(repository, 'main', { environment }))).toEqual(['ana']);
  });

  it('says where there is no git, and where there is no repository', () => {
    const repository = new Repository();
    repository.commit(FILES);
    expect(codes(baseOf(repository, 'main', { environment: { PATH: '/nowhere' } }))).toEqual([
      'base-unreadable',
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-bare-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    expect(codes(baseOf({ folder }, 'main'))).toEqual(['base-unreadable']);
  });
});

describe('a workspace in another folder', () => {
  it('is read as any, and has to be there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-old-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'access'));
    for (const [file, text] of Object.entries(FILES)) writeFileSync(join(folder, file), text);
    expect(people(baseOf({ folder }, folder))).toEqual(['ana']);
    expect(people(baseOf({ folder }, join(folder, 'bylaw.yaml')))).toEqual(['ana']);
    expect(codes(baseOf({ folder }, join(folder, 'older')))).toEqual(['base-unknown']);
    expect(codes(baseOf({ folder }, join(folder, 'access')))).toEqual(['base-invalid', 'file-unreadable']);
  });
});
