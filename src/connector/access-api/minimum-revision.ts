import { failure, type Outcome } from '../../source/outcome.ts';
import type { ClientClock } from '../http/time.ts';
import { incompleteRead } from '../live/incomplete-read.ts';
import type { OrganizationEndpoint } from '../live/organization-endpoint.ts';
import type { OrganizationRead } from './read-organization.ts';

/** Milliseconds between readings of a platform whose lists lag behind what was written to it. */
const PAUSES = [250, 500, 1000, 2000, 4000] as const;

/** The revision that a reading must have at least: what was read before, and what was written since. */
export class MinimumRevision {
  #revision = 0;

  get revision(): number {
    return this.#revision;
  }

  /** A write of ours made it one more. */
  wrote(): void {
    this.#revision += 1;
  }

  read(revision: number): void {
    this.#revision = Math.max(this.#revision, revision);
  }
}

/**
 * Reads until the lists show at least what was reached. One that is older is no reading: what is missing in it would be
 * told as somebody else's doing, and made a second time. Fails with connector-incomplete-read, and as `read` does.
 */
export async function readAtLeastRevision(
  minimumRevision: MinimumRevision,
  organizationEndpoint: OrganizationEndpoint,
  clientClock: ClientClock,
  stop: AbortSignal | undefined,
  read: () => Promise<Outcome<OrganizationRead>>,
): Promise<Outcome<OrganizationRead>> {
  for (let reading = 0; ; reading += 1) {
    const found = await read();
    if (!found.ok) return found;
    const revision = Number(found.value.snapshot.revision);
    if (revision >= minimumRevision.revision) {
      minimumRevision.read(revision);
      return found;
    }
    const pause = PAUSES[reading];
    if (pause === undefined || stop?.aborted === true) {
      const message = `The lists lag behind: they are of revision ${revision}, and what was read and written before is of ${minimumRevision.revision}`;
      return failure({
        ...incompleteRead(organizationEndpoint, message),
        hint: 'Run plan again in a while.',
      });
    }
    await clientClock.sleep(pause, stop);
  }
}
