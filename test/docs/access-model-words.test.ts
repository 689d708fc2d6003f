import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildAccess } from '../../src/access/build-access.ts';
import { denialsOf } from '../../src/access/explain/denials.ts';
import { numberedOrganizationFor } from '../../src/access/numbered-organization.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import { checkDenial } from '../access/checker/check-path.ts';
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

describe('denies of permissions for a text', () => {
  const [permissions = '', , document = ''] = examples('Permissions for a text');
  const platform = wardenOf(
    stringify({
      ...parse(WARDEN),
      ...parse(permissions),
      'custom-roles': { at: ['organization'], denies: true },
    }),
  );
  const [, section = ''] = page.split('## Permissions for a text\n');
  const rows = [...section.matchAll(/^\| (\w+) \| `([^`]+)` \| (yes|no) \| [^|]+ \|$/gm)].map(
    ([, who = '', permission = '', can = '']) => [who, permission, can] as const,
  );
  const { resources } = desired(platform, document);

  it('have a table', () => {
    expect(rows.length).toBeGreaterThan(8);
  });

  it.each(rows)('%s, %s: %s', (who, permission, can) => {
    expect(buildAccess(platform, resources).can(who, permission, 'acme')).toBe(can === 'yes');
    const numbered = numberedOrganizationFor(permission, platform, modelOf(resources));
    const denials = denialsOf(numbered, who, permission, 'acme');
    expect(denials.length > 0).toBe(can === 'no');
    for (const denial of denials)
      expect(checkDenial(platform, resources, who, permission, 'acme', denial)).toBeNull();
  });
});
