/** What a reviewer does not expect of a change, each with its neighbour that is none. */
import { describe, expect, it } from 'vitest';
import { organizationDiff } from '../../src/diff/organization-diff.ts';
import type { OrganizationVersion } from '../../src/diff/organization-sides.ts';
import { desiredOf, documentOf, type PlatformName } from '../platform/shipped.ts';
import { got } from '../policy/fixture.ts';

const version = (name: PlatformName, yaml: string): OrganizationVersion => ({
  desired: desiredOf(name, yaml),
  document: got(documentOf(name, yaml)),
});

const diff = (name: PlatformName, before: string, after: string) =>
  organizationDiff({ organization: 'acme', before: version(name, before), after: version(name, after) });

const GITHUB = `members:
  ana: { roles: [owner] }
  ben:
repositories:
  site:
`;

describe('new with access from outside', () => {
  const with_ = (members: string): string =>
    GITHUB.replace('  site:\n', `  site: { members: { ${members} } }\n`);

  it('is whoever is given something and is no member', () => {
    expect(diff('github', GITHUB, with_('pen: { roles: [write] }')).newOutsiders).toEqual(['pen']);
  });

  it('is nobody who was outside before, whatever is added', () => {
    const before = with_('pen: { roles: [read] }');
    expect(diff('github', before, with_('pen: { roles: [write] }')).newOutsiders).toEqual([]);
  });

  it('is no member who is given the same', () => {
    expect(diff('github', GITHUB, with_('ben: { roles: [write] }')).newOutsiders).toEqual([]);
  });

  it('is a member who is one no more and keeps something', () => {
    const before = with_('ben: { roles: [write] }');
    expect(diff('github', before, before.replace('  ben:\n', '')).newOutsiders).toEqual(['ben']);
  });
});

const BILBIS = `members:
  olga: { roles: [owner] }
  dan:
  eve: { roles: [viewer] }
products: { web: , app: }
`;

describe('somebody loses because something is added', () => {
  const mapped = BILBIS.replace('web: ,', 'web: { groups: { backend: } },');
  const weakened = (before: string, after: string) =>
    diff('bilbis', before, after).diagnostics.filter(({ code }) => code === 'weakened');

  it('the first group of a product', () => {
    const [found, ...more] = weakened(BILBIS, `${mapped}groups:\n  backend: { members: [dan] }\n`);
    expect(more).toEqual([]);
    expect(found?.message).toContain('The first group, backend, takes access away: dan loses ');
    expect(found?.origin).toMatchObject({ line: 12 });
  });

  it('and not the second one, nor what is taken away', () => {
    const one = `${mapped}groups:\n  backend: { members: [dan] }\n`;
    expect(weakened(one, `${one}  mobile: { members: [eve] }\n`)).toEqual([]);
    expect(weakened(BILBIS, BILBIS.replace(/ {2}eve:.*\n/, ''))).toEqual([]);
  });
});

const LUMOAUTH = `members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [viewer] }
`;

describe('the power to administer', () => {
  it('is gained by whoever comes to do all of it, and not by who does it already', () => {
    const after = LUMOAUTH.replace('[viewer]', '[admin]');
    expect(diff('lumoauth', LUMOAUTH, after).escalations).toMatchObject([
      { role: 'admin', scope: 'acme', members: ['bo@acme.example'] },
    ]);
    expect(diff('lumoauth', after, after.replace('[admin]', '[admin, viewer]')).escalations).toEqual([]);
  });

  it('is gained through a group too', () => {
    const group = 'groups:\n  heads: { members: [bo@acme.example], roles: [admin] }\n';
    expect(diff('lumoauth', LUMOAUTH, `${LUMOAUTH}${group}`).escalations).toMatchObject([
      { role: 'admin', members: ['bo@acme.example'] },
    ]);
  });
});

describe('nobody left', () => {
  it('is what one person had and nobody has any more', () => {
    const [found] = diff('lumoauth', LUMOAUTH, LUMOAUTH.replace('[admin]', '[viewer]')).withoutHolders;
    expect(found).toMatchObject({ scope: 'acme', members: ['ana@acme.example'] });
    expect(found?.permissions).toContain('roles:assign');
    expect(found?.permissions).not.toContain('documents:read');
  });

  it('is nothing where somebody else takes over', () => {
    const after = LUMOAUTH.replace('[admin]', '[x]')
      .replace('[viewer]', '[admin]')
      .replace('[x]', '[viewer]');
    expect(diff('lumoauth', LUMOAUTH, after).withoutHolders).toEqual([]);
  });
});
