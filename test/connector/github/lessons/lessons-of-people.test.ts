import { expect, test } from 'vitest';
import { lesson } from '../named-for.ts';
import { acme, changesOf, effectiveOf, rehearse, saidOf, writesSentTo } from '../rehearsal.ts';

const DAY = 86_400;

lesson('invitations', () => {
  const SEED = acme(
    {
      members: ['ben'],
      invitations: [
        { login: 'dan', teams: ['Docs'] },
        { login: 'eve', failed: 'Invitation expired', createdAt: '2026-11-15T00:00:00Z' },
      ],
      teams: [{ name: 'Docs', members: ['ben'] }],
      repositories: [{ name: 'web', invitations: [{ login: 'fay', role: 'write' }] }],
    },
    { users: [{ login: 'gus' }] },
  );
  const DOCUMENTS = `members: { octavia: { roles: [owner] }, ben: , dan: , eve: }
groups: { docs: { title: Docs, members: [ben, dan] } }
repositories: { web: { members: { fay: { roles: [write] } } } }
`;

  test('they are read at each of the three levels', async () => {
    const live = await (await rehearse(SEED)).live();
    expect(live).toMatchObject({
      'member:acme/ben': { state: 'active' },
      'member:acme/dan': { state: 'invited' },
      'member:acme/eve': { state: 'expired' },
      'group:acme/docs': { members: ['ben', 'dan'] },
      'member:acme/repositories/web/fay': { state: 'invited' },
      'assignment:acme/repositories/web|member:fay': { roles: ['write'] },
    });
    expect(live).not.toHaveProperty(['member:acme/gus']);
  });

  test('pending and desired is no change; failed is put away, and invited again', async () => {
    const { plan, apply, live } = await rehearse(SEED);
    expect(effectiveOf(await plan(DOCUMENTS))).toEqual(['update member:acme/eve']);
    const { outcome, sent } = await apply(DOCUMENTS);
    expect(outcome.ok).toBe(true);
    expect(sent).toEqual([
      expect.stringMatching(/^DELETE \/orgs\/acme\/invitations\/\d+$/),
      'PUT /orgs/acme/memberships/eve',
    ]);
    expect(await live()).toMatchObject({ 'member:acme/eve': { state: 'invited' } });
    expect(effectiveOf(await plan(DOCUMENTS))).toEqual([]);
  });

  test('pending and undesired is cancelled, at the organization and at the repository', async () => {
    const { apply, live } = await rehearse(SEED);
    const without = `members: { octavia: { roles: [owner] }, ben: }
groups: { docs: { title: Docs, members: [ben] } }
repositories: { web: }
`;
    const { outcome, sent } = await apply(without);
    expect(outcome.ok).toBe(true);
    expect(sent).toContain('DELETE /orgs/acme/memberships/dan');
    expect(sent).toContainEqual(expect.stringMatching(/^DELETE \/repos\/acme\/web\/invitations\/\d+$/));
    expect(Object.keys(await live()).filter((at) => /dan|eve|fay/.test(at))).toEqual([]);
  });

  test('they expire after 7 days, and not a second before', async () => {
    const { standIn, live } = await rehearse(SEED);
    standIn.clock.advance(7 * DAY - 1);
    expect(await live()).toMatchObject({ 'member:acme/dan': { state: 'invited' } });
    standIn.clock.advance(1);
    expect(await live()).toMatchObject({
      'member:acme/dan': { state: 'expired' },
      'member:acme/repositories/web/fay': { state: 'expired' },
    });
  });
});

