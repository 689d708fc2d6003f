import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Write } from '../../../../src/plan/write/write.ts';
import { given, group, joins, person, team } from '../../attributes.ts';
import { codesOf, must } from '../../connections.ts';
import { demand } from '../named-for.ts';
import { acme, changesOf, rehearse, saidOf, writesSentTo } from '../rehearsal.ts';

const VERSIONS = ['2022-11-28', '2026-03-10'];

demand('once', () => {
  const SEED = acme(
    { members: ['ben'], teams: [{ name: 'Docs' }], repositories: [{ name: 'web' }] },
    { users: [{ login: 'eve' }] },
  );
  const WRITES: readonly Write[] = [
    { write: 'create-group', group: group('tools') },
    joins('eve'),
    { write: 'add-group-member', group: 'acme/docs', member: 'ben' },
    { write: 'put-assignment', assignment: given('acme/repositories/web', team('acme/docs'), ['write']) },
    { write: 'put-assignment', assignment: given('acme', person('ben'), ['owner']) },
  ];

  test.each(WRITES)('done, and its answer lost: one request, then a read ($write)', async (write) => {
    const { writer, standIn } = await rehearse(SEED);
    must(await writer.read());
    standIn.resetRequests();
    const method = write.write === 'create-group' ? 'POST' : 'PUT';
    standIn.setFaults([{ kind: 'drop-after-write', match: { method, path: '^/(?!graphql)' }, nth: 1 }]);
    expect(codesOf(await writer.write(write))).toEqual([]);
    const sent = standIn.requests().filter(({ path }) => path !== '/graphql');
    expect(sent.filter((one) => one.method === method)).toHaveLength(1);
    // What comes next is a read, and it says that it happened.
    const at = sent.findIndex((one) => one.method === method);
    expect(sent[at + 1]?.method).toBe('GET');
  });

  test.each([500, 502, 503, 504])(
    'a create answered by %i is one POST until a read has said that it did not happen',
    async (status) => {
      const { writer, standIn } = await rehearse(SEED);
      must(await writer.read());
      standIn.resetRequests();
      standIn.setFaults([{ kind: 'status', status, match: { method: 'POST', path: 'teams$' }, nth: 1 }]);
      expect(codesOf(await writer.write({ write: 'create-group', group: group('tools') }))).toEqual([]);
      const sent = standIn
        .requests()
        .map(({ method, path, status: answered }) => `${method} ${path} ${answered}`);
      const posts = sent.flatMap((one, n) => (one.startsWith('POST /orgs/acme/teams') ? [n] : []));
      expect(posts).toHaveLength(2);
      expect(
        sent.slice(posts[0], posts[1]).some((one) => one.startsWith('GET /orgs/acme/teams/tools 404')),
      ).toBe(true);
    },
  );
});

demand('versions', () => {
  test.each(VERSIONS)(
    'every request names it, and reads and writes go the same way under %s',
    async (version) => {
      const { apply, plan, standIn } = await rehearse(
        acme({ members: ['ben'], repositories: [{ name: 'web' }] }, { users: [{ login: 'dan' }] }),
        { settings: { 'api-version': version } },
      );
      const documents = `members: { octavia: { roles: [owner] }, ben: , dan: }
groups: { docs: { title: Docs, members: [ben] } }
repositories: { web: { groups: { docs: { roles: [write] } } } }
`;
      expect((await apply(documents)).outcome.ok).toBe(true);
      expect(changesOf(await plan(documents)).filter((one) => !one.startsWith('deferred'))).toEqual([]);
      for (const { requestHeaders } of standIn.exchanges) {
        expect(requestHeaders['x-github-api-version']).toBe(version);
      }
    },
  );

  test('410 is an error of its own, with the way out, of reads and of writes', async () => {
    const { writer, standIn } = await rehearse(acme({ members: ['ben'] }));
    must(await writer.read());
    standIn.setFaults([{ kind: 'status', status: 410 }]);
    for (const told of [await writer.read(), await writer.write(joins('dan'))]) {
      expect(codesOf(told)).toEqual(['api-version-ended']);
    }
  });

  test('an end that GitHub announces is shown, with its day', async () => {
    const { writer } = await rehearse(acme(), {
      versionEnds: { '2022-11-28': { deprecation: '2026-03-10T00:00:00Z', sunset: '2028-03-10T00:00:00Z' } },
    });
    const read = await writer.read();
    const told = read.diagnostics.filter(({ code }) => code === 'api-version-ending');
    expect(told.map(({ message }) => message).join('\n')).toContain('2028-03-10');
  });

  test('451 is an outcome of that item: who is under trade controls stays, and the rest is done', async () => {
    const { apply } = await rehearse(
      acme(
        { members: ['ben', 'chi'] },
        { users: [{ login: 'dan' }, { login: 'sanctioned', tradeControlled: true }] },
      ),
      { settings: { 'api-version': '2026-03-10' } },
    );
    const { outcome, sent } = await apply(`members: { octavia: { roles: [owner] }, ben: , dan: , sanctioned: }
`);
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['connector-refused']);
    expect(outcome.diagnostics[0]?.message).toMatch(/legal reasons.*451/);
    expect(outcome.diagnostics[0]?.origin).toMatchObject({ from: 'file' });
    expect(sent).toContain('PUT /orgs/acme/memberships/dan');
    expect(sent).toContain('DELETE /orgs/acme/memberships/chi');
  });
});

