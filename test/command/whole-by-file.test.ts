/** What people do with an organization works where it is reached by a connector file: questions, reviews, plans, undoing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { meddle } from './live.ts';
import { EVERYTHING_MEANT } from './meant.ts';
import { document, organization, type Stage, stageOf } from './workspaces.ts';

const FILE = readFileSync('schemas/connectors/access-api.yaml', 'utf8');
const BASE = 'members:\n  ada@acme.example: { roles: [admin] }\n  bo@acme.example:\n  cy@acme.example:\n';
const BEFORE = `${BASE}groups:\n  qa: { title: Testers, members: [bo@acme.example], roles: [viewer] }\n`;
const AFTER = `${BASE}groups:\n  qa: { title: Testers, members: [bo@acme.example, cy@acme.example], roles: [editor] }\n`;

/** The documents as they are live, reached by the file alone. */
async function byFile(body = BEFORE): Promise<Stage> {
  const stage = await stageOf(organization(body));
  stage.write('connectors/ours.yaml', FILE);
  stage.write('access/meant.yaml', EVERYTHING_MEANT);
  stage.write(
    'bylaw.yaml',
    stage
      .read('bylaw.yaml')
      .replace('connector: access-api', 'connector: access-api-file')
      .replace('organizations:', 'connectors: [connectors/ours.yaml]\norganizations:'),
  );
  expect(await stage.run('apply', '--yes', ...EMBEDDED.words)).toMatchObject({ status: 0, err: '' });
  return stage;
}

const DRIFTED = '/groups/{groups/qa}/members/{members/bo@acme.example}';

it('access who, why and what answer from the live platform, and doctor asks it', async () => {
  const stage = await byFile();
  const asked = async (...words: readonly string[]): Promise<string> => {
    const { status, out, err } = await stage.run('access', ...words, '--live');
    expect([words, status, err]).toEqual([words, 0, '']);
    return out;
  };
  expect(await asked('who', 'users:read', 'acme')).toContain('bo@acme.example');
  expect(await asked('what', 'bo@acme.example')).toContain('users:read, documents:read');
  expect(await asked('why', 'bo@acme.example', 'users:read', 'acme')).toMatch(
    /→ group qa +http[\s\S]*→ role viewer on acme +http/,
  );
  const { status, out } = await stage.run('doctor', '--engine', 'embedded');
  expect([status, out]).toEqual([
    0,
    expect.stringMatching(/ok +token +acme: a token that the platform takes/),
  ]);
  // What somebody did there is in the next answer.
  await meddle(stage, 'DELETE', DRIFTED);
  expect(await asked('who', 'users:read', 'acme')).not.toContain('bo@acme.example');
});

it('reviews are told and decided, and what a decision revokes is taken by the next apply', async () => {
  const review = '{ every: 3 months, owners: [ada@acme.example], from: 2026-01-15 }';
  const stage = await byFile(
    BEFORE.replace('qa: { title: Testers,', `qa: { title: Testers, review: ${review},`),
  );
  expect(await stage.plainly.run('reviews', '--at', '2026-04-16')).toMatchObject({
    status: 2,
    out: expect.stringContaining('bo@acme.example in group qa'),
  });
  stage.write('access/acme.yaml', document(BEFORE.replace('members: [bo@acme.example], ', '')));
  expect(await stage.run('apply', '--yes', ...EMBEDDED.words)).toMatchObject({ status: 0, err: '' });
  expect((await stage.run('access', 'who', 'users:read', 'acme', '--live')).out).not.toContain('bo@acme');
});

itOnBothEngines(
  'a saved plan is applied while the connector file is as it was, and an apply is undone',
  async ({ words }) => {
    const stage = await byFile();
    stage.write('access/acme.yaml', document(AFTER));
    expect((await stage.run('plan', '--out', 'saved.bylaw', ...words)).status).toBe(2);
    stage.write('connectors/ours.yaml', `${FILE}# looked at\n`);
    expect(await stage.run('apply', 'saved.bylaw', ...words)).toMatchObject({
      status: 1,
      err: expect.stringContaining(
        'error[plan-file-stale]: The documents are not those the plan was made from: connectors/ours.yaml changed.',
      ),
    });
    stage.write('connectors/ours.yaml', FILE);
    expect(await stage.run('apply', 'saved.bylaw', ...words)).toMatchObject({ status: 0, err: '' });
    expect((await stage.run('access', 'who', 'documents:write', 'acme', '--live')).out).toContain('cy@acme');

    const folder = join(stage.folder, '.bylaw/journal/acme');
    const journal = join(folder, String(readdirSync(folder).sort().at(-1)));
    const undone = await stage.run('undo', journal, '--apply', '--yes', '--url', stage.platform.url);
    expect(undone).toMatchObject({ status: 0, out: expect.stringContaining('- cy@acme.example') });
    expect((await stage.run('access', 'who', 'documents:write', 'acme', '--live')).out).not.toContain(
      'cy@acme',
    );
  },
);

it('a saved plan is refused where its platform file changed', async () => {
  const stage = await byFile();
  const platform = readFileSync('schemas/platforms/lumoauth.yaml', 'utf8').replace(
    /^name: lumoauth$/m,
    'name: ours',
  );
  stage.write('ours.yaml', platform);
  stage.write(
    'bylaw.yaml',
    stage.read('bylaw.yaml').replace('organizations:', 'platforms: [ours.yaml]\norganizations:'),
  );
  stage.write('access/acme.yaml', document(AFTER).replace('platform: lumoauth', 'platform: ours'));
  expect((await stage.run('plan', '--out', 'saved.bylaw', ...EMBEDDED.words)).status).toBe(2);
  stage.write('ours.yaml', `${platform}# looked at\n`);
  expect(await stage.run('apply', 'saved.bylaw', ...EMBEDDED.words)).toMatchObject({
    status: 1,
    err: expect.stringContaining('ours.yaml changed'),
  });
});
