import { describe, expect, it } from 'vitest';
import { storyOf } from './story.ts';

/** Drift names who moved the fact, not who edited the thing last: in the platform's own log, event by event. */

const HELPER = `roles:
  helper: { title: Helper, permissions: ["users:read"] }
  other: { title: Other, permissions: ["users:read"] }
members:
  root@acme.example: { roles: [admin] }
  hugo@acme.example: { roles: [helper] }
  quim@acme.example: { state: deactivated, roles: [admin] }
groups:
  qa: { title: QA, members: [hugo@acme.example] }
`;

describe('a thing that others edited since', () => {
  it('a role: permissions, includes and texts each have who moved them', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(HELPER);
    await story.patch('pat', 'roles', 'helper', { permissions: ['roles:assign', 'users:read'] });
    await story.patch('sam', 'roles', 'helper', { name: 'Helping' });
    await story.patch('pat', 'roles', 'helper', { includes: [await story.id('roles', 'other')] });
    await story.patch('sam', 'roles', 'helper', { description: 'Helps.' });
    await story.patch('pat', 'roles', 'helper', { description: 'Helps people.' });
    await story.patch('sam', 'roles', 'other', { description: 'Mended.' });
    await story.patch('sam', 'roles', 'other', { description: '' });
    expect(await story.drift(HELPER)).toEqual([
      'title of role helper is "Helping" — sam (role.updated)',
      'description of role helper is "Helps people." — pat (role.updated)',
      'roles:assign was added to permissions of role helper — pat (role.updated)',
      'other was added to includes of role helper — pat (role.updated)',
    ]);
  });

  it('patterns are what they stand for', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(HELPER);
    await story.patch('pat', 'roles', 'helper', { permissions: ['users:*'] });
    await story.patch('sam', 'roles', 'helper', { permissions: ['users:*', 'users:read'] });
    const told = await story.drift(HELPER);
    expect(told.length).toBeGreaterThan(1);
    for (const one of told) expect(one).toMatch(/ — pat \(role\.updated\)$/);
  });

  it('a member: who brought the account back, not who mended the name', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(HELPER);
    await story.patch('pat', 'members', 'quim@acme.example', { state: 'active' });
    await story.patch('sam', 'members', 'quim@acme.example', { displayName: 'Quim' });
    await story.patch('sam', 'groups', 'qa', { name: 'Quality' });
    await story.patch('pat', 'groups', 'qa', { description: 'x' });
    await story.patch('pat', 'groups', 'qa', { description: '' });
    expect(await story.drift(HELPER)).toEqual([
      'title of group qa is "Quality" — sam (group.updated)',
      'state of member quim@acme.example is "active" — pat (member.reactivated)',
    ]);
  });

  it('permissions that a group carries, and the title of a project', async () => {
    const yaml = `members:
  boss@acme.example: { roles: [owner] }
projects:
  p:
    title: Loans
    groups:
      g: { title: G, permissions: ["documents:view-content"] }
`;
    const story = await storyOf('gorules');
    await story.apply(yaml);
    await story.patch('pat', 'groups', 'g', { permissions: ['documents:view-content', 'releases:manage'] });
    await story.patch('sam', 'groups', 'g', { description: 'Mended' });
    await story.patch('sam', 'groups', 'g', { description: '' });
    await story.patch('pat', 'scopes', 'p', { name: 'Loan' });
    expect(await story.drift(yaml)).toEqual([
      'title of project acme/projects/p is "Loan" — pat (scope.updated)',
      'releases:manage was added to permissions of group g in acme/projects/p — pat (group.updated)',
    ]);
  });

  it('a grant that several made names each of them', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(HELPER);
    const [helper, other, scope] = [
      await story.id('roles', 'helper'),
      await story.id('roles', 'other'),
      await story.id('scopes', 'acme'),
    ];
    const ida = await story.call('pat', 'POST', '/members', { key: 'ida@acme.example' });
    const at = `/scopes/${scope}/assignments/member/${String(ida.id)}/roles`;
    const path = at.replace(/\/roles$/, '');
    await story.call('pat', 'PUT', path, { roleIds: [helper] });
    await story.call('sam', 'PUT', path, { roleIds: [helper, other] });
    expect(await story.drift(HELPER)).toEqual([
      'roles helper, other for ida@acme.example on acme were added — pat (assignment.created), sam (assignment.updated)',
      'member ida@acme.example was added — pat (member.created)',
    ]);
  });

  it('a thing removed and made again is as who made it again left it', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(HELPER);
    await story.patch('sam', 'groups', 'qa', { name: 'Quality' });
    await story.call('pat', 'DELETE', `/groups/${await story.id('groups', 'qa')}`);
    await story.call('pat', 'POST', '/groups', { slug: 'qa', name: 'Q' });
    expect(await story.drift(HELPER)).toEqual([
      'title of group qa is "Q" — pat (group.created)',
      'hugo@acme.example was removed from members of group qa — pat (group.member-removed)',
    ]);
  });

  it('of a log that does not reach back, nobody is named', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(HELPER);
    await story.patch('pat', 'roles', 'helper', { permissions: ['roles:assign', 'users:read'] });
    const { items } = await story.call('bylaw', 'GET', '/audit-events');
    const since = new Date(Date.parse((items as { at: string }[])[0]?.at ?? '') + 1).toISOString();
    await story.patch('sam', 'roles', 'helper', { description: 'Helps.' });
    expect(await story.drift(HELPER, since)).toEqual([
      'description of role helper is "Helps." — sam (role.updated)',
      'roles:assign is in permissions of role helper and not written there — nobody',
    ]);
  });
});
