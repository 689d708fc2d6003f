/** `bylaw assert`: what holds, what does not and by which witness, and what cannot be looked at. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { document, organization, type Workspace } from './workspaces.ts';

const PEOPLE = `members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [viewer] }
  cy@other.example: { roles: [viewer] }
groups:
  admins: { title: Admins, members: [ana@acme.example] }
`;

function changed(after: string, before = PEOPLE): Workspace {
  const workspace = organization(after);
  const old = mkdtempSync(join(tmpdir(), 'bylaw-assert-'));
  onTestFinished(() => rmSync(old, { recursive: true, force: true }));
  cpSync(organization(before).folder, old, { recursive: true });
  cpSync(old, join(workspace.folder, 'old'), { recursive: true });
  return workspace;
}

const NO_NEW = ['assert', 'no-new-access', '--base', './old'] as const;
const ONLY = ['assert', 'only', 'documents:write', '--on', 'acme'] as const;
const LATER = PEOPLE.replace('[viewer]', '[viewer, { role: editor, from: 2099-02-01, until: 2099-03-31 }]');

describe('no new access', () => {
  it.each([
    ['nothing changes', PEOPLE, 0],
    ['somebody loses', PEOPLE.replace('[viewer]', '[]'), 0],
    ['somebody gains', PEOPLE.replace('[viewer]', '[editor]'), 2],
    ['somebody comes', PEOPLE.replace('groups:', '  dee@acme.example: { roles: [viewer] }\ngroups:'), 2],
    ['somebody gains later', LATER, 2],
    ['a name is unknown', PEOPLE.replace('[viewer]', '[wiewer]'), 1],
  ])('%s: %#', async (_, after, status) => {
    expect((await changed(after).run(...NO_NEW)).status).toBe(status);
  });

  it('names who, what, where, since when and by which line', async () => {
    const { out } = await changed(LATER).run(...NO_NEW);
    expect(out).toContain('no-new-access does not hold in acme: 1 finding');
    expect(out).toMatch(
      /error\[new-access\]: from 2099-02-01T00:00:00Z on, bo@acme.example has .* on acme: .*role editor/,
    );
    expect(out).toMatch(/--> access\/acme\.yaml:8:/);
    expect((await changed(LATER).run(...NO_NEW, '--now')).status).toBe(0);
    const ended = await changed(LATER).run(...NO_NEW, '--at', '2099-05-01');
    expect(ended.out).toContain('no-new-access holds in acme');
  });

  it('cannot be asked without a base, or of one that is not there', async () => {
    const workspace = changed(PEOPLE);
    expect((await workspace.run('assert', 'no-new-access')).status).toBe(1);
    expect((await workspace.run('assert', 'no-new-access', '--base', './older')).err).toContain(
      'base-unknown',
    );
  });
});

describe('only these', () => {
  it.each([
    ['everybody who has it is named', ['--for', 'ana@acme.example'], 0],
    ['by a group', ['--for', 'group:admins'], 0],
    ['by a group with its home', ['--for', 'group:acme/admins'], 0],
    ['others are named', ['--for', 'bo@acme.example'], 2],
    ['nobody may', ['--for', 'nobody'], 2],
    ['nobody is named', [], 1],
    ['somebody is unknown', ['--for', 'anna@acme.example'], 1],
    ['a group is unknown', ['--for', 'group:admin'], 1],
    ['an option of another', ['--for', 'nobody', '--domain', 'acme.example'], 1],
    ['another scope is unknown', ['--for', 'nobody', '--on', 'acme/x'], 1],
  ])('%s', async (_, words, status) => {
    expect((await organization(PEOPLE).run(...ONLY, ...words)).status).toBe(status);
  });

  it('says what was meant', async () => {
    const workspace = organization(PEOPLE);
    const run = async (...words: readonly string[]) => (await workspace.run('assert', 'only', ...words)).err;
    expect(await run('documents:wite', '--on', 'acme', '--for', 'nobody')).toContain(
      'Did you mean documents:write?',
    );
    expect(await run('documents:write', '--on', 'acne', '--for', 'nobody')).toContain('Did you mean acme?');
    expect(await run('documents:write', '--on', 'acme', '--for', 'anna@acme.example')).toContain(
      'Did you mean ana@acme.example?',
    );
    expect(await run('documents:write', '--on', 'acme', '--for', 'group:admin')).toContain(
      'Did you mean admins?',
    );
  });

  it('looks at what is given later', async () => {
    const words = [...ONLY, '--for', 'ana@acme.example'];
    expect((await organization(LATER).run(...words)).status).toBe(2);
    expect((await organization(LATER).run(...words, '--now')).status).toBe(0);
  });
});

describe('no outsiders', () => {
  it.each([
    ['all are members', [], 0],
    ['one is of another domain', ['--domain', 'acme.example'], 2],
    ['both domains are named', ['--domain', 'ACME.example', '--domain', 'other.example'], 0],
    ['a part of a domain is none', ['--domain', 'example.example', '--domain', 'acme.example'], 2],
    ['no domain', ['--domain', '@acme.example'], 1],
    ['an unknown organization', ['acne'], 1],
  ])('%s', async (_, words, status) => {
    expect((await organization(PEOPLE).run('assert', 'no-outsiders', ...words)).status).toBe(status);
  });
});

describe('no weakening', () => {
  const RAILS =
    'apiVersion: bylaw/v1\nkind: Guardrails\norganizations: acme\nlimits: { members: { count: 5 } }\n';
  const EXPECTED =
    'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n  x: { members: [bo@acme.example], cannot: ["documents:write"], on: acme }\n';

  it.each([
    ['nothing changes', 'access/rails.yaml', RAILS, 0, ''],
    [
      'a limit is raised',
      'access/rails.yaml',
      RAILS.replace('5', '9'),
      2,
      'In acme, the limit of members is raised',
    ],
    ['a limit is lowered', 'access/rails.yaml', RAILS.replace('5', '3'), 0, ''],
    [
      'the document is narrowed',
      'access/rails.yaml',
      RAILS.replace('members: { count: 5 }', 'groups: { count: 5 }'),
      2,
      'limit of members',
    ],
    ['an expectation is removed', 'access/x.yaml', '', 2, 'the expectation "x" is removed'],
    [
      'it expects less',
      'access/x.yaml',
      EXPECTED.replace('documents:write', 'documents:delete'),
      2,
      'expects less: cannot',
    ],
  ])('%s', async (_, file, text, status, told) => {
    const workspace = changed(PEOPLE);
    workspace.write('access/rails.yaml', RAILS);
    workspace.write('access/x.yaml', EXPECTED);
    workspace.write('old/access/rails.yaml', RAILS);
    workspace.write('old/access/x.yaml', EXPECTED);
    if (text === '') workspace.remove(file);
    else workspace.write(file, text);
    const { status: found, out } = await workspace.run('assert', 'no-weakening', '--base', './old');
    expect(out).toContain(told);
    expect(found).toBe(status);
  });

  it('tells a review that comes less often', async () => {
    const review = (every: string) =>
      PEOPLE.replace(
        'members:',
        `review: { every: ${every}, owners: [ana@acme.example], from: 2026-01-15 }\nmembers:`,
      );
    const workspace = changed(review('1 year'));
    workspace.write('old/access/acme.yaml', document(review('1 month')));
    const { status, out } = await workspace.run('assert', 'no-weakening', '--base', './old');
    expect([status, out]).toEqual([
      2,
      expect.stringContaining('is reviewed every 1 year, no more every 1 month'),
    ]);
  });

  it('tells authority that is given up, another address and a lowered lint rule', async () => {
    const workspace = changed(PEOPLE);
    workspace.write(
      'access/acme.yaml',
      workspace.read('access/acme.yaml').replace('authority: full', 'authority: declared'),
    );
    const file = workspace.read('bylaw.yaml').replace('127.0.0.1:1', '127.0.0.1:2');
    workspace.write('bylaw.yaml', `${file}lint: { unused-role: off }\n`);
    workspace.write('old/bylaw.yaml', `${workspace.read('old/bylaw.yaml')}lint: { unused-role: error }\n`);
    const { status, out } = await workspace.run('assert', 'no-weakening', '--base', './old', '--json');
    expect(status).toBe(2);
    expect(JSON.parse(out).weakenings.map(({ what }: { readonly what: string }) => what)).toEqual([
      'the documents of acme own no more all of: scope, role, member, group, assignment',
      'acme is reached elsewhere or otherwise',
      'the lint rule unused-role is lowered from error to off',
    ]);
  });
});

describe('the report', () => {
  it('is there in every format, with the same verdict', async () => {
    const workspace = changed(PEOPLE.replace('[viewer]', '[editor]'));
    for (const format of ['markdown', 'json', 'sarif', 'junit']) {
      const { status, out } = await workspace.run(...NO_NEW, '--format', format);
      expect(status, format).toBe(2);
      expect(out, format).toContain('bo@acme.example');
    }
    const json = JSON.parse((await workspace.run(...NO_NEW, '--json')).out);
    expect(json).toMatchObject({
      command: 'assert',
      result: 'failed',
      findings: [{ members: ['bo@acme.example'], scopes: ['acme'], from: null }],
    });
    expect(json.findings[0].because).not.toBeNull();
    const xml = (await workspace.run(...NO_NEW, '--format', 'junit')).out;
    expect(xml).toContain('<testsuite name="no-new-access" tests="1" failures="1" errors="0">');
  });

  it.each(['', 'no-new-acces'])('refuses the assertion %j', async (name) => {
    const { status, err } = await organization(PEOPLE).run('assert', ...(name === '' ? [] : [name]));
    expect(status).toBe(1);
    expect(err).toContain('no-new-access');
  });
});
