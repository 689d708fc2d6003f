import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { apart, difference } from './difference.ts';
import { life } from './life.ts';
import type { LiveOrganization } from './live.ts';
import { type Model, modelOf } from './model.ts';
import { type Random, randomOf } from './random.ts';
import { firstTruth } from './truth.ts';
import { ORGANIZATIONS, type Organization, type Ran, STRANGER, World } from './world.ts';
import { anyAuthority, FULL, isFull, rewritten, type Written } from './written.ts';

export interface SoakOptions {
  readonly platform: string;
  readonly days: number;
  readonly seed: number;
  /** What is started where a process is killed: `dist/command/main.js`. */
  readonly main: string;
  /** Whether terraform is there to be driven. */
  readonly terraform: boolean;
  readonly progress?: (line: string) => void;
}

export interface SoakReport {
  /** How often each thing was done, and each promise looked at. */
  readonly counts: ReadonlyMap<string, number>;
  /** What was not as it must be, with the day; nothing where all is well. */
  readonly faults: readonly string[];
}

/** A fault ends the run: what follows it would tell of the same. */
class Broken extends Error {}

/**
 * Lives through days of two organizations: people edit documents, others click in the console, windows begin and end,
 * the network fails, processes are killed, plan files wait. After each thing the promises are held against a model that
 * shares no code with Bylaw.
 */
export async function soak({
  platform,
  days,
  seed,
  main,
  terraform,
  progress,
}: SoakOptions): Promise<SoakReport> {
  const world = new World(platform, '2027-01-01', main);
  const year = new Year(world, randomOf(seed), terraform);
  try {
    await world.begin();
    await year.begin();
    for (let day = 1; day <= days; day += 1) {
      await year.liveThrough();
      if (day % 10 === 0) progress?.(`${platform}: day ${day} of ${days}`);
    }
    return { counts: year.counts, faults: [] };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const where = `${platform}, seed ${seed}, ${world.day}`;
    return { counts: year.counts, faults: [`${where}: ${error.message}`] };
  } finally {
    await world.end();
  }
}

class Year {
  readonly counts = new Map<string, number>();
  readonly #world: World;
  readonly #random: Random;
  readonly #terraform: boolean;
  readonly #written = new Map<Organization, Written>();

  constructor(world: World, random: Random, terraform: boolean) {
    this.#world = world;
    this.#random = random;
    this.#terraform = terraform;
  }

  async begin(): Promise<void> {
    for (const organization of ORGANIZATIONS) {
      const authority = organization === 'acme' ? FULL : anyAuthority(this.#random);
      for (let tries = 0; !this.#written.has(organization); tries += 1) {
        if (tries > 500) throw new Error('no first policy is valid');
        const truth = firstTruth(this.#world.platform, this.#random);
        const written = { truth, authority, absent: [] };
        if (this.#world.isValid(written)) this.#written.set(organization, written);
      }
      this.#world.save(organization, this.#documents(organization));
    }
    await this.#converge('the first apply', this.#engine());
  }

  async liveThrough(): Promise<void> {
    const random = this.#random;
    this.#world.nightFalls(random.chance(0.1) ? 1 + random.nat(9) : 1);
    this.#count('days');
    // What ends by itself must never need an edit to end.
    const checked = await this.#world.bylaw('check');
    this.#hold(checked.status === 0, 'documents that nobody touched are refused on a later day', checked);
    if (random.chance(0.5)) await this.#peopleAccept();
    if (random.chance(0.45)) await this.#somebodyClicks();
    const edits = random.chance(0.7) ? 1 + random.nat(2) : 0;
    for (let n = 0; n < edits; n += 1) this.#somebodyEdits();
    switch (random.nat(7)) {
      case 0:
        await this.#planFile();
        break;
      case 1:
        await this.#faultyApply();
        break;
      case 2:
        if (random.chance(0.5)) await this.#killedApply();
        break;
      default:
    }
    await this.#converge('the apply of the day', this.#engine());
    if (random.chance(0.1)) await this.#imports();
  }

  #documents(organization: Organization): Written {
    const written = this.#written.get(organization);
    if (written === undefined) throw new Error(`nothing is known of ${organization}`);
    return written;
  }

  #engine(): readonly string[] {
    const chosen = this.#terraform && this.#random.chance(0.04);
    this.#count(chosen ? 'applies with terraform' : 'applies embedded');
    return chosen ? [] : ['--engine', 'embedded'];
  }

  #somebodyEdits(): void {
    const organization = this.#random.pick(ORGANIZATIONS) ?? 'acme';
    for (let tries = 0; tries < 30; tries += 1) {
      const { platform, day } = this.#world;
      const written = rewritten(this.#documents(organization), platform, this.#random, day);
      if (!this.#world.isValid(written)) {
        this.#count('edits refused');
        continue;
      }
      this.#written.set(organization, written);
      this.#world.save(organization, written);
      this.#count('edits');
      return;
    }
  }

  async #peopleAccept(): Promise<void> {
    for (const organization of ORGANIZATIONS)
      this.#count('invitations accepted', await life.accept(this.#world, organization, this.#random));
  }

