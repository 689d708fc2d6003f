/** Incidents of plans that saw differences where there were none, and removed by them. */
import { expect, it } from 'vitest';
import { acme, effectiveOf, rehearse } from '../connector/github/rehearsal.ts';
import { replay } from './replay.ts';

replay('the members of the child team', () => {
  const seed = acme({
    members: ['ben', 'chi'],
    teams: [
      { name: 'Top', members: ['ben'], repositories: { web: 'write' } },
      { name: 'Deep', parent: 'Top', members: ['chi'] },
    ],
    repositories: [{ name: 'web' }],
  });
  const documents = (top: string) => `members: { octavia: { roles: [owner] }, ben: , chi: }
groups: { top: { title: Top, members: [${top}], groups: [deep] }, deep: { title: Deep, members: [chi] } }
repositories: { web: { groups: { top: { roles: [write] } } } }
`;

  it('nothing is planned for who is in the child team, nor for what it inherits', async () => {
    const { plan } = await rehearse(seed);
    expect(effectiveOf(await plan(documents('ben')))).toEqual([]);
  });

  it('who is taken out of the parent stays in the child', async () => {
    const { apply, plan } = await rehearse(seed);
    const { sent } = await apply(documents(''));
    expect(sent).toEqual(['DELETE /orgs/acme/teams/top/memberships/ben']);
    expect(effectiveOf(await plan(documents('')))).toEqual([]);
  });
});

replay('the owner who can do it anyway', () => {
  it('an owner in a team, and everybody on a repository, are no difference', async () => {
    const { plan } = await rehearse(
      acme({
        basePermission: 'read',
        members: ['ben'],
        teams: [{ name: 'Docs', members: ['ben'], maintainers: ['octavia'] }],
        repositories: [{ name: 'web' }],
      }),
    );
    const documents = `members: { octavia: { roles: [owner] }, ben: }
groups: { docs: { title: Docs, members: [octavia, ben] } }
repositories: { web: }
`;
    expect(effectiveOf(await plan(documents))).toEqual([]);
  });
});
