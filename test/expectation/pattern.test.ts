import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandPattern } from '../../src/platform/expand-pattern.ts';
import { permissionsMatching } from '../../src/platform/permission-pattern.ts';
import { matchesPath, matchesText } from '../../src/source/name-pattern.ts';
import { platformNamed } from '../platform/shipped.ts';

const CATALOGUE = new Map(
  ['documents:read', 'documents:edit-content', 'documents:edit-view', 'audit-logs:read', 'users:delete'].map(
    (name) => [name, {}],
  ),
);

describe('a pattern over permissions', () => {
  it.each([
    ['*', 5],
    ['*:*', 5],
    ['documents:*', 3],
    ['documents:edit-*', 2],
    ['*:read', 2],
    ['*-logs:*', 1],
    ['users:delete', 1],
    ['documents', 0],
    ['documents*', 0],
    ['*read', 0],
    ['documents:read:*', 0],
    ['DOCUMENTS:*', 0],
    ['', 0],
    ['.*:.*', 0],
  ])('%s', (pattern, count) => {
    expect(permissionsMatching(pattern, CATALOGUE)).toHaveLength(count);
  });

  it('means what it means in a role, wherever a role may have it', () => {
    for (const name of ['lumoauth', 'appcircle']) {
      const { permissions } = platformNamed(name);
      for (const pattern of ['*', 'documents:*', 'build:*', ...permissions.keys()]) {
        expect(permissionsMatching(pattern, permissions)).toEqual(expandPattern(pattern, permissions));
      }
    }
  });
});

describe('a pattern over paths', () => {
  it.each([
    ['acme', 'acme', true],
    ['acme', 'acme/units/emea', false],
    ['acme/units/*', 'acme/units/emea', true],
    ['acme/units/*', 'acme/units/emea/units/dach', false],
    ['acme/units/em*', 'acme/units/emea', true],
    ['acme/**', 'acme', true],
    ['acme/**', 'acme/units/emea/units/dach', true],
    ['acme/**', 'acme-2', false],
    ['**', 'acme/units/emea', true],
    ['acme/**/workspaces/*', 'acme/workspaces/a', true],
    ['acme/**/workspaces/*', 'acme/units/emea/workspaces/a', true],
    ['acme/**/workspaces/*', 'acme/units/emea', false],
    ['**/emea/**/dach', 'acme/units/emea/units/dach', true],
    ['*', 'acme/units/emea', false],
    ['acme/***', 'acme/x', true],
  ])('%s of %s: %s', (pattern, path, matches) => {
    expect(matchesPath(pattern, path)).toBe(matches);
  });
});

describe('a pattern over text', () => {
  it('agrees with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '@', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '@', '.', '*'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (wild, plain) => {
        const source = wild.replace(/[.]/g, '\\.').replaceAll('*', '.*');
        expect(matchesText(wild, plain)).toBe(new RegExp(`^${source}$`).test(plain));
      }),
      { numRuns: 2000 },
    );
  });

  it('comes to an end whatever is written', () => {
    expect(matchesText(`${'a*'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
    expect(matchesPath(`${'**/a/'.repeat(300)}b`, 'a/'.repeat(3000))).toBe(false);
  });
});
