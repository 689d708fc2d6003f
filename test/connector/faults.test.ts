import { describe, expect, test } from 'vitest';
import { RETRY_RULES } from '../../src/connector/http/retry.ts';
import type { Write } from '../../src/plan/write/write.ts';
import type { InjectedFault } from '../../src/sandbox/sandbox.ts';
import { READER } from '../sandbox/start.ts';
import { given, group, joins, named, person, role, team, updated } from './attributes.ts';
import {
  atriumWriter,
  behindTheBack,
  codesOf,
  connectionTo,
  fast,
  idOf,
  must,
  type Passing,
  rawServer,
  readPlain,
  sandboxOf,
  wayTo,
} from './connections.ts';
import { fastTime } from './fast-time.ts';
import { atrium } from './platforms.ts';

describe('a platform in trouble', () => {
  test('429 with Retry-After: the whole client waits as long as it is told', async () => {
    const sandbox = await sandboxOf('lumoauth', {
      faults: [{ kind: 'status', status: 429, retryAfter: 7, nth: 2 }],
    });
    const time = fastTime();
    const reader = fast(time).openReader(connectionTo(sandbox));
    must(await reader.read());
    expect(reader.requests()).toBe(7);
    expect(Math.max(...time.slept)).toBe(7000);
  });

  test('429 for ever, and a wait nobody has: rate limited', async () => {
    const sandbox = await sandboxOf('lumoauth', { faults: [{ kind: 'status', status: 429 }] });
    expect(codesOf(await fast().openReader(connectionTo(sandbox)).read())).toEqual([
      'connector-rate-limited',
    ]);
    sandbox.setFaults([{ kind: 'status', status: 429, retryAfter: 86_400 }]);
    const time = fastTime();
    const read = await fast(time).openReader(connectionTo(sandbox)).read();
    expect(codesOf(read)).toEqual(['connector-rate-limited']);
    expect(JSON.stringify(read)).toContain('86400');
  });

  test.each<[string, InjectedFault]>([
    ['500 on the third', { kind: 'status', status: 500, nth: 3 }],
    ['502 on every other', { kind: 'status', status: 502, every: 2 }],
    ['503 twice', { kind: 'status', status: 503, times: 2 }],
    ['a connection broken on the second', { kind: 'drop-before', nth: 2 }],
  ])('%s is got over', async (_, fault) => {
    const sandbox = await sandboxOf('lumoauth', { faults: [fault] });
    must(await fast().openReader(connectionTo(sandbox)).read());
  });

  test('5xx for ever is a server error, not an empty organization', async () => {
    const sandbox = await sandboxOf('lumoauth', {
      faults: [{ kind: 'status', status: 503, match: { operationId: 'listGroups' } }],
    });
    const reader = fast().openReader(connectionTo(sandbox));
    expect(codesOf(await reader.read())).toEqual(['connector-server-error']);
    expect(reader.requests()).toBe(5 + RETRY_RULES.attempts);
  });

  test('a login page is not the API', async () => {
    const sandbox = await sandboxOf('lumoauth', { faults: [{ kind: 'html', nth: 3 }] });
    const read = await fast().openReader(connectionTo(sandbox)).read();
    expect(codesOf(read)).toEqual(['connector-protocol']);
    expect(JSON.stringify(read)).toContain('text/html: <!doctype html>');
  });

  test('no answer in time', async () => {
    const sandbox = await sandboxOf('lumoauth', { faults: [{ kind: 'latency', ms: 400 }] });
    const connection = connectionTo(sandbox, undefined, { timeout: 30 });
    const read = await fast().openReader(connection).read();
    expect(codesOf(read)).toEqual(['connector-unreachable']);
    expect(JSON.stringify(read)).toContain('no answer within 30 ms (tried 5 times)');
  });

  test('nobody there: said at once', async () => {
    const closed = await rawServer(() => {});
    const time = fastTime();
    for (const url of [
      'http://127.0.0.1:1',
      'http://bylaw.invalid',
      'not a url',
      'ftp://x',
      'http://u:pw@127.0.0.1',
    ]) {
      const read = await fast(time)
        .openReader(connectionTo({ ...closed, url }))
        .read();
      expect(codesOf(read), url).toEqual(['connector-unreachable']);
      expect(JSON.stringify(read)).not.toContain('pw');
    }
    expect(time.slept).toEqual([]);
  });

  test('tokens and organizations the platform does not have', async () => {
    const sandbox = await sandboxOf('lumoauth');
    const { url } = sandbox;
    expect(
      codesOf(
        await fast()
          .openReader(connectionTo({ url, token: 'wrong' }))
          .read(),
      ),
    ).toEqual(['token-rejected']);
    const elsewhere = connectionTo(sandbox, undefined, { remote: 'no/such org' });
    expect(codesOf(await fast().openReader(elsewhere).read())).toEqual(['unknown-live-organization']);
    const reader = fast().openWriter(connectionTo({ url, token: READER }));
    must(await reader.read());
    const write = await reader.write(joins('a@acme.com'));
    expect(codesOf(write)).toEqual(['token-forbidden']);
    expect(JSON.stringify(write)).toContain('POST ');
  });
});

