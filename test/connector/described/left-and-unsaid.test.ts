/** Fields of which some are left, and assignments of which the file tells in several entries. */
import { describe, expect, it } from 'vitest';
import { loadPlatform } from '../../../src/platform/load-platform.ts';
import type { PlatformDocument } from '../../../src/platform/platform-document.ts';
import { onlyDocument } from '../../policy/fixture.ts';
import { must, plain } from '../connections.ts';
import { fileOf, list, readOf, told } from './plain-lists.ts';

const VAULT = `apiVersion: bylaw/v1
kind: Platform
name: vault
title: Vault
scopes: { house: { title: House, root: true, inherits: union } }
permissions: { "doors:open": { title: Open doors } }
roles: { guest: { title: Guest, permissions: ["doors:open"] } }
assignments: { below: true }
members: { key: username, compare: exact, roles: many, joining: provisioned }
groups: { homes: [house], carry: [roles], nesting: none }
`;
const document = onlyDocument(VAULT, 'vault.yaml');
const vault = must(loadPlatform(document.value as PlatformDocument, document));

describe('a field of which something inside is left', () => {
  const file = fileOf(
    list('people', ', leaves: [more.note]'),
    '  member: [{ from: people, key: key, state: { const: active } }]\n',
  );
  const read = (more: unknown) => readOf(file, { people: [{ id: 1, key: 'ana', more }] }, vault);

  it.each([[{ note: 'x' }], [{}], [[]]])('may be %j', async (more) => {
    expect(told(await read(more))).toEqual([]);
  });

  it.each([
    [{ note: 'x', grant: true }, 'more.grant'],
    [{ grant: null }, 'more.grant'],
    [['note'], 'more.[]'],
    ['note', 'more'],
    [null, 'more'],
  ])('stops at %j', async (more, field) => {
    expect(told(await read(more))).toEqual([
      `List people: the field ${field} of 1 is neither read nor named in leaves (rule closed-row)`,
    ]);
  });
});

describe('what holds below', () => {
  const entry = (key: string, word: string) =>
    `    - { from: grants, where: { how: { is: [${word}] } }, member: { ref: people, by: who }, ${key}: { path: role, map: { g: guest } } }\n`;
  const entries = (written: string) =>
    fileOf(
      list('people') + list('grants'),
      `  member: [{ from: people, key: key, state: { const: active } }]\n  assignment:\n${written}`,
    );
  const people = [
    { id: 1, key: 'ana' },
    { id: 2, key: 'bo' },
  ];
  const grants = [
    { id: 1, who: 1, how: 'here', role: 'g' },
    { id: 2, who: 2, how: 'below', role: 'g' },
  ];

  it('is nothing for a row of another entry than the one that tells it', async () => {
    const file = entries(entry('roles', 'here') + entry('below', 'below'));
    expect(plain(must(await readOf(file, { people, grants }, vault)).resources)).toMatchObject({
      'assignment:acme|member:ana': { roles: ['guest'], below: [] },
      'assignment:acme|member:bo': { roles: [], below: ['guest'] },
    });
  });

  it('stops where no entry tells of it and the platform has it', async () => {
    const read = await readOf(entries(entry('roles', 'here')), { people, grants: grants.slice(0, 1) }, vault);
    expect(told(read).join()).toContain('does not tell which roles hold below');
  });
});
