import { describe, expect, test } from 'vitest';
import type { LiveWriter } from '../../src/connector/connector.ts';
import type { Write } from '../../src/plan/write/write.ts';
import type { InjectedFault } from '../../src/sandbox/sandbox.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import { given, group, joins, named, person, role, team, updated } from './attributes.ts';
import {
  atriumWriter,
  behindTheBack,
  chaletWriter,
  codesOf,
  connectionTo,
  fast,
  idOf,
  must,
  plain,
  readPlain,
  sandboxOf,
  wayTo,
} from './connections.ts';
import { atrium, lumoauth } from './platforms.ts';

async function writeAll(writer: LiveWriter, writes: readonly Write[]): Promise<void> {
  for (const write of writes) {
    const done = await writer.write(write);
    if (!done.ok) throw new Error(`${JSON.stringify(write)}\n${JSON.stringify(done.diagnostics, null, 2)}`);
  }
}

const unit = (name: string, title = name): Write => ({
  write: 'create-scope',
  scope: { path: `acme/units/${name}`, kind: 'unit', title, settings: new Map(), parent: 'acme' },
});

describe('every write arrives', () => {
  test('scopes', async () => {
    const { writer, connection } = await atriumWriter();
    const path = 'acme/units/emea';
    const inner = `${path}/workspaces/shop`;
    await writeAll(writer, [
      unit('emea', 'EMEA'),
      {
        write: 'create-scope',
        scope: { path: inner, kind: 'workspace', title: 'Shop', settings: new Map(), parent: path },
      },
      { write: 'update-scope', path, title: 'Europe', settings: new Map() },
    ]);
    const live = await readPlain(connection);
    expect(live[`scope:${path}`]).toMatchObject({ title: 'Europe', kind: 'unit', parent: 'acme' });
    expect(live[`scope:${inner}`]).toMatchObject({ title: 'Shop', parent: path });
    expect(codesOf(await writer.write({ write: 'delete-scope', path }))).toEqual(['connector-refused']);
    await writeAll(writer, [
      { write: 'delete-scope', path: inner },
      { write: 'delete-scope', path },
      { write: 'delete-scope', path },
    ]);
    expect(Object.keys(await readPlain(connection))).toEqual(['scope:acme']);
  });

  test('roles', async () => {
    const { writer, connection } = await atriumWriter();
    await writeAll(writer, [
      { write: 'create-role', role: role('base', ['build:view']) },
      { write: 'create-role', role: role('more', ['signing:view', 'build:run'], ['base', 'signer']) },
    ]);
    expect((await readPlain(connection))['role:acme/more']).toMatchObject({
      permissions: ['build:run', 'signing:view'],
      includes: ['base', 'signer'],
    });
    expect(codesOf(await writer.write({ write: 'delete-role', home: 'acme', name: 'base' }))).toEqual([
      'connector-refused',
    ]);
    await writeAll(writer, [
      { write: 'update-role', role: role('more', ['members:read'], [], 'Less') },
      { write: 'delete-role', home: 'acme', name: 'base' },
    ]);
    const live = await readPlain(connection);
    expect(live['role:acme/more']).toMatchObject({
      title: 'Less',
      permissions: ['members:read'],
      includes: [],
    });
    expect(live['role:acme/base']).toBeUndefined();
  });

  test('members', async () => {
    const sandbox = await sandboxOf('lumoauth');
    const connection = connectionTo(sandbox);
    const writer = fast().openWriter(connection);
    must(await writer.read());
    await writeAll(writer, [joins('Ann@Acme.com'), joins('Ann@Acme.com'), joins('ben@acme.com')]);
    await writeAll(writer, [
      { write: 'set-member-state', scope: 'acme', member: 'ann@acme.com', state: 'deactivated' },
      { write: 'set-member-state', scope: 'acme', member: 'ann@acme.com', state: 'deactivated' },
      { write: 'remove-member', scope: 'acme', member: 'ben@acme.com' },
      { write: 'remove-member', scope: 'acme', member: 'ben@acme.com' },
    ]);
    const live = await readPlain(connection);
    expect(live['member:acme/ann@acme.com']).toMatchObject({ display: 'Ann@Acme.com', state: 'deactivated' });
    expect(live['member:acme/ben@acme.com']).toBeUndefined();
    await writeAll(writer, [
      { write: 'set-member-state', scope: 'acme', member: 'ann@acme.com', state: 'active' },
    ]);
    expect((await readPlain(connection))['member:acme/ann@acme.com']).toMatchObject({ state: 'active' });
  });

  test('groups, who is in them and what they carry', async () => {
    const { writer, connection } = await atriumWriter({
      seed: {
        organization: 'acme',
        members: [
          { key: 'a@x.io', state: 'active' },
          { key: 'b@x.io', state: 'active' },
        ],
      },
    });
    const qa = 'acme/units/emea/qa';
    await writeAll(writer, [
      unit('emea'),
      { write: 'create-group', group: group('qa', 'acme/units/emea', ['build:view']) },
      { write: 'create-group', group: group('mobile') },
      { write: 'add-group-member', group: qa, member: 'a@x.io' },
      { write: 'add-group-member', group: qa, member: 'b@x.io' },
      { write: 'add-group-member', group: qa, member: 'b@x.io' },
      { write: 'nest-group', group: qa, child: 'acme/mobile' },
      { write: 'nest-group', group: qa, child: 'acme/mobile' },
      updated(qa, { title: 'Q & A', description: 'two\nlines', permissions: named(['build:run']) }),
      { write: 'remove-group-member', group: qa, member: 'a@x.io' },
      { write: 'remove-group-member', group: qa, member: 'a@x.io' },
    ]);
    expect((await readPlain(connection))[`group:${qa}`]).toMatchObject({
      title: 'Q & A',
      description: 'two\nlines',
      members: ['b@x.io'],
      groups: ['acme/mobile'],
      permissions: ['build:run'],
    });
    await writeAll(writer, [
      { write: 'unnest-group', group: qa, child: 'acme/mobile' },
      { write: 'unnest-group', group: qa, child: 'acme/mobile' },
      { write: 'delete-group', group: 'acme/mobile' },
      { write: 'delete-group', group: 'acme/mobile' },
    ]);
    const live = await readPlain(connection);
    expect(live[`group:${qa}`]).toMatchObject({ groups: [] });
    expect(live['group:acme/mobile']).toBeUndefined();
  });

  test('assignments', async () => {
    const { writer, connection } = await atriumWriter({
      seed: { organization: 'acme', members: [{ key: 'a@x.io', state: 'active' }], groups: [{ slug: 'qa' }] },
    });
    const put = (roles: string[]): Write => ({
      write: 'put-assignment',
      assignment: given('acme/units/emea', team('acme/qa'), roles),
    });
    await writeAll(writer, [
      unit('emea'),
      put([]),
      put(['build-operator', 'signer']),
      put(['signer']),
      put(['signer']),
      { write: 'put-assignment', assignment: given('acme', person('a@x.io'), ['owner']) },
    ]);
    const live = await readPlain(connection);
    expect(live['assignment:acme/units/emea|group:acme/qa']).toMatchObject({ roles: ['signer'] });
    expect(live['assignment:acme|member:a@x.io']).toMatchObject({ roles: ['owner'] });
    const gone: Write = { write: 'delete-assignment', scope: 'acme/units/emea', principal: team('acme/qa') };
    await writeAll(writer, [gone, gone]);
    expect((await readPlain(connection))['assignment:acme/units/emea|group:acme/qa']).toBeUndefined();
    const last = await writer.write({
      write: 'delete-assignment',
      scope: 'acme',
      principal: person('a@x.io'),
    });
    expect(codesOf(last)).toEqual(['connector-refused']);
    expect(JSON.stringify(last)).toContain('last-owner');
  });

  test('what a deletion takes along does not look like a change by somebody else', async () => {
    const members = ['a@x.io', 'b@x.io', 'c@x.io'].map((key) => ({ key, state: 'active' as const }));
    const { writer, connection } = await atriumWriter({
      seed: {
        organization: 'acme',
        members,
        scopes: [{ path: 'emea', kind: 'unit' }],
        groups: [
          { slug: 'all', members: ['a@x.io', 'b@x.io'], groups: ['local', 'sub'] },
          { slug: 'sub' },
          { slug: 'local', home: 'emea', roles: ['signer'] },
        ],
      },
    });
    await writeAll(writer, [
      { write: 'remove-member', scope: 'acme', member: 'a@x.io' },
      { write: 'add-group-member', group: 'acme/all', member: 'c@x.io' },
      { write: 'delete-group', group: 'acme/sub' },
      { write: 'remove-group-member', group: 'acme/all', member: 'b@x.io' },
      { write: 'delete-scope', path: 'acme/units/emea' },
      updated('acme/all', { title: 'All', description: '' }),
    ]);
    const live = await readPlain(connection);
    expect(live['group:acme/all']).toMatchObject({ members: ['c@x.io'], groups: [], title: 'All' });
  });

  test('an expired invitation is sent again, and the person keeps all that was given', async () => {
    const { writer, connection, sandbox } = await atriumWriter({
      seed: {
        organization: 'acme',
        members: [{ key: 'Kept@x.io', state: 'expired' }],
        assignments: [{ principal: { type: 'member', name: 'kept@x.io' }, roles: ['signer'] }],
      },
    });
    const before = await idOf(sandbox, 'members', 'kept@x.io');
    const again: Write = { write: 'resend-invitation', scope: 'acme', member: 'kept@x.io' };
    await writeAll(writer, [again]);
    expect(sandbox.requests().at(-1)).toMatchObject({ method: 'POST', status: 200 });
    const sent = writer.requests();
    // Pending already: said again, nothing is sent.
    await writeAll(writer, [again]);
    expect(writer.requests()).toBe(sent);
    const live = await readPlain(connection);
    expect(live['member:acme/kept@x.io']).toMatchObject({ state: 'invited' });
    expect(await idOf(sandbox, 'members', 'kept@x.io')).toBe(before);
    expect(live['assignment:acme|member:kept@x.io']).toBeDefined();
  });

  test('whoever has accepted meanwhile is not invited again', async () => {
    const { writer, sandbox } = await atriumWriter({
      seed: { organization: 'acme', members: [{ key: 'old@x.io', state: 'expired' }] },
    });
    const id = await idOf(sandbox, 'members', 'old@x.io');
    await behindTheBack(sandbox, 'POST', `/members/${id}/resend`);
    await behindTheBack(sandbox, 'POST', `/members/${id}/accept`);
    const again: Write = { write: 'resend-invitation', scope: 'acme', member: 'old@x.io' };
    expect(codesOf(await writer.write(again))).toEqual(['live-changed']);
  });

  test.each<[string, InjectedFault[]]>([
    ['', []],
    [', answers lost', [{ kind: 'drop-after-write', every: 1, times: 3 }]],
    [', requests lost', [{ kind: 'drop-before', every: 2 }]],
  ])('members of a scope below%s', async (_, faults) => {
    const { sandbox, connection, writer } = await chaletWriter();
    const at = 'acme/units/emea';
    const vera = { scope: at, member: 'vera@x.io' } as const;
    await writeAll(writer, [unit('emea'), { write: 'create-group', group: group('g', at) }]);
    sandbox.setFaults(faults);
    await writeAll(writer, [
      joins('Vera@x.io', at),
      { write: 'put-assignment', assignment: given(at, person('vera@x.io'), ['signer']) },
    ]);
    sandbox.setFaults([]);
    const live = await readPlain(connection);
    expect(live[`member:${at}/vera@x.io`]).toMatchObject({ display: 'Vera@x.io', state: 'invited' });
    expect(live['member:acme/vera@x.io']).toBeUndefined();
    expect(live[`assignment:${at}|member:vera@x.io`]).toBeDefined();

    // Up to the organization and back down: what is given below stays as long as one of the two is there.
    await writeAll(writer, [joins('vera@x.io'), { write: 'remove-member', ...vera }]);
    expect(await readPlain(connection)).toMatchObject({
      'member:acme/vera@x.io': { state: 'invited' },
      [`assignment:${at}|member:vera@x.io`]: { roles: ['signer'] },
    });
    await writeAll(writer, [
      joins('vera@x.io', at),
      { write: 'remove-member', scope: 'acme', member: 'vera@x.io' },
      { write: 'remove-member', scope: 'acme', member: 'vera@x.io' },
    ]);
    expect(Object.keys(await readPlain(connection))).toContain(`assignment:${at}|member:vera@x.io`);
    await writeAll(writer, [{ write: 'remove-member', ...vera }]);
    expect(Object.keys(await readPlain(connection)).filter((a) => a.includes('vera'))).toEqual([]);
    expect(codesOf(await writer.write({ write: 'resend-invitation', ...vera }))).toEqual(['live-changed']);
  });

  test('an invitation below expires, is sent again, and the log names the membership', async () => {
    const { sandbox, writer } = await chaletWriter();
    const at = 'acme/units/emea';
    await writeAll(writer, [unit('emea'), joins('vera@x.io', at)]);
    sandbox.advanceClock(8 * 86_400);
    const expired = must(await writer.read()).resources.find((r) => r.address === `member:${at}/vera@x.io`);
    expect(expired?.attributes).toMatchObject({ state: 'expired', invitation: { sent: 1 } });
    await writeAll(writer, [{ write: 'resend-invitation', scope: at, member: 'vera@x.io' }]);
    const again = must(await writer.read()).resources.find((r) => r.address === `member:${at}/vera@x.io`);
    expect(again?.attributes).toMatchObject({ state: 'invited', invitation: { sent: 2 } });
    await writeAll(writer, [{ write: 'remove-member', scope: at, member: 'vera@x.io' }]);
    const events = must(await writer.events(null));
    // One event may have moved several facts.
    const told = events.flatMap(({ action, address }) =>
      address?.includes('vera') ? [`${action} ${address}`] : [],
    );
    expect([...new Set(told)]).toEqual(
      ['invitation-revoked', 'invitation-resent', 'invitation-expired', 'created'].map(
        (what) => `scope-member.${what} member:${at}/vera@x.io`,
      ),
    );
    expect(events.find(({ action }) => action.endsWith('invitation-expired'))?.actor).toBe('platform');
  });
});

