import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InjectedFault, parseFault } from '../../src/sandbox/sandbox.ts';
import { caller, make } from './caller.ts';
import { READER, startTestSandbox, type TestSandbox } from './start.ts';

let sandbox: TestSandbox;
const call = caller(() => sandbox);

beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.close());

async function statuses(times: number, path = '/groups'): Promise<(number | 'broken')[]> {
  const seen: (number | 'broken')[] = [];
  for (let n = 0; n < times; n += 1) {
    seen.push(
      await call('GET', path).then(
        ({ status }) => status,
        () => 'broken' as const,
      ),
    );
  }
  return seen;
}

describe('when', () => {
  const down = { kind: 'status', status: 503 } as const;
  test.each<[string, Omit<InjectedFault, 'kind'>, (number | 'broken')[]]>([
    ['always', {}, [503, 503, 503, 503, 503, 503]],
    ['the third', { nth: 3 }, [200, 200, 503, 200, 200, 200]],
    ['two from the second', { nth: 2, times: 2 }, [200, 503, 503, 200, 200, 200]],
    ['every second', { every: 2 }, [200, 503, 200, 503, 200, 503]],
    ['every second from the third', { nth: 3, every: 2 }, [200, 200, 503, 200, 503, 200]],
    ['every second, once', { every: 2, times: 1 }, [200, 503, 200, 200, 200, 200]],
    ['of another operation', { match: { operationId: 'listRoles' } }, [200, 200, 200, 200, 200, 200]],
    ['of another method', { match: { method: 'post' } }, [200, 200, 200, 200, 200, 200]],
    ['of a path', { match: { path: '/groups$' }, times: 1 }, [503, 200, 200, 200, 200, 200]],
  ])('%s', async (_when, timing, expected) => {
    sandbox.setFaults([{ ...down, ...timing } as InjectedFault]);
    expect(await statuses(6)).toEqual(expected);
  });

  test('only matching requests are counted, and setting faults counts anew', async () => {
    const second: InjectedFault = { ...down, nth: 2, match: { operationId: 'listGroups' } };
    sandbox.setFaults([second]);
    expect(await statuses(1)).toEqual([200]);
    expect(await statuses(3, '/roles')).toEqual([200, 200, 200]);
    sandbox.setFaults([second]);
    expect(await statuses(2)).toEqual([200, 503]);
  });
});

describe('what', () => {
  test('a status says when to come back, as a problem', async () => {
    sandbox.setFaults([{ kind: 'status', status: 429, retryAfter: 2 }]);
    const reply = await call('GET', '/groups');
    expect(reply).toMatchObject({ status: 429, body: { status: 429, code: 'injected-fault' } });
    expect(reply.headers.get('retry-after')).toBe('2');
  });

  test('latencies add up before whatever else happens', async () => {
    sandbox.setFaults([
      { kind: 'latency', ms: 60 },
      { kind: 'latency', ms: 60 },
      { kind: 'status', status: 500 },
    ]);
    const start = performance.now();
    expect(await statuses(1)).toEqual([500]);
    expect(performance.now() - start).toBeGreaterThan(110);
  });

  test('dropped before, nothing has happened; dropped after the write, it has', async () => {
    const post = () => call('POST', '/groups', { slug: 'g', name: 'G' });
    sandbox.setFaults([
      { kind: 'drop-before', nth: 1, match: { method: 'POST' } },
      { kind: 'drop-after-write', nth: 2, match: { method: 'POST' } },
    ]);
    await expect(post()).rejects.toThrow();
    expect((await call('GET', '/groups')).body.total).toBe(0);
    await expect(post()).rejects.toThrow();
    const [group] = (await call('GET', '/groups')).body.items;
    expect(await post()).toMatchObject({ status: 409, body: { existing: { id: group?.id } } });
    expect(sandbox.requests().map(({ status }) => status)).toEqual([0, 200, 0, 200, 409]);
  });

  test('with an Idempotency-Key a write whose answer got lost is simply repeated', async () => {
    sandbox.setFaults([{ kind: 'drop-after-write', nth: 1 }]);
    const headers = { 'idempotency-key': 'once' };
    const post = () => call('POST', '/groups', { slug: 'g', name: 'G' }, { headers });
    await expect(post()).rejects.toThrow();
    expect(await post()).toMatchObject({ status: 201, body: { slug: 'g', version: 1 } });
  });

  test('a web page instead of an answer, and instead of the write', async () => {
    sandbox.setFaults([{ kind: 'html', nth: 1 }]);
    const reply = await call('POST', '/groups', { slug: 'g', name: 'G' });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('text/html');
    expect((await call('GET', '/groups')).body.total).toBe(0);
  });

  test('a page goes missing; requests that are no lists are not counted', async () => {
    for (const slug of ['a', 'b', 'c']) await make(call, '/groups', { slug, name: slug });
    sandbox.setFaults([{ kind: 'missing-page', nth: 2 }]);
    expect((await call('GET', '/groups?pageSize=2')).body.items).toHaveLength(2);
    expect((await call('GET', '')).status).toBe(200);
    expect((await call('GET', '/groups?pageSize=2&page=2')).body).toMatchObject({ items: [], total: 3 });
    expect((await call('GET', '/groups?pageSize=2&page=2')).body.items).toHaveLength(1);
  });
});

