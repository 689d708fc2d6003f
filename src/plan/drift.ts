import type { AccessDelta } from '../access/access.ts';
import type { Address, AssignmentResource, Entries, Resource } from '../resource/resource.ts';
import { type AttributeSpec, RESOURCE_TYPES } from '../resource/types.ts';
import type { Origin } from '../source/origin.ts';
import type { Because, Change, EntryChange, FieldChange } from './change.ts';
import { whyRuledOut } from './differences.ts';
import { driftWeigher, presence, touchedBy } from './drift-access.ts';
import { nameOf, principalName } from './names.ts';
import type { Plan } from './plan.ts';
import type { Fact, Touched } from './weigh.ts';

/**
 * What happened on the platform, seen from the documents. `expired`: nobody did anything, the time of a grant is over
 * and no apply has taken it away yet.
 */
export type DriftKind = 'added' | 'removed' | 'changed' | 'expired';

/** One fact on which live and documents part: a resource, or one entry or value of one. */
export interface DriftFinding {
  readonly kind: DriftKind;
  readonly address: Address;
  /** The attribute that differs; null when the whole resource is there or not there. */
  readonly field: string | null;
  /** The entry added or removed, for map-like attributes. */
  readonly entry: string | null;
  /** A sentence: `dan@acme.com was added to members of group qa`. */
  readonly what: string;
  /** What the documents say, and what is live; null for not there. */
  readonly documents: string | null;
  readonly live: string | null;
  /** The line it contradicts. */
  readonly contradicts: Origin;
  /** Where the live side can be seen; null when it is not there. */
  readonly seenAt: Origin | null;
  /**
   * Which part of what all drift together gave (`gained`) and took (`lost`) this fact has a part in: put alone on the
   * documents, or taken alone from live. Null where there were too many findings to weigh each.
   */
  readonly effect: AccessDelta | null;
}

/** Past this many only the sum is told. */
const WEIGHED_FINDINGS = 100;

/** Drift is the plan read backwards: what an apply would undo is what happened outside. */
export function driftOf(plan: Plan): readonly DriftFinding[] {
  const findings = [...plan.changes.flatMap(findingsOf), ...invitationsLeftToExpire(plan)];
  if (findings.length === 0) return [];
  const weigher = findings.length <= WEIGHED_FINDINGS ? driftWeigher(plan) : null;
  return findings.map(({ finding, fact }) => ({ ...finding, effect: weigher?.weigh(fact) ?? null }));
}

function findingsOf(change: Change): readonly Found[] {
  switch (change.action) {
    case 'create':
      return [gone(change.after)];
    case 'delete':
      return [appeared(change.before, change.because)];
    case 'update':
    case 'replace':
      return change.fields.flatMap((field) => changed(change.before, change.after, field));
    case 'deferred':
      return [];
  }
}

/** Expired invitations that no apply sends again now: nobody is in, all the same. */
function invitationsLeftToExpire(plan: Plan): readonly Found[] {
  const live = new Map(plan.live.resources.map((r) => [r.address, r]));
  const waiting = new Set(plan.changes.flatMap((c) => (c.action === 'deferred' ? [c.address] : [])));
  return plan.wanted.flatMap((wanted) => {
    const found = live.get(wanted.address);
    const expired = found?.type === 'member' && found.attributes.state === 'expired';
    if (found === undefined || !expired || !waiting.has(wanted.address)) return [];
    const field = { field: 'state', kind: 'text', before: 'expired', after: 'active' } as const;
    return changed(found, wanted, field);
  });
}

interface Found {
  readonly finding: Omit<DriftFinding, 'effect'>;
  readonly fact: Fact;
}

function gone(wanted: Resource): Found {
  const there = presence(wanted);
  return {
    finding: {
      kind: 'removed',
      address: wanted.address,
      field: null,
      entry: null,
      what: `${nameOf(wanted)} ${isOrAre(wanted)} not there any more`,
      documents: nameOf(wanted),
      live: null,
      contradicts: wanted.origin,
      seenAt: null,
    },
    fact: { touches: there.touches, applied: there.undone, undone: there.applied },
  };
}

