import { randomBytes } from 'node:crypto';
import type { LiveReader, LiveWriter } from '../../../connector/connector.ts';
import { deleteWrites } from '../../../plan/write/change-writes.ts';
import type { TestedWrites } from '../../../report/connector/connector-check.ts';
import type { Address } from '../../../resource/address.ts';
import { modelOf } from '../../../resource/organization-model.ts';
import type { Resource, Snapshot } from '../../../resource/resource.ts';
import { type Outcome, success } from '../../../source/outcome.ts';
import { contentOf } from '../compare-snapshots.ts';
import type { DescribedTarget } from '../described-target.ts';
import { tryAssignments } from './trial-assignments.ts';
import { tryGroups } from './trial-groups.ts';
import { tryLowerMembership, tryPeople, tryRoles, tryScopes } from './trial-things.ts';
import { TEST_NAME, WriteTrial } from './write-trial.ts';

export interface TriedWrites {
  readonly tested: TestedWrites;
  readonly requests: number;
}

export interface TrialHooks {
  readonly stopped: () => boolean;
  readonly onMade: (prefix: string, made: readonly Address[]) => Outcome<null>;
}

/**
 * Makes every kind of write that the file describes, on things of its own, and takes them away again. Fails as a read
 * does, before anything is written.
 */
export async function tryWrites(
  { api, connector, connection }: Pick<DescribedTarget, 'api' | 'connector' | 'connection'>,
  { stopped, onMade }: TrialHooks,
): Promise<Outcome<TriedWrites>> {
  const { platform } = connection;
  const writer: LiveWriter = connector.openWriter(connection);
  const reader: LiveReader = connector.openReader(connection);
  const before = await writer.read();
  if (!before.ok) return before;
  const prefix = `${TEST_NAME}-${randomBytes(3).toString('hex')}`;
  const trial = new WriteTrial(
    {
      api,
      platform,
      connection,
      writer,
      reader,
      supports: (write) => connector.supports(write, platform) ?? writer.supports?.(write) ?? null,
      prefix,
      stopped,
      onMade: (made) => onMade(prefix, made),
    },
    before.value,
  );
  await tryRoles(trial);
  const scope = await tryScopes(trial);
  const people = await tryPeople(trial);
  await tryLowerMembership(trial, scope);
  const group = await tryGroups(trial, scope, people);
  await tryAssignments(trial, { scope, group, people });
  const interrupted = stopped();
  const left = await takeAway(trial, before.value);
  const requests = writer.requests() + reader.requests();
  return success({ tested: { prefix, kinds: trial.kinds(), left, interrupted }, requests });
}

/** What was made goes again, the last first; what is not as it was before is told. */
async function takeAway(trial: WriteTrial, before: Snapshot): Promise<readonly string[]> {
  trial.end();
  for (const address of trial.made) {
    const thing = trial.live.get(address);
    if (thing === undefined) continue;
    const [write] = deleteWrites(thing);
    // What has no request of its own goes with the thing that it hangs on.
    if (write !== undefined && trial.can(write)) await trial.tryFirst(write.write, [write]);
  }
  const unread = await trial.look();
  if (unread.length > 0) {
    return [
      ...unread.map(({ message }) => `nobody knows: ${message}`),
      ...trial.made.map((address) => `${address} may be there`),
    ];
  }
  return notAsBefore(before, trial.live);
}

function notAsBefore({ resources }: Snapshot, live: ReadonlyMap<Address, Resource>): readonly string[] {
  const was = modelOf(resources).byAddress;
  return [...new Set([...was.keys(), ...live.keys()])].flatMap((address) => {
    const [one, other] = [was.get(address), live.get(address)];
    if (one === undefined) return [`${address} is there, and was not`];
    if (other === undefined) return [`${address} was there, and is gone`];
    return contentOf(one.attributes) === contentOf(other.attributes) ? [] : [`${address} is not as it was`];
  });
}
