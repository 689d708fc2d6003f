import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, vi } from 'vitest';
import type { InjectedFault, RecordedExchange } from '../../src/sandbox/sandbox.ts';
import { caller } from '../sandbox/caller.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { type Engine, itOnBothEngines, type Running, TERRAFORM } from './bylaw.ts';
import { auditLog, everything, writesSeen } from './live.ts';
import { descendantsOf, killAll, untilGone } from './processes.ts';
import {
  generated,
  groupOf,
  groupsOfPerson,
  personOf,
  type Size,
  STRANGER,
  type Stage,
  stageOf,
} from './workspaces.ts';

/** 150 people, 30 groups, 30 assignments: 210 changes, and 510 writes for them. */
const SIZE: Size = { members: 150, groups: 30, memberships: 2 };
const CHANGES = 210;
const WRITES = 510;

/** Long enough that at any instant something is in flight. */
const SLOW: readonly InjectedFault[] = ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
  kind: 'latency',
  ms: 15,
  match: { method },
}));

/** A platform on which one can wait for the n-th write. */
interface Watched extends Stage {
  /** Resolves when so many more writes than now are answered; fails when the run ends before. */
  writes(more: number, running: Running): Promise<void>;
  /** Resolves when nothing that was sent before is still under way. */
  settled(): Promise<void>;
}

