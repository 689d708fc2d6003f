import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveChanges, performPlan } from '../../../src/command/apply/perform-plan.ts';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { writesOf } from '../../../src/plan/write/change-writes.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { diagnostic } from '../../../src/source/diagnostic.ts';
import { failure, success } from '../../../src/source/outcome.ts';
import { lumoauth } from '../../connector/platforms.ts';
import { desiredOf, LIVE, live, planOf, snapshotOf, written } from '../../plan/fixtures.ts';
import { made, refusal } from '../../plan/model.ts';
import { anyPair, anyPairOn, anyRuledPlatform } from '../../plan/random-pair.ts';
import { shown } from '../../source/shown.ts';

/** A platform by the naive model of plans, which says no to some writes whatever happens. */
function stubborn(
  platform: PlatformDefinition,
  start: readonly Resource[],
  no: (write: Write) => string | null,
  code: 'connector-refused' | 'connector-unreachable' = 'connector-refused',
) {
  let state = start;
  let reads = 0;
  const done: Write[] = [];
  const writer: LiveWriter = {
    read: async () => {
      reads += 1;
      return success(snapshotOf(state));
    },
    events: async () => success([]),
    requests: () => 0,
    write: async (write) => {
      const because = no(write);
      if (because !== null) return failure(diagnostic(code, because, LIVE));
      const missing = refusal(write, state, platform);
      // Where letting go of a nesting was refused, the one that turns it round is refused too, and holds back itself.
      if (missing === 'a ring of groups') return failure(diagnostic('connector-refused', missing, LIVE));
      if (missing !== null) throw new Error(`${missing}: ${content(write)}`);
      state = made(write, state, platform);
      done.push(write);
      return success(null);
    },
  };
  return { writer, done, reads: () => reads, state: () => state };
}

function content(write: Write): string {
  return JSON.stringify(write, (name, value) =>
    value instanceof Map ? [...value.keys()].sort() : name === 'origin' ? undefined : value,
  );
}

/** A role takes nothing from anybody when it goes: who held it has lost it before. */
const isTaking = ({ write }: Write): boolean =>
  /^(remove|unnest)-|^delete-(assignment|group|scope)$/.test(write);
const writesIn = (plan: Plan): readonly Write[] => effectiveChanges(plan).flatMap(writesOf);
const perform = (plan: Plan, writer: LiveWriter) =>
  performPlan(
    plan,
    writer,
    () => {},
    () => false,
  );

const SEED = Number(process.env.PLAN_SEED ?? 4711);
const RUNS = Number(process.env.PLAN_RUNS ?? 300);

