/**
 * Interrupted and killed applies: whatever is killed, and when, the next plan is right, the next apply completes, nothing
 * is there twice, and nobody has lost what no plan took away.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { InjectedFault } from '../../../src/sandbox/sandbox.ts';
import { connectionTo, readPlain } from '../../connector/connections.ts';
import { lumoauth } from '../../connector/platforms.ts';
import { itWithTerraform } from '../available.ts';
import { finished, type Stage, stage } from './stage.ts';

/** More moments than a run of all tests has time for: BYLAW_KILLS=20. */
const ROUNDS = Number(process.env.BYLAW_KILLS ?? 3);
const PEOPLE = Array.from({ length: 12 }, (_, at) => `p${at}@acme.com`);

async function opened(more: readonly string[] = []): Promise<Stage> {
  const world = await stage({
    on: 'lumoauth',
    seed: {
      organization: 'acme',
      members: [...PEOPLE, ...more, 'stays@acme.com'].map((key) => ({ key, state: 'active' })),
      groups: [{ slug: 'others', name: 'Others', members: ['stays@acme.com', 'p0@acme.com'] }],
    },
    faults: ['POST', 'PUT', 'PATCH', 'DELETE'].map(
      (method): InjectedFault => ({ kind: 'latency', ms: 60, match: { method } }),
    ),
  });
  onTestFinished(() => world.close());
  return world;
}

const group = (name: string, people: readonly string[]) =>
  `resource "bylaw_group" "${name}" {\n  name    = "${name}"\n  members = { for one in ${JSON.stringify(people)} : one => "" }\n}`;

/** The children of a process, theirs too. */
function below(pid: number): readonly number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='])
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const direct = table.filter(([, parent]) => parent === pid).map(([child]) => child ?? 0);
  return direct.flatMap((child) => [child, ...below(child)]);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone by itself.
  }
}

const writes = (world: Stage) => world.sandbox.requests().filter(({ method }) => method !== 'GET').length;

async function untilWrites(world: Stage, count: number, over: () => boolean): Promise<void> {
  while (!over() && writes(world) < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

const WHO = ['provider', 'terraform', 'both'] as const;

itWithTerraform(`kill -9 at ${ROUNDS} moments of an apply`, async () => {
  const world = await opened();
  world.configure();
  await world.succeed('init', '-no-color');
  for (let round = 0; round < ROUNDS; round += 1) {
    const who = WHO[round % WHO.length] ?? 'both';
    // Each round makes a group anew and changes one that is there, in another place of the list of people.
    const some = PEOPLE.filter((_, at) => (at + round) % 3 !== 0);
    const blocks = [group('steady', some), group(`new${round}`, [...some].reverse())];
    world.configure(...blocks);
    world.sandbox.resetRequests();
    const child = world.start('apply', '-no-color', '-auto-approve');
    let over = false;
    const ended = finished(child).then((done) => {
      over = true;
      return done;
    });
    await untilWrites(world, 1 + Math.floor(Math.random() * 14), () => over);
    const all = below(child.pid ?? -1);
    if (who !== 'terraform') for (const pid of all) end(pid);
    if (who !== 'provider') end(child.pid ?? -1);
    await ended;
    // A provider whose terraform was killed finishes what it writes, and ends by itself.
    for (const pid of all) {
      for (let tries = 0; tries < 400 && isAlive(pid); tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 25));
      expect(isAlive(pid), `${who}: process ${pid} stayed behind`).toBe(false);
    }
    if (who !== 'provider') mendState(world);
    // Terraform’s own lock on its state file goes with it only when it can say goodbye.
    const plan = await world.run('plan', '-no-color', '-lock=false');
    expect(plan.status, plan.output).toBe(0);
    const again = await world.run('apply', '-no-color', '-auto-approve', '-lock=false');
    expect(again.status, again.output).toBe(0);
    await world.expectNoChanges();
    const live = await readPlain(
      connectionTo({ url: world.sandbox.url, token: world.sandbox.token }, lumoauth),
    );
    const wanted = [...some].sort();
    expect(live['group:acme/steady']).toMatchObject({ members: wanted });
    expect(live[`group:acme/new${round}`]).toMatchObject({ members: wanted });
    expect(live['group:acme/others']).toMatchObject({ members: ['p0@acme.com', 'stays@acme.com'] });
    expect(Object.keys(live).filter((one) => one.startsWith('group:'))).toHaveLength(3);
    for (const one of Object.values(await world.instances())) expect(one.status).toBeUndefined();
  }
});

itWithTerraform(
  'Ctrl-C lets the request in flight end, begins no other, and the next apply goes on',
  async () => {
    const many = Array.from({ length: 60 }, (_, at) => `q${at}@acme.com`);
    const world = await opened(many);
    world.configure(group('steady', many));
    await world.succeed('init', '-no-color');
    world.sandbox.resetRequests();
    const child = world.start('apply', '-no-color', '-auto-approve');
    let over = false;
    const ended = finished(child).then((done) => {
      over = true;
      return done;
    });
    await untilWrites(world, 3, () => over);
    // As a terminal does it: the signal goes to every process of the group.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    const done = await ended;
    expect(done.status).toBe(1);
    expect(done.output).toMatch(/Not done: add q\d+@acme\.com to acme\/steady/);
    expect(done.output).toContain('Stopped before it was begun');
    expect(writes(world)).toBeLessThan(60);
    expect(await world.instances()).toEqual({});
    await world.apply();
    await world.expectNoChanges();
  },
);

/**
 * Terraform's local backend writes over its state file in place, so its own death can leave it empty. Its backup is
 * there for that; what the backup does not know yet is taken over by the next apply like everything else.
 */
function mendState({ folder }: Stage): void {
  const file = join(folder, 'terraform.tfstate');
  try {
    JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    if (existsSync(`${file}.backup`)) copyFileSync(`${file}.backup`, file);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