test('many writes at once: those on one group take turns, the others do not', async () => {
  const keys = Array.from({ length: 40 }, (_, n) => `p${n}@x.io`);
  const { writer, connection, sandbox } = await atriumWriter({
    seed: {
      organization: 'acme',
      members: keys.map((key) => ({ key, state: 'active' as const })),
      groups: [{ slug: 'a' }, { slug: 'b' }, { slug: 'c' }],
    },
  });
  sandbox.resetRequests();
  const writes = keys.flatMap((member) =>
    ['a', 'b', 'c'].map((name): Write => ({ write: 'add-group-member', group: `acme/${name}`, member })),
  );
  const done = await Promise.all(writes.map((write) => writer.write(write)));
  expect(done.flatMap(codesOf)).toEqual([]);
  expect(sandbox.requests()).toHaveLength(120);
  expect(sandbox.requests().every(({ status }) => status === 201)).toBe(true);
  const live = await readPlain(connection);
  for (const name of ['a', 'b', 'c'])
    expect(live[`group:acme/${name}`]).toMatchObject({ members: [...keys].sort() });
});

test('a read among writes waits for those before it, and those after wait for it', async () => {
  const sandbox = await sandboxOf('atrium', {
    seed: {
      organization: 'acme',
      members: ['a@x.io', 'b@x.io', 'c@x.io'].map((key) => ({ key, state: 'active' as const })),
      groups: [{ slug: 'qa' }],
    },
  });
  // Lists are answered at once and arrive late: what they say is old by then.
  const way = await wayTo(sandbox.url, {
    after: async ({ method }) => {
      if (method === 'GET') await new Promise((resolve) => setTimeout(resolve, 40));
      return undefined;
    },
  });
  const writer = fast().openWriter(connectionTo({ url: way.url, token: sandbox.token }, atrium));
  must(await writer.read());
  const add = (member: string): Promise<Outcome<null>> =>
    writer.write({ write: 'add-group-member', group: 'acme/qa', member });
  const [first, read, second] = await Promise.all([add('a@x.io'), writer.read(), add('b@x.io')]);
  expect([first, read, second].flatMap(codesOf)).toEqual([]);
  must(await add('c@x.io'));
  expect(plain(must(read).resources)['group:acme/qa']).toMatchObject({ members: ['a@x.io'] });
});

