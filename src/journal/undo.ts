import type { Desired } from '../compile/desired.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Address } from '../resource/address.ts';
import type { OrganizationModel } from '../resource/organization-model.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource, Snapshot } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';
import {
  type ChangeLine,
  doneIn,
  type Journal,
  type ResourceRecord,
  unansweredIn,
} from './journal-record.ts';
import { attributesOf, resourceRecord } from './resource-record.ts';
import { restored, restoredEntries } from './restored-resource.ts';

/** Something that the journal's apply did and that is not taken back. */
export interface NotUndone {
  readonly name: string;
  readonly why: string;
  readonly wayOut: string | null;
}

/** What an organization is to be like when an apply is taken back: as it is live, but for what that apply did. */
export interface Undo {
  readonly desired: Desired;
  /** Nothing else is touched. */
  readonly touched: ReadonlySet<Address>;
  readonly left: readonly NotUndone[];
}

interface Undoing {
  readonly live: OrganizationModel;
  readonly platform: PlatformDefinition;
  readonly origin: Origin;
  /** What each touched thing is to be; null: not there. */
  readonly wanted: Map<Address, Resource | null>;
  readonly left: NotUndone[];
  /** What the documents ask for once the ends of what has ended are moved; null where no new end is given. */
  readonly renewed: OrganizationModel | null;
}

const EDIT = 'Write in the documents what is to hold, and apply.';
const ENDED = 'its time has ended';
const NEW_END = 'undo with --until, which writes it there';

/**
 * The inverse of what a journal says was done, held against what is live now. Only what still is as that apply left it is
 * taken back; whatever was changed since, accepted, lost or has ended is named instead. What has ended comes back only where
 * `renewed`, the documents with a new end, asks for it.
 */
export function undoOf(
  journal: Journal,
  live: Snapshot,
  template: Desired,
  renewed: Desired | null = null,
): Undo {
  const { platform } = template;
  const origin: Origin = { from: 'platform', platform: 'bylaw', what: `undo ${journal.header.id}` };
  const undoing: Undoing = {
    live: modelOf(live.resources),
    platform,
    origin,
    wanted: new Map(),
    left: [],
    renewed: renewed === null ? null : modelOf(renewed.resources),
  };
  const made = new Set([...doneIn(journal), ...unansweredIn(journal)].map(({ mark }) => mark));
  for (const change of journal.changes) {
    if (!change.writes.some((mark) => made.has(mark))) continue;
    const left = undoChange(undoing, change);
    if (left !== null) undoing.left.push(left);
  }
  const { wanted } = undoing;
  const kept = live.resources.flatMap((one) => {
    const to = wanted.get(one.address);
    return to === undefined ? [one] : to === null ? [] : [to];
  });
  const back = [...wanted.values()].flatMap((one) =>
    one === null || undoing.live.at(one.address) !== undefined ? [] : [one],
  );
  return {
    desired: {
      organization: template.organization,
      platform,
      instant: template.instant,
      resources: [...kept, ...back].sort(byType),
      ruledOut: new Map(),
      authority: { scope: 'full', role: 'full', member: 'full', group: 'full', assignment: 'full' },
      windows: [],
      ...(template.written === undefined ? {} : { written: template.written }),
      ...(template.guardrails === undefined ? {} : { guardrails: template.guardrails }),
    },
    touched: new Set(wanted.keys()),
    left: undoing.left,
  };
}

const ORDER: readonly Resource['type'][] = ['scope', 'role', 'member', 'group', 'assignment'];

function byType(a: Resource, b: Resource): number {
  return (
    ORDER.indexOf(a.type) - ORDER.indexOf(b.type) ||
    (a.address < b.address ? -1 : a.address > b.address ? 1 : 0)
  );
}

function undoChange(undoing: Undoing, change: ChangeLine): NotUndone | null {
  switch (change.action) {
    case 'create':
      return undoCreation(undoing, change);
    case 'delete':
      return undoDeletion(undoing, change);
    case 'update':
      return undoUpdate(undoing, change);
    case 'replace':
      return leave(change, 'it was removed and made again, and what the first one held is lost', EDIT);
  }
}

function leave({ name }: ChangeLine, why: string, wayOut: string | null): NotUndone {
  return { name, why, wayOut };
}

function undoCreation(undoing: Undoing, change: ChangeLine): NotUndone | null {
  const live = undoing.live.at(change.address as Address);
  if (live === undefined || change.after === null) return null;
  if (live.type === 'scope')
    return leave(
      change,
      'what was put into it since would be lost with it',
      'Mark it `absent: true` in the documents, and apply.',
    );
  if (live.type === 'member') {
    // Whoever was made on the spot never accepted anything.
    const accepted = undoing.platform.members.joining === 'invited' && live.attributes.state === 'active';
    if (accepted)
      return leave(
        change,
        'the invitation was accepted, and an acceptance cannot be taken back',
        'Remove the person from the documents, and apply.',
      );
    undoing.wanted.set(live.address, null);
    return null;
  }
  if (!isSame(live, change.after)) return leave(change, 'it was changed since', EDIT);
  undoing.wanted.set(live.address, null);
  return null;
}

