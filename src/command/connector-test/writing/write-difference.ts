import { isMade } from '../../../connector/described/write/write-effect.ts';
import type { Write } from '../../../plan/write/write.ts';
import { writeSubjectOf } from '../../../plan/write/write-subject.ts';
import type { Address } from '../../../resource/address.ts';
import { modelOf } from '../../../resource/organization-model.ts';
import type { Resource } from '../../../resource/resource.ts';
import { contentOf } from '../compare-snapshots.ts';

export interface WriteDifference {
  /** What is not as it was meant. */
  readonly wrong: readonly string[];
  /** What came with a thing of the test beside what was asked for. */
  readonly beside: readonly string[];
}

/**
 * What is live after a write, against what was meant: exactly that, and nothing else. What the platform decides of a thing
 * that is made (who is invited and who is active, settings that nobody said) is not held against it. Null: nothing was to
 * be done.
 */
export function writeDifference(
  write: Write | null,
  meant: readonly Resource[],
  live: readonly Resource[],
  isOurs: (key: string) => boolean,
): WriteDifference {
  const [expected, found] = [byAddress(meant), byAddress(live)];
  const subject = write === null ? null : writeSubjectOf(write).address;
  const wrong: string[] = [];
  const beside: string[] = [];
  if (write !== null && !isMade(write, found)) wrong.push(`${subject} is not as it was to be`);
  for (const address of new Set([...expected.keys(), ...found.keys()])) {
    const [one, other] = [expected.get(address), found.get(address)];
    if (one !== undefined && other !== undefined) {
      if (told(one, address === subject) === told(other, address === subject)) continue;
      // Where everybody is in some group, somebody of the test is in another one before and after.
      if (peopleApart(one, isOurs) === peopleApart(other, isOurs)) beside.push(`${address} changed with it`);
      else wrong.push(`${address} is otherwise than it was to be`);
    } else if (one !== undefined) wrong.push(`${address} is gone, or was not made`);
    else if (isOurs(address)) beside.push(`${address} came with it`);
    else wrong.push(`${address} is there, and nobody asked for it`);
  }
  return { wrong: [...new Set(wrong)], beside };
}

function byAddress(resources: readonly Resource[]): ReadonlyMap<Address, Resource> {
  return modelOf(resources).byAddress;
}

/** The thing without people of the test in it. */
function peopleApart(thing: Resource, isOurs: (key: string) => boolean): string {
  if (thing.type !== 'group') return told(thing, false);
  const { members, ...own } = thing.attributes;
  return contentOf({ ...own, members: new Map([...members].filter(([member]) => !isOurs(member))) });
}

/** `isSubject`: whether it is made is asked for by itself; the rest of it is told here. */
function told({ type, attributes }: Resource, isSubject: boolean): string {
  if (type === 'member') {
    const { invitation: _, state, ...own } = attributes;
    return contentOf(isSubject ? own : { ...own, state });
  }
  if (!isSubject || (type !== 'scope' && type !== 'group')) return contentOf(attributes);
  const { settings: _, ...own } = attributes;
  return contentOf(own);
}
