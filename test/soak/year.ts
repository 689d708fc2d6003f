import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { accusedIn } from './accused.ts';
import { apart, difference } from './difference.ts';
import { importShowsNothing } from './import-again.ts';
import { life } from './life.ts';
import type { LiveOrganization } from './live.ts';
import { type Model, modelOf } from './model.ts';
import type { Promises } from './promises.ts';
import type { Random } from './random.ts';
import { firstTruth } from './truth.ts';
import { ORGANIZATIONS, type Organization, type Ran, STRANGER, type World } from './world.ts';
import { anyAuthority, FULL, isFull, rewritten, type Written } from './written.ts';

/** Days of two organizations, one after another. */
export class Year {
  readonly #promises: Promises;
  readonly #world: World;
  readonly #random: Random;
  readonly #terraform: boolean;
  readonly #written = new Map<Organization, Written>();

  constructor(world: World, random: Random, terraform: boolean, promises: Promises) {
    this.#promises = promises;
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
    this.#promises.count('days');
    // What ends by itself must never need an edit to end.
    const checked = await this.#world.bylaw('check');
    this.#promises.hold(
      checked.status === 0,
      'documents that nobody touched are refused on a later day',
      checked,
    );
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
    if (random.chance(0.1))
      await importShowsNothing(this.#world, random.pick(ORGANIZATIONS) ?? 'acme', this.#promises);
  }

