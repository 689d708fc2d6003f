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
import { auditLog, everything } from './live.ts';
import { descendantsOf, killAll, untilGone } from './processes.ts';
import { organization, type Stage, stageOf } from './workspaces.ts';

/** More moments than a run of all tests has time for: BYLAW_KILLS=20. */
const KILLS = process.env.BYLAW_KILLS;
/** Says which moments: a failure is found again with BYLAW_SEED. */
const SEED = Number(process.env.BYLAW_SEED ?? 20261122);

const PEOPLE = Array.from({ length: 14 }, (_, n) => `p${n}@acme.example`);
const STAYS = 'stays@acme.example';
const WHO = ['bylaw', 'terraform', 'both'] as const;

/** What round n asks for: people come and go, groups change and are exchanged, and what is steady stays. */
function documentOf(round: number): { readonly body: string; readonly facts: readonly string[] } {
  const here = PEOPLE.filter((_, at) => (at + round) % 4 !== 0);
  const inside = here.filter((_, at) => (at + round) % 3 !== 0);
  const made = `made-${round}`;
  const body = [
    'members:',
    ...[STAYS, ...here].map((one) => `  ${one}:`),
    'groups:',
    `  steady: { title: Steady, members: [${STAYS}], roles: [viewer] }`,
    `  crew: { title: Crew, members: [${inside.join(', ')}], roles: [editor] }`,
    `  ${made}: { title: Made, members: [${[...here].reverse().join(', ')}], roles: [viewer] }`,
    '',
  ].join('\n');
  const facts = [
    ...[STAYS, ...here].map((one) => `member ${one}`),
    ...['steady', 'crew', made].flatMap((group) => [`group ${group}`, `roles of ${group}`]),
    `${STAYS} in steady`,
    ...inside.map((one) => `${one} in crew`),
    ...here.map((one) => `${one} in ${made}`),
  ];
  return { body, facts: facts.sort() };
}

async function liveFacts(stage: Stage): Promise<readonly string[]> {
  const dump = await everything(stage);
  const fields = (name: keyof typeof dump) =>
    dump[name].map((text) => JSON.parse(text) as Record<string, unknown>);
  return [
    ...fields('members').map(({ key }) => `member ${key}`),
    ...fields('memberships').map(({ userId, groupId }) => `${userId} in ${groupId}`),
    ...fields('groups').map(({ slug }) => `group ${slug}`),
    ...fields('assignments').map(({ principal }) => `roles of ${(principal as { id: string }).id}`),
  ].sort();
}

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
