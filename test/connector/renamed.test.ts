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

describe('a name that another has now', () => {
  const TWO = (extra = '') => `members:
  boss@acme.example: { roles: [admin] }
  ida@acme.example: {}
  bo@acme.example: {}
groups:
  g: { title: G, members: [ida@acme.example], roles: [editor] }
${extra}`;

  /** g is called h now, and a group of somebody else is called g. */
  async function passed() {
    const story = await storyOf('lumoauth');
    await story.apply(`${TWO()}  k: { title: K, members: [bo@acme.example] }\n`);
    await story.patch('pat', 'groups', 'g', { slug: 'h' });
    const root = await story.id('scopes', 'acme');
    const other = await story.call('sam', 'POST', '/groups', { slug: 'g', scopeId: root, name: 'Guests' });
    const bo = await story.id('members', 'bo@acme.example');
    await story.call('sam', 'POST', `/groups/${String(other.id)}/members`, { userId: bo });
    return { story, ours: await story.id('groups', 'h'), other: String(other.id) };
  }

  it('holds back what is of either, says so with both ids, and the revocation beside it is made', async () => {
    const { story, ours, other } = await passed();
    // k is not written any more.
    const facts = await story.plan(TWO());
    expect(facts.filter((fact) => /^(create|delete|set|add|remove)/.test(fact))).toEqual([
      'delete group:acme/k',
    ]);
    const told = facts.find((fact) => fact.startsWith('former-name-taken')) ?? '';
    for (const part of [`id "${ours}"`, `id "${other}"`, '"h"', '"pat"']) expect(told).toContain(part);
    await story.apply(TWO());
    expect([await story.id('groups', 'h'), await story.id('groups', 'g')]).toEqual([ours, other]);
    expect((await story.drift(TWO())).some((fact) => fact.includes('waits for a decision which'))).toBe(true);
  });

  it('under declared authority is not overwritten either', async () => {
    const { story } = await passed();
    const facts = await story.plan(TWO(), 'declared');
    expect(facts.filter((fact) => /^(create|delete|set|add|remove)/.test(fact))).toEqual([]);
    expect(facts.some((fact) => fact.startsWith('former-name-taken'))).toBe(true);
  });

  it('is settled by writing the other too', async () => {
    const { story, ours, other } = await passed();
    const yaml = TWO('  h: { title: H, members: [ida@acme.example] }\n');
    expect((await story.plan(yaml)).some((fact) => fact.startsWith('former-name-taken'))).toBe(false);
    await story.apply(yaml);
    expect([await story.id('groups', 'h'), await story.id('groups', 'g')]).toEqual([ours, other]);
    expect(await story.plan(yaml)).toEqual([]);
  });

  it('is settled by marking the other absent', async () => {
    const { story, other } = await passed();
    const yaml = TWO('  h: { absent: true }\n');
    await story.apply(yaml);
    expect(await story.id('groups', 'g')).toBe(other);
    expect(await story.plan(yaml)).toEqual([]);
  });

  it('is settled by giving the name back on the platform', async () => {
    const { story, ours } = await passed();
    await story.patch('sam', 'groups', 'g', { slug: 'guests' });
    await story.patch('sam', 'groups', 'h', { slug: 'g' });
    const yaml = TWO('  guests: { title: Guests, members: [bo@acme.example] }\n');
    await story.apply(yaml);
    expect(await story.id('groups', 'g')).toBe(ours);
    expect(await story.plan(yaml)).toEqual([]);
  });

  it('a project with all that is in it, and a role with all that hold it', async () => {
    const { story, id } = await lending();
    await story.patch('pat', 'scopes', 'p', { slug: 'q' });
    const root = await story.id('scopes', 'acme');
    await story.call('sam', 'POST', '/scopes', { slug: 'p', kind: 'project', parentId: root, name: 'Other' });
    const facts = await story.plan(loans('p'));
    expect(facts.filter((fact) => /^(create|delete|set|add|remove)/.test(fact))).toEqual([]);
    expect(facts.some((fact) => fact.startsWith('former-name-taken'))).toBe(true);
    await story.apply(loans('p'));
    expect(await story.id('scopes', 'q')).toBe(id);

    const staff = await storyOf('lumoauth');
    await staff.apply(STAFF('g', 'helper'));
    await staff.patch('pat', 'roles', 'helper', { slug: 'aide' });
    const body = {
      slug: 'helper',
      name: 'Other',
      description: '',
      permissions: ['roles:assign'],
      includes: [],
    };
    await staff.call('sam', 'POST', '/roles', body);
    const { delta } = await staff.apply(STAFF('g', 'helper'));
    expect([delta.gained, delta.lost]).toEqual([[], []]);
    const roles = await staff.plan(STAFF('g', 'helper'));
    expect(roles.filter((fact) => /^(create|delete|set|add|remove)/.test(fact))).toEqual([]);
    expect(roles.some((fact) => fact.startsWith('former-name-taken'))).toBe(true);
  });

  it('nothing is held where what had the name is gone, or the new one is what it was before', async () => {
    const { story, ours } = await passed();
    await story.call('pat', 'DELETE', `/groups/${ours}`);
    expect((await story.plan(TWO())).some((fact) => fact.startsWith('former-name-taken'))).toBe(false);
  });
});

it('renames that pass a name on lose nothing by the way that is told', async () => {
  const story = await storyOf('lumoauth');
  const yaml = (g: string, h: string) => `members:
  boss@acme.example: { roles: [admin] }
groups:
  ${g}
  ${h}
`;
  await story.apply(yaml('g: { title: G }', 'h: { title: H }'));
  const [g, h] = [await story.id('groups', 'g'), await story.id('groups', 'h')];
  const first = yaml('g: { title: G }', 'x: { title: H, renamed-from: h }');
  expect(await story.plan(first)).toEqual(['set group:acme/x name "x"']);
  await story.apply(first);
  const second = yaml('h: { title: G, renamed-from: g }', 'x: { title: H }');
  expect(await story.plan(second)).toEqual(['set group:acme/h name "h"']);
  await story.apply(second);
  expect([await story.id('groups', 'h'), await story.id('groups', 'x')]).toEqual([g, h]);
});
