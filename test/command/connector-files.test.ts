/** An organization that is reached by a connector file: the Access API, as a file, in front of the sandbox. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describedConnectorNames } from '../../src/workspace/schema-files.ts';
import { EMBEDDED } from './bylaw.ts';
import { lumoauthExample, type Stage, stageOf, type Workspace, workspaceOf } from './workspaces.ts';

const FILE = readFileSync('schemas/connectors/access-api.yaml', 'utf8');
const NAME = 'access-api-file';

/** The example, applied by the connector in code. */
async function appliedExample(): Promise<Stage> {
  const stage = await stageOf(lumoauthExample());
  expect(await stage.run('apply', '--yes', ...EMBEDDED.words)).toMatchObject({ status: 0 });
  return stage;
}

/** The same workspace, its organization reached by the file. */
function byFile<W extends Workspace>(workspace: W): W {
  const text = workspace.read('bylaw.yaml');
  workspace.write('connectors/ours.yaml', FILE);
  workspace.write(
    'bylaw.yaml',
    text
      .replace('connector: access-api', `connector: ${NAME}`)
      .replace('organizations:', 'connectors: [connectors/ours.yaml]\norganizations:'),
  );
  return workspace;
}

describe('what reads, reads by the file', () => {
  it('plan, check --live and drift of an organization that is as it is written', async () => {
    const stage = byFile(await appliedExample());
    const planned = await stage.run('plan', ...EMBEDDED.words);
    expect(planned).toMatchObject({ status: 0, err: '' });
    expect(planned.out).toContain('acme: no changes');
    expect(await stage.plainly.run('check', '--live', '--url', stage.platform.url)).toMatchObject({
      status: 0,
    });
  });

  it.each([100, 3, 1])('a plan in pages of %i takes the requests that check has told', async (size) => {
    const stage = byFile(await appliedExample());
    stage.write(
      'bylaw.yaml',
      stage.read('bylaw.yaml').replace('    url:', `    page-size: ${size}\n    url:`),
    );
    const { out } = await stage.run('check');
    const inMarkdown = await stage.run('check', '--markdown');
    expect(inMarkdown.out).toContain('a read as it is written takes ');
    const json = JSON.parse((await stage.run('check', '--json')).out);
    const [{ cost }] = json.organizations;
    const told = /a read as it is written takes (\d+) requests of access-api-file \(/.exec(out)?.[1];
    stage.platform.resetRequests();
    expect(await stage.run('plan', ...EMBEDDED.words)).toMatchObject({ status: 0, err: '' });
    expect(stage.platform.requests()).toHaveLength(Number(told));
    expect(cost).toMatchObject({ connector: NAME, requests: Number(told), twice: false, login: false });
  });

  it('import makes a workspace that names the file, and its plan is empty', async () => {
    const stage = await appliedExample();
    const fresh = workspaceOf({ 'connectors/ours.yaml': FILE });
    const words = ['--platform', 'lumoauth', '--url', stage.platform.url];
    const imported = await fresh.run('import', 'acme', '--connector', 'connectors/ours.yaml', ...words);
    expect(imported).toMatchObject({ err: '' });
    const text = fresh.read('bylaw.yaml');
    expect(text).toContain('connectors: [connectors/ours.yaml]');
    expect(text).toContain(`connector: ${NAME}`);
    expect(await fresh.run('plan', ...EMBEDDED.words)).toMatchObject({ status: 0, err: '' });
  });
});

describe('files that come with Bylaw', () => {
  const workspace = (connectors: string, connector = 'jupyterhub') => ({
    'bylaw.yaml': `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]${connectors}
organizations:
  lab: { connector: ${connector}, url: "http://127.0.0.1:9" }
`,
    'access/lab.yaml':
      'apiVersion: bylaw/v1\nkind: Organization\nname: lab\nplatform: jupyterhub\nmembers: { ana: {} }\n',
  });
  const SHIPPED = readFileSync('schemas/connectors/jupyterhub.yaml', 'utf8');

  it('are named without being listed', async () => {
    const checked = await workspaceOf(workspace('')).run('check');
    expect(checked).toMatchObject({ status: 0, err: '' });
    expect(checked.out).toMatch(/takes \d+ requests of jupyterhub/);
  });

  it('a file of the same name that is listed is the one that counts', async () => {
    const own = { ...workspace('\nconnectors: [own.yaml]'), 'own.yaml': SHIPPED };
    expect(await workspaceOf(own).run('check')).toMatchObject({ status: 0, err: '' });
    const changed = SHIPPED.replace(/^auth: .*$/m, 'auth: { bearer: OWN_TOKEN }');
    expect(changed).not.toBe(SHIPPED);
    const planned = await workspaceOf({ ...own, 'own.yaml': changed }).run('plan', ...EMBEDDED.words);
    expect(planned.err).toContain('OWN_TOKEN');
    const faulty = await workspaceOf({ ...own, 'own.yaml': SHIPPED.replace('lists:', 'list:') }).run('check');
    expect(faulty).toMatchObject({ status: 1 });
    expect(faulty.err).toContain('own.yaml:');
  });

  it('a slip in the name is told with the one that was meant', async () => {
    const { status, err } = await workspaceOf(workspace('', 'jupiterhub')).run('check');
    expect(status).toBe(1);
    expect(err).toContain('unknown-connector');
    expect(err).toContain('jupyterhub');
  });

  it.each(['access-api.badge', '../connectors/jupyterhub', 'access-api-file'])(
    '%s is no name of one',
    async (name) => {
      const { status, err } = await workspaceOf(workspace('', JSON.stringify(name))).run('check');
      expect(status).toBe(1);
      expect(err).toMatch(/unknown-connector|invalid-/);
    },
  );

  it('each is called as its file', () => {
    for (const name of describedConnectorNames()) {
      const text = readFileSync(`schemas/connectors/${name}.yaml`, 'utf8');
      expect(text).toMatch(new RegExp(`^name: ${name}$`, 'm'));
    }
    expect(describedConnectorNames()).toContain('jupyterhub');
  });
});

const WORKSPACE = `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
connectors: [ours.yaml]
organizations:
  acme: { connector: ${NAME}, url: "http://127.0.0.1:9" }
`;
const ACME = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: lumoauth\nmembers:\n';

async function checked(files: Readonly<Record<string, string>>) {
  const { status, err } = await workspaceOf({
    'bylaw.yaml': WORKSPACE,
    'ours.yaml': FILE,
    'access/acme.yaml': `${ACME}  ana@acme.example: { roles: [admin] }\n`,
    ...files,
  }).run('check');
  return { status, err };
}

describe('check', () => {
  it('says nothing of what is right', async () => {
    expect(await checked({})).toEqual({ status: 0, err: '' });
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'a connector that there is not',
      { 'bylaw.yaml': WORKSPACE.replace(`connector: ${NAME}`, 'connector: access-api-fle') },
      [
        'error[unknown-connector]: acme is reached by the connector "access-api-fle", which there is not.',
        '--> bylaw.yaml:6:22',
        'Did you mean `access-api-file`?',
      ],
    ],
    [
      'one that comes with Bylaw, misspelt, where there is no file',
      {
        'bylaw.yaml': WORKSPACE.replace(`connector: ${NAME}`, 'connector: githb').replace(
          /connectors.*\n/,
          '',
        ),
      },
      ['error[unknown-connector]', 'Did you mean `github`?'],
    ],
    [
      'a file that has the name of a connector of Bylaw',
      { 'ours.yaml': FILE.replace(`name: ${NAME}`, 'name: github') },
      ['error[connector-invalid]: The connector github comes with Bylaw', '--> ours.yaml:4:7'],
    ],
    [
      'two files of one name',
      { 'bylaw.yaml': WORKSPACE.replace('[ours.yaml]', '[ours.yaml, theirs.yaml]'), 'theirs.yaml': FILE },
      [
        `error[connector-invalid]: The connector ${NAME} is described twice.`,
        '--> theirs.yaml:4:7',
        'ours.yaml:4:7',
      ],
    ],
    [
      'a file that is not there',
      { 'bylaw.yaml': WORKSPACE.replace('[ours.yaml]', '[other.yaml]') },
      ['error[file-unreadable]', 'bylaw.yaml:4:14'],
    ],
    [
      'what the schema cannot say, all at once, with what is wrong with documents',
      {
        'ours.yaml': FILE.replace('errors:', 'headers: { Cookie: x }\nerrors:').replace(
          'whole: { total: total }',
          'whole: unpaged',
        ),
        'access/acme.yaml': `${ACME}  ana@acme.example: { roles: [ownr] }\n`,
      },
      [
        'error[connector-invalid]: The header "Cookie" is not for a file to say.',
        'error[connector-invalid]: The list has pages, so unpaged proves nothing.',
        'error[unknown-role]',
      ],
    ],
    [
      'settings that the file does not ask for',
      {
        'bylaw.yaml': WORKSPACE.replace('url:', 'token-emv: A, password-env: B, page-size: 3, url:'),
      },
      [
        'error[unknown-key]: "token-emv" is not a setting of this connector.',
        'Did you mean `token-env`?',
        'error[unknown-key]: "password-env" is not a setting of this connector.',
      ],
    ],
    [
      'no url',
      { 'bylaw.yaml': WORKSPACE.replace(', url: "http://127.0.0.1:9"', '') },
      ['error[missing-key]: acme: No url is given.', '--> bylaw.yaml:6:3'],
    ],
    [
      'a page of nothing',
      { 'bylaw.yaml': WORKSPACE.replace('url:', 'page-size: 0, url:') },
      ['error[invalid-value]', 'bylaw.yaml:6:'],
    ],
  ])('%s', async (_, files, expected) => {
    const { status, err } = await checked(files);
    expect(status).toBe(1);
    for (const text of expected) expect(err).toContain(text);
  });
});
