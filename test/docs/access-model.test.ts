import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { gorules } from '../compile/platforms.ts';
import { codes, desired } from '../compile/said.ts';
import { desk } from '../connector/platforms.ts';
import { VAULT_DOCUMENT, VAULT_TABLE, vault } from '../platform/vault.ts';

const page = readFileSync('docs/access-model.md', 'utf8');
const yaml = /^## Windows\n[\s\S]*?```yaml\n([\s\S]*?)```/m.exec(page)?.[1] ?? '';

it.each([
  ['2099-01-31T23:59:59Z', ['documents:edit-content', 'documents:view-content']],
  ['2099-02-01T00:00:00Z', ['documents:view-content']],
  ['2099-06-30T23:59:59Z', ['documents:view-content']],
  ['2099-07-01T00:00:00Z', []],
])('the windows of the page, at %s', (at, expected) => {
  const effectiveAccess = buildAccess(gorules, desired(gorules, yaml, at).resources);
  const held = effectiveAccess.permissions('hugo@acme.example', 'acme/projects/pricing');
  expect(held.filter((permission) => permission.startsWith('documents:')).toSorted()).toEqual(expected);
});

describe('one group of a person', () => {
  const text = /^## One group[\s\S]*?(apiVersion[\s\S]*?)```/m.exec(page)?.[1] ?? '';

  it.each([
    ['2099-01-31T23:59:59Z', ['items:read']],
    ['2099-02-01T00:00:00Z', ['items:read', 'items:write']],
  ])('the places of the page, at %s', (at, expected) => {
    const access = buildAccess(desk, desired(desk, text, at).resources);
    expect(access.permissions('hugo@acme.example', 'acme').toSorted()).toEqual(expected);
  });

  it('a day longer, and it is refused', () => {
    expect(codes(desk, text.replace('2099-01-31', '2099-02-01'))).toEqual([
      expect.stringMatching(/^error .* group-cardinality$/),
    ]);
  });
});

it('has a table of who can what under denies', () => {
  expect(VAULT_TABLE.length).toBeGreaterThan(8);
});

it.each(VAULT_TABLE)('what the page says of denies: %s on %s', (who, where, can) => {
  const effectiveAccess = buildAccess(vault, desired(vault, VAULT_DOCUMENT).resources);
  expect(effectiveAccess.permissions(who, where)).toEqual(can);
});

describe('what something else owns', () => {
  const section = /^## What something else owns[\s\S]*?(?=^## )/m.exec(page)?.[0] ?? '';
  const [text = '', ofDirectory = '', ofFile = ''] = [
    ...section.matchAll(/```yaml\n(apiVersion[\s\S]*?)```/g),
  ].map(([, document]) => document);
  const hub = { ...desk, owners: { role: 'the configuration file of the hub' } };

  it('the role of the page is given by its name', () => {
    const access = buildAccess(hub, desired(hub, text).resources);
    expect(access.permissions('hugo@acme.example', 'acme')).toEqual(['items:read']);
  });

  it('declared, it is refused', () => {
    expect(codes(hub, text.replace('declared: false, ', ''))).toEqual([
      expect.stringMatching(/^error .* read-only-type$/),
    ]);
  });

  it.each([
    [
      'people and groups',
      ofDirectory,
      { member: 'the directory', group: 'the directory' },
      ['hugo', 'items:write'],
    ],
    ['what is given', ofFile, { assignment: 'the configuration file of the hub' }, ['eve', 'items:read']],
  ] as const)('%s of the page are recorded, and count', (_, document, owners, [person, permission]) => {
    const platform = { ...desk, owners };
    expect(codes(platform, document)).toEqual([]);
    const access = buildAccess(platform, desired(platform, document).resources);
    expect(access.can(`${person}@acme.example`, permission, 'acme')).toBe(true);
    // Without its marks, and on a platform on which nobody else owns anything, each entry that has one is refused.
    const marks = document.split('declared: false').length - 1;
    const refused = (found: readonly string[]) =>
      found.filter((line) => / read-only-type$/.test(line)).length;
    expect(refused(codes(platform, document.replaceAll(/declared: false,? ?/g, '')))).toBe(marks);
    expect(refused(codes(desk, document))).toBe(marks);
  });
});
