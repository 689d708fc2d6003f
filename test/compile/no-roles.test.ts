import { expect, it } from 'vitest';
import { accessOf, compiled, desiredOf, holds, type PlatformName, told } from '../platform/shipped.ts';

/** `roles: {}` says that somebody is to have nothing: it is never taken for the role that whoever has none is given. */

const HEAD: { readonly [name: string]: string } = {
  appcircle: 'members:\n  o@a.example: { roles: [owner] }\n',
  bilbis: 'members:\n  o: { roles: [owner] }\n',
  github: 'members:\n  o: { roles: [owner] }\n',
  gorules: 'members:\n  o@a.example: { roles: [owner] }\n',
  lumoauth: 'members:\n  o@a.example: { roles: [admin] }\n',
  oten: 'members:\n  o@a.example: { roles: [super-admin] }\n',
};

/** The entry of somebody else, and what is said of it; null: nothing, and they may do nothing. */
const CASES: readonly (readonly [PlatformName, string, string | null])[] = [
  ['appcircle', '  e@a.example: { roles: {} }\n', 'member'],
  ['appcircle', '  e@a.example: { roles: [] }\n', 'member'],
  [
    'appcircle',
    'sub-organizations:\n  k:\n    title: K\n    members: { e@a.example: { roles: {} } }\n',
    'member',
  ],
  ['bilbis', '  e: { roles: [] }\n', 'developer'],
  ['github', '  e: { roles: [] }\n', 'member'],
  ['gorules', '  e@a.example: { roles: [] }\n', null],
  ['lumoauth', '  e@a.example: { roles: [] }\n', null],
  ['oten', '  e@a.example: { roles: [] }\n', null],
];

it.each(CASES)('on %s: %s', (name, entry, given) => {
  const said = told(name, `${HEAD[name]}${entry}`).filter((line) => line.includes('default-role-given'));
  const key = name === 'bilbis' || name === 'github' ? 'e' : 'e@a.example';
  if (given === null) {
    expect(said).toEqual([]);
    expect(accessOf(name, `${HEAD[name]}${entry}`).permissions(key, 'acme')).toEqual([]);
    return;
  }
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(
    new RegExp(`^error .*No roles are written for ${key}, and on .* is given ${given}\\.$`),
  );
});

it.each([
  ['not written at all', '  e@a.example:\n'],
  ['written as a map without roles', '  e@a.example: {}\n'],
])('%s, the default role is what is meant', (_what, entry) => {
  expect(told('appcircle', `${HEAD.appcircle}${entry}`)).toEqual([]);
  expect(holds('appcircle', `${HEAD.appcircle}${entry}`, 'e@a.example', 'acme')).toContain('build:view');
});

it('an entry in a sub-organization of somebody from above gives nothing more and is no grant', () => {
  const yaml = `${HEAD.appcircle}  e@a.example: { roles: { build: viewer } }\nsub-organizations:\n  k:\n    title: K\n    members: { e@a.example: { roles: {} } }\n`;
  expect(told('appcircle', yaml)).toEqual([]);
});

it('the way out that is told gives nothing, on the organization and in a sub-organization alone', () => {
  const [first] = compiled('appcircle', `${HEAD.appcircle}  e@a.example: { roles: {} }\n`).diagnostics;
  const role = /`roles: \[(.*?)\]`/.exec(first?.hint ?? '')?.[1];
  expect(role).toBe('build-none');
  const root = `${HEAD.appcircle}  e@a.example: { roles: [${role}] }\n`;
  expect(desiredOf('appcircle', root).resources.map(({ address }) => address)).toContain(
    'assignment:acme|member:e@a.example',
  );
  expect(holds('appcircle', root, 'e@a.example', 'acme')).toBe('');
  const below = `${HEAD.appcircle}sub-organizations:\n  k:\n    title: K\n    members: { e@a.example: { roles: [${role}] } }\n`;
  expect(holds('appcircle', below, 'e@a.example', 'acme/sub-organizations/k')).toBe('');
});

/** Nothing after a key is never taken for anything; what is empty is taken as it is. */
const NEIGHBOURS: readonly (readonly [string, PlatformName, string, string | null])[] = [
  [
    'roles without a value',
    'appcircle',
    '  e@a.example: { roles: }\n',
    'Write the roles, or remove the key.',
  ],
  [
    'a group’s members without a value',
    'lumoauth',
    'groups:\n  g: { title: G, members: }\n',
    'Write [] to say there are none.',
  ],
  [
    'a group’s groups without a value',
    'lumoauth',
    'groups:\n  g: { title: G, groups: }\n',
    'Write [] to say there are none.',
  ],
  ['groups without a value', 'lumoauth', 'groups:\n', 'Write {} to say there are none.'],
  ['a group’s members, none', 'lumoauth', 'groups:\n  g: { title: G, members: [] }\n', null],
  ['a group’s groups, none', 'lumoauth', 'groups:\n  g: { title: G, groups: [] }\n', null],
  ['no groups', 'lumoauth', 'groups: {}\n', null],
];

it.each(NEIGHBOURS)('%s', (_what, name, yaml, hint) => {
  const { ok, diagnostics } = compiled(name, `${HEAD[name]}${yaml}`);
  expect([ok, diagnostics.find(({ severity }) => severity === 'error')?.hint ?? null]).toEqual([
    hint === null,
    hint,
  ]);
});
