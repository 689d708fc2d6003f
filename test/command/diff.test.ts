/** `bylaw diff`: two versions of documents compared, with no platform and no token. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HAS_GIT, Repository } from '../workspace/repository.ts';
import { EMBEDDED } from './bylaw.ts';
import { meddle } from './live.ts';
import { organization, type Stage, stageOf, type Workspace, workspaceOf } from './workspaces.ts';

const isReport = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
);

const PEOPLE = `roles:
  writer: { title: Writer, permissions: ["documents:write"] }
members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [viewer] }
`;

/** The same workspace with another text for its organization, beside it in `old`. */
function changed(before: string, after: string): Workspace {
  const workspace = organization(after);
  const old = mkdtempSync(join(tmpdir(), 'bylaw-diff-'));
  onTestFinished(() => rmSync(old, { recursive: true, force: true }));
  cpSync(organization(before).folder, old, { recursive: true });
  cpSync(old, join(workspace.folder, 'old'), { recursive: true });
  return workspace;
}

const TOKENLESS = { BYLAW_TOKEN: undefined };

describe('between two folders', () => {
  it('says nothing differs where only order and comments do', async () => {
    const [roles, members] = PEOPLE.split('members:\n');
    const workspace = changed(PEOPLE, `# moved\nmembers:\n${members}${roles}`).with(TOKENLESS);
    const { status, out, err } = await workspace.run('diff', '--base', 'old/bylaw.yaml');
    expect({ status, out, err }).toEqual({
      status: 0,
      out: '1 organization without a difference, compared with old/bylaw.yaml.\n',
      err: '',
    });
  });

  it('says who gains, who loses, who administers now, and what nobody has any more', async () => {
    const after = PEOPLE.replace('[viewer]', '[admin]').replace(
      'ana@acme.example: { roles: [admin]',
      'ana@acme.example: { roles: [viewer]',
    );
    const workspace = changed(PEOPLE, after);
    const { status, out } = await workspace.run('diff', '--base', './old');
    expect(out).toMatchInlineSnapshot(`
      "acme: 1 person gains, 1 loses (compared with ./old)

      Gain the power to administer
        ! bo@acme.example can now do all that admin gives on acme

      Effective access
        lose users:write, users:delete, roles:assign, applications:manage, audit-logs:read, documents:write, documents:delete on acme: ana@acme.example
            was role admin on acme (old/access/acme.yaml:9:31) → users:write
        gain users:write, users:delete, roles:assign, applications:manage, audit-logs:read, documents:write, documents:delete on acme: bo@acme.example
            because role admin on acme (access/acme.yaml:10:30) → users:write

      2 resources are written otherwise (--json names all)
      "
    `);
    expect(status).toBe(2);
  });

  it('says from when on what differs only later, and at which line', async () => {
    const after = PEOPLE.replace(
      '[viewer]',
      '[viewer, { role: editor, from: 2099-02-01, until: 2099-03-31 }]',
    );
    const { status, out } = await changed(PEOPLE, after).run('diff', '--base', './old');
    expect(status).toBe(2);
    expect(out).toContain('From 2099-02-01T00:00:00Z on (access/acme.yaml:');
    expect(out).toContain('bo@acme.example');
  });

  it('says which side cannot be read, with its lines', async () => {
    const broken = PEOPLE.replace('[viewer]', '[wiewer]');
    const base = await changed(broken, PEOPLE).run('diff', '--base', './old');
    expect(base.status).toBe(1);
    expect(base.err).toContain('error[base-invalid]');
    expect(base.err).toMatch(/--> old\/access\/acme\.yaml:\d+/);
    const head = await changed(PEOPLE, broken).run('diff', '--base', './old');
    expect(head.status).toBe(1);
    expect(head.err).toMatch(/--> access\/acme\.yaml:\d+/);
    expect(head.err).not.toContain('base-invalid');
  });

  it('refuses a command line without a base, and an organization that neither side has', async () => {
    const workspace = changed(PEOPLE, PEOPLE);
    expect((await workspace.run('diff')).err).toContain('There is nothing to compare with.');
    const none = await workspace.run('diff', '--base', './old', 'acne');
    expect(none.status).toBe(1);
    expect(none.err).toContain('Did you mean `acme`?');
  });

  it('tells a role edited for ten thousand people in one line', async () => {
    const many = Array.from(
      { length: 10_000 },
      (_, at) => `  p${at}@acme.example: { roles: [writer] }\n`,
    ).join('');
    const before = `${PEOPLE}${many}`;
    const after = before.replace('["documents:write"]', '["documents:write", "documents:delete"]');
    const { status, out } = await changed(before, after).run('diff', '--base', './old');
    expect(status).toBe(2);
    expect(out).toMatchInlineSnapshot(`
      "acme: 10000 people gain (compared with ./old)

      Effective access
        gain documents:delete on acme: p0@acme.example, p1000@acme.example, p1001@acme.example, p1002@acme.example, p1003@acme.example, p1004@acme.example, p1005@acme.example, p1006@acme.example, p1007@acme.example and 9991 more (--json names all)
            because p0@acme.example → role writer on acme (access/acme.yaml:11:30) → documents:delete (access/acme.yaml:7:61)

      1 resource is written otherwise (--json names all)
      "
    `);
  });
});