describe('what changed since the read is left alone', () => {
  const seed = {
    organization: 'acme',
    members: [
      { key: 'a@x.io', state: 'active' as const },
      { key: 'b@x.io', state: 'active' as const },
    ],
    roles: [{ slug: 'own', permissions: ['build:view'] }],
    scopes: [{ path: 'emea', kind: 'unit' }],
    groups: [{ slug: 'qa', members: ['a@x.io'], roles: ['signer'] }],
  };
  const open = () => atriumWriter({ seed });

  test('a group that somebody else put a person into', async () => {
    const { writer, sandbox, connection } = await open();
    const qa = await idOf(sandbox, 'groups', 'qa');
    await behindTheBack(sandbox, 'POST', `/groups/${qa}/members`, {
      userId: await idOf(sandbox, 'members', 'b@x.io'),
    });
    const writes: Write[] = [
      { write: 'remove-group-member', group: 'acme/qa', member: 'a@x.io' },
      { write: 'add-group-member', group: 'acme/qa', member: 'b@x.io' },
      updated('acme/qa', { title: 'New', description: '' }),
      { write: 'delete-group', group: 'acme/qa' },
    ];
    for (const write of writes) {
      const result = await writer.write(write);
      expect(codesOf(result)).toEqual(['live-changed']);
      expect(JSON.stringify(result)).toContain('group acme/qa');
      expect(JSON.stringify(result)).toContain('left as it is');
    }
    expect((await readPlain(connection))['group:acme/qa']).toMatchObject({
      members: ['a@x.io', 'b@x.io'],
      title: 'qa',
    });
    must(await writer.read());
    must(await writer.write({ write: 'remove-group-member', group: 'acme/qa', member: 'a@x.io' }));
  });

  test.each<
    [
      string,
      Write,
      (id: {
        qa: string;
        own: string;
        emea: string;
        a: string;
        root: string;
        roles: string[];
      }) => [string, string, object],
    ]
  >([
    [
      'a role',
      { write: 'update-role', role: role('own', ['build:run']) },
      ({ own }) => ['PATCH', `/roles/${own}`, { description: 'theirs' }],
    ],
    [
      'a scope',
      { write: 'update-scope', path: 'acme/units/emea', title: 'Ours', settings: new Map() },
      ({ emea }) => ['PATCH', `/scopes/${emea}`, { name: 'Theirs' }],
    ],
    [
      'a person',
      { write: 'remove-member', scope: 'acme', member: 'a@x.io' },
      ({ a }) => ['PATCH', `/members/${a}`, { displayName: 'Anna' }],
    ],
    [
      'roles given',
      { write: 'put-assignment', assignment: given('acme', team('acme/qa'), ['build-viewer']) },
      ({ root, qa, roles }) => ['PUT', `/scopes/${root}/assignments/group/${qa}`, { roleIds: roles }],
    ],
    [
      'roles given where there were none',
      { write: 'put-assignment', assignment: given('acme', person('a@x.io'), ['signer']) },
      ({ root, a, roles }) => ['PUT', `/scopes/${root}/assignments/member/${a}`, { roleIds: roles }],
    ],
    [
      'roles to take away',
      { write: 'delete-assignment', scope: 'acme', principal: team('acme/qa') },
      ({ root, qa, roles }) => ['PUT', `/scopes/${root}/assignments/group/${qa}`, { roleIds: roles }],
    ],
    [
      'a group made meanwhile',
      { write: 'create-group', group: group('new') },
      () => ['POST', '/groups', { slug: 'new', name: 'Theirs' }],
    ],
  ])('%s', async (_, write, change) => {
    const { writer, sandbox } = await open();
    const ids = {
      qa: await idOf(sandbox, 'groups', 'qa'),
      own: await idOf(sandbox, 'roles', 'own'),
      emea: await idOf(sandbox, 'scopes', 'emea'),
      root: await idOf(sandbox, 'scopes', 'acme'),
      a: await idOf(sandbox, 'members', 'a@x.io'),
      roles: [await idOf(sandbox, 'roles', 'build-operator')],
    };
    await behindTheBack(sandbox, ...change(ids));
    const revision = (await behindTheBack(sandbox, 'GET', '')).revision;
    expect(codesOf(await writer.write(write))).toEqual(['live-changed']);
    expect((await behindTheBack(sandbox, 'GET', '')).revision).toBe(revision);
  });

  test('what is gone: a removal is done, anything else is not', async () => {
    const { writer, sandbox } = await open();
    await behindTheBack(sandbox, 'DELETE', `/groups/${await idOf(sandbox, 'groups', 'qa')}`);
    expect(
      codesOf(await writer.write({ write: 'add-group-member', group: 'acme/qa', member: 'b@x.io' })),
    ).toEqual(['live-changed']);
    must(await writer.write({ write: 'remove-group-member', group: 'acme/qa', member: 'a@x.io' }));
    must(await writer.write({ write: 'delete-assignment', scope: 'acme', principal: team('acme/qa') }));
    must(await writer.write({ write: 'delete-group', group: 'acme/qa' }));
    const after = await writer.write({ write: 'add-group-member', group: 'acme/qa', member: 'b@x.io' });
    expect(codesOf(after)).toEqual(['live-changed']);
    await behindTheBack(sandbox, 'DELETE', `/members/${await idOf(sandbox, 'members', 'b@x.io')}`);
    must(await writer.write({ write: 'create-group', group: group('fresh') }));
    const lost = await writer.write({ write: 'add-group-member', group: 'acme/fresh', member: 'b@x.io' });
    expect(codesOf(lost)).toEqual(['live-changed']);
  });
});

