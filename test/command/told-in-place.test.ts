import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itOnBothEngines } from './bylaw.ts';
import { document, organization, stageOf } from './workspaces.ts';

const PEOPLE = `members:
  ana@acme.example: { roles: [admin] }
groups:
  qa: { title: QA, members: [ana@acme.example] }
`;

describe('what the platform refuses', () => {
  itOnBothEngines('is told at the line that asks for it, with the request beside', async (engine) => {
    const stage = await stageOf(organization(PEOPLE));
    stage.platform.setFaults([{ kind: 'status', status: 403, match: { operationId: 'addGroupMember' } }]);
    const { status, out } = await stage.run('apply', '--yes', ...engine.words);
    expect(status).toBe(1);
    expect(out).toMatch(
      /error\[token-forbidden\]: The token may not POST \S+\/groups\/\S+\/members[^\n]*\n {2}--> access\/acme\.yaml:9:30\n/,
    );
    expect(out).toMatch(/::: http:\S+\/groups\/\S+: the request/);
  });
});

describe('plan of several organizations', () => {
  it('shows those that can be read beside the error of the others', async () => {
    const made = organization(PEOPLE);
    made.write(
      'access/beta.yaml',
      document('members: { bo@beta.example: { roles: [admin] } }\n').replace('acme', 'beta'),
    );
    made.write(
      'bylaw.yaml',
      `${made.read('bylaw.yaml')}  beta: { connector: access-api, url: "http://127.0.0.1:1" }\n`,
    );
    const stage = await stageOf(made);
    const plan = (...words: readonly string[]) => stage.run('plan', '--engine', 'embedded', ...words);
    const text = await plan('--out', 'both.bylaw');
    expect(text.status).toBe(1);
    expect(text.out).toContain('acme: 3 changes');
    expect(text.out).toContain('error[unknown-live-organization]');
    expect(text.err).toBe('"both.bylaw" is not written: not everything is planned.\n');
    expect(existsSync(join(stage.folder, 'both.bylaw'))).toBe(false);
    const json = await plan('--json');
    expect(json.status).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      result: 'error',
      organizations: [{ organization: 'acme' }],
    });
    const markdown = await plan('--markdown');
    expect(markdown.status).toBe(1);
    expect(markdown.out).toContain('unknown-live-organization');
    const alone = await plan('beta');
    expect(alone).toMatchObject({ status: 1, out: '' });
  });
});
