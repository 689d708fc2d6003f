import { expect, test } from 'vitest';
import { GITHUB_LIMITS } from '../../../../src/sandbox/github/door/github-limits.ts';
import { GithubClock } from '../../../../src/sandbox/github/world/github-clock.ts';
import { fastTime } from '../../fast-time.ts';
import { lesson } from '../named-for.ts';
import { acme, changesOf, rehearse, saidOf } from '../rehearsal.ts';

lesson('open-roles', () => {
  const SEED = acme({
    plan: 'enterprise',
    members: ['ben', 'chi'],
    customRepositoryRoles: [{ name: 'Release manager', base: 'write', permissions: ['create_tag'] }],
    organizationRoles: [{ name: 'auditor', permissions: ['read_audit_logs'] }],
    roleAssignments: { auditor: { users: ['chi'] } },
    teams: [{ name: 'Docs', members: ['ben'], repositories: { web: 'Release manager' } }],
    repositories: [{ name: 'web', collaborators: { ben: 'Release manager' } }],
  });

  test.each([{}, { graphql: false }])('roles are read by their names (%o)', async (settings) => {
    const { live } = await rehearse(SEED, { settings });
    expect(await live()).toMatchObject({
      'role:acme/release-manager': { title: 'Release manager', includes: ['write'] },
      'role:acme/auditor': {},
      'assignment:acme/repositories/web|group:acme/docs': { roles: ['release-manager'] },
      'assignment:acme/repositories/web|member:ben': { roles: ['release-manager'] },
      'assignment:acme|member:chi': { roles: ['auditor'] },
    });
  });

  test('a role that the organization does not have is told at its line, and what stands beside it is done', async () => {
    const { plan, apply } = await rehearse(
      acme({ members: ['ben', 'chi'], teams: [{ name: 'Docs' }], repositories: [{ name: 'web' }] }),
    );
    const documents = `roles: { boss: { title: boss, includes: [write], permissions: ["contents:push-protected"] } }
members: { octavia: { roles: [owner] }, ben: , chi: }
groups: { docs: { title: Docs } }
repositories: { web: { groups: { docs: { roles: [boss] } }, members: { chi: { roles: [admin] } } } }
`;
    const planned = await plan(documents);
    const about = planned.diagnostics.filter(({ code }) => code === 'not-supported');
    expect(about.map(({ message }) => message).join('\n')).toContain('no role boss');
    for (const { origin } of about) expect(origin).toMatchObject({ from: 'file' });
    expect((await apply(documents)).sent).toEqual(['PUT /repos/acme/web/collaborators/chi']);
  });
});

lesson('budget', () => {
  test('a hundred writes and a whole read stay within every limit of GitHub’s', async () => {
    const time = fastTime(Date.UTC(2026, 10, 29, 12));
    const people = Array.from({ length: 100 }, (_, n) => `person-${n}`);
    const { apply, standIn } = await rehearse(acme({ members: people, teams: [{ name: 'Everybody' }] }), {
      time,
      clock: new GithubClock(() => time.now()),
      limits: 'github',
    });
    const documents = `members: { octavia: { roles: [owner] }, ${people.map((one) => `${one}: `).join(', ')} }
groups: { everybody: { title: Everybody, members: [${people.join(', ')}] } }
`;
    const before = time.now();
    const { outcome, sent } = await apply(documents);
    expect(outcome.ok).toBe(true);
    expect(sent).toHaveLength(100);
    expect(standIn.exchanges.filter(({ status }) => status === 403 || status === 429)).toEqual([]);
    // A second lies between two writes: 60 a minute, where 80 are allowed.
    const minutes = (time.now() - before) / 60_000;
    expect(sent.length / minutes).toBeLessThan(GITHUB_LIMITS.contentPerMinute);
  });

  test('what GitHub asks to wait is waited, and then the run goes on', async () => {
    const { writer, standIn, time } = await rehearse(acme({ members: ['ben'] }));
    standIn.setFaults([{ kind: 'status', status: 429, retryAfter: 17, nth: 2 }]);
    const before = time.now();
    expect((await writer.read()).ok).toBe(true);
    expect(time.now() - before).toBeGreaterThanOrEqual(17_000);
  });

  test('no more than 32 requests are in flight at a time, where 100 are allowed', async () => {
    let inFlight = 0;
    let most = 0;
    const repositories = Array.from({ length: 40 }, (_, n) => ({ name: `repo-${n}` }));
    const { writer, standIn } = await rehearse(acme({ repositories }), {
      more: {
        onRequest: () => {
          inFlight += 1;
          most = Math.max(most, inFlight);
        },
      },
      onExchange: () => {
        inFlight -= 1;
      },
    });
    standIn.setFaults([{ kind: 'latency', ms: 5 }]);
    expect((await writer.read()).ok).toBe(true);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(32);
  });
});