  #documents(organization: Organization): Written {
    const written = this.#written.get(organization);
    if (written === undefined) throw new Error(`nothing is known of ${organization}`);
    return written;
  }

  #engine(): readonly string[] {
    const chosen = this.#terraform && this.#random.chance(0.04);
    this.#promises.count(chosen ? 'applies with terraform' : 'applies embedded');
    return chosen ? [] : ['--engine', 'embedded'];
  }

  #somebodyEdits(): void {
    const organization = this.#random.pick(ORGANIZATIONS) ?? 'acme';
    for (let tries = 0; tries < 30; tries += 1) {
      const { platform, day } = this.#world;
      const written = rewritten(this.#documents(organization), platform, this.#random, day);
      if (!this.#world.isValid(written)) {
        this.#promises.count('edits refused');
        continue;
      }
      this.#written.set(organization, written);
      this.#world.save(organization, written);
      this.#promises.count('edits');
      return;
    }
  }

  async #peopleAccept(): Promise<void> {
    for (const organization of ORGANIZATIONS)
      this.#promises.count(
        'invitations accepted',
        await life.accept(this.#world, organization, this.#random),
      );
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
    this.#promises.count('changes in the console');
    const drift = await this.#world.bylaw('drift', organization, '--json');
    const model = this.#modelOf(organization, after);
    const { more, less } = apart(after.facts, model.facts);
    const isDrift = [...more, ...less].some((fact) => !model.waiting.has(model.about.get(fact) ?? ''));
    if (!isDrift) this.#promises.count('changes of what is not owned');
    this.#promises.hold(
      drift.status === 2 || (!isDrift && drift.status === 0),
      `${done} is no drift: ${moved.join(', ')}`,
      drift,
    );
    this.#promises.hold(
      isDrift || model.waiting.size > 0 || drift.status === 0,
      `${done} is drift, and the documents own nothing of ${moved.join(', ')}`,
      drift,
    );
    const wrong = accusedIn(drift.out).filter((actor) => actor !== STRANGER);
    this.#promises.hold(wrong.length === 0, `${done} by ${STRANGER} is said of ${wrong.join(', ')}`, drift);
    this.#promises.count('drifts told');
  }

  async #planFile(): Promise<void> {
    const file = join(this.#world.folder, 'reviewed.plan');
    rmSync(file, { force: true });
    const planned = await this.#world.bylaw('plan', '--out', file, '--engine', 'embedded');
    this.#promises.hold(planned.status === 0 || planned.status === 2, 'a plan cannot be made', planned);
    if (planned.status === 0) return;
    const organization = this.#random.pick(ORGANIZATIONS) ?? 'acme';
    const before = await this.#world.live(organization);
    const clicked = this.#random.chance(0.4)
      ? await life.click(this.#world, organization, this.#random)
      : null;
    const meanwhile = await this.#world.live(organization);
    const stale = clicked !== null && difference(before, meanwhile).length > 0;
    const applied = await this.#world.bylaw('apply', file, '--engine', 'embedded');
    this.#promises.count(stale ? 'plan files over which somebody clicked' : 'plan files applied');
    const owned = ORGANIZATIONS.every((one) => isFull(this.#documents(one)));
    if (stale && (owned || applied.status === 1)) {
      const left = difference(meanwhile, await this.#world.live(organization));
      this.#promises.hold(applied.status === 1, `a plan file is applied although ${clicked}`, applied);
      this.#promises.hold(left.length === 0, `a stale plan file changed ${left.join(', ')}`, applied);
    } else
      this.#promises.hold(
        applied.status !== 1,
        'a plan file that nothing stands against is refused',
        applied,
      );
  }

  async #faultyApply(): Promise<void> {
    const faults = life.faults(this.#random);
    const before = await this.#lives();
    this.#world.fault(faults);
    const applied = await this.#world.bylaw('apply', '--engine', 'embedded');
    this.#world.fault([]);
    this.#promises.count('applies with faults');
    // 2 is also the end of a whole apply after which something waits for a person.
    const said = applied.status === 2 ? /error\[|Deferred|warning\[not-supported/ : /error\[/;
    this.#promises.hold(
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
    const ran = await this.#world.bylawKilledAfter(writes, ...['apply', '--engine', 'embedded']);
    this.#world.fault([]);
    this.#promises.count(ran.killed ? 'applies killed' : 'applies over before they were killed');
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
      const { facts: wanted, waiting, about } = this.#modelOf(organization, old, now);
      // Without a role that can be there yet, nothing is left of what somebody has on the organization.
      const isEmptied = (fact: string) => waiting.has(about.get(fact) ?? '') && fact.endsWith(' at acme');
      const strange = [...now.facts].filter((fact) => !old.facts.has(fact) && !wanted.has(fact));
      const gone = [...old.facts].filter(
        (fact) => wanted.has(fact) && !now.facts.has(fact) && !isEmptied(fact),
      );
      this.#promises.hold(strange.length === 0, `${what} leaves ${strange.join(', ')}`, ran);
      this.#promises.hold(gone.length === 0, `${what} took ${gone.join(', ')}`, ran);
      this.#promises.count('half applies looked at');
    }
    await this.#converge(`the apply after ${what}`, ['--engine', 'embedded']);
  }

  /** Applies, and holds what is there then against the model: nothing is left to do, and nobody can more or less. */
  async #converge(what: string, engine: readonly string[]): Promise<void> {
    const before = await this.#lives();
    const applied = await this.#world.bylaw('apply', ...engine);
    this.#promises.hold(applied.status === 0 || applied.status === 2, `${what} fails`, applied);
    const planned = await this.#world.bylaw('plan', ...engine, '--json');
    const changes = [...planned.out.matchAll(/"changes":\s*(\d+)/g)].map(([, count]) => Number(count));
    this.#promises.hold(
      planned.status !== 1 && changes.every((count) => count === 0),
      `after ${what} there is still something to do`,
      planned,
    );
    this.#promises.count('applies proved by an empty plan');
    for (const organization of ORGANIZATIONS)
      await this.#holds(organization, liveIn(before, organization), `after ${what} ${organization}`, applied);
  }

  async #holds(organization: Organization, before: LiveOrganization, at: string, ran: Ran): Promise<void> {
    const live = await this.#world.live(organization);
    const model = this.#modelOf(organization, before, live);
    const facts = apart(live.facts, model.facts);
    const lacking = facts.less.filter((fact) => !model.waiting.has(model.about.get(fact) ?? ''));
    const more = facts.more.filter((fact) => !model.stays(fact));
    // Who has not accepted lacks what waits for it. Nobody can do more than is wanted, whatever he waits for.
    this.#promises.hold(more.length === 0, `${at} has ${more.join(', ')}`, ran);
    this.#promises.hold(lacking.length === 0, `${at} lacks ${lacking.join(', ')}`, ran);
    this.#promises.count('facts compared', model.facts.size);
    this.#promises.count('of people who wait', model.waiting.size);
    this.#promises.count('organizations compared');
    if (!isFull(this.#documents(organization))) return;
    const cells = apart(live.access, model.access);
    const lost = cells.less.filter((cell) => !model.waiting.has(cell.replace(/ .*/, '')));
    this.#promises.hold(cells.more.length === 0, `${at}: somebody still can: ${cells.more.join(', ')}`);
    this.#promises.hold(lost.length === 0, `${at}: somebody cannot: ${lost.join(', ')}`);
    this.#promises.count('organizations owned in full compared');
    this.#promises.count('cells compared', model.access.size);
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
}

function liveIn(lives: Lives, organization: Organization): LiveOrganization {
  const live = lives.get(organization);
  if (live === undefined) throw new Error(`nobody looked at ${organization}`);
  return live;
}

type Lives = ReadonlyMap<Organization, LiveOrganization>;
