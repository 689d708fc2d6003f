/** Pages whose commands and outputs are followed step by step, with real terraform where they show it. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { organization, stageOf } from '../command/workspaces.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { follow } from './transcript.ts';

const PAGES: readonly (readonly [page: string, documents: string, commands: number])[] = [
  ['engines', 'members:\n  ana@acme.example: { roles: [admin] }\n', 5],
  [
    'plan-files',
    'members:\n  bo@acme.example:\ngroups:\n  writers: { title: Writers, members: [bo@acme.example], roles: [editor] }\n',
    5,
  ],
];

itWithTerraform('docs/gitops.md holds what it shows', async () => {
  const written = organization('members:\n  ana@acme.example: { roles: [admin] }\n');
  const who = { GIT_AUTHOR_NAME: 'Ana', GIT_AUTHOR_EMAIL: 'ana@acme.example' };
  const stage = await stageOf(
    written.with({ ...who, GIT_COMMITTER_NAME: 'Ana', GIT_COMMITTER_EMAIL: 'ana@acme.example' }),
  );
  stage.write('bylaw.yaml', stage.read('bylaw.yaml').replace(/http:[^"]+/, stage.platform.url));
  expect((await stage.run('apply', '--yes')).status).toBe(0);
  expect(await follow(readFileSync('docs/gitops.md', 'utf8'), stage, (text) => text)).toBe(8);
});

for (const [page, documents, commands] of PAGES) {
  itWithTerraform(`docs/${page}.md holds what it shows`, async () => {
    const stage = await stageOf(organization(documents));
    stage.write('bylaw.yaml', stage.read('bylaw.yaml').replace(/http:[^"]+/, stage.platform.url));
    expect(await follow(readFileSync(`docs/${page}.md`, 'utf8'), stage, (text) => text)).toBe(commands);
  });
}