describe('an answer that got lost', () => {
  const seed = {
    organization: 'acme',
    members: ['a@x.io', 'b@x.io'].map((key) => ({ key, state: 'active' as const })),
    roles: [{ slug: 'own', permissions: ['build:view'] }],
    scopes: [{ path: 'emea', kind: 'unit' }],
    groups: [
      { slug: 'qa', members: ['a@x.io'], groups: ['sub'], roles: ['signer'] },
      { slug: 'sub' },
      { slug: 'lone' },
    ],
  };
  const writes: Write[] = [
    {
      write: 'create-scope',
      scope: { path: 'acme/units/apac', kind: 'unit', title: 'APAC', settings: new Map(), parent: 'acme' },
    },
    { write: 'update-scope', path: 'acme/units/emea', title: 'EMEA', settings: new Map() },
    { write: 'create-role', role: role('more', ['build:run']) },
    { write: 'update-role', role: role('own', ['build:run'], ['signer']) },
    joins('c@x.io'),
    { write: 'set-member-state', scope: 'acme', member: 'b@x.io', state: 'deactivated' },
    { write: 'create-group', group: group('new') },
    updated('acme/qa', { title: 'Q', description: 'd', permissions: named(['build:view']) }),
    { write: 'add-group-member', group: 'acme/qa', member: 'b@x.io' },
    { write: 'set-membership-role', group: 'acme/qa', member: 'a@x.io', role: 'lead' },
    { write: 'remove-group-member', group: 'acme/qa', member: 'a@x.io' },
    { write: 'nest-group', group: 'acme/qa', child: 'acme/lone' },
    { write: 'unnest-group', group: 'acme/qa', child: 'acme/sub' },
    { write: 'put-assignment', assignment: given('acme', team('acme/qa'), ['build-viewer']) },
    { write: 'put-assignment', assignment: given('acme', person('a@x.io'), ['signer']) },
    { write: 'delete-assignment', scope: 'acme', principal: team('acme/qa') },
    { write: 'delete-group', group: 'acme/sub' },
    { write: 'remove-member', scope: 'acme', member: 'a@x.io' },
    { write: 'delete-role', home: 'acme', name: 'own' },
    { write: 'delete-scope', path: 'acme/units/emea' },
  ];
  /** Goes on from whatever came before, so it fails when a version was lost with the answer. */
  const after: Write[] = [
    updated('acme/qa', { title: 'After', description: '' }),
    { write: 'delete-scope', path: 'acme/units/emea' },
    { write: 'delete-assignment', scope: 'acme', principal: team('acme/qa') },
    { write: 'delete-role', home: 'acme', name: 'own' },
    { write: 'remove-member', scope: 'acme', member: 'b@x.io' },
    { write: 'delete-group', group: 'acme/qa' },
  ];

  test.each(writes.map((write) => [write.write, write] as const))('%s is done once', async (_, write) => {
    const { writer, sandbox, connection } = await atriumWriter({ seed });
    const revision = Number((await behindTheBack(sandbox, 'GET', '')).revision);
    sandbox.setFaults([{ kind: 'drop-after-write', nth: 1 }]);
    must(await writer.write(write));
    sandbox.setFaults([]);
    const once = Number((await behindTheBack(sandbox, 'GET', '')).revision);
    expect(once).toBe(revision + 1);
    for (const next of after) must(await writer.write(next));
    await readPlain(connection);
  });

  /** A writer on a platform that forgets keys and loses the first answer to each write that `loses` names. */
  async function forgetful(loses: (passing: Passing) => boolean, meanwhile?: () => Promise<unknown>) {
    const sandbox = await sandboxOf('atrium', { seed });
    const lost = new Set<string>();
    const way = await wayTo(sandbox.url, {
      without: ['idempotency-key'],
      after: async (passing) => {
        const request = JSON.stringify(passing);
        if (passing.method === 'GET' || lost.has(request) || !loses(passing)) return undefined;
        lost.add(request);
        await meanwhile?.();
        return 'break';
      },
    });
    const writer = fast().openWriter(connectionTo({ url: way.url, token: sandbox.token }, atrium));
    must(await writer.read());
    return { sandbox, writer, connection: connectionTo(sandbox, atrium) };
  }

  test('on a platform that forgets keys, what the first try made is adopted', async () => {
    const { writer, connection } = await forgetful(({ method }) => method === 'POST');
    must(await writer.write({ write: 'create-group', group: group('new') }));
    must(await writer.write(joins('c@x.io')));
    must(await writer.write({ write: 'add-group-member', group: 'acme/qa', member: 'b@x.io' }));
    must(await writer.write({ write: 'add-group-member', group: 'acme/new', member: 'b@x.io' }));
    const live = await readPlain(connection);
    expect(live['group:acme/new']).toMatchObject({ title: 'NEW', members: ['b@x.io'] });
    expect(live['group:acme/qa']).toMatchObject({ members: ['a@x.io', 'b@x.io'] });
  });

  test('and mended, where it is not as wanted', async () => {
    const { writer, sandbox, connection } = await forgetful(
      ({ method }) => method === 'POST',
      async () => {
        const id = await idOf(sandbox, 'groups', 'new');
        await behindTheBack(sandbox, 'PATCH', `/groups/${id}`, { name: 'Theirs' });
      },
    );
    must(await writer.write({ write: 'create-group', group: group('new') }));
    expect((await readPlain(connection))['group:acme/new']).toMatchObject({ title: 'NEW' });
  });

  test.each<[string, Write]>([
    ['an entry', { write: 'remove-group-member', group: 'acme/qa', member: 'a@x.io' }],
    ['texts', updated('acme/qa', { title: 'Q', description: '' })],
  ])('somebody else on top of %s: our write counts, the next one stops', async (_, write) => {
    let lost = 0;
    const { writer, sandbox } = await forgetful(
      () => lost++ === 0,
      async () => {
        const userId = await idOf(sandbox, 'members', 'b@x.io');
        const qa = await idOf(sandbox, 'groups', 'qa');
        await behindTheBack(sandbox, 'POST', `/groups/${qa}/members`, { userId });
      },
    );
    must(await writer.write(write));
    const next = await writer.write({ write: 'delete-group', group: 'acme/qa' });
    expect(codesOf(next)).toEqual(['live-changed']);
  });

  test('given up on: the failure says that nobody knows', async () => {
    const { writer, sandbox } = await atriumWriter({ seed });
    sandbox.setFaults([{ kind: 'drop-after-write' }]);
    const write = await writer.write({ write: 'create-group', group: group('new') });
    expect(codesOf(write)).toEqual(['connector-unreachable']);
    expect(JSON.stringify(write)).toContain('is not known: plan again');
  });
});