  /** Drift says so, names nobody but who did it, and every bit of it is healed by the apply that follows. */
  async #somebodyClicks(): Promise<void> {
    const organization = this.#random.pick(ORGANIZATIONS) ?? 'acme';
    // What came due or was edited is told as such; a day on which nothing else is to be said shows what drift adds.
    await this.#converge('the apply before somebody clicks', ['--engine', 'embedded']);
    const before = await this.#world.live(organization);
    const done = await life.click(this.#world, organization, this.#random);
    const after = await this.#world.live(organization);
    const moved = difference(before, after);
    if (done === null || moved.length === 0) return;
    this.#count('changes in the console');
    const drift = await this.#world.bylaw('drift', organization, '--json');
    const model = this.#modelOf(organization, after);
    const { more, less } = apart(after.facts, model.facts);
    const isDrift = [...more, ...less].some((fact) => !model.waiting.has(model.about.get(fact) ?? ''));
    if (!isDrift) this.#count('changes of what is not owned');
    this.#hold(
      drift.status === 2 || (!isDrift && drift.status === 0),
      `${done} is no drift: ${moved.join(', ')}`,
      drift,
    );
    this.#hold(
      isDrift || model.waiting.size > 0 || drift.status === 0,
      `${done} is drift, and the documents own nothing of ${moved.join(', ')}`,
      drift,
    );
    const wrong = actorsIn(drift.out).filter((actor) => actor !== STRANGER);
    this.#hold(wrong.length === 0, `${done} by ${STRANGER} is said of ${wrong.join(', ')}`, drift);
    this.#count('drifts told');
  }

  async #planFile(): Promise<void> {
    const file = join(this.#world.folder, 'reviewed.plan');
    rmSync(file, { force: true });
    const planned = await this.#world.bylaw('plan', '--out', file, '--engine', 'embedded');
    this.#hold(planned.status === 0 || planned.status === 2, 'a plan cannot be made', planned);
    if (planned.status === 0) return;
    const organization = this.#random.pick(ORGANIZATIONS) ?? 'acme';
    const before = await this.#world.live(organization);
    const clicked = this.#random.chance(0.4)
      ? await life.click(this.#world, organization, this.#random)
      : null;
    const meanwhile = await this.#world.live(organization);
    const stale = clicked !== null && difference(before, meanwhile).length > 0;
    const applied = await this.#world.bylaw('apply', file, '--engine', 'embedded', '--allow-mass-removal');
    this.#count(stale ? 'plan files over which somebody clicked' : 'plan files applied');
    const owned = ORGANIZATIONS.every((one) => isFull(this.#documents(one)));
    if (stale && (owned || applied.status === 1)) {
      const left = difference(meanwhile, await this.#world.live(organization));
      this.#hold(applied.status === 1, `a plan file is applied although ${clicked}`, applied);
      this.#hold(left.length === 0, `a stale plan file changed ${left.join(', ')}`, applied);
    } else this.#hold(applied.status !== 1, 'a plan file that nothing stands against is refused', applied);
  }

  async #faultyApply(): Promise<void> {
    const faults = life.faults(this.#random);
    const before = await this.#lives();
    this.#world.fault(faults);
    const applied = await this.#world.bylaw('apply', '--engine', 'embedded', '--allow-mass-removal');
    this.#world.fault([]);
    this.#count('applies with faults');
    // 2 is also the end of a whole apply after which something waits for a person.
    const said = applied.status === 2 ? /error\[|Deferred|warning\[not-supported/ : /error\[/;
    this.#hold(
      applied.status === 0 || said.test(`${applied.out}${applied.err}`),
      `an apply with ${faults.join(' ')} ends with ${applied.status} and no word`,
      applied,
    );
    await this.#nothingStrange(before, `an apply with ${faults.join(' ')}`, applied);
  }

  async #killedApply(): Promise<void> {
    for (let n = 0; n < 5; n += 1) this.#somebodyEdits();
    const before = await this.#lives();
    const writes = 1 + this.#random.nat(4);
    // Slow enough to be caught in the act.
    this.#world.fault(['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => `latency=60:method=${method}`));
    const ran = await this.#world.bylawKilledAfter(
      writes,
      ...['apply', '--engine', 'embedded', '--allow-mass-removal'],
    );
    this.#world.fault([]);
    this.#count(ran.killed ? 'applies killed' : 'applies over before they were killed');
    await this.#nothingStrange(before, `an apply killed after ${writes} writes`, ran);
  }

  /**
   * After half an apply: nothing is there that neither was there nor is wanted, and nothing is gone that was there and
   * is wanted.
   */
  async #nothingStrange(before: Lives, what: string, ran: Ran): Promise<void> {
    for (const organization of ORGANIZATIONS) {
      const old = liveIn(before, organization);
      const now = await this.#world.live(organization);
      const { facts: wanted } = this.#modelOf(organization, old);
      const strange = [...now.facts].filter((fact) => !old.facts.has(fact) && !wanted.has(fact));
      const gone = [...old.facts].filter((fact) => wanted.has(fact) && !now.facts.has(fact));
      this.#hold(strange.length === 0, `${what} leaves ${strange.join(', ')}`, ran);
      this.#hold(gone.length === 0, `${what} took ${gone.join(', ')}`, ran);
      this.#count('half applies looked at');
    }
    await this.#converge(`the apply after ${what}`, ['--engine', 'embedded']);
  }

  async #imports(): Promise<void> {
    const folder = join(this.#world.folder, 'imported');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const organization = this.#random.pick(ORGANIZATIONS) ?? 'acme';
    const imported = await this.#world.bylaw(
      ...['import', organization, '--directory', folder, '--platform', this.#world.platform.name],
      ...['--url', this.#world.sandbox.url, '--workspace', join(folder, 'bylaw.yaml')],
    );
    this.#hold(imported.status !== 1, 'what is live cannot be imported', imported);
    const planned = await this.#world.bylaw(
      ...['plan', '--engine', 'embedded', '--workspace', join(folder, 'bylaw.yaml')],
    );
    // An invitation that ran out is written as a person, and the plan afterwards shows that it is sent again.
    const { states } = await this.#world.live(organization);
    const expired = [...states.values()].filter((state) => state === 'expired').length;
    const resent = planned.out.split('state "expired" → "active"').length - 1;
    const [, said = '0'] = /: (\d+) changes?,/.exec(planned.out) ?? [];
    this.#hold(
      planned.status === 0 || (Number(said) === resent && resent <= expired),
      'what was just imported plans a change',
      planned,
    );
    this.#count('imports');
  }

  /** Applies, and holds what is there then against the model: nothing is left to do, and nobody can more or less. */
  async #converge(what: string, engine: readonly string[]): Promise<void> {
    const before = await this.#lives();
    const applied = await this.#world.bylaw('apply', ...engine, '--allow-mass-removal');
    this.#hold(applied.status === 0 || applied.status === 2, `${what} fails`, applied);
    const planned = await this.#world.bylaw('plan', ...engine, '--json');
    const changes = [...planned.out.matchAll(/"changes":\s*(\d+)/g)].map(([, count]) => Number(count));
    this.#hold(
      planned.status !== 1 && changes.every((count) => count === 0),
      `after ${what} there is still something to do`,
      planned,
    );
    this.#count('applies proved by an empty plan');
    for (const organization of ORGANIZATIONS)
      await this.#holds(organization, liveIn(before, organization), `after ${what} ${organization}`, applied);
  }

  async #holds(organization: Organization, before: LiveOrganization, at: string, ran: Ran): Promise<void> {
    const live = await this.#world.live(organization);
    const model = this.#modelOf(organization, before, live);
    const facts = apart(live.facts, model.facts);
    const lacking = facts.less.filter((fact) => !model.waiting.has(model.about.get(fact) ?? ''));
    // Who has not accepted lacks what waits for it. Nobody has more than is wanted, whatever he waits for.
    this.#hold(facts.more.length === 0, `${at} has ${facts.more.join(', ')}`, ran);
    this.#hold(lacking.length === 0, `${at} lacks ${lacking.join(', ')}`, ran);
    this.#count('facts compared', model.facts.size);
    this.#count('of people who wait', model.waiting.size);
    this.#count('organizations compared');
    if (!isFull(this.#documents(organization))) return;
    const cells = apart(live.access, model.access);
    const lost = cells.less.filter((cell) => !model.waiting.has(cell.replace(/ .*/, '')));
    this.#hold(cells.more.length === 0, `${at}: somebody still can: ${cells.more.join(', ')}`);
    this.#hold(lost.length === 0, `${at}: somebody cannot: ${lost.join(', ')}`);
    this.#count('organizations owned in full compared');
    this.#count('cells compared', model.access.size);
  }

  #modelOf(organization: Organization, before: LiveOrganization, now = before): Model {
    const { platform, day } = this.#world;
    return modelOf(this.#documents(organization), platform, day, before, now);
  }

  async #lives(): Promise<Lives> {
    const lives = new Map<Organization, LiveOrganization>();
    for (const organization of ORGANIZATIONS) lives.set(organization, await this.#world.live(organization));
    return lives;
  }

  #hold(isSo: boolean, otherwise: string, ran: Ran | null = null): void {
    this.#count('promises held');
    if (isSo) return;
    const said =
      ran === null ? '' : `\nstatus ${ran.status}\n${ran.out.slice(-4000)}\n${ran.err.slice(-4000)}`;
    throw new Broken(`${otherwise}${said}`);
  }

  #count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }
}

function liveIn(lives: Lives, organization: Organization): LiveOrganization {
  const live = lives.get(organization);
  if (live === undefined) throw new Error(`nobody looked at ${organization}`);
  return live;
}

type Lives = ReadonlyMap<Organization, LiveOrganization>;

/** Whom drift names. That an invitation ran out is the platform's deed, where nobody is invited again. */
function actorsIn(json: string): readonly string[] {
  const { organizations } = JSON.parse(json) as {
    organizations: {
      findings: { kind: string; deed: { actor: string } | null; laterDeeds: { actor: string }[] }[];
    }[];
  };
  const findings = organizations.flatMap((one) => one.findings).filter(({ kind }) => kind !== 'expired');
  // A thing falls on who made it and then on who gave it more: the last did what was found.
  return findings.flatMap(({ deed, laterDeeds }) =>
    deed === null ? [] : [(laterDeeds.at(-1) ?? deed).actor],
  );
}