lesson('identity', () => {
  const SEED = acme({ members: ['Ben-Hur'], teams: [{ name: 'Docs', members: ['Ben-Hur'] }] });
  const DOCUMENTS = `members: { OCTAVIA: { roles: [owner] }, ben-HUR: }
groups: { docs: { title: Docs, members: [BEN-hur] } }
`;

  test('folded logins are compared, and what is told is as GitHub spells it', async () => {
    const { plan, read } = await rehearse(SEED);
    expect(changesOf(await plan(DOCUMENTS))).toEqual([]);
    const found = (await read()).resources.find(({ address }) => address === 'member:acme/ben-hur');
    expect(found?.attributes).toMatchObject({ display: 'Ben-Hur' });
  });

  test('somebody is the same person by number, whatever the login is', async () => {
    const { standIn, writer, read } = await rehearse(SEED);
    const idOf = async (address: string) => {
      const found = (await read()).resources.find((one) => one.address === address);
      return found === undefined ? null : writer.lastingId?.(found);
    };
    const before = await idOf('member:acme/ben-hur');
    const user = standIn.world.userByLogin('ben-hur');
    if (user === undefined) throw new Error('nobody');
    expect(before).toBe(`user:${user.id}`);
    standIn.world.renameUser(user, 'judah');
    expect(await idOf('member:acme/judah')).toBe(before);
    expect(await idOf('member:acme/ben-hur')).toBeNull();
  });
});

lesson('owners', () => {
  const SEED = acme({
    members: ['ben'],
    teams: [{ name: 'Docs', members: ['ben'], maintainers: ['octavia'] }],
    repositories: [{ name: 'web' }],
  });

  test.each([
    ['without a word', 'octavia'],
    ['as a maintainer', '{ member: octavia, role: maintainer }'],
  ])('an owner in a team is written %s, and that is no change', async (_, written) => {
    for (const settings of [{}, { graphql: false }]) {
      const { plan, apply } = await rehearse(SEED, { settings });
      const documents = `members: { octavia: { roles: [owner] }, ben: }
groups: { docs: { title: Docs, members: [ben, ${written}] } }
repositories: { web: }
`;
      expect(changesOf(await plan(documents))).toEqual([]);
      expect((await apply(documents)).sent).toEqual([]);
    }
  });

  test('an owner has all of every repository, and that is no grant of anybody’s', async () => {
    const { live, plan } = await rehearse(SEED);
    expect(Object.keys(await live()).filter((at) => at.startsWith('assignment:acme/repositories'))).toEqual(
      [],
    );
    const planned = await plan(`members: { octavia: { roles: [owner] }, ben: }
groups: { docs: { title: Docs, members: [ben, octavia] } }
repositories: { web: }
`);
    expect([...planned.after.permissions('octavia', 'acme/repositories/web')]).toContain('repository:delete');
    expect([...planned.after.permissions('ben', 'acme/repositories/web')]).not.toContain('repository:delete');
  });
});

lesson('owned-teams', () => {
  const corp = { managedUsers: 'corp-inc', externalGroups: [{ name: 'all', members: ['ben'] }] };

  test.each([
    ['synchronized with an identity provider', { source: 'team-sync', groups: ['people'] }, {}],
    ['an external group’s', { source: 'external-group', groups: ['all'] }, corp],
    ['the enterprise’s', { source: 'enterprise' }, {}],
  ] as const)(
    'the people of a team that is %s stay, and what the team may do is written',
    async (_, team, more) => {
      const { plan, apply, standIn } = await rehearse(
        acme({
          plan: 'enterprise',
          members: ['ben', 'chi'],
          teams: [{ name: 'Kept', members: ['ben'], ...team }],
          repositories: [{ name: 'web' }],
          ...more,
        }),
      );
      const documents = `members: { octavia: { roles: [owner] }, ben: , chi: }
groups: { kept: { title: Kept, members: [chi] } }
repositories: { web: { groups: { kept: { roles: [write] } } } }
`;
      const planned = await plan(documents);
      const about = saidOf(planned).filter((one) => one.startsWith('not-supported'));
      expect(about.length).toBeGreaterThan(0);
      for (const one of about) expect(one).toMatch(/identity provider|belongs to the enterprise/);
      const { sent } = await apply(documents);
      const slug = team.source === 'enterprise' ? 'ent:kept' : 'kept';
      expect(sent.map(decodeURIComponent)).toEqual([`PUT /orgs/acme/teams/${slug}/repos/acme/web`]);
      expect(standIn.team('acme', slug)).toEqual({ ben: 'member' });
      expect(writesSentTo(standIn).filter((one) => one.includes('memberships'))).toEqual([]);
    },
  );
});
