import { expect, test } from 'vitest';
import { lesson } from '../named-for.ts';
import { acme, changesOf, effectiveOf, rehearse, saidOf } from '../rehearsal.ts';

const READERS = [
  ['GraphQL', {}],
  ['REST alone', { graphql: false }],
] as const;

lesson('child-teams', () => {
  const SEED = acme({
    members: ['ben', 'chi'],
    teams: [
      { name: 'Engineering', members: ['ben'] },
      { name: 'Frontend', parent: 'Engineering', members: ['chi'] },
    ],
  });
  const DOCUMENTS = `members: { octavia: { roles: [owner] }, ben: , chi: }
groups:
  engineering: { title: Engineering, members: [ben], groups: [frontend] }
  frontend: { title: Frontend, members: [chi] }
`;

  test.each(READERS)(
    'whoever is in the child alone is no member of the parent, by %s',
    async (_, settings) => {
      const { live, plan, apply } = await rehearse(SEED, { settings });
      expect(await live()).toMatchObject({
        'group:acme/engineering': { members: ['ben'], groups: ['acme/frontend'] },
        'group:acme/frontend': { members: ['chi'] },
      });
      expect(changesOf(await plan(DOCUMENTS))).toEqual([]);
      expect((await apply(DOCUMENTS)).sent).toEqual([]);
    },
  );

  test('REST does list them there: the stand-in plays what was reported', async () => {
    const { standIn } = await rehearse(SEED);
    const { body } = await standIn.ask('GET', '/orgs/acme/teams/engineering/members');
    expect(body).toMatchObject([{ login: 'ben' }, { login: 'chi' }]);
  });
});

lesson('inherited', () => {
  const SEED = acme({
    basePermission: 'read',
    members: ['ben', 'chi', 'sid'],
    plan: 'enterprise',
    repositories: [{ name: 'web' }],
    roleAssignments: { all_repo_triage: { teams: ['Triage'] } },
    teams: [
      { name: 'Engineering', members: ['ben'], repositories: { web: 'write' } },
      { name: 'Frontend', parent: 'Engineering', members: ['chi'] },
      { name: 'Triage', members: ['sid'] },
    ],
  });
  const DOCUMENTS = `members: { octavia: { roles: [owner] }, ben: , chi: , sid: }
groups:
  engineering: { title: Engineering, members: [ben], groups: [frontend] }
  frontend: { title: Frontend, members: [chi] }
  triage: { title: Triage, members: [sid], roles: [all_repo_triage] }
repositories: { web: { groups: { engineering: { roles: [write] } } } }
`;

  test.each(READERS)(
    'only what was given there is a grant, by %s; everything else is access all the same',
    async (_, settings) => {
      const { live, plan } = await rehearse(SEED, { settings });
      const grants = Object.keys(await live()).filter((at) => at.startsWith('assignment:acme/repositories'));
      expect(grants).toEqual(['assignment:acme/repositories/web|group:acme/engineering']);
      const planned = await plan(DOCUMENTS);
      expect(changesOf(planned)).toEqual([]);
      const may = (who: string) => [...planned.after.permissions(who, 'acme/repositories/web')];
      // Of the parent's grant, of the role of the organization, and of the base permission.
      expect(may('chi')).toContain('contents:write');
      expect(may('sid')).toContain('issues:triage');
      expect(may('sid')).not.toContain('contents:write');
      expect(may('sid')).toContain('contents:read');
    },
  );

  test('"GitHub may refuse a role below the base permission": the base permission that is written comes first', async () => {
    const { apply } = await rehearse(
      acme({
        basePermission: 'write',
        members: ['ben', 'chi'],
        teams: [{ name: 'Docs', members: ['ben'] }],
        repositories: [{ name: 'web' }],
      }),
    );
    const { outcome, sent } = await apply(`members: { octavia: { roles: [owner] }, ben: , chi: }
groups: { docs: { title: Docs, members: [ben, chi] } }
repositories: { web: { members: { ben: { roles: [triage] }, chi: { roles: [admin] } } } }
`);
    expect(sent).toContain('PUT /orgs/acme/teams/docs/memberships/chi');
    expect(sent).toContain('PUT /repos/acme/web/collaborators/chi');
    // The base permission is what the documents say before: nothing is below it then.
    expect(outcome.diagnostics).toEqual([]);
  });
});