lesson('unwritable', () => {
  test('archived, blocked, not there: each is told at its line, and everything else is done', async () => {
    const { plan, apply, live } = await rehearse(
      acme(
        {
          members: ['ben', 'chi'],
          blocked: ['troll'],
          teams: [{ name: 'Docs' }],
          repositories: [{ name: 'web' }, { name: 'attic', archived: true, collaborators: { ben: 'write' } }],
        },
        { users: [{ login: 'dan' }] },
      ),
    );
    const documents = `members: { octavia: { roles: [owner] }, ben: , chi: , troll: , nobody-of-that-name: , dan: }
groups: { docs: { title: Docs, members: [chi] } }
repositories:
  web: { members: { ben: { roles: [maintain] } } }
  attic: { members: { ben: { roles: [read] } } }
`;
    const planned = await plan(documents);
    const held = planned.diagnostics.filter(({ code }) => code === 'not-supported');
    expect(held.map(({ message }) => message).join('\n')).toMatch(/archived/);
    expect(held.map(({ message }) => message).join('\n')).toMatch(/blocks troll/);
    const { outcome, sent } = await apply(documents);
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['connector-refused']);
    expect(outcome.diagnostics[0]?.message).toContain('nobody-of-that-name');
    expect(outcome.diagnostics[0]?.origin).toMatchObject({ from: 'file' });
    expect(sent.filter((one) => /troll|attic|nobody/.test(one))).toEqual([]);
    expect(await live()).toMatchObject({
      'member:acme/dan': { state: 'invited' },
      'group:acme/docs': { members: ['chi'] },
      'assignment:acme/repositories/web|member:ben': { roles: ['maintain'] },
    });
  });

  test('a read that is not whole is none: nothing is planned of it', async () => {
    const { writer, standIn } = await rehearse(acme({ members: ['ben'] }));
    standIn.setFaults([{ kind: 'status', status: 500, match: { path: 'invitations' } }]);
    expect((await writer.read()).ok).toBe(false);
  });
});

lesson('read-only', () => {
  const SEED = acme(
    {
      members: ['ben', 'chi'],
      teams: [{ name: 'Docs', members: ['ben'] }],
      invitations: [{ login: 'dan' }],
      roleAssignments: { security_manager: { users: ['chi'] } },
      repositories: [{ name: 'web', collaborators: { 'hired-pen': 'write' } }],
    },
    { tokens: [{ value: 'ghp_reads', login: 'octavia', scopes: ['read:org'] }] },
  );

  test('what it does not show is unknown: nothing of it is removed, and the plan says which list and why', async () => {
    const { plan, apply, standIn } = await rehearse(SEED);
    const documents = `members: { octavia: { roles: [owner] }, ben: , chi: }
groups: { docs: { title: Docs, members: [ben] } }
repositories: { web: }
`;
    const planned = await plan(documents);
    expect(changesOf(planned).filter((one) => one.startsWith('delete'))).toEqual([]);
    const said = saidOf(planned)
      .filter((one) => one.startsWith('list-unknown'))
      .join('\n');
    expect(said).toMatch(/roles of organization acme/);
    expect(said).toMatch(/invitations of acme/);
    expect(said).toMatch(/admin:org|repo/);
    expect((await apply(documents)).sent).toEqual([]);
    expect(standIn.organization('acme').invitations.size).toBe(1);
  });
});
