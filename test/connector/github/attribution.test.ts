import { expect, test } from 'vitest';
import { githubWorkspace, withWorkspaceToken } from './at-the-command-line.ts';
import { githubOf } from './github-connections.ts';
import { acme } from './rehearsal.ts';

/** Who did it is asked where there is a log to ask, and is nobody where there is none. */

const DOCUMENTS = `title: Acme
members: { octavia: { roles: [owner] }, ben: }
groups: { docs: { title: Docs, members: [ben] } }
`;

async function drifted(plan: 'team' | 'enterprise') {
  const seed = acme({ plan, members: ['ben', 'chi'], teams: [{ name: 'Docs', members: ['ben', 'chi'] }] });
  const standIn = await githubOf({ seed: withWorkspaceToken(seed), everybodyExists: true });
  return githubWorkspace(standIn.url, { documents: DOCUMENTS });
}

test('GitHub keeps 180 days of the log of Enterprise Cloud', async () => {
  const workspace = await drifted('enterprise');
  const { status, out } = await workspace.run('drift', '--since', '2026-11-01');
  expect(status).toBe(2);
  expect(out).toContain(
    'Who did it in acme: the audit log since 2026-11-01T00:00:00Z was read, of which the platform keeps 180 days.',
  );
});

test('other plans have none, which is no silence of a log', async () => {
  const workspace = await drifted('team');
  const { status, out } = await workspace.run('drift');
  expect(status).toBe(2);
  expect(out).toContain('Who did it in acme: the platform has no audit log to ask; so nobody is named.');
  expect(out).not.toMatch(/ by |no matching event|audit-log-absent/);
  const { attribution } = JSON.parse((await workspace.run('drift', '--json')).out).organizations[0];
  expect(attribution).toEqual([{ from: 'audit-log', state: 'none', since: null, keepsDays: 180 }]);
});

test('there a receiver of webhooks may tell, and each name says so', async () => {
  const workspace = await drifted('team');
  const event = {
    organization: 'acme',
    at: '2026-11-20T09:00:00Z',
    actor: 'octavia',
    action: 'membership.added',
    address: 'group:acme/docs',
    entry: 'Chi',
    field: 'members',
    way: 'added',
  };
  workspace.write('events.jsonl', JSON.stringify(event));
  const { out } = await workspace.run('drift', '--webhook-log', 'events.jsonl');
  expect(out).toContain('chi was added to members of group docs');
  expect(out).toContain('by octavia at 2026-11-20T09:00:00Z (membership.added, by the webhook log)');
  expect(out).toContain('no audit log to ask; the webhook log events.jsonl tells of it from');
});