lesson('order', () => {
  const BEFORE = acme(
    {
      members: ['ben', 'chi'],
      repositories: [{ name: 'web', collaborators: { chi: 'read' } }],
      teams: [
        { name: 'Old', members: ['chi'], repositories: { web: 'write' } },
        { name: 'Older', parent: 'Old', repositories: { web: 'maintain' } },
      ],
    },
    { users: [{ login: 'dan' }] },
  );
  const DOCUMENTS = `members: { octavia: { roles: [owner] }, ben: , chi: , dan: }
groups:
  engineering: { title: Engineering, members: [ben], groups: [frontend] }
  frontend: { title: Frontend, members: [chi, dan] }
  old: { title: Old, groups: [older] }
  older: { title: Older }
repositories:
  web: { groups: { engineering: { roles: [write] } }, members: { chi: { roles: [maintain] } } }
`;

  test('of one apply', async () => {
    const { apply, plan, standIn } = await rehearse(BEFORE);
    const { outcome, sent } = await apply(DOCUMENTS);
    expect(outcome.ok).toBe(true);
    const at = (request: string): number => {
      const places = sent.flatMap((one, n) => (one === request ? [n] : []));
      expect([request, places.length]).toEqual([request, 1]);
      return places[0] === undefined ? -1 : places[0];
    };
    const joined = at('PUT /orgs/acme/memberships/dan');
    const teams = sent.flatMap((one, n) => (one === 'POST /orgs/acme/teams' ? [n] : []));
    expect(teams).toHaveLength(2);
    // The organization before the team.
    expect(joined).toBeLessThan(at('PUT /orgs/acme/teams/frontend/memberships/dan'));
    // A parent is there before its child is put below it.
    for (const one of teams) expect(one).toBeLessThan(at('PATCH /orgs/acme/teams/frontend'));
    // Additions before removals.
    const gained = [
      at('PUT /orgs/acme/teams/frontend/memberships/chi'),
      at('PUT /orgs/acme/teams/engineering/repos/acme/web'),
    ];
    const lost = [
      at('DELETE /orgs/acme/teams/old/memberships/chi'),
      at('DELETE /orgs/acme/teams/old/repos/acme/web'),
      at('DELETE /orgs/acme/teams/older/repos/acme/web'),
    ];
    expect(Math.max(...gained)).toBeLessThan(Math.min(...lost));
    // A role that changes is one PUT, and nothing is taken between.
    expect(sent.filter((one) => one.endsWith('/repos/acme/web/collaborators/chi'))).toEqual([
      'PUT /repos/acme/web/collaborators/chi',
    ]);
    for (const slug of ['engineering', 'frontend']) {
      const { body } = await standIn.ask('GET', `/orgs/acme/teams/${slug}`);
      expect(body).toMatchObject({ privacy: 'closed' });
    }
    expect(effectiveOf(await plan(DOCUMENTS))).toEqual([]);
  });

  const line = (roles: readonly [string, string, string]) =>
    acme({
      repositories: [{ name: 'web' }],
      teams: [
        { name: 'Zeta', repositories: { web: roles[0] } },
        { name: 'Mid', parent: 'Zeta', repositories: { web: roles[1] } },
        { name: 'Ant', parent: 'Mid', repositories: { web: roles[2] } },
      ],
    });
  const bare = (zeta: string, mid: string) => `members: { octavia: { roles: [owner] } }
groups:
  zeta: { title: Zeta${zeta} }
  mid: { title: Mid${mid} }
  ant: { title: Ant }
repositories: { web: }
`;

  test.each([
    ['as they are nested', bare(', groups: [mid]', ', groups: [ant]'), ['zeta', 'mid', 'ant']],
    [
      'as they are nested by the same apply',
      bare(', groups: [mid, ant]', ''),
      ['zeta', 'ant|mid', 'ant|mid'],
    ],
    ['as they were, where they are nested no more', bare('', ''), ['zeta', 'mid', 'ant']],
  ])('a parent’s grant is removed before its child’s, %s', async (_, documents, expected) => {
    const { apply, plan } = await rehearse(line(['read', 'write', 'maintain']));
    const { outcome, sent } = await apply(documents);
    expect(outcome.ok).toBe(true);
    const taken = sent.filter((one) => one.startsWith('DELETE '));
    expect(taken).toHaveLength(expected.length);
    for (const [n, one] of taken.entries()) {
      expect(one).toMatch(new RegExp(`^DELETE /orgs/acme/teams/(${expected[n]})/repos/acme/web$`));
    }
    expect(effectiveOf(await plan(documents))).toEqual([]);
  });

  test('a child’s grant that its parent’s hid is found by the read afterwards, and goes next', async () => {
    const { apply, plan, live } = await rehearse(line(['maintain', 'write', 'read']));
    const documents = bare(', groups: [mid]', ', groups: [ant]');
    for (const slug of ['zeta', 'mid', 'ant']) {
      expect(effectiveOf(await plan(documents))).toEqual([
        `delete assignment:acme/repositories/web|group:acme/${slug}`,
      ]);
      expect((await apply(documents)).sent).toEqual([`DELETE /orgs/acme/teams/${slug}/repos/acme/web`]);
    }
    expect(effectiveOf(await plan(documents))).toEqual([]);
    expect(Object.keys(await live()).filter((one) => one.includes('repositories/web|'))).toEqual([]);
  });
});

