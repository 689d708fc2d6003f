import { expect, test } from 'vitest';
import type { Write } from '../../src/plan/write/write.ts';
import { given, group, person, role, team } from './attributes.ts';
import { atriumWriter, codesOf, connectionTo, fast, must, sandboxOf } from './connections.ts';
import { atrium } from './platforms.ts';

test('events are told by address and entry, newest first, also of what is gone', async () => {
  let clock = Date.parse('2027-03-01T12:00:00Z');
  const { writer, connection } = await atriumWriter({
    now: () => {
      clock += 1000;
      return new Date(clock);
    },
    seed: { organization: 'acme', members: [{ key: 'Dan@x.io', state: 'active' }] },
  });
  const since = new Date(clock + 1).toISOString();
  const emea = 'acme/units/emea';
  const writes: Write[] = [
    {
      write: 'create-scope',
      scope: { path: emea, kind: 'unit', title: 'EMEA', settings: new Map(), parent: 'acme' },
    },
    { write: 'create-role', role: role('own', ['build:view']) },
    { write: 'create-group', group: group('qa', emea) },
    { write: 'create-group', group: group('sub') },
    { write: 'nest-group', group: `${emea}/qa`, child: 'acme/sub' },
    { write: 'add-group-member', group: `${emea}/qa`, member: 'dan@x.io' },
    { write: 'put-assignment', assignment: given(emea, team(`${emea}/qa`), ['own', 'signer']) },
    { write: 'put-assignment', assignment: given(emea, team(`${emea}/qa`), ['signer']) },
    { write: 'put-assignment', assignment: given('acme', person('dan@x.io'), []) },
    { write: 'delete-scope', path: emea },
    { write: 'remove-member', scope: 'acme', member: 'dan@x.io' },
    { write: 'delete-role', home: 'acme', name: 'own' },
  ];
  for (const write of writes) must(await writer.write(write));
  const reader = fast().openReader(connection);
  must(await reader.read());
  const events = must(await reader.events(since));
  const told = events
    .filter(({ moved }) => moved === undefined || 'way' in moved)
    .map(({ action, address, entry }) => [action, address, entry])
    .reverse();
  const qa = `group:${emea}/qa`;
  const roster = `assignment:${emea}|group:${emea}/qa`;
  expect(told).toEqual([
    ['scope.created', `scope:${emea}`, null],
    ['role.created', 'role:acme/own', 'build:view'],
    ['role.created', 'role:acme/own', null],
    ['group.created', qa, null],
    ['group.created', 'group:acme/sub', null],
    ['group.group-added', qa, 'acme/sub'],
    ['group.member-added', qa, 'dan@x.io'],
    ['assignment.created', roster, 'signer'],
    ['assignment.created', roster, 'own'],
    ['assignment.created', roster, null],
    ['assignment.updated', roster, 'own'],
    ['assignment.created', 'assignment:acme|member:dan@x.io', null],
    ['group.member-removed', qa, 'dan@x.io'],
    ['group.group-removed', qa, 'acme/sub'],
    ['assignment.deleted', roster, 'signer'],
    ['assignment.deleted', roster, null],
    ['group.deleted', qa, null],
    ['scope.deleted', `scope:${emea}`, null],
    ['assignment.deleted', 'assignment:acme|member:dan@x.io', null],
    ['member.deleted', 'member:acme/dan@x.io', null],
    ['role.deleted', 'role:acme/own', 'build:view'],
    ['role.deleted', 'role:acme/own', null],
  ]);
  expect(events.every(({ actor, at }) => actor === 'admin-token' && at >= since)).toBe(true);
  expect(must(await reader.events(null)).length).toBeGreaterThan(events.length);
});

test('an instant the platform does not take, and a log of several pages', async () => {
  const members = Array.from({ length: 130 }, (_, n) => ({ key: `p${n}@x.io` }));
  const sandbox = await sandboxOf('atrium', { seed: { organization: 'acme', members } });
  const reader = fast().openReader(connectionTo(sandbox, atrium));
  const events = must(await reader.events(null));
  // Each person was made, and is in a state since.
  expect(events).toHaveLength(1 + 2 * 130);
  expect(reader.requests()).toBe(3);
  expect(events[0]).toMatchObject({
    action: 'member.created',
    address: 'member:acme/p129@x.io',
    actor: 'sandbox',
  });
  expect(codesOf(await reader.events('yesterday'))).toEqual(['connector-protocol']);
});