function appeared(live: Resource, because: Because): Found {
  const name = live.type === 'assignment' ? grantOf(live) : nameOf(live);
  const time = timeOf(because);
  const story = {
    'in-time': `${name} was added`,
    expired: `${name} is still there: ${EXPIRED} ${DUE}`,
    early: `${name} is there already: ${EARLY} ${DUE}`,
  };
  return {
    finding: {
      kind: time === 'expired' ? 'expired' : 'added',
      address: live.address,
      field: null,
      entry: null,
      what: story[time],
      documents: null,
      live: nameOf(live),
      contradicts: because.origin,
      seenAt: live.origin,
    },
    fact: presence(live),
  };
}

const EXPIRED = whyRuledOut({ why: 'expired', origin: { from: 'platform', platform: '', what: '' } });
const EARLY = whyRuledOut({ why: 'not-yet', origin: { from: 'platform', platform: '', what: '' } });
const DUE = '(due for removal by the next apply)';

/** Whether a grant is not wanted only because of its window. The planner's sentences end in why, also in brackets. */
function timeOf({ text }: Because): 'in-time' | 'expired' | 'early' {
  const ends = (why: string): boolean => text.endsWith(why) || text.endsWith(`${why})`);
  return ends(EXPIRED) ? 'expired' : ends(EARLY) ? 'early' : 'in-time';
}

function changed(live: Resource, wanted: Resource, field: FieldChange): readonly Found[] {
  if (field.kind === 'text') {
    return [
      {
        finding: {
          kind: 'changed',
          address: wanted.address,
          field: field.field,
          entry: null,
          what:
            invitationStory(live, field) ??
            `${field.field} of ${nameOf(wanted)} is ${JSON.stringify(field.before)}`,
          documents: field.after,
          live: field.before,
          contradicts: wanted.origin,
          seenAt: live.origin,
        },
        fact: {
          touches: WORDS.has(field.field) ? { who: 'nobody' } : touchedBy(wanted),
          applied: (before) => exchanged(before, wanted, (r) => withText(r, field.field, live)),
          undone: (after) => exchanged(after, wanted, (r) => withText(r, field.field, wanted)),
        },
      },
    ];
  }
  const found = (side: 'added' | 'removed', { entry, because }: EntryChange): Found => {
    const time = side === 'added' ? timeOf(because) : 'in-time';
    const put = (origin: Origin) => (all: readonly Resource[]) =>
      exchanged(all, wanted, (r) => withEntry(r, field.field, entry, origin));
    const taken = (all: readonly Resource[]) =>
      exchanged(all, wanted, (r) => withEntry(r, field.field, entry, null));
    return {
      finding: {
        kind: time === 'expired' ? 'expired' : side,
        address: wanted.address,
        field: field.field,
        entry,
        what:
          time === 'in-time'
            ? entryStory(side, entry, field.field, wanted)
            : untimelyStory(time, entry, field.field, wanted),
        documents: side === 'added' ? null : entry,
        live: side === 'added' ? entry : null,
        contradicts: because.origin,
        seenAt: live.origin,
      },
      fact: {
        touches: touchedByEntry(wanted, field.field, entry),
        applied: side === 'added' ? put(live.origin) : taken,
        undone: side === 'added' ? taken : put(because.origin),
      },
    };
  };
  return [
    ...field.removed.map((entry) => found('added', entry)),
    ...field.added.map((entry) => found('removed', entry)),
  ];
}

