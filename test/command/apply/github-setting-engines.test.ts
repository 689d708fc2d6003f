/** What an organization on GitHub is set to, by both engines: changed once, and nothing to do then. */
import { expect } from 'vitest';
import { GithubClock } from '../../../src/sandbox/github/world/github-clock.ts';
import { githubOf } from '../../connector/github/github-connections.ts';
import { writesSentTo } from '../../connector/github/rehearsal.ts';
import { itOnBothEngines } from '../bylaw.ts';
import { TOKEN, workspaceOf } from '../workspaces.ts';

itOnBothEngines(
  'the base permission and who sees a team are changed, and the second plan is empty',
  async (engine) => {
    const standIn = await githubOf({
      clock: new GithubClock(),
      seed: {
        tokens: [{ value: TOKEN, login: 'octavia', scopes: ['admin:org', 'repo', 'user', 'read:audit_log'] }],
        organizations: [
          {
            login: 'acme',
            owners: ['octavia'],
            members: ['ben', 'chi'],
            basePermission: 'write',
            repositories: [{ name: 'web' }],
            teams: [{ name: 'Docs', members: ['ben'], repositories: { web: 'triage' } }],
          },
        ],
      },
    });
    const documents = (base: string, privacy: string) => `apiVersion: bylaw/v1
kind: Organization
name: acme
platform: github
authority: declared
settings: { base-permission: ${base} }
members: { octavia: { roles: [owner] }, ben: , chi: }
groups: { docs: { title: Docs, settings: { privacy: ${privacy} }, members: [ben] } }
repositories: { web: { title: web, groups: { docs: { roles: [triage] } } } }
`;
    const workspace = workspaceOf({
      'bylaw.yaml': `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["acme.yaml"]\norganizations:\n  acme: { connector: github, url: "${standIn.url}", token-env: BYLAW_TOKEN }\n`,
      'acme.yaml': documents('none', 'secret'),
    });

    const lowered = await workspace.run('apply', '--yes', ...engine.words);
    expect(lowered).toMatchObject({ err: '', status: 0 });
    expect([...writesSentTo(standIn)].sort()).toEqual(['PATCH /orgs/acme', 'PATCH /orgs/acme/teams/docs']);
    expect(standIn.organization('acme').basePermission).toBe('none');
    standIn.resetRequests();
    expect(await workspace.run('plan', ...engine.words)).toMatchObject({
      err: '',
      status: 0,
      out: expect.stringContaining('no changes'),
    });
    expect(await workspace.run('apply', '--yes', ...engine.words)).toMatchObject({ err: '', status: 0 });
    expect(writesSentTo(standIn)).toEqual([]);

    // Back: the team has less than everybody then, and the plan says so at the line.
    workspace.write('acme.yaml', documents('write', 'closed'));
    const raised = await workspace.run('plan', ...engine.words);
    expect(raised.err + raised.out).toMatch(
      /role-below-setting[\s\S]*Group docs is given triage on acme\/repositories\/web, and everybody in it has write there in any case: base-permission of acme is write\./,
    );
    expect(await workspace.run('apply', '--yes', ...engine.words)).toMatchObject({ status: 0 });
    expect(standIn.organization('acme').basePermission).toBe('write');
    standIn.resetRequests();
    expect((await workspace.run('plan', ...engine.words)).out).toContain('no changes');
    expect(writesSentTo(standIn)).toEqual([]);
  },
  120_000,
);
