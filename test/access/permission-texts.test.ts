import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import { wideOf } from '../../src/access/wide-delta.ts';
import { withInstances } from '../../src/platform/permission-instances.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import { broker } from '../platform/parameters.ts';
import { desiredOn, warden } from '../platform/warden.ts';
import { checkPath } from './checker/check-path.ts';

const resources = (permissions: string, more = '') =>
  desiredOn(
    broker,
    `members: { ada: { roles: [admin] }, bo: { roles: [own] } }\nroles: { own: { permissions: [${permissions}] } }\n${more}`,
  ).resources;
const access = (permissions: string, more = '') => buildAccess(broker, resources(permissions, more));

describe('a permission for a text', () => {
  it.each([
    ['of another text is another permission', '"hosts:write!db"', 'hosts:write!web', false],
    ['of the same is the same', '"hosts:write!db"', 'hosts:write!db', true],
    ['does not give the permission without one', '"hosts:write!db"', 'hosts:write', false],
    ['is given by the permission without one', '"hosts:write"', 'hosts:write!db', true],
    ['is given by a pattern', '"hosts:*"', 'hosts:write!db', true],
    ['is given by a star', '"*"', 'hosts:read!db', true],
    ['brings what that implies, for the same text', '"hosts:write!db"', 'hosts:read!db', true],
    ['… for no other', '"hosts:write!db"', 'hosts:read!web', false],
    ['… and as it is, where it has no parameter', '"hosts:write!db"', 'users:see', true],
    ['covers no longer text, where only equal ones count', '"hosts:write!db"', 'hosts:write!db-1', false],
    ['covers a longer text, where the beginning counts', '"hosts:read!db"', 'hosts:read!db-1', true],
    ['… and by what implies it', '"hosts:write!db"', 'hosts:read!db-1', true],
    ['… and no shorter one', '"hosts:read!db-1"', 'hosts:read!db', false],
    ['of a permission that has no parameter is nothing', '"users:see"', 'users:see!db', false],
    ['is no pattern', '"hosts:write!*"', 'hosts:write!db', false],
    ['may have any signs', '"hosts:write!^(a|b)!:*$"', 'hosts:write!^(a|b)!:*$', true],
  ])('%s', (_, given, asked, expected) => {
    const answers = access(given);
    expect(answers.can('bo', asked, 'acme')).toBe(expected);
    expect(answers.who(asked, 'acme').includes('bo')).toBe(expected);
    const paths = answers.explain('bo', asked, 'acme');
    expect(paths.length > 0).toBe(expected);
    for (const path of paths)
      expect(checkPath(broker, resources(given), 'bo', asked, 'acme', path)).toBeNull();
  });

  it('stands behind the permissions of the catalogue, and is listed where somebody is given one', () => {
    expect(access('"hosts:write!db"').permissions('bo', 'acme')).toEqual([
      'users:see',
      'hosts:read!db',
      'hosts:write!db',
    ]);
    expect(access('"hosts:write!db"').permissions('ada', 'acme')).toEqual([
      ...broker.permissions.keys(),
      'hosts:read!db',
      'hosts:write!db',
    ]);
    expect(access('"hosts:write"').permissions('ada', 'acme')).toEqual([...broker.permissions.keys()]);
  });

  it('is carried by groups', () => {
    const more = 'groups: { g: { members: [bo], permissions: ["hosts:read!web"] } }\n';
    expect(access('"users:see"', more).can('bo', 'hosts:read!web-2', 'acme')).toBe(true);
  });
});

describe('a comparison', () => {
  const between = (before: string, after: string) => {
    const { gained, lost } = compareAccess(access(before), access(after));
    const shown = (all: typeof gained) => all.map(({ member, permission }) => `${member} ${permission}`);
    return [shown(gained), shown(lost)];
  };

  it.each([
    [
      'another text',
      '"hosts:write!a"',
      '"hosts:write!b"',
      ['bo hosts:read!b', 'bo hosts:write!b'],
      ['bo hosts:read!a', 'bo hosts:write!a'],
    ],
    ['a part of what there was', '"hosts:read"', '"hosts:read!a"', [], ['bo hosts:read']],
    ['all of what there was a part of', '"hosts:read!a"', '"hosts:read"', ['bo hosts:read'], []],
    ['what was covered already', '"hosts:read!a"', '"hosts:read!a", "hosts:read!ab"', [], []],
    ['the same', '"hosts:read!a"', '"hosts:read!a"', [], []],
  ])('of %s', (_, before, after, gained, lost) => {
    expect(between(before, after)).toEqual([gained, lost]);
  });

  it('of more lists of texts than are kept is one of equal lists still', () => {
    const before = access('"hosts:write!a"');
    for (let other = 0; other < 100; other += 1) withInstances(broker, [`hosts:read!${other}`]);
    const after = access('"hosts:write!a", "hosts:read"');
    expect(compareAccess(before, after).gained.map(({ permission }) => permission)).toEqual(['hosts:read']);
    expect(compareAccess(after, before).gained).toEqual([]);
  });

  it('read from its rows tells the texts of either side', () => {
    const wide = wideOf(compareAccess(access('"hosts:write!a"'), access('"hosts:write!b"')), 0);
    const shown = (side: 'gained' | 'lost') => wide?.effects(side).map(({ permissions }) => permissions);
    expect(shown('gained')).toEqual([['hosts:read!b', 'hosts:write!b']]);
    expect(shown('lost')).toEqual([['hosts:read!a', 'hosts:write!a']]);
  });
});

describe('the platform of texts', () => {
  it('is one for the same texts, in whatever order, and itself where there are none', () => {
    const one = withInstances(broker, ['hosts:read!b', 'hosts:read!a']);
    expect(withInstances(withInstances(broker, ['hosts:read!a']), ['hosts:read!b'])).toBe(one);
    expect(withInstances(one, ['hosts:read!a'])).toBe(one);
    expect(withInstances(broker, ['users:see!a', 'no:such!a', 'hosts:read!', '!a'])).toBe(broker);
    expect(withInstances(warden, ['hosts:read!a'])).toBe(warden);
  });

  it('costs nothing where nothing has a parameter: access has the platform it was asked with', () => {
    const { resources: plain } = desiredOn(warden, 'members: { ada: { roles: [admin] } }\n');
    expect(buildAccess(warden, plain).relation.platform).toBe(warden);
    expect(buildAccess(warden, plain).withInstances(['hosts:read!a'])).toBe(buildAccess(warden, plain));
    expect(modelOf(plain)).toBe(modelOf(plain));
  });
});