describe('the control surface', () => {
  test('sets and shows faults', async () => {
    const faults: InjectedFault[] = [
      { kind: 'status', status: 500, nth: 1, match: { operationId: 'listGroups' } },
    ];
    expect(await call('PUT', '//_sandbox/faults', faults)).toMatchObject({ status: 200, body: { faults } });
    expect((await call('GET', '//_sandbox/faults')).body).toEqual({ faults });
    expect(await statuses(2)).toEqual([500, 200]);
    expect((await call('PUT', '//_sandbox/faults', { faults: [] })).body).toEqual({ faults: [] });
  });

  test('shows the requests of the API and forgets them', async () => {
    await call('GET', '/groups?page=1');
    await call('GET', '/nowhere');
    const { body } = await call('GET', '//_sandbox/requests');
    expect(body.requests).toMatchObject([
      { method: 'GET', path: '/orgs/acme/api/v1/groups?page=1', operationId: 'listGroups', status: 200 },
      { method: 'GET', operationId: null, status: 404 },
    ]);
    expect((await call('DELETE', '//_sandbox/requests')).status).toBe(204);
    expect(sandbox.requests()).toEqual([]);
  });

  test.each([
    ['without a token', 'GET', { token: null }, undefined, 401],
    ['for readers', 'GET', { token: READER }, undefined, 403],
    ['with text', 'PUT', { raw: 'latency' }, undefined, 400],
    ['with an unknown kind', 'PUT', {}, [{ kind: 'fire' }], 422],
    ['with an unknown key', 'PUT', {}, [{ kind: 'html', when: 1 }], 422],
    ['with a broken expression', 'PUT', {}, [{ kind: 'html', match: { path: '(' } }], 422],
    ['with a method it lacks', 'POST', {}, [], 404],
  ])('is closed %s', async (_how, method, options, body, status) => {
    expect((await call(method, '//_sandbox/faults', body, options)).status).toBe(status);
  });
});

describe('a fault as text', () => {
  test.each<[string, InjectedFault]>([
    ['429@3:retry-after=1', { kind: 'status', status: 429, retryAfter: 1, nth: 3 }],
    ['500@7', { kind: 'status', status: 500, nth: 7 }],
    ['503', { kind: 'status', status: 503 }],
    ['latency=200', { kind: 'latency', ms: 200 }],
    ['latency=0:every=2', { kind: 'latency', ms: 0, every: 2 }],
    ['drop-before', { kind: 'drop-before' }],
    ['drop-after-write@5', { kind: 'drop-after-write', nth: 5 }],
    ['html@1', { kind: 'html', nth: 1 }],
    [
      'missing-page@2:operation=listMembers',
      { kind: 'missing-page', nth: 2, match: { operationId: 'listMembers' } },
    ],
    [
      '500:method=POST,path=/groups/[^/]+$,times=2',
      { kind: 'status', status: 500, times: 2, match: { method: 'POST', path: '/groups/[^/]+$' } },
    ],
    ['500:path=\\?key=a:b', { kind: 'status', status: 500, match: { path: '\\?key=a:b' } }],
  ])('%s', (text, fault) => expect(parseFault(text)).toEqual(fault));

  test.each([
    ['', 'not of the form'],
    ['fire', 'unknown effect fire'],
    ['99', 'unknown effect 99'],
    ['600', 'unknown effect 600'],
    ['latency', 'latency needs milliseconds'],
    ['latency=999999', 'ms must be'],
    ['html=3', 'html takes no number'],
    ['500@0', 'nth must be'],
    ['500@x', 'not of the form'],
    ['html:retry-after=1', 'retry-after goes with a status'],
    ['429:retry-after=soon', 'retryAfter must be'],
    ['500:colour=red', 'unknown option colour'],
    ['500:every', 'option every has no value'],
    ['500:every=1,every=2', 'given twice'],
    ['500:path=(', 'path must match format'],
    ['500:', 'unknown option'],
  ])('%j is refused', (text, why) => {
    const refusal = parseFault(text);
    expect(refusal).toBeTypeOf('string');
    expect(refusal).toContain(why);
  });
});
