import { describe, expect, it } from 'vitest';
import { storyOf } from './story.ts';

/** Renamed on the platform, or in the documents, a thing is the same: never removed and made again. */

const loans = (name: string, extra = '') => `members:
  boss@acme.example: { roles: [owner] }
  ida@acme.example: {}
projects:
  ${name}:
    title: Loans
${extra}    members:
      ida@acme.example: {}
    groups:
      g: { title: G, members: [ida@acme.example], permissions: ["documents:view-content"] }
`;

/** A project that somebody else filled, as bylaw made it. */
async function lending() {
  const story = await storyOf('gorules');
  await story.apply(loans('p'));
  await story.accept();
  await story.apply(loans('p'));
  return { story, id: await story.id('scopes', 'p') };
}

describe('a project', () => {
  it('renamed in the console is renamed back in place, and drift says who renamed it', async () => {
    const { story, id } = await lending();
    await story.patch('pat', 'scopes', 'p', { slug: 'loan-pricing' });
    await story.patch('sam', 'scopes', 'loan-pricing', { name: 'Pricing' });
    expect(await story.drift(loans('p'))).toEqual([
      'project acme/projects/p is called "loan-pricing" now — pat (scope.updated)',
      'title of project acme/projects/p is "Pricing" — sam (scope.updated)',
    ]);
    expect(await story.plan(loans('p'))).toEqual([
      'set scope:acme/projects/p name "p"',
      'set scope:acme/projects/p title "Loans"',
      'renamed-live: project acme/projects/p is called "loan-pricing" on the platform, renamed by "pat" (scope.updated).',
    ]);
    await story.apply(loans('p'));
    expect(await story.id('scopes', 'p')).toBe(id);
    expect(await story.plan(loans('p'))).toEqual([]);
    expect(await story.drift(loans('p'))).toEqual([]);
  });

  it('renamed, with a group in it renamed too, and somebody added: each told under the written names', async () => {
    const { story } = await lending();
    await story.patch('pat', 'groups', 'g', { slug: 'h' });
    await story.patch('sam', 'scopes', 'p', { slug: 'q' });
    await story.patch('pat', 'scopes', 'q', { slug: 'r' });
    const [scope, boss] = [await story.id('scopes', 'r'), await story.id('members', 'boss@acme.example')];
    await story.call('sam', 'PUT', `/scopes/${scope}/assignments/member/${boss}`, { roleIds: [] });
    await story.call('sam', 'POST', `/groups/${await story.id('groups', 'h')}/members`, { userId: boss });
    expect(await story.drift(loans('p'))).toEqual([
      'project acme/projects/p is called "r" now — pat (scope.updated)',
      'group g in acme/projects/p is called "h" now — pat (group.updated)',
      'boss@acme.example was added to members of group g in acme/projects/p — sam (group.member-added)',
      'an attachment for boss@acme.example on acme/projects/p was added — sam (assignment.created)',
    ]);
    await story.apply(loans('p'));
    expect(await story.plan(loans('p'))).toEqual([]);
  });

  it('followed in the documents is nothing to do', async () => {
    const { story } = await lending();
    await story.patch('pat', 'scopes', 'p', { slug: 'loan-pricing' });
    expect(await story.plan(loans('loan-pricing'))).toEqual([]);
    expect(await story.plan(loans('loan-pricing', '    renamed-from: p\n'))).toEqual([]);
  });

  it('renamed in the documents keeps its id, and the key does no harm afterwards', async () => {
    const { story, id } = await lending();
    const yaml = loans('loan-pricing', '    renamed-from: p\n');
    expect(await story.plan(yaml)).toEqual(['set scope:acme/projects/loan-pricing name "loan-pricing"']);
    await story.apply(yaml);
    expect(await story.id('scopes', 'loan-pricing')).toBe(id);
    expect(await story.plan(yaml)).toEqual([]);
    expect(await story.drift(yaml)).toEqual([]);
  });

  it('deleted and made anew under another name is another', async () => {
    const { story, id } = await lending();
    await story.call('pat', 'DELETE', `/scopes/${id}`);
    const root = await story.id('scopes', 'acme');
    await story.call('pat', 'POST', '/scopes', {
      slug: 'loan-pricing',
      kind: 'project',
      parentId: root,
      name: 'Loans',
    });
    const facts = await story.plan(loans('p'));
    expect(facts).toContain('delete scope:acme/projects/loan-pricing');
    expect(facts.some((fact) => fact.startsWith('create scope:acme/projects/p'))).toBe(true);
    expect(await story.drift(loans('p'))).toContain(
      'project acme/projects/loan-pricing was added — pat (scope.created)',
    );
  });

  it('whose name another had since, and lost by deletion, is not taken for it', async () => {
    const { story } = await lending();
    await story.patch('pat', 'scopes', 'p', { slug: 'q' });
    const root = await story.id('scopes', 'acme');
    const made = await story.call('pat', 'POST', '/scopes', {
      slug: 'p',
      kind: 'project',
      parentId: root,
      name: 'Other',
    });
    await story.call('pat', 'DELETE', `/scopes/${String(made.id)}`);
    expect((await story.plan(loans('p'))).some((fact) => fact.includes(' name '))).toBe(false);
  });
});

