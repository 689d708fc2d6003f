/** Answers that contradict what was read or sent, answers that were lost, texts kept otherwise, lists that lag behind. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { applyStack } from '../../src/command/apply/apply-organization.ts';
import { createConcurrencyLimits } from '../../src/command/session/concurrency.ts';
import { readAndPlan } from '../../src/command/session/plan-organization.ts';
import type { Write } from '../../src/plan/write/write.ts';
import { appliedText } from '../../src/report/apply/apply-text.ts';
import { plain as withoutColour } from '../../src/report/text/text-style.ts';
import { type Meddler, type Meddling, type Passing, startMeddler } from '../faults/meddler.ts';
import { desiredOf, written } from '../plan/fixtures.ts';
import { EMBEDDED, memoryStore } from '../terraform/run/harness.ts';
import { aloneIn } from '../terraform/run/one.ts';
import { given, group, joins, person, role, updated } from './attributes.ts';
import { codesOf, connectionTo, fast, must, sandboxOf } from './connections.ts';
import { fastTime } from './fast-time.ts';
import { atrium } from './platforms.ts';

let meddler: Meddler;
beforeAll(async () => {
  meddler = await startMeddler();
});
afterAll(() => meddler.close());

const STRANGE = '00000000-0000-4000-8000-000000000000';
const seed = {
  organization: 'acme',
  members: ['a@x.io', 'b@x.io'].map((key) => ({ key, state: 'active' as const })),
  roles: [{ slug: 'own', permissions: ['build:view'] }],
  groups: [{ slug: 'qa', members: ['a@x.io'] }, { slug: 'lone' }],
  assignments: [{ principal: { type: 'member' as const, name: 'a@x.io' }, roles: ['signer'] }],
};

/** A writer that has read, and whose way is spoiled from now on. */
async function spoiled(meddling: (method: string, path: string) => Meddling | null) {
  const sandbox = await sandboxOf('atrium', { seed });
  meddler.set(
    sandbox.url,
    () => null,
    () => {},
  );
  const time = fastTime();
  const writer = fast(time).openWriter(connectionTo({ ...sandbox, url: meddler.url }, atrium));
  must(await writer.read());
  meddler.set(sandbox.url, meddling, () => {});
  onTestFinished(() =>
    meddler.set(
      sandbox.url,
      () => null,
      () => {},
    ),
  );
  return { sandbox, writer, time };
}

const problem = (status: number, code: string, more: object = {}): Meddling => ({
  does: 'answer',
  heard: false,
  make: () => ({
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ status, code, detail: code, ...more }),
  }),
});

/** The answer, done, with other fields. */
const shown = (fields: object): Meddling => ({
  does: 'answer',
  heard: true,
  make: ({ status, headers, text }: Passing) => ({
    status,
    headers,
    body: JSON.stringify({ ...JSON.parse(text), ...fields }),
  }),
});

const onWrites =
  (meddling: Meddling) =>
  (method: string): Meddling | null =>
    method === 'GET' ? null : meddling;

const addsB: Write = { write: 'add-group-member', group: 'acme/qa', member: 'b@x.io' };
const updates: Write = updated('acme/qa', { title: 'Q', description: 'd' });

describe('an answer that contradicts what was read or sent is a failure, and nothing stands on it', () => {
  test.each<[string, Write, Meddling, string]>([
    [
      'in it already, but not listed',
      addsB,
      problem(409, 'already-exists', { existing: { id: STRANGE } }),
      'connector-contradiction',
    ],
    [
      'not in it, but listed',
      { write: 'remove-group-member', group: 'acme/qa', member: 'a@x.io' },
      problem(404, 'not-found'),
      'connector-contradiction',
    ],
    [
      'missing, but shown when asked for',
      { write: 'delete-group', group: 'acme/lone' },
      problem(404, 'not-found'),
      'connector-contradiction',
    ],
    [
      'gone, and the assignment is shown',
      { write: 'delete-assignment', scope: 'acme', principal: person('a@x.io') },
      problem(404, 'not-found'),
      'connector-contradiction',
    ],
    [
      'there already, by an id that nobody has',
      { write: 'create-group', group: group('new') },
      problem(409, 'already-exists', { existing: { id: STRANGE } }),
      'live-changed',
    ],
    ['gone, of what is changed', updates, problem(404, 'not-found'), 'live-changed'],
    ['another object by its id', updates, shown({ id: STRANGE }), 'connector-contradiction'],
    [
      'another object by its name',
      { write: 'create-group', group: group('new') },
      shown({ slug: 'old' }),
      'connector-contradiction',
    ],
    ['another person', joins('c@x.io'), shown({ key: 'd@x.io' }), 'connector-contradiction'],
    [
      'no id',
      { write: 'create-role', role: role('more', ['build:run']) },
      shown({ id: undefined }),
      'connector-protocol',
    ],
    ['an empty id', { write: 'create-group', group: group('new') }, shown({ id: '' }), 'connector-protocol'],
    [
      'other roles than were sent',
      { write: 'put-assignment', assignment: given('acme', person('b@x.io'), ['signer']) },
      shown({ roleIds: [] }),
      'connector-contradiction',
    ],
    [
      'an assignment of somebody else',
      { write: 'put-assignment', assignment: given('acme', person('b@x.io'), ['signer']) },
      shown({ principal: { type: 'member', id: STRANGE } }),
      'connector-contradiction',
    ],
    [
      'other permissions than were sent',
      { write: 'update-role', role: role('own', ['build:run']) },
      shown({ permissions: [] }),
      'connector-contradiction',
    ],
    [
      'another state than was set',
      { write: 'set-member-state', scope: 'acme', member: 'b@x.io', state: 'deactivated' },
      shown({ state: 'active' }),
      'connector-contradiction',
    ],
    ['a place of somebody else', addsB, shown({ userId: STRANGE }), 'connector-contradiction'],
  ])('%s', async (_, write, meddling, code) => {
    const { writer } = await spoiled(onWrites(meddling));
    expect(codesOf(await writer.write(write))).toEqual([code]);
    // What was done under another answer is in doubt, what was not is not.
    const heard = meddling.does === 'answer' && meddling.heard;
    expect(writer.asides?.().map((one) => one.inDoubt) ?? []).toEqual(heard ? [true] : []);
  });

  test('in it already, and listed since: done, and nothing of it is ours', async () => {
    const { writer, sandbox } = await spoiled(() => null);
    const other = fast().openWriter(connectionTo(sandbox, atrium));
    must(await other.read());
    must(await other.write(addsB));
    const made = await writer.write(addsB);
    // Guarded by the version that was read, where the platform looks at it first.
    expect(['live-changed', undefined]).toContain(codesOf(made)[0]);
  });
});

