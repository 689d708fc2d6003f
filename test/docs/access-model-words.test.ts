import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildAccess } from '../../src/access/build-access.ts';
import { desired } from '../compile/said.ts';
import { WARDEN, wardenOf } from '../platform/warden.ts';

/** The examples of words that no shipped platform has, each tried on warden with what the page adds to its file. */
const page = readFileSync('docs/access-model.md', 'utf8');

function examples(heading: string): readonly string[] {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
}

it.each([
  ['2099-03-31T23:59:59Z', []],
  ['2099-04-01T00:00:00Z', ['hosts:read', 'hosts:write']],
])('a group that deactivates, at %s', (at, expected) => {
  const [settings = '', document = ''] = examples('Groups that deactivate');
  const file = parse(WARDEN);
  const platform = wardenOf(stringify({ ...file, groups: { ...file.groups, ...parse(settings) } }));
  const access = buildAccess(platform, desired(platform, document, at).resources);
  expect(access.permissions('bo', 'acme')).toEqual(expected);
  expect(access.permissions('ada', 'acme')).toEqual(['hosts:read', 'hosts:write', 'users:write']);
});

it.each([
  ['hosts:write!db-1', true],
  ['hosts:write!db-10', false],
  ['hosts:read!db-10', true],
  ['hosts:read!web-2', true],
  ['hosts:read!we', false],
  ['hosts:read', false],
])('permissions for a text: %s', (permission, expected) => {
  const [permissions = '', document = ''] = examples('Permissions for a text');
  const file = parse(WARDEN);
  const platform = wardenOf(stringify({ ...file, ...parse(permissions) }));
  const access = buildAccess(platform, desired(platform, document).resources);
  expect(access.can('bo', permission, 'acme')).toBe(expected);
  expect(access.can('ada', permission, 'acme')).toBe(true);
});