demand('roles', () => {
  const SEED = acme({
    plan: 'enterprise',
    members: ['ben', 'chi', 'sid'],
    organizationRoles: [{ name: 'auditor', permissions: ['read_audit_logs'] }],
    teams: [{ name: 'Security', members: ['ben', 'chi'] }],
    roleAssignments: {
      security_manager: { teams: ['Security'], users: ['chi', 'sid'] },
      auditor: { users: ['sid'] },
    },
  });

  test('who holds a role by a team alone holds it not directly; who holds it both ways does', async () => {
    const { live } = await rehearse(SEED);
    const found = await live();
    expect(found).toMatchObject({
      'assignment:acme|group:acme/security': { roles: ['security_manager'] },
      'assignment:acme|member:chi': { roles: ['security_manager'] },
      'assignment:acme|member:sid': { roles: ['auditor', 'security_manager'] },
    });
    expect(found).not.toHaveProperty(['assignment:acme|member:ben']);
  });

  test('who is not written holds it no more: nobody else, and where none is written, nobody', async () => {
    const { apply, live, standIn } = await rehearse(SEED);
    const { outcome, sent } =
      await apply(`roles: { auditor: { title: auditor, includes: [member], permissions: ["org-audit-log:read"] } }
members: { octavia: { roles: [owner] }, ben: , chi: , sid: }
groups: { security: { title: Security, members: [ben, chi] } }
`);
    const roles = sent.filter((one) => one.includes('/organization-roles/'));
    expect(roles.map((one) => one.replace(/\d+$/, 'ID')).sort()).toEqual([
      'DELETE /orgs/acme/organization-roles/teams/security/ID',
      'DELETE /orgs/acme/organization-roles/users/chi/ID',
      'DELETE /orgs/acme/organization-roles/users/sid/ID',
      'DELETE /orgs/acme/organization-roles/users/sid/ID',
    ]);
    expect(outcome.ok).toBe(true);
    expect(Object.keys(await live()).filter((at) => at.startsWith('assignment:acme|'))).toEqual([
      'assignment:acme|member:octavia',
    ]);
    expect(standIn.requests().filter(({ path }) => path.includes('security-managers'))).toEqual([]);
  });

  test('no request for security managers is in the source', () => {
    const folder = new URL('../../../../src/connector/github/', import.meta.url);
    for (const file of readdirSync(folder)) {
      expect(readFileSync(new URL(file, folder), 'utf8'), file).not.toContain('security-managers');
    }
  });
});