function undoDeletion(undoing: Undoing, change: ChangeLine): NotUndone | null {
  if (change.before === null) return null;
  const address = change.address as Address;
  const live = undoing.live.at(address);
  if (live !== undefined)
    return isSame(live, change.before) ? null : leave(change, 'it is there again', null);
  const wanted = undoing.renewed?.at(address);
  if (change.ended && wanted === undefined)
    return leave(change, ENDED, `Give it a new \`until\` at ${change.because.place}, or ${NEW_END}.`);
  if (change.before.type === 'scope')
    return leave(
      change,
      'what was in it was deleted with it',
      'Write it in the documents and apply: it will be a new, empty one.',
    );
  const back = restored(
    change.ended && wanted !== undefined ? withoutEnded(change.before, wanted) : change.before,
    undoing.origin,
  );
  if (back === null) return leave(change, 'the journal does not say enough of it', EDIT);
  undoing.wanted.set(address, back);
  if (change.leaves.length === 0) return null;
  return leave(change, `what went along with it is written nowhere: ${change.leaves.join(', ')}`, EDIT);
}

function undoUpdate(undoing: Undoing, change: ChangeLine): NotUndone | null {
  const { before, after } = change;
  const address = change.address as Address;
  const live = undoing.wanted.get(address) ?? undoing.live.at(address);
  if (before === null || after === null) return null;
  if (live === undefined || live === null) return leave(change, 'it is gone since', EDIT);
  const now = resourceRecord(live);
  const values: Record<string, unknown> = { ...now.attributes };
  for (const [name, spec] of Object.entries(attributesOf(live.type))) {
    const [was, made, is] = [before.attributes[name], after.attributes[name], now.attributes[name]];
    if (JSON.stringify(was) === JSON.stringify(made)) continue;
    if (spec.role === 'text') {
      if (is === was) continue;
      const sent = live.type === 'member' && name === 'state' && was !== 'active' && was !== 'deactivated';
      if (sent) undoing.left.push(leave(change, 'an invitation that was sent cannot be called back', null));
      else if (is === made) values[name] = was;
      else undoing.left.push(leave(change, `its ${spec.wire} was changed since`, EDIT));
    } else if (spec.role === 'entries') {
      values[name] = entriesBefore(undoing, change, name, { was, made, is });
    }
  }
  const back = restoredEntries(live, values, undoing.origin);
  if (back === null) return leave(change, 'the journal does not say enough of it', EDIT);
  if (!isSame(live, resourceRecord(back))) undoing.wanted.set(address, back);
  return null;
}

/** Live, without what the change added and with what it took away: what others did stays. */
function entriesBefore(
  undoing: Undoing,
  change: ChangeLine,
  attribute: string,
  { was, made, is }: { readonly was: unknown; readonly made: unknown; readonly is: unknown },
): readonly string[] {
  const [before, after, now] = [was, made, is].map(
    (one) => new Set(Array.isArray(one) ? one.map(String) : []),
  ) as [Set<string>, Set<string>, Set<string>];
  for (const entry of after) if (!before.has(entry)) now.delete(entry);
  for (const entry of before) {
    if (after.has(entry) || now.has(entry)) continue;
    const ended = change.endedEntries.includes(`${attribute}/${entry}`);
    if (ended && !isRenewed(undoing, change, attribute, entry)) {
      undoing.left.push({
        name: `${entry} in ${change.name}`,
        why: ENDED,
        wayOut: `Give it a new \`until\` in the documents, or ${NEW_END}.`,
      });
    } else now.add(entry);
  }
  return [...now].sort();
}

/** Of what has ended only that which got a new end. */
function withoutEnded(record: ResourceRecord, wanted: Resource): ResourceRecord {
  const asked = resourceRecord(wanted).attributes;
  const attributes = Object.entries(record.attributes).map(([name, value]) => {
    const now = asked[name];
    const isList = Array.isArray(value) && Array.isArray(now);
    return [name, isList ? value.filter((entry) => now.includes(entry)) : value] as const;
  });
  return { ...record, attributes: Object.fromEntries(attributes) };
}

function isRenewed({ renewed }: Undoing, { address }: ChangeLine, attribute: string, entry: string): boolean {
  const wanted = renewed?.at(address as Address);
  const entries = wanted === undefined ? undefined : resourceRecord(wanted).attributes[attribute];
  return Array.isArray(entries) && entries.includes(entry);
}

/** Whether a live thing is what a record says, in all that is compared. */
function isSame(live: Resource, record: { readonly attributes: Readonly<Record<string, unknown>> }): boolean {
  const now = resourceRecord(live);
  return Object.entries(attributesOf(live.type)).every(
    ([name, { role }]) =>
      (role !== 'text' && role !== 'entries') ||
      JSON.stringify(now.attributes[name]) === JSON.stringify(record.attributes[name]),
  );
}