/** What an apply of a group with this title and description comes to. */
async function applied(meddling: (method: string, path: string) => Meddling | null, title = 'Writers') {
  const { writer, sandbox } = await spoiled(() => null);
  const desired = desiredOf(atrium, [written.group('acme/writers', { title, members: ['a@x.io'] })], {
    authority: {
      scope: 'declared',
      role: 'declared',
      member: 'declared',
      group: 'declared',
      assignment: 'declared',
    },
  });
  const plan = must(await readAndPlan(desired, writer));
  meddler.set(sandbox.url, meddling, () => {});
  const made = await applyStack({
    parts: [{ plan, writer, onDone: () => {} }],
    engine: EMBEDDED,
    run: { stack: aloneIn('acme'), store: memoryStore(), environment: {}, secrets: [] },
    stopped: () => false,
    lanes: createConcurrencyLimits(2),
  });
  const one = made.get('acme');
  if (one === undefined) throw new Error('nothing of acme');
  return { applied: one, text: appliedText([one], withoutColour) };
}

describe('what we wrote ourselves is nobody else’s', () => {
  test('an answer that is lost for good: read again, it is told as ours', async () => {
    const { applied: one, text } = await applied((method, path) =>
      method === 'POST' && path.endsWith('/members') ? { does: 'break', heard: true } : null,
    );
    expect(one.result).toBe('incomplete');
    expect(one.inDoubt).toEqual([{ write: 'add-group-member', group: 'acme/writers', member: 'a@x.io' }]);
    expect(text).toContain('1 made though the answer was lost');
    expect(text).not.toContain('somebody');
  });

  test('a text that the platform keeps in a form of its own is told at its line, and nobody is accused', async () => {
    const trimmed: Meddling = {
      does: 'answer',
      heard: true,
      make: ({ status, headers, text }) => ({
        status,
        headers,
        body: text.replaceAll('Writers "', 'Writers"'),
      }),
    };
    const { applied: one, text } = await applied(() => trimmed, 'Writers ');
    expect(one.result).toBe('unproven');
    expect(one.diagnostics.map(({ code, origin }) => [code, origin?.from ?? null])).toEqual([
      ['kept-otherwise', 'file'],
      ['apply-unproven', null],
    ]);
    expect(text).toContain('the platform stores title "Writers" for "Writers "');
    expect(text).not.toMatch(/somebody/i);
  });
});

describe('lists that lag behind', () => {
  /** Lists as they first were, so often. */
  const lagging = (times: number) => {
    const first = new Map<string, Passing>();
    let left = times;
    return (method: string, path: string): Meddling | null => {
      if (method !== 'GET' || !path.includes('page=')) return null;
      return {
        does: 'answer',
        heard: true,
        make: (passing) => {
          const old = first.get(path);
          if (old === undefined) first.set(path, passing);
          const { status, headers, text } = old !== undefined && left > 0 ? old : passing;
          if (old !== undefined) left -= 1;
          return { status, headers, body: text };
        },
      };
    };
  };

  test('are read again until they show what was written', async () => {
    const { writer, time } = await spoiled(lagging(14));
    must(await writer.read());
    must(await writer.write(joins('c@x.io')));
    const read = must(await writer.read());
    expect(read.resources.map(({ address }) => address)).toContain('member:acme/c@x.io');
    expect(time.slept.length).toBeGreaterThan(0);
  });

  test('and where they never do, that is what is said', async () => {
    const { writer } = await spoiled(lagging(10_000));
    must(await writer.read());
    must(await writer.write(joins('c@x.io')));
    const read = await writer.read();
    expect(codesOf(read)).toEqual(['connector-incomplete-read']);
    expect(JSON.stringify(read)).toContain('The lists lag behind');
  });
});
