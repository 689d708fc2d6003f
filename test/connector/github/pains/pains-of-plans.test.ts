import { expect, test } from 'vitest';
import { EVERYTHING_MEANT } from '../../../command/meant.ts';
import { githubWorkspace, withWorkspaceToken } from '../at-the-command-line.ts';
import { githubOf } from '../github-connections.ts';
import { pain } from '../named-for.ts';
import { acme, changesOf, rehearse, saidOf, writesSentTo } from '../rehearsal.ts';

const EMBEDDED = ['--engine', 'embedded'] as const;
const READERS = [
  ['GraphQL', {}],
  ['REST alone', { graphql: false }],
] as const;

const OCTAVIA = 'octavia: { roles: [owner] }';

pain('letter-case', () => {
  test.each(READERS)(
    'however a login, a team or a repository is spelled, there is no change, by %s',
    async (_, settings) => {
      const { plan } = await rehearse(
        acme({
          members: ['Ben-Hur'],
          teams: [{ name: 'Docs', members: ['BEN-hur'], repositories: { Web: 'write' } }],
          repositories: [{ name: 'Web', collaborators: { 'Hired-Pen': 'read' } }],
        }),
        { settings },
      );
      const planned = await plan(`members: { Octavia: { roles: [owner] }, BEN-HUR: }
groups: { docs: { title: Docs, members: [ben-Hur] } }
repositories: { web: { title: Web, groups: { docs: { roles: [write] } }, members: { HIRED-pen: { roles: [read] } } } }
`);
      expect(changesOf(planned)).toEqual([]);
    },
  );
});

pain('child-members', () => {
  test.each(READERS)('who is in a child alone is in no plan of its parent, by %s', async (_, settings) => {
    const { plan } = await rehearse(
      acme({
        members: ['ben', 'chi'],
        teams: [
          { name: 'Above', members: ['ben'] },
          { name: 'Below', parent: 'Above', maintainers: ['chi'] },
        ],
      }),
      { settings },
    );
    const planned = await plan(`members: { ${OCTAVIA}, ben: , chi: }
groups:
  above: { title: Above, members: [ben], groups: [below] }
  below: { title: Below, members: [{ member: chi, role: maintainer }] }
`);
    expect(changesOf(planned)).toEqual([]);
  });
});

pain('owner-maintainer', () => {
  test.each(READERS)(
    'who becomes an owner and is in a team makes no second plan, by %s',
    async (_, settings) => {
      const { plan, apply } = await rehearse(
        acme({ members: ['ben'], teams: [{ name: 'Docs', members: ['ben'] }] }),
        { settings },
      );
      const documents = `members: { ${OCTAVIA}, ben: { roles: [owner] } }
groups: { docs: { title: Docs, members: [ben] } }
`;
      expect((await apply(documents)).sent).toEqual(['PUT /orgs/acme/memberships/ben']);
      expect(changesOf(await plan(documents))).toEqual([]);
    },
  );
});

pain('inherited-grant', () => {
  test.each(READERS)(
    'what comes from a parent or a role is no grant, and no change, by %s',
    async (_, settings) => {
      const { plan, live } = await rehearse(
        acme({
          plan: 'enterprise',
          repositories: [{ name: 'web' }],
          roleAssignments: { all_repo_read: { teams: ['Readers'] } },
          teams: [
            { name: 'Above', repositories: { web: 'write' } },
            { name: 'Below', parent: 'Above' },
            { name: 'Readers' },
          ],
        }),
        { settings },
      );
      expect(Object.keys(await live()).filter((at) => at.startsWith('assignment:acme/'))).toEqual([
        'assignment:acme/repositories/web|group:acme/above',
      ]);
      const planned = await plan(`members: { ${OCTAVIA} }
groups:
  above: { title: Above, groups: [below] }
  below: { title: Below }
  readers: { title: Readers, roles: [all_repo_read] }
repositories: { web: { groups: { above: { roles: [write] } } } }
`);
      expect(changesOf(planned)).toEqual([]);
    },
  );
});