describe('what the platform refuses in the middle of an apply', () => {
  it('holds back itself and what stands on it: all that a plan around it makes is made, and nothing else', async () => {
    let around = 0;
    let kept = 0;
    let stopped = 0;
    await fc.assert(
      fc.asyncProperty(
        anyPair,
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 }),
        async (pair, picks) => {
          const plan = planOf(pair.platform, pair.desired, pair.live);
          const writes = writesIn(plan);
          fc.pre(writes.length > 0);
          const approved = new Set(writes.map(content));
          const refused = new Set(picks.map((pick) => content(writes[pick % writes.length] as Write)));
          const no = (write: Write): string | null => (refused.has(content(write)) ? 'No.' : null);
          const { writer, done, reads, state } = stubborn(pair.platform, pair.live, no);
          const outcome = await perform(plan, writer);
          expect(outcome.ok).toBe(false);
          expect(done.filter((write) => !approved.has(content(write)))).toEqual([]);
          const rest = buildPlan(plan.desired, snapshotOf(state()), (write) =>
            approved.has(content(write)) && !refused.has(content(write))
              ? null
              : { why: 'No.', wayOut: null },
          );
          // Where somebody would lose by it what the plan leaves them, more is held back.
          const loses = rest.delta.lost.some(({ member, scope, permission }) =>
            plan.after.permissions(member, scope).includes(permission),
          );
          if (loses) kept += 1;
          else if (writesIn(rest).some(isTaking)) stopped += 1;
          if (reads() > 0) around += 1;
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
    expect(around).toBeGreaterThan(RUNS / 3);
    expect(kept).toBeGreaterThan(0);
    // Seldom nothing more is begun, because holding back whom it would take from was not enough.
    expect(stopped).toBeLessThan(RUNS / 50);
  });

  const ROOT = [
    live.scope('acme', 'organization', 'Acme'),
    live.member('ana@x.io'),
    live.given('acme', 'member:ana@x.io', ['admin']),
  ];
  const WANTED = [
    written.scope('acme', 'organization', 'Acme'),
    written.member('ana@x.io'),
    written.given('acme', 'member:ana@x.io', ['admin']),
  ];
  const plan = buildPlan(
    desiredOf(lumoauth, [...WANTED, written.group('acme/qa', { members: ['ana@x.io'] })]),
    snapshotOf([...ROOT, live.member('cy@x.io'), live.given('acme', 'member:cy@x.io', ['auditor'])]),
  );
  const noGroups = ({ write }: Write): string | null => (write === 'create-group' ? 'No more groups.' : null);

  it('the revocation beside it is made, and the refusal is told at its line', async () => {
    const { writer, done, state } = stubborn(lumoauth, plan.live.resources, noGroups);
    const outcome = await perform(plan, writer);
    expect(done.map(({ write }) => write)).toEqual(['delete-assignment', 'remove-member']);
    expect(outcome.diagnostics.map((one) => shown(one).split(' | ')[0])).toEqual([
      'acme.yaml:1:1 connector-refused: No more groups. [the request http://platform/acme]',
    ]);
    expect(
      state()
        .map(({ address }) => address)
        .sort(),
    ).toEqual(ROOT.map(({ address }) => address).sort());
  });

  it('who moves keeps the old place where the new one was refused, and others lose theirs all the same', async () => {
    const old = [
      ...ROOT,
      live.member('cy@x.io'),
      live.member('di@x.io'),
      live.group('acme/old', { members: ['cy@x.io', 'di@x.io'] }),
      live.given('acme', 'group:acme/old', ['auditor']),
    ];
    const moving = buildPlan(
      desiredOf(lumoauth, [
        ...WANTED,
        written.member('cy@x.io'),
        written.member('di@x.io'),
        written.group('acme/old', { members: [] }),
        written.given('acme', 'group:acme/old', ['auditor']),
        written.group('acme/new', { members: ['cy@x.io'] }),
        written.given('acme', 'group:acme/new', ['auditor']),
      ]),
      snapshotOf(old),
    );
    const { writer, done, state } = stubborn(lumoauth, old, ({ write }) =>
      write === 'create-group' ? 'No more groups.' : null,
    );
    await perform(moving, writer);
    expect(done.map(content)).toEqual([
      '{"write":"remove-group-member","group":"acme/old","member":"di@x.io"}',
    ]);
    const group = state().find(({ address }) => address === 'group:acme/old');
    expect(group?.type === 'group' ? [...group.attributes.members.keys()] : null).toEqual(['cy@x.io']);
  });

  it('anything else than a refusal stops what comes later, as before', async () => {
    const { writer, done, reads } = stubborn(
      lumoauth,
      plan.live.resources,
      noGroups,
      'connector-unreachable',
    );
    await perform(plan, writer);
    expect({ done, reads: reads() }).toEqual({ done: [], reads: 0 });
  });

  it('somebody else changed something meanwhile: what was approved is made, and nothing else', async () => {
    const { writer, done } = stubborn(lumoauth, plan.live.resources, noGroups);
    const stranger = [live.member('eve@x.io'), live.given('acme', 'member:eve@x.io', ['admin'])];
    const outcome = await perform(plan, {
      ...writer,
      read: async () => success(snapshotOf([...plan.live.resources, ...stranger])),
    });
    expect(done.map(content)).toEqual(writesIn(plan).map(content).slice(-2));
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['connector-refused']);
  });

  it('whatever else changed meanwhile, nothing is made that nobody approved', async () => {
    const two = anyRuledPlatform.chain((platform) => fc.tuple(anyPairOn(platform), anyPairOn(platform)));
    await fc.assert(
      fc.asyncProperty(two, fc.nat(1000), async ([pair, other], pick) => {
        const approvedPlan = planOf(pair.platform, pair.desired, pair.live);
        const writes = writesIn(approvedPlan);
        fc.pre(writes.length > 0);
        const no = content(writes[pick % writes.length] as Write);
        const approved = new Set(writes.map(content));
        const done: string[] = [];
        const writer: LiveWriter = {
          read: async () => success(snapshotOf(other.live)),
          events: async () => success([]),
          requests: () => 0,
          write: async (write) => {
            if (content(write) === no) return failure(diagnostic('connector-refused', 'No.', LIVE));
            done.push(content(write));
            return success(null);
          },
        };
        await perform(approvedPlan, writer);
        expect(done.filter((one) => !approved.has(one))).toEqual([]);
        expect(new Set(done).size).toBe(done.length);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('a read that fails ends it with what was refused', async () => {
    const { writer, done } = stubborn(lumoauth, plan.live.resources, noGroups);
    const outcome = await perform(plan, {
      ...writer,
      read: async () => failure(diagnostic('connector-incomplete-read', 'A page is missing.', LIVE)),
    });
    expect(done).toEqual([]);
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['connector-refused']);
  });

  it('who asks to stop is heard between a refusal and the rest', async () => {
    const { writer, done } = stubborn(lumoauth, plan.live.resources, noGroups);
    let stop = false;
    const stopping: LiveWriter = {
      ...writer,
      write: async (write) => {
        stop = true;
        return writer.write(write);
      },
    };
    await performPlan(
      plan,
      stopping,
      () => {},
      () => stop,
    );
    expect(done).toEqual([]);
  });
});