describe.runIf(HAS_GIT)('against a revision', () => {
  it('is the same after a rebase that changes nothing of it', async () => {
    const repository = new Repository();
    const made = organization(PEOPLE);
    cpSync(made.folder, repository.folder, { recursive: true });
    repository.commit();
    repository.git('checkout', '-q', '-b', 'change');
    const text = made.read('access/acme.yaml');
    repository.commit({ 'access/acme.yaml': text.replace('[viewer]', '[editor]') });
    const look = async () => {
      const at = workspaceOf({}).with(TOKENLESS);
      const { status, out } = await at.run('diff', '--workspace', repository.folder, '--base', 'main');
      return { status, out: out.replaceAll(/\S*acme\.yaml/g, 'acme.yaml') };
    };
    const before = await look();
    expect(before.status).toBe(2);
    expect(before.out).toContain('acme: 1 person gains');
    repository.git('checkout', '-q', 'main');
    repository.commit({ 'README.md': 'more' });
    repository.git('checkout', '-q', 'change');
    const behind = await look();
    expect(behind.out).toContain('compared with main, as it was where this branch left it');
    repository.git('rebase', '-q', 'main');
    expect(await look()).toEqual(before);
  });

  it('says that everything is new where there was no workspace', async () => {
    const repository = new Repository();
    repository.commit({ 'README.md': 'none' });
    cpSync(organization(PEOPLE).folder, repository.folder, { recursive: true });
    const { status, out } = await workspaceOf({}).run(
      'diff',
      '--workspace',
      repository.folder,
      '--base',
      'main',
    );
    expect(status).toBe(2);
    expect(out).toContain('acme: new: 2 people gain');
    expect(out).toContain('There is no workspace at main: everything is new.');
  });
});

describe('between two plan files', () => {
  const planned = async (stage: Stage, file: string): Promise<void> => {
    expect((await stage.run('plan', '--out', file, ...EMBEDDED.words)).status).toBe(2);
  };

  it('is nothing where both do the same, whatever the documents are called', async () => {
    const stage = await stageOf(organization(PEOPLE));
    await planned(stage, 'a.plan');
    stage.write('access/acme.yaml', `# moved\n${stage.read('access/acme.yaml')}`);
    await planned(stage, 'b.plan');
    expect(await stage.run('diff', 'a.plan', 'b.plan')).toMatchObject({
      status: 0,
      out: '1 organization planned alike, compared with a.plan.\n',
    });
    expect(JSON.parse((await stage.run('diff', 'a.plan', 'b.plan', '--json')).out)).toMatchObject({
      result: 'no-changes',
      plans: { before: 'a.plan', after: 'b.plan' },
    });
  });

  it('is what came, what is gone, and what somebody did on the platform', async () => {
    const stage = await stageOf(organization(PEOPLE));
    await planned(stage, 'a.plan');
    stage.write('access/acme.yaml', stage.read('access/acme.yaml').replace('[viewer]', '[editor]'));
    await meddle(stage, 'POST', '/members', { key: 'eve@evil.example' });
    await planned(stage, 'b.plan');
    const { status, out } = await stage.run('diff', 'a.plan', 'b.plan');
    expect(status).toBe(2);
    expect(out).toMatchInlineSnapshot(`
      "acme: 2 changes more, 1 change no longer, 1 thing is not what it was on the platform (compared with a.plan)
        now: + what bo@acme.example has on acme, roles editor
        now: - member acme/eve@evil.example
        no longer: + what bo@acme.example has on acme, roles viewer
        on the platform: member:acme/eve@evil.example is new
      "
    `);
    const markdown = (await stage.run('diff', 'a.plan', 'b.plan', '--markdown')).out;
    expect(markdown).toContain('**the plans differ** (compared with `a.plan`)');
    const report = JSON.parse((await stage.run('diff', 'a.plan', 'b.plan', '--json')).out);
    expect(report.organizations[0].live).toEqual(['member:acme/eve@evil.example is new']);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  });

  it('refuses one file, three, a base beside them, and a file that is no plan', async () => {
    const stage = await stageOf(organization(PEOPLE));
    await planned(stage, 'a.plan');
    for (const words of [
      ['a.plan'],
      ['a.plan', 'a.plan', 'a.plan'],
      ['a.plan', 'a.plan', '--base', 'main'],
      ['a.plan', 'acme'],
    ]) {
      const { status, err } = await stage.run('diff', ...words);
      expect(status).toBe(1);
      expect(err).toContain('Plan files are compared two at a time, and with nothing else.');
    }
    const { status, err } = await stage.run('diff', 'a.plan', 'bylaw.yaml');
    expect(status).toBe(1);
    expect(err).toContain('error[plan-file-invalid]: "bylaw.yaml" is not a plan file.');
  });
});