pain('base-role-null', () => {
  test('a role of the organization without a base role, however that is said, gives no second plan', async () => {
    const { plan } = await rehearse(
      acme({
        plan: 'enterprise',
        members: ['ben'],
        organizationRoles: [{ name: 'auditor', permissions: ['read_audit_logs'] }],
        roleAssignments: { auditor: { users: ['ben'] } },
      }),
    );
    const planned =
      await plan(`roles: { auditor: { title: auditor, includes: [member], permissions: ["org-audit-log:read"] } }
members: { ${OCTAVIA}, ben: { roles: [auditor] } }
`);
    expect(changesOf(planned).filter((one) => one.includes('assignment'))).toEqual([]);
  });
});

pain('one-bad-file', () => {
  test('a file that says nothing any more removes nobody: an apply refuses, and names the file or the loss', async () => {
    const members = Array.from({ length: 12 }, (_, n) => `person-${n}`);
    const seed = acme({ members, teams: [{ name: 'Docs', members }], repositories: [{ name: 'web' }] });
    for (const documents of [`members: { ${OCTAVIA} }\n`, `members: { ${OCTAVIA}\n`]) {
      const standIn = await githubOf({ seed: withWorkspaceToken(seed) });
      const workspace = githubWorkspace(standIn.url, { documents });
      const { status, err, out } = await workspace.run('apply', '--yes', ...EMBEDDED);
      expect(status).not.toBe(0);
      expect(`${err}${out}`).toMatch(/mass-removal|removal-limit|access\/acme\.yaml:\d+/);
      expect(writesSentTo(standIn)).toEqual([]);
      expect(standIn.organization('acme').members.size).toBe(13);
    }
  });
});

pain('removal-limit', () => {
  test('a clean-up that is meant has its exception, and the refusal names it', async () => {
    const members = Array.from({ length: 6 }, (_, n) => `person-${n}`);
    const standIn = await githubOf({
      seed: withWorkspaceToken(acme({ members, repositories: [{ name: 'web' }] })),
    });
    const workspace = githubWorkspace(standIn.url, {
      documents: `members: { ${OCTAVIA} }\nrepositories: { web: }\n`,
    });
    const refused = await workspace.run('apply', '--yes', ...EMBEDDED);
    expect(refused.status).not.toBe(0);
    expect(`${refused.err}${refused.out}`).toContain('exceptions:');
    expect(writesSentTo(standIn)).toEqual([]);
    workspace.write('access/rails.yaml', EVERYTHING_MEANT);
    const meant = await workspace.run('apply', '--yes', ...EMBEDDED);
    expect({ status: meant.status, err: meant.err }).toEqual({ status: 0, err: '' });
    expect(standIn.organization('acme').members.size).toBe(1);
  });
});

const DRY = acme({
  plan: 'enterprise',
  members: ['ben', 'chi'],
  teams: [{ name: 'Docs', members: ['ben'], repositories: { web: 'read' } }],
  repositories: [{ name: 'web' }],
});
const OTHERWISE = `members: { ${OCTAVIA}, ben: , dan: }
groups: { docs: { title: Docs, members: [dan] }, new: { title: New } }
repositories: { web: { groups: { docs: { roles: [admin] } } } }
`;

pain('dry-run-calls', () => {
  test('a plan of everything that can change sends no request that writes', async () => {
    const standIn = await githubOf({ seed: withWorkspaceToken(DRY), everybodyExists: true });
    const planned = await githubWorkspace(standIn.url, { documents: OTHERWISE }).run('plan', ...EMBEDDED);
    expect(planned.err).toBe('');
    expect(planned.out).toMatch(/changes/);
    expect(standIn.requests().length).toBeGreaterThan(10);
    expect(writesSentTo(standIn)).toEqual([]);
  });
});