async function watched(faults: readonly InjectedFault[] = SLOW): Promise<Watched> {
  let seen = 0;
  const listeners = new Set<() => void>();
  const onExchange = ({ method }: RecordedExchange): void => {
    if (method === 'GET') return;
    seen += 1;
    for (const listener of listeners) listener();
  };
  const stage = await stageOf(generated(SIZE), { faults, onExchange });
  const call = caller(() => stage.platform);
  return {
    ...stage,
    writes: (more, running) => {
      const target = seen + more;
      const reached = new Promise<void>((resolve) => {
        const look = (): void => {
          if (seen < target) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      });
      const ended = running.done.then(({ out, err }) => {
        if (seen < target) throw new Error(`ended after ${seen} of ${target} writes: ${out}${err}`);
      });
      return Promise.race([reached, ended]);
    },
    settled: async () => {
      // As slow as what is under way and sent after it: answered when all of that is.
      for (let round = 0; round < 2; round += 1) {
        const { status } = await call('DELETE', `/groups/${randomUUID()}`, undefined, { token: STRANGER });
        expect(status).toBe(404);
      }
    },
  };
}

type Fact = string;

/** What the documents ask for, fact by fact. */
function wantedFacts(): ReadonlySet<Fact> {
  const people = Array.from({ length: SIZE.members }, (_, n) => n);
  const groups = Array.from({ length: SIZE.groups }, (_, g) => groupOf(g));
  return new Set([
    ...people.map((n) => `member ${personOf(n)}`),
    ...people.flatMap((n) => groupsOfPerson(n, SIZE).map((group) => `${personOf(n)} in ${group}`)),
    ...groups.map((group) => `group ${group}`),
    ...groups.map((group) => `roles of ${group}`),
  ]);
}

async function liveFacts(stage: Stage): Promise<ReadonlySet<Fact>> {
  const dump = await everything(stage);
  const fieldsOf = (name: keyof typeof dump) =>
    dump[name].map((text) => JSON.parse(text) as Record<string, unknown>);
  return new Set([
    ...fieldsOf('members').map(({ key }) => `member ${key}`),
    ...fieldsOf('memberships').map(({ userId, groupId }) => `${userId} in ${groupId}`),
    ...fieldsOf('groups').map(({ slug }) => `group ${slug}`),
    ...fieldsOf('assignments').map(({ principal }) => `roles of ${(principal as { id: string }).id}`),
  ]);
}

interface PlannedChange {
  readonly action: string;
  readonly name: string;
  readonly after?: { readonly attributes: { readonly members?: readonly { readonly entry: string }[] } };
  readonly fields?: readonly {
    readonly field: string;
    readonly added: readonly { readonly entry: string }[];
  }[];
}

/** What a plan says is still to be made; nothing else may be in it. */
function plannedFacts(json: string): ReadonlySet<Fact> {
  const report = JSON.parse(json) as {
    readonly organizations: readonly { readonly changes: PlannedChange[] }[];
  };
  const facts = (report.organizations[0]?.changes ?? []).flatMap(
    ({ action, name, after, fields }): Fact[] => {
      const [kind = '', what = ''] = name.replace(/^roles of group (\S+) on acme$/, 'roles $1').split(' ');
      if (action === 'update') {
        return (fields ?? []).flatMap(({ field, added }) => {
          expect(field).toBe('members');
          return added.map(({ entry }) => `${entry} in ${what}`);
        });
      }
      expect(action).toBe('create');
      if (kind === 'roles') return [`roles of ${what}`];
      return [
        `${kind} ${what}`,
        ...(after?.attributes.members ?? []).map(({ entry }) => `${entry} in ${what}`),
      ];
    },
  );
  expect(new Set(facts).size).toBe(facts.length);
  return new Set(facts);
}

/** The next plan asks for exactly what is missing. */
async function expectPlanOfTheRest(stage: Stage, engine: Engine): Promise<void> {
  const live = await liveFacts(stage);
  const missing = [...wantedFacts()].filter((fact) => !live.has(fact));
  expect(missing.length).toBeGreaterThan(0);
  const planned = await stage.run('plan', ...engine.words, '--json');
  expect(planned).toMatchObject({ status: 2, err: '' });
  expect([...plannedFacts(planned.out)].sort()).toEqual(missing.sort());
}

/** The next apply finishes; over all applies together each fact was made once, and all of them are there. */
async function expectApplyFinishes(stage: Stage, engine: Engine): Promise<void> {
  const applied = await stage.run('apply', ...engine.words);
  expect(applied).toMatchObject({ status: 0, err: '' });
  expect(applied.out).toContain('proved it: read again, nothing is left');
  expect([...(await liveFacts(stage))].sort()).toEqual([...wantedFacts()].sort());
  const log = (await auditLog(stage)).filter((event) => !event.startsWith('organization.'));
  expect(new Set(log).size).toBe(log.length);
  expect(log.length).toBe(WRITES);
  expect(existsSync(join(stage.folder, '.bylaw/acme.lock'))).toBe(false);
}

describe('an apply of 210 changes that is killed (kill -9) in the middle', () => {
  itOnBothEngines(
    'loses nothing, does nothing twice and leaves no process, however often it is killed',
    async (engine) => {
      const stage = await watched();
      const planned = await stage.run('plan', ...engine.words, '--json');
      expect(JSON.parse(planned.out)).toMatchObject({ organizations: [{ summary: { changes: CHANGES } }] });
      // The whole family at once, or Bylaw alone: then what it had started must end by itself.
      for (const [writes, alone] of [
        [1, false],
        [150, true],
        [130, false],
      ] as const) {
        const running = stage.start('apply', ...engine.words);
        await stage.writes(writes, running);
        const family = descendantsOf(running.pid);
        if (engine.name !== 'embedded') expect(family.length).toBeGreaterThan(0);
        killAll([running.pid, ...(alone ? [] : family)]);
        expect((await running.done).status).toBe(null);
        await untilGone(family);
        await stage.settled();
        // The lock of the dead is still there, and in nobody's way.
        expect(existsSync(join(stage.folder, '.bylaw/acme.lock'))).toBe(true);
      }
      await expectPlanOfTheRest(stage, engine);
      await expectApplyFinishes(stage, engine);
    },
  );
});

interface AppliedReport {
  readonly diagnostics: readonly { readonly code: string }[];
  readonly organizations: readonly { readonly outcome: string; readonly writes: number }[];
}

describe('an apply that is interrupted', () => {
  itOnBothEngines(
    'by Ctrl-C finishes what is in flight, tells it, and the next one goes on',
    async (engine) => {
      const stage = await watched();
      const running = stage.start('apply', ...engine.words, '--json');
      await stage.writes(100, running);
      const family = descendantsOf(running.pid);
      running.signal('SIGINT');
      const ended = await running.done;
      expect(ended).toMatchObject({ status: 1, err: '' });
      await untilGone(family);
      const report = JSON.parse(ended.out) as AppliedReport;
      const codes = report.diagnostics.map(({ code }) => code);
      expect(codes).toEqual(['apply-incomplete', 'interrupted']);
      // Nothing was cut off: each write the platform took is one that Bylaw heard of.
      const { outcome, writes } = report.organizations[0] ?? {};
      expect(outcome).toBe('incomplete');
      expect(writes).toBe(writesSeen(stage).length);
      expect(writes).toBeLessThan(WRITES);
      await expectPlanOfTheRest(stage, engine);
      await expectApplyFinishes(stage, engine);
    },
  );

  /** At the 20th write the platform takes its time: whoever waits for what is in flight waits for it. */
  const HELD: readonly InjectedFault[] = [
    ...SLOW,
    { kind: 'latency', ms: 4000, nth: 20, match: { method: 'POST' } },
  ];
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  itWithTerraform('by Ctrl-C twice still waits for what was sent, and hears of it', async () => {
    const engine = TERRAFORM;
    const stage = await watched(HELD);
    const running = stage.start('apply', ...engine.words, '--json');
    await stage.writes(15, running);
    await pause(700);
    const family = descendantsOf(running.pid);
    running.signal('SIGINT');
    await pause(200);
    running.signal('SIGINT');
    const ended = await running.done;
    expect(ended).toMatchObject({ status: 1, err: '' });
    await untilGone(family);
    const report = JSON.parse(ended.out) as AppliedReport;
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['apply-incomplete', 'interrupted']);
    expect(report.organizations[0]?.writes).toBe(writesSeen(stage).length);
    stage.platform.setFaults([]);
    await expectApplyFinishes(stage, engine);
  });

  itOnBothEngines('by Ctrl-C three times leaves at once, with all it had started', async (engine) => {
    const stage = await watched(HELD);
    const running = stage.start('apply', ...engine.words);
    await stage.writes(15, running);
    await pause(700);
    const family = descendantsOf(running.pid);
    for (let time = 0; time < 3; time += 1) {
      running.signal('SIGINT');
      await pause(200);
    }
    expect(await running.done).toMatchObject({
      status: 130,
      out: '',
      err: expect.stringContaining('Left at once'),
    });
    await untilGone(family);
    await pause(4000);
    stage.platform.setFaults([]);
    await expectPlanOfTheRest(stage, engine);
    await expectApplyFinishes(stage, engine);
  });

  itOnBothEngines('before its first write has written nothing and says so', async (engine) => {
    const stage = await watched([{ kind: 'latency', ms: 300, match: { operationId: 'listMembers' } }]);
    const running = stage.start('apply', ...engine.words);
    await vi.waitFor(() => expect(stage.platform.requests().length).toBeGreaterThan(0), { timeout: 500_000 });
    running.signal('SIGINT');
    const ended = await running.done;
    expect(ended.status).toBe(1);
    expect(`${ended.out}${ended.err}`).toContain('error[interrupted]');
    expect(writesSeen(stage)).toEqual([]);
  });
});

describe('two at once', () => {
  itOnBothEngines('a second apply is told that one is running, and a plan is welcome', async (engine) => {
    // Writes take so long that the platform stands still for the others.
    const stage = await watched([{ kind: 'latency', ms: 60_000, match: { method: 'POST' } }]);
    const running = stage.start('apply', ...engine.words);
    const lock = join(stage.folder, '.bylaw/acme.lock');
    await vi.waitFor(() => expect(existsSync(lock)).toBe(true), { timeout: 500_000 });
    const second = await stage.run('apply', ...engine.words);
    expect(second).toMatchObject({ status: 1, out: '' });
    expect(second.err).toContain(
      `error[state-locked]: Another apply of acme is running (process ${running.pid}).`,
    );
    expect(second.err).toContain('.bylaw/acme.lock');
    const planned = await stage.run('plan', ...engine.words);
    expect(planned).toMatchObject({ status: 2, err: '' });
    const family = descendantsOf(running.pid);
    killAll([running.pid, ...family]);
    await running.done;
    await untilGone(family);
  });
});
