/** Every kind of document has a reader, and `bylaw check` says what no reader takes. */
import { describe, expect, it } from 'vitest';
import { DOCUMENT_KINDS, type DocumentKind } from '../../src/policy/document-kind.ts';
import { NESTED } from '../policy/fixture.ts';
import { workspaceOf } from './workspaces.ts';

const WORKSPACE = `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
platforms: [nested.yaml]
connectors: [small.yaml]
organizations:
  acme: { connector: access-api, url: "http://127.0.0.1:9" }
`;

const FILES: Readonly<Record<string, string>> = {
  'bylaw.yaml': WORKSPACE,
  'nested.yaml': NESTED,
  'small.yaml': `apiVersion: bylaw/v1
kind: Connector
name: small
auth: { bearer: BYLAW_TOKEN }
consistent: twice
lists:
  users: { get: /users, items: data, id: id, page: none, whole: unpaged }
read:
  member: [{ from: users, key: email, state: { const: active } }]
`,
  'access/acme.yaml':
    'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: nested\nmembers:\n  ana@acme.example: { roles: [admin] }\n',
  'access/rails.yaml':
    'apiVersion: bylaw/v1\nkind: Guardrails\norganizations: acme\nlimits: { members: { count: 3 } }\n',
  'access/rules.yaml':
    'apiVersion: bylaw/v1\nkind: Rules\norganizations: acme\nrules:\n  ours: { rule: email-domains, domains: acme.example }\n',
  'access/people.yaml':
    'apiVersion: bylaw/v1\nkind: People\npeople:\n  ana: { keys: { acme: ana@acme.example } }\n',
  'access/tests.yaml':
    'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n  nobody else reads users:\n    members: ana@acme.example\n    can: users:read\n    on: acme\n',
};

const FILE_OF: Readonly<Record<DocumentKind, string>> = {
  Organization: 'access/acme.yaml',
  Workspace: 'bylaw.yaml',
  Platform: 'nested.yaml',
  Expectations: 'access/tests.yaml',
  Guardrails: 'access/rails.yaml',
  Rules: 'access/rules.yaml',
  People: 'access/people.yaml',
  Connector: 'small.yaml',
};

/** The files with another text behind one of them, or one more file. */
function checkWith(file: string, more: string) {
  return workspaceOf({ ...FILES, [file]: `${FILES[file] ?? ''}${more}` }).run('check');
}

it('the workspace by itself is in order', async () => {
  expect(await checkWith('bylaw.yaml', '')).toMatchObject({ status: 0, err: '' });
});

describe('a document of each kind is read, so that a key too many is seen:', () => {
  it.each(DOCUMENT_KINDS)('%s', async (kind) => {
    const { status, err } = await checkWith(FILE_OF[kind], 'nonsense: true\n');
    expect(status).toBe(1);
    expect(err).toContain(`error[unknown-key]: "nonsense"`);
    expect(err).toContain(`  --> ${FILE_OF[kind]}:`);
  });
});

describe('a kind that has no reader is refused:', () => {
  it.each([
    ['Guardrail', 'Did you mean `Guardrails`?'],
    ['Expectation', 'Did you mean `Expectations`?'],
    ['organization', 'Did you mean `Organization`?'],
    [
      'toString',
      'Allowed: Organization, Workspace, Platform, Expectations, Guardrails, Rules, People, Connector.',
    ],
    [
      '__proto__',
      'Allowed: Organization, Workspace, Platform, Expectations, Guardrails, Rules, People, Connector.',
    ],
  ])('%s', async (kind, hint) => {
    const text = `apiVersion: bylaw/v1\nkind: ${kind}\nmax-removals: 1\nnonsense: true\n`;
    const { status, err } = await checkWith('access/limits.yaml', text);
    expect(status).toBe(1);
    expect(err).toContain(`error[unknown-kind]: The kind "${kind}" is not one Bylaw knows.`);
    expect(err).toContain('  --> access/limits.yaml:2:7');
    expect(err).toContain(`help: ${hint}`);
  });
});

describe('a document that no reader takes where it is, is told of:', () => {
  const ORGANIZATION = 'apiVersion: bylaw/v1\nkind: Organization\nname: other\nplatform: nested\n';
  it.each([
    [
      'a platform that no line names',
      'access/own.yaml',
      NESTED.replace('name: nested', 'name: own'),
      'The document of kind Platform is not read: its file is not named under platforms.',
    ],
    [
      'a second workspace',
      'access/more.yaml',
      WORKSPACE,
      'The document of kind Workspace is not read: its file is not the workspace file.',
    ],
    [
      'an organization behind the workspace',
      'bylaw.yaml',
      `---\n${ORGANIZATION}`,
      'The document of kind Organization is not read: only the first document of bylaw.yaml is.',
    ],
    [
      'a platform behind another',
      'nested.yaml',
      `---\n${NESTED.replace('name: nested', 'name: own')}`,
      'The document of kind Platform is not read: only the first document of nested.yaml is.',
    ],
    [
      'one of no kind behind the workspace',
      'bylaw.yaml',
      '---\nkind: Guardrails\n',
      'The document is not read: only the first document of bylaw.yaml is.',
    ],
  ])('%s', async (_, file, text, message) => {
    const { status, out, err } = await checkWith(file, text);
    expect(status).toBe(0);
    expect(out + err).toContain(`warning[file-not-read]: ${message}`);
  });

  it('and where the patterns find every file, what is named is read once and not told of', async () => {
    const made = workspaceOf({ ...FILES, 'bylaw.yaml': WORKSPACE.replace('access/*.yaml', '**/*.yaml') });
    const checked = await made.run('check');
    expect(checked.out + checked.err).not.toContain('file-not-read');
    expect(checked.status).toBe(0);
  });

  it('an organization behind the workspace is read where a pattern finds that file', async () => {
    const made = workspaceOf({
      ...FILES,
      'bylaw.yaml': `${WORKSPACE.replace('access/*.yaml', '*.yaml')}---\n${FILES['access/acme.yaml']}`,
    });
    const checked = await made.run('check');
    expect(checked.out + checked.err).not.toContain('file-not-read');
  });
});