test('a 404 of the whole organization is never a removal done', async () => {
  const { writer, sandbox } = await atriumWriter({
    seed: { organization: 'acme', groups: [{ slug: 'qa' }] },
  });
  sandbox.setFaults([{ kind: 'status', status: 404 }]);
  for (const write of [
    { write: 'delete-group', group: 'acme/qa' },
    updated('acme/qa', { title: 'x', description: '' }),
  ] as const) {
    expect(codesOf(await writer.write(write))).toEqual(['unknown-live-organization']);
  }
});

test('what the model has and this API has not is said so, and nothing is sent', async () => {
  const { writer } = await atriumWriter();
  const sent = writer.requests();
  const member = {
    scope: 'acme/units/emea',
    member: 'a@x.io',
    display: 'a@x.io',
    state: 'active' as const,
    invitation: null,
  };
  expect(codesOf(await writer.write({ write: 'add-member', member }))).toEqual(['not-supported']);
  expect(writer.requests()).toBe(sent);
});

test('a reader has nothing to write with, and a writer must have read', async () => {
  const sandbox = await sandboxOf('lumoauth');
  const reader = fast().openReader(connectionTo(sandbox));
  expect(Object.keys(reader).sort()).toEqual([
    'events',
    'formerNames',
    'inspect',
    'lastingId',
    'read',
    'requests',
    'revision',
    'under',
  ]);
  expect(Object.isFrozen(reader)).toBe(true);
  const writer = fast().openWriter(connectionTo(sandbox, lumoauth));
  await expect(writer.write(joins('a@acme.com'))).rejects.toThrow('write before read');
});
