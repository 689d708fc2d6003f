/** What became of what a review revoked: done is only what was looked for and is not there. */
import { expect, it } from 'vitest';
import { githubWorkspace } from '../connector/github/at-the-command-line.ts';
import { githubOf } from '../connector/github/github-connections.ts';
import { acme } from '../connector/github/rehearsal.ts';
import { EMBEDDED } from './bylaw.ts';
import { organization, stageOf, type Workspace } from './workspaces.ts';

const AT = ['--at', '2026-06-01'];

async function remediations(one: Workspace, ...words: readonly string[]) {
  const { status, out } = await one.run('reviews', '--live', '--json', ...AT, ...words);
  const { entries }: { entries: readonly { grant: string; remediation: string | null }[] } = JSON.parse(out);
  return [status, ...entries.map(({ grant, remediation }) => `${remediation} ${grant}`).sort()];
}

it('a group whose roles are revoked keeps the role that has a review of its own, and that is done', async () => {
  const review = 'review: { every: 1 year, owners: [ana@acme.example], from: 2026-01-01 }';
  const stage = await stageOf(
    organization(`members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example:
groups:
  qa:
    ${review}
    members: [bo@acme.example]
    roles: [auditor, { role: viewer, ${review} }]
`),
  );
  const apply = ['apply', ...EMBEDDED.words, ...AT];
  expect((await stage.run(...apply)).status).toBe(0);
  const decide = ['decide', 'revoke', 'group qa on acme', '--by', 'ana@acme.example', ...AT, '--write'];
  expect((await stage.run(...decide)).status).toBe(0);
  const url = ['--url', stage.platform.url];
  expect(await remediations(stage, ...url)).toContain('open group qa on acme');
  expect((await stage.run(...apply)).status).toBe(0);
  expect(await remediations(stage, ...url)).toContain('done group qa on acme');
  // The line itself may go, as the message says: what was looked at stands in the decision.
  stage.write('access/acme.yaml', stage.read('access/acme.yaml').replace('auditor, ', ''));
  expect((await stage.run('plan', ...EMBEDDED.words, ...AT)).status).toBe(0);
});

it('what could not be read is not done', async () => {
  const seed = acme({
    members: ['ben'],
    roleAssignments: { ci_cd_admin: { users: ['ben'] } },
  });
  const tokens = [
    { value: 'reads-less', login: 'octavia', scopes: ['read:org', 'repo'] },
    { value: 'reads-all', login: 'octavia', scopes: ['admin:org', 'repo'] },
  ];
  const standIn = await githubOf({ seed: { ...seed, tokens } });
  const workspace = githubWorkspace(standIn.url, {
    documents: `members:
  octavia: { roles: [owner] }
  ben: { roles: [{ role: ci_cd_admin, review: { every: 1 year, owners: [octavia], from: 2026-01-01 } }] }
decisions:
  - { member: ben, role: ci_cd_admin, decision: revoked, day: 2026-02-01, by: octavia }
`,
  });
  const grant = 'ci_cd_admin for ben on acme';
  const asking = (token: string) => workspace.with({ BYLAW_TOKEN: token });
  expect(await remediations(asking('reads-less'))).toEqual([2, `unknown ${grant}`]);
  expect(await remediations(asking('reads-all'))).toEqual([2, `open ${grant}`]);
});
