import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { validator } from '../policy/editor.ts';
import { documentsOf } from '../policy/fixture.ts';
import { atriumExample, document, lumoauthExample, organization, workspaceOf } from './workspaces.ts';

const report = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const validReport = new Ajv2020({ strict: false }).compile(report);

interface Printed {
  readonly title: string;
  readonly $defs: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}

function printed(text: string): Printed {
  return JSON.parse(text);
}

/** Where a definition lists its values. */
function choices(schema: Printed, name: string): readonly string[] {
  return schema.$defs[name]?.enum ?? [];
}

it('a workspace is offered its connectors: those in code, those of products, and those of its own files', async () => {
  const one = lumoauthExample();
  one.write('ours.yaml', readFileSync('schemas/connectors/access-api.yaml', 'utf8'));
  one.write(
    'bylaw.yaml',
    one.read('bylaw.yaml').replace('organizations:', 'connectors: [ours.yaml]\norganizations:'),
  );
  const ran = await one.run('schema');
  expect(ran).toMatchObject({ status: 0, err: '' });
  const { properties } = JSON.parse(ran.out).$defs['Workspace:organization'];
  const offered = JSON.stringify(properties.connector);
  for (const name of ['access-api', 'github', 'scim', 'jupyterhub', 'access-api-file'])
    expect(offered).toContain(JSON.stringify(name));
  expect(offered).toContain('Platforms that speak the Access API, by a connector file.');
  // Another name may be that of a file that is not listed yet: the check says whether it is.
  expect(offered).toContain('$ref');
});

describe('bylaw schema --platform', () => {
  it('needs no workspace', async () => {
    const ran = await workspaceOf({}).run('schema', '--platform', 'bilbis');
    expect(ran).toMatchObject({ status: 0, err: '' });
    const schema = printed(ran.out);
    expect(schema.title).toBe('Bylaw on Bilbis');
    expect(choices(schema, 'bilbis:role-organization')).toEqual(['owner', 'admin', 'developer', 'viewer']);
    expect(choices(schema, 'bilbis:platform')).toEqual([]);
  });

  it('takes a platform file', async () => {
    const { run, folder } = workspaceOf({});
    cpSync('test/fixtures/platforms/atrium.yaml', join(folder, 'atrium.yaml'));
    const ran = await run('schema', '--platform', 'atrium.yaml');
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(Object.keys(printed(ran.out).$defs)).toContain('atrium:scopes-workspace');
  });

  it('finds a platform of the workspace’s own by its name', async () => {
    const { run } = atriumExample();
    const here = await run('schema', '--platform', 'atrium');
    expect(here).toMatchObject({ status: 0, err: '' });
    expect(Object.keys(printed(here.out).$defs).some((name) => name.startsWith('@'))).toBe(false);
    const named = await run('schema', '--platform', 'atrium', '--workspace', '.');
    expect(named).toMatchObject({ status: 0, err: '' });
    expect(choices(printed(named.out), '@acme:child')).toEqual(['crew', 'night']);
  });

  it.each([
    [
      ['--platform', 'bilbs'],
      /error\[unknown-platform\]: There is no platform "bilbs".*Did you mean bilbis\?/s,
    ],
    [['--platform', 'nothing.yaml'], /error\[file-unreadable\]/],
    [
      ['--platform', '/dev/zero'],
      /error\[file-unreadable\]: Cannot read \/dev\/zero: it is not a regular file/,
    ],
    [['bilbis'], /error\[usage\]: bylaw schema takes no "bilbis".*--platform/s],
    [[], /error\[file-unreadable\]: There is no workspace file.*--workspace/s],
    [['--workspace', 'elsewhere'], /error\[file-unreadable\]/],
    [['--diff'], /error\[usage\]/],
  ])('%s: status 1, nothing on stdout', async (words, said) => {
    const { run } = workspaceOf({});
    const ran = await run('schema', ...words);
    expect(ran).toMatchObject({ status: 1, out: '' });
    expect(ran.err).toMatch(said);
    const json = await run('schema', ...words, '--json');
    expect(json).toMatchObject({ status: 1, err: '' });
    expect(validReport(JSON.parse(json.out)) ? [] : validReport.errors).toEqual([]);
  });
});

describe('bylaw schema in a workspace', () => {
  it('knows the names that exist there, and takes all its files', async () => {
    const { run, read } = lumoauthExample();
    const ran = await run('schema');
    expect(ran).toMatchObject({ status: 0, err: '' });
    const validate = validator(printed(ran.out));
    for (const file of [
      'bylaw.yaml',
      'access/organization.yaml',
      'access/people.yaml',
      'access/groups.yaml',
    ]) {
      for (const { value } of documentsOf(read(file), file)) {
        expect(validate(value) ? [] : validate.errors, file).toEqual([]);
      }
    }
    expect(choices(printed(ran.out), '@acme:child')).toContain('platform');
    expect(ran.out).toMatch(/"[^"\n]*\(access\/groups\.yaml:\d+\)"/);
  });

  it('is the same wherever it is printed from, and twice', async () => {
    const workspace = lumoauthExample();
    const here = await workspace.run('schema');
    const again = await workspace.run('schema', '--workspace', workspace.folder);
    const elsewhere = await workspaceOf({}).run(
      'schema',
      '--workspace',
      join(workspace.folder, 'bylaw.yaml'),
    );
    expect(again.out).toBe(here.out);
    expect(elsewhere.out).toBe(here.out);
  });

  it('prints a report with --json, as every command does', async () => {
    const { run } = lumoauthExample();
    const ran = await run('schema', '--json');
    expect(ran).toMatchObject({ status: 0, err: '' });
    const told = JSON.parse(ran.out);
    expect(validReport(told) ? [] : validReport.errors).toEqual([]);
    expect(told).toMatchObject({
      command: 'schema',
      result: 'ok',
      platforms: ['lumoauth'],
      organizations: ['acme'],
    });
    expect(told.schema).toEqual(printed((await run('schema')).out));
  });

  it('tells what is wrong with the documents instead of half a schema', async () => {
    const { run } = organization('members:\n  ana@acme.example: { rolls: [admin] }\n');
    const ran = await run('schema');
    expect(ran).toMatchObject({ status: 1, out: '' });
    expect(ran.err).toMatch(/error\[unknown-key\].*access\/acme\.yaml:7:23/s);
  });

  it('says warnings beside it, not in it', async () => {
    const made = organization('members:\n  ana@acme.example:\n');
    made.write('access/other.yaml', document('').replace('name: acme', 'name: other'));
    const ran = await made.run('schema');
    expect(ran.status).toBe(0);
    expect(ran.err).toMatch(/^warning\[unknown-organization\]/);
    expect(() => JSON.parse(ran.out)).not.toThrow();
  });

  it('holds no text that could disguise what is around it', async () => {
    const made = organization(
      'members:\n  ana@acme.example:\ngroups:\n  qa: { title: "a\\u00ad\\u200b b <script>", members: [] }\n',
    );
    const ran = await made.run('schema');
    expect(ran.status).toBe(0);
    expect(ran.out).not.toMatch(/[\u00ad\u200b]/);
    expect(JSON.stringify(printed(ran.out).$defs['@acme:child'])).toContain('<script>');
  });
});
