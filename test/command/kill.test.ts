/**
 * An apply killed at moments drawn by chance: bylaw, which is the provider; terraform; or both. Whatever is killed and
 * when, the next plan asks for exactly what is missing, the next apply finishes, nothing is made twice, nobody goes who
 * should stay, and what was left behind is taken up.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RecordedExchange } from '../../src/sandbox/sandbox.ts';
import { itOnBothEngines } from './bylaw.ts';
import { auditLog } from './live.ts';
import { EVERYTHING_MEANT } from './meant.ts';
import { documentOf, liveFacts } from './moving-people.ts';
import { descendantsOf, killAll, untilGone } from './processes.ts';
import { organization, stageOf } from './workspaces.ts';

/** More moments than a run of all tests has time for: BYLAW_KILLS=20. */
const KILLS = process.env.BYLAW_KILLS;
/** Says which moments: a failure is found again with BYLAW_SEED. */
const SEED = Number(process.env.BYLAW_SEED ?? 20261122);

const WHO = ['bylaw', 'terraform', 'both'] as const;

/** A small generator of its own, so that a seed means the same everywhere. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

itOnBothEngines(
  `kill -9 at ${KILLS ?? 'some'} moments of an apply`,
  async (engine) => {
    const rounds = Number(KILLS ?? (engine.name === 'embedded' ? 1 : 2));
    const next = chance(SEED);
    let answered = 0;
    const onExchange = ({ method }: RecordedExchange): void => {
      if (method !== 'GET') answered += 1;
    };
    const stage = await stageOf(organization(documentOf(0).body), { onExchange });
    // People come and go by the dozen here, and that is meant.
    stage.write('access/guardrails.yaml', EVERYTHING_MEANT);
    const slow = ['POST', 'PUT', 'PATCH', 'DELETE'].map(
      (method) => ({ kind: 'latency', ms: 20, match: { method } }) as const,
    );
    expect((await stage.run('apply', ...engine.words)).status).toBe(0);
    expect(await liveFacts(stage)).toEqual(documentOf(0).facts);
    const killed = { begun: 0, over: 0 };
    for (let round = 1; round <= rounds; round += 1) {
      const who = engine.name === 'embedded' ? 'bylaw' : (WHO[round % WHO.length] ?? 'both');
      const moment = `seed ${SEED}, round ${round}, ${who}`;
      const { body, facts } = documentOf(round);
      stage.write('access/acme.yaml', stage.read('access/acme.yaml').replace(/^members:[\s\S]*/m, body));
      const before = await liveFacts(stage);
      const logged = (await auditLog(stage)).length;
      stage.platform.setFaults(slow);
      answered = 0;
      const writes = Math.floor(next() * 30);
      const running = stage.start('apply', ...engine.words);
      let over = false;
      const done = running.done.finally(() => {
        over = true;
      });
      // Reading, planning and synthesizing are moments too.
      const early = next() * 700;
      const begun = performance.now();
      const due = () => (writes < 4 ? performance.now() - begun >= early : answered >= writes);
      while (!over && !due()) await new Promise((resolve) => setTimeout(resolve, 3));
      const family = descendantsOf(running.pid);
      killAll(who === 'terraform' ? family : who === 'bylaw' ? [running.pid] : [running.pid, ...family]);
      killed[over ? 'over' : 'begun'] += 1;
      await done;
      await untilGone(family);
      // What was under way is answered as late as anything sent after it.
      await new Promise((resolve) => setTimeout(resolve, 120));
      stage.platform.setFaults([]);

      // Nobody is in a place, or out of one, that neither the state before nor the documents speak of.
      const live = await liveFacts(stage);
      for (const fact of live) expect([...before, ...facts], `${moment}: ${fact}`).toContain(fact);
      for (const fact of before) if (facts.includes(fact)) expect(live, `${moment}: ${fact}`).toContain(fact);
      const same = live.length === facts.length && live.every((fact, at) => fact === facts[at]);
      const rest = await stage.run('plan', ...engine.words);
      expect({ moment, ...rest }).toMatchObject({ status: same ? 0 : 2, err: '' });
      expect({ moment, ...(await stage.run('apply', ...engine.words)) }).toMatchObject({
        status: 0,
        err: '',
      });
      expect(await liveFacts(stage), moment).toEqual(facts);
      // Nothing was made twice: of every event there is one.
      const events = (await auditLog(stage)).slice(logged);
      expect(new Set(events).size, moment).toBe(events.length);
      // Folders, sockets and the lock of the dead are gone.
      expect(readdirSync(stage.temporary), moment).toEqual([]);
      expect(existsSync(join(stage.folder, '.bylaw/acme.lock')), moment).toBe(false);
    }
    if (rounds >= 10) expect(killed.begun).toBeGreaterThan(rounds / 2);
  },
  Number(KILLS ?? 2) * 60_000,
);