/** `the invitation of member vera@x.io has expired: sent 2 times, last 2026-11-22T10:00:00Z`. */
function invitationStory(
  live: Resource,
  { field, before }: Extract<FieldChange, { kind: 'text' }>,
): string | null {
  if (live.type !== 'member' || field !== 'state' || before !== 'expired') return null;
  const { invitation } = live.attributes;
  const sent =
    invitation === null
      ? ''
      : `: sent ${invitation.sent === 1 ? 'once' : `${invitation.sent} times, last`} ${invitation.sentAt}`;
  return `the invitation of ${nameOf(live)} has expired${sent}`;
}

/** Attributes that are there to be read by people. */
const WORDS: ReadonlySet<string> = new Set(['title', 'description']);

function touchedByEntry(owner: Resource, field: string, entry: string): Touched {
  if (owner.type === 'group' && field === 'members') return { who: 'member', member: entry };
  if (owner.type === 'group' && field === 'groups') return { who: 'group', group: entry };
  return touchedBy(owner);
}

function entryStory(kind: 'added' | 'removed', entry: string, field: string, owner: Resource): string {
  if (owner.type === 'assignment') {
    const { principal, scope } = owner.attributes;
    const holder = `${principalName(principal)} on ${scope}`;
    return kind === 'added'
      ? `role ${entry} was given to ${holder}`
      : `role ${entry} was taken from ${holder}`;
  }
  return kind === 'added'
    ? `${entry} was added to ${field} of ${nameOf(owner)}`
    : `${entry} was removed from ${field} of ${nameOf(owner)}`;
}

/** `carol@acme.com is still in group incident: its until has passed (due for removal by the next apply)`. */
function untimelyStory(time: 'expired' | 'early', entry: string, field: string, owner: Resource): string {
  const why = time === 'expired' ? EXPIRED : EARLY;
  const when = time === 'expired' ? 'still' : 'already';
  const place =
    owner.type === 'assignment'
      ? `role ${entry} is ${when} given to ${principalName(owner.attributes.principal)} on ${owner.attributes.scope}`
      : owner.type === 'group' && field === 'members'
        ? `${entry} is ${when} in ${nameOf(owner)}`
        : `${entry} is ${when} in ${field} of ${nameOf(owner)}`;
  return `${place}: ${why} ${DUE}`;
}

/** `role admin for hugo@acme.com on acme`; without roles it is the attachment itself. */
function grantOf({ attributes: { principal, scope, roles } }: AssignmentResource): string {
  const names = [...roles.keys()].sort();
  const what =
    names.length === 0 ? 'an attachment' : `${names.length === 1 ? 'role' : 'roles'} ${names.join(', ')}`;
  return `${what} for ${principalName(principal)} on ${scope}`;
}

function isOrAre(resource: Resource): string {
  return resource.type === 'assignment' ? 'are' : 'is';
}

function exchanged(
  base: readonly Resource[],
  wanted: Resource,
  change: (r: Resource) => Resource,
): readonly Resource[] {
  return base.map((r) => (r.address === wanted.address ? change(r) : r));
}

/** The resource with one attribute as it is on the other; both are of one type and address. */
function withText(resource: Resource, wire: string, other: Resource): Resource {
  const name = attributeName(resource, wire);
  const values: Readonly<Record<string, unknown>> = { ...other.attributes };
  return { ...resource, attributes: { ...resource.attributes, [name]: values[name] } } as Resource;
}

function withEntry(resource: Resource, wire: string, entry: string, origin: Origin | null): Resource {
  const name = attributeName(resource, wire);
  const values: Readonly<Record<string, unknown>> = { ...resource.attributes };
  const entries = new Map(values[name] as Entries);
  if (origin === null) entries.delete(entry);
  else entries.set(entry, origin);
  return { ...resource, attributes: { ...resource.attributes, [name]: entries } } as Resource;
}

function attributeName(resource: Resource, wire: string): string {
  const table: Readonly<Record<string, AttributeSpec>> = RESOURCE_TYPES[resource.type].attributes;
  return Object.keys(table).find((name) => table[name]?.wire === wire) ?? wire;
}