const STAFF = (group: string, role: string, extra = '') => `roles:
  ${role}: { title: Helper, permissions: ["users:read"]${extra} }
members:
  boss@acme.example: { roles: [admin] }
  ida@acme.example: { roles: [${role}] }
groups:
  ${group}: { title: G, members: [ida@acme.example], roles: [${role}]${extra} }
`;

describe('groups and roles', () => {
  it('renamed in the console, with what they are given', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(STAFF('g', 'helper'));
    const [group, role] = [await story.id('groups', 'g'), await story.id('roles', 'helper')];
    await story.patch('pat', 'groups', 'g', { slug: 'h' });
    await story.patch('sam', 'roles', 'helper', { slug: 'aide' });
    const boss = await story.id('members', 'boss@acme.example');
    await story.call('sam', 'POST', `/groups/${group}/members`, { userId: boss });
    expect(await story.drift(STAFF('g', 'helper'))).toEqual([
      'role helper is called "aide" now — sam (role.updated)',
      'group g is called "h" now — pat (group.updated)',
      'boss@acme.example was added to members of group g — sam (group.member-added)',
    ]);
    await story.apply(STAFF('g', 'helper'));
    expect([await story.id('groups', 'g'), await story.id('roles', 'helper')]).toEqual([group, role]);
    expect(await story.plan(STAFF('g', 'helper'))).toEqual([]);
  });

  it('under declared authority are the same too, and nobody holds anything twice', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(STAFF('g', 'helper'));
    await story.patch('pat', 'groups', 'g', { slug: 'h' });
    const facts = await story.plan(STAFF('g', 'helper'), 'declared');
    expect(facts[0]).toBe('set group:acme/g name "g"');
    expect(facts).toHaveLength(2);
  });

  it('renamed in the documents', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(STAFF('g', 'helper'));
    const group = await story.id('groups', 'g');
    const yaml = STAFF('h', 'helper', ', renamed-from: g').replace(
      '"users:read"], renamed-from: g',
      '"users:read"]',
    );
    expect(await story.plan(yaml)).toEqual(['set group:acme/h name "h"']);
    await story.apply(yaml);
    expect(await story.id('groups', 'h')).toBe(group);
  });

  it('two that swapped names are brought to what is written, and nothing is removed', async () => {
    const story = await storyOf('lumoauth');
    const yaml = `members:
  boss@acme.example: { roles: [admin] }
  ida@acme.example: {}
  bo@acme.example: {}
groups:
  a: { title: A, members: [ida@acme.example] }
  b: { title: B, members: [bo@acme.example] }
`;
    await story.apply(yaml);
    await story.patch('pat', 'groups', 'a', { slug: 'c' });
    await story.patch('pat', 'groups', 'b', { slug: 'a' });
    await story.patch('pat', 'groups', 'c', { slug: 'b' });
    const facts = await story.plan(yaml);
    expect(facts.filter((fact) => /^(create|delete)/.test(fact))).toEqual([]);
    for (const told of await story.drift(yaml)) expect(told).toMatch(/ — pat \(group\.updated\)$/);
    await story.apply(yaml);
    expect(await story.plan(yaml)).toEqual([]);
  });

  it('a tombstone of the new name removes it, whatever it was called', async () => {
    const story = await storyOf('lumoauth');
    await story.apply(STAFF('g', 'helper'));
    await story.patch('pat', 'groups', 'g', { slug: 'h' });
    const facts = await story.plan(`${STAFF('g', 'helper')}  h: { absent: true }\n`);
    expect(facts).toContain('delete group:acme/h');
  });
});