lesson('slugs', () => {
  const SEED = acme({
    members: ['ben'],
    teams: [{ name: 'Web People', members: ['ben'] }],
    repositories: [{ name: 'web' }],
  });
  const named = (groups: string) => `members: { octavia: { roles: [owner] }, ben: }
groups: ${groups}
repositories: { web: }
`;

  test('a team is found by its slug, and its name is its title', async () => {
    const { plan, live } = await rehearse(SEED);
    expect(await live()).toMatchObject({ 'group:acme/web-people': { title: 'Web People' } });
    expect(changesOf(await plan(named('{ web-people: { title: Web People, members: [ben] } }')))).toEqual([]);
  });

  test('another name is another slug: a title whose slug is not the key is told before, and not sent', async () => {
    const { plan, apply } = await rehearse(SEED);
    const documents = named('{ web-people: { title: Other, members: [ben] } }');
    expect(saidOf(await plan(documents)).join('\n')).toMatch(/Other gets other, not web-people/);
    expect((await apply(documents)).sent).toEqual([]);
  });

  test('what had another name before is renamed: one request, the same number, nobody taken out', async () => {
    const { apply, standIn, plan } = await rehearse(SEED);
    const { id } = (await standIn.ask('GET', '/orgs/acme/teams/web-people')).body;
    const documents = named('{ site: { title: Site, renamed-from: web-people, members: [ben] } }');
    const { outcome, sent } = await apply(documents);
    expect(outcome.ok).toBe(true);
    expect(sent).toEqual(['PATCH /orgs/acme/teams/web-people']);
    expect((await standIn.ask('GET', '/orgs/acme/teams/site')).body.id).toBe(id);
    expect(standIn.team('acme', 'site')).toEqual({ ben: 'member' });
    expect(changesOf(await plan(documents))).toEqual([]);
  });

  test('renamed on GitHub, it has the same number still, by which it is found again', async () => {
    const { standIn, writer, read } = await rehearse(SEED);
    const idAt = async (address: string) => {
      const found = (await read()).resources.find((one) => one.address === address);
      return found === undefined ? null : writer.lastingId?.(found);
    };
    const before = await idAt('group:acme/web-people');
    await standIn.ask('PATCH', '/orgs/acme/teams/web-people', { name: 'Site' });
    expect(await idAt('group:acme/site')).toBe(before);
    expect(before).toEqual(expect.stringMatching(/\d/));
    const under = writer.under?.(new Map([[String(before), 'web-people']]));
    expect(under?.ok && under.value.resources.map(({ address }) => address)).toContain(
      'group:acme/web-people',
    );
  });
});