demand('role-access', () => {
  test.each([
    ['without a base role', {}],
    ['with one', { baseRole: 'read' } as const],
  ])('what a role gives is no grant of the team, and no change: a role %s', async (_, more) => {
    for (const settings of [{}, { graphql: false }]) {
      const { live, plan } = await rehearse(
        acme({
          plan: 'enterprise',
          basePermission: 'read',
          members: ['ben'],
          organizationRoles: [{ name: 'auditor', permissions: ['read_audit_logs'], ...more }],
          roleAssignments: { auditor: { teams: ['Audit'] } },
          teams: [{ name: 'Audit', members: ['ben'] }],
          repositories: [{ name: 'web' }],
        }),
        { settings },
      );
      const found = await live();
      expect(Object.keys(found).filter((at) => at.startsWith('assignment:'))).toEqual([
        'assignment:acme|group:acme/audit',
        'assignment:acme|member:octavia',
      ]);
      const includes = 'baseRole' in more ? '[member, read]' : '[member]';
      const planned =
        await plan(`roles: { auditor: { title: auditor, includes: ${includes}, permissions: ["org-audit-log:read"] } }
members: { octavia: { roles: [owner] }, ben: }
groups: { audit: { title: Audit, members: [ben], roles: [auditor] } }
repositories: { web: }
`);
      expect(changesOf(planned).filter((one) => one.includes('assignment'))).toEqual([]);
    }
  });
});

demand('owners-of-teams', () => {
  const SEED = acme(
    {
      plan: 'enterprise',
      managedUsers: 'corp',
      members: ['ben', 'chi'],
      externalGroups: [{ name: 'all', members: ['ben'] }],
      teams: [
        { name: 'Staff', source: 'external-group', groups: ['all'], members: ['ben'] },
        { name: 'Everywhere', source: 'enterprise', members: ['ben'] },
        { name: 'Own', members: ['ben'] },
      ],
    },
    {
      users: [
        ...['octavia', 'ben', 'chi', 'dan'].map((login) => ({ login, managedBy: 'corp' })),
        { login: 'stranger' },
      ],
    },
  );
  const DOCUMENTS = `members: { octavia: { roles: [owner] }, ben: , chi: , dan: , stranger: }
groups:
  staff: { title: Staff, members: [chi] }
  everywhere: { title: Everywhere, members: [chi] }
  own: { title: Own, members: [chi] }
`;

  test.each([{}, { graphql: false }])(
    'each stays as it is, and is told with whose it is; one’s own is written (%o)',
    async (settings) => {
      const { plan, apply, standIn } = await rehearse(SEED, { settings });
      const said = saidOf(await plan(DOCUMENTS)).join('\n');
      expect(said).toMatch(/Staff come from the external group all of the identity provider/);
      expect(said).toMatch(/Everywhere belongs to the enterprise/);
      const { sent } = await apply(DOCUMENTS);
      expect(sent.filter((one) => one.includes('/teams/'))).toEqual([
        'PUT /orgs/acme/teams/own/memberships/chi',
        'DELETE /orgs/acme/teams/own/memberships/ben',
      ]);
      expect(standIn.team('acme', 'staff')).toEqual({ ben: 'member' });
      expect(standIn.team('acme', 'ent:everywhere')).toEqual({ ben: 'member' });
    },
  );

  test('with managed users nobody is invited: an account of the enterprise is in at once, and a stranger is refused', async () => {
    const { apply, live, standIn } = await rehearse(SEED);
    const { outcome } = await apply(DOCUMENTS);
    expect(await live()).toMatchObject({ 'member:acme/dan': { state: 'active' } });
    expect(standIn.organization('acme').invitations.size).toBe(0);
    expect(outcome.diagnostics.map(({ message }) => message).join('\n')).toContain('stranger');
    // Looked up by REST: GraphQL does not know managed accounts.
    expect(standIn.requests().some(({ path }) => path === '/users/dan')).toBe(true);
    expect(writesSentTo(standIn).filter((one) => /invitations/.test(one))).toEqual([]);
  });
});

demand('servers', () => {
  test('each has its test, and each is of the version that is named', () => {
    const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
    expect(read('graphql-documents.test.ts')).toContain('validate(published, parse(document))');
    const lock = JSON.parse(read('servers/simulacrum/package-lock.json'));
    expect(lock.packages['node_modules/@simulacrum/github-api-simulator'].version).toBe('0.8.0');
    expect(read('servers/simulacrum.test.ts')).toContain('expect(refused).toEqual([]);');
    const own = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
    expect(own.devDependencies.emulate).toBe('0.12.2');
    expect(read('servers/emulate-round-trip.test.ts')).toContain('expect(EMULATE_FAULTS).toHaveLength(24)');
  });
});