pain('real-dry-run', () => {
  test('what a plan says is what the apply of the plan sends, and then there is nothing more to do', async () => {
    const { plan, apply, standIn } = await rehearse({ ...DRY, users: [{ login: 'dan' }] });
    const planned = await plan(OTHERWISE);
    expect(writesSentTo(standIn)).toEqual([]);
    const { outcome, sent } = await apply(OTHERWISE);
    expect(outcome.ok).toBe(true);
    // Each request is of something that the plan names, and each change of the plan has its request.
    const NAMES: Readonly<Record<string, RegExp>> = {
      'member:acme/dan': /memberships\/dan$/,
      'member:acme/chi': /DELETE .*memberships\/chi$/,
      'group:acme/docs': /teams\/docs\/memberships/,
      'group:acme/new': /POST \/orgs\/acme\/teams$|teams\/new/,
      'assignment:acme/repositories/web|group:acme/docs': /teams\/docs\/repos\/acme\/web$/,
    };
    expect(planned.changes.map(({ address }) => address).sort()).toEqual(Object.keys(NAMES).sort());
    for (const [address, request] of Object.entries(NAMES)) {
      expect(
        sent.some((one) => request.test(one)),
        address,
      ).toBe(true);
    }
    for (const one of sent)
      expect(
        Object.values(NAMES).some((request) => request.test(one)),
        one,
      ).toBe(true);
    expect(changesOf(await plan(OTHERWISE)).filter((one) => !one.startsWith('deferred'))).toEqual([]);
  });
});

pain('who-did-it', () => {
  test('drift says who changed it, where GitHub keeps a log, and guesses at nobody where it does not', async () => {
    for (const plan of ['enterprise', 'team'] as const) {
      const seed = withWorkspaceToken(
        acme({ plan, members: ['ben', 'chi'], teams: [{ name: 'Docs', members: ['ben'] }] }),
      );
      const standIn = await githubOf({ seed });
      const workspace = githubWorkspace(standIn.url, {
        documents: `members: { ${OCTAVIA}, ben: , chi: }
groups: { docs: { title: Docs, members: [ben] } }
`,
      });
      await standIn.ask('PUT', '/orgs/acme/teams/docs/memberships/chi');
      standIn.resetRequests();
      const { out, status } = await workspace.run('drift');
      expect(status).not.toBe(0);
      expect(out).toContain('chi');
      if (plan === 'enterprise') expect(out).toMatch(/octavia/);
      else expect(out).not.toMatch(/by octavia|octavia added|octavia \(/);
      expect(writesSentTo(standIn)).toEqual([]);
    }
  });
});

pain('only-managed', () => {
  test('under `authority: declared` what is not written is no drift and no change', async () => {
    const seed = withWorkspaceToken(
      acme({
        members: ['ben', 'chi'],
        teams: [
          { name: 'Docs', members: ['ben'] },
          { name: 'Others', members: ['chi'] },
        ],
      }),
    );
    const standIn = await githubOf({ seed });
    const workspace = githubWorkspace(standIn.url, {
      authority: 'declared',
      documents: `groups: { docs: { title: Docs, members: [ben] } }\nmembers: { ben: }\n`,
    });
    const planned = await workspace.run('plan', ...EMBEDDED);
    expect(planned.out).toMatch(/no changes/);
    expect((await workspace.run('drift')).status).toBe(0);
  });
});

pain('role-holders', () => {
  test('who holds a role and is not written loses it; written for nobody, nobody holds it', async () => {
    const { apply, standIn } = await rehearse(
      acme({ members: ['ben', 'chi'], roleAssignments: { security_manager: { users: ['ben', 'chi'] } } }),
    );
    await apply(`members: { ${OCTAVIA}, ben: { roles: [security_manager] }, chi: }\n`);
    const holders = () => {
      const role = [...standIn.organization('acme').roles.values()].find(
        ({ name }) => name === 'security_manager',
      );
      return [...(role === undefined ? [] : role.users)].map((id) => standIn.world.user(id).login);
    };
    expect(holders()).toEqual(['ben']);
    await apply(`members: { ${OCTAVIA}, ben: , chi: }\n`);
    expect(holders()).toEqual([]);
  });
});

pain('role-id', () => {
  test('a role is found by its name; no number of one stands in a document or in the source', async () => {
    const { plan } = await rehearse(
      acme({ members: ['ben'], roleAssignments: { all_repo_read: { users: ['ben'] } } }),
    );
    const planned = await plan(`members: { ${OCTAVIA}, ben: { roles: [all_repo_read] } }\n`);
    expect(changesOf(planned)).toEqual([]);
    expect(saidOf(planned).join('\n')).not.toMatch(/\b(138|813\d)\b/);
  });
});
