import { type Resource, resourcesOf } from '../resource/resource.ts';
import type { Spelling } from '../resource/spelling.ts';
import type { Origin } from '../source/origin.ts';
import { exchanged, presence, touchedBy, touchedByEntry, WORDS, withEntry, withText } from './alteration.ts';
import type { Because, Change, DeferredChange, EntryChange, FieldChange } from './change.ts';
import type { Found } from './drift-finding.ts';
import { appearedStory, entryStory, goneStory, invitationStory, textStory, timeOf } from './drift-words.ts';
import { nameOf } from './names.ts';
import type { Plan } from './plan.ts';
import { ownName } from './renamed.ts';

/** The plan read backwards, fact by fact: what an apply would undo is what happened outside, or what only time did. */
export function factsFound(plan: Plan): readonly Found[] {
  return [
    ...plan.changes.flatMap((change) => findingsOf(change, plan.spelling)),
    ...invitationsLeftToExpire(plan),
    ...peopleRenamed(plan),
  ];
}

function findingsOf(change: Change, spelling: Spelling): readonly Found[] {
  switch (change.action) {
    case 'create':
      return [gone(change.after, spelling)];
    case 'delete':
      return [appeared(change.before, change.because, spelling)];
    case 'update':
    case 'replace':
      return change.fields.flatMap((field) => changed(change.before, change.after, field, spelling));
    case 'deferred':
      return change.unsettled === undefined ? [] : [waiting(change)];
  }
}

/** What the documents take away and somebody still has, or what cannot be made: no drift, and not to be forgotten. */
function waiting({ address, wanted, waitsFor, because }: DeferredChange): Found {
  const what = `${wanted}: waits for ${waitsFor}`;
  const same = (all: readonly Resource[]): readonly Resource[] => all;
  return {
    finding: {
      kind: 'waiting',
      address,
      field: null,
      entry: null,
      what,
      documents: wanted,
      live: null,
      contradicts: because.origin,
      seenAt: null,
    },
    done: what,
    fact: { touches: { who: 'nobody' }, applied: same, undone: same },
  };
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
    return changed(found, wanted, field, plan.spelling);
  });
}

/** No apply gives people their key back; that they have another is drift all the same. */
function peopleRenamed({ live, wanted, spelling }: Plan): readonly Found[] {
  const people = new Map(live.resources.map((r) => [r.address, r]));
  return resourcesOf(wanted, 'member').flatMap((member) => {
    const name = live.renamed?.get(member.address)?.name;
    const found = people.get(member.address);
    if (name === undefined || found === undefined) return [];
    const field = { field: 'name', kind: 'text', before: name, after: ownName(member) } as const;
    return changed(found, member, field, spelling);
  });
}

function gone(wanted: Resource, spelling: Spelling): Found {
  const there = presence(wanted);
  const story = goneStory(wanted, spelling);
  return {
    finding: {
      kind: 'removed',
      address: wanted.address,
      field: null,
      entry: null,
      what: story.is,
      documents: nameOf(wanted, spelling),
      live: null,
      contradicts: wanted.origin,
      seenAt: null,
    },
    done: story.done,
    fact: { touches: there.touches, applied: there.undone, undone: there.applied },
  };
}

function appeared(live: Resource, because: Because, spelling: Spelling): Found {
  const story = appearedStory(live, because, spelling);
  return {
    finding: {
      kind: timeOf(because) === 'expired' ? 'expired' : 'added',
      address: live.address,
      field: null,
      entry: null,
      what: story.is,
      documents: null,
      live: nameOf(live, spelling),
      contradicts: because.origin,
      seenAt: live.origin,
    },
    done: story.done,
    fact: presence(live),
  };
}

function changed(live: Resource, wanted: Resource, field: FieldChange, spelling: Spelling): readonly Found[] {
  if (field.kind === 'text') {
    const lapsed = invitationStory(live, field, spelling);
    const what = lapsed ?? textStory(wanted, field, spelling);
    return [
      {
        finding: {
          kind: lapsed === null ? 'changed' : 'expired',
          address: wanted.address,
          field: field.field,
          entry: null,
          what,
          documents: field.after,
          live: field.before,
          contradicts: wanted.origin,
          seenAt: live.origin,
        },
        done: what,
        fact: {
          touches: WORDS.has(field.field) ? { who: 'nobody' } : touchedBy(wanted),
          applied: (before) => exchanged(before, wanted, (r) => withText(r, field.field, live)),
          undone: (after) => exchanged(after, wanted, (r) => withText(r, field.field, wanted)),
        },
      },
    ];
  }
  const found = (side: 'added' | 'removed', { entry, because }: EntryChange): Found => {
    const story = entryStory(side, entry, field.field, wanted, because, spelling);
    const put = (origin: Origin) => (all: readonly Resource[]) =>
      exchanged(all, wanted, (r) => withEntry(r, field.field, entry, origin));
    const taken = (all: readonly Resource[]) =>
      exchanged(all, wanted, (r) => withEntry(r, field.field, entry, null));
    return {
      finding: {
        kind: side === 'added' && timeOf(because) === 'expired' ? 'expired' : side,
        address: wanted.address,
        field: field.field,
        entry,
        what: story.is,
        documents: side === 'added' ? null : entry,
        live: side === 'added' ? entry : null,
        contradicts: because.origin,
        seenAt: live.origin,
      },
      done: story.done,
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
