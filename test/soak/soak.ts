import { Broken, Promises } from './promises.ts';
import { randomOf } from './random.ts';
import { World } from './world.ts';
import { Year } from './year.ts';

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
  const promises = new Promises();
  const year = new Year(world, randomOf(seed), terraform, promises);
  try {
    await world.begin();
    await year.begin();
    for (let day = 1; day <= days; day += 1) {
      await year.liveThrough();
      if (day % 10 === 0) progress?.(`${platform}: day ${day} of ${days}`);
    }
    return { counts: promises.counts, faults: [] };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const where = `${platform}, seed ${seed}, ${world.day}`;
    return { counts: promises.counts, faults: [`${where}: ${error.message}`] };
  } finally {
    await world.end();
  }
}
