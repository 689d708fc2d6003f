import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import type { Origin } from '../../source/origin.ts';
import type { Change, ChangeReason, DeferredChange, EntryChange, FieldChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import type { Plan } from '../plan.ts';
import { ownName } from '../rename/rename-detection.ts';
import type { UnattributedFact } from './drift-finding.ts';
import {
  addedSentences,
  entrySentences,
  invitationSentence,
  removedSentences,
  textSentence,
  timeOf,
} from './drift-sentences.ts';
import {
  affectedByEntry,
  affectedByText,
  presenceFact,
  withEntry,
  withReplaced,
  withText,
} from './single-fact.ts';

/** The plan read backwards, fact by fact: what an apply would undo is what happened outside, or what only time did. */
export function driftFacts(plan: Plan): readonly UnattributedFact[] {
  return [
    ...plan.changes.flatMap((change) => findingsOf(change, plan.spelling)),
    ...invitationsLeftToExpire(plan),
    ...peopleRenamed(plan),
  ];
}

function findingsOf(change: Change, spelling: Spelling): readonly UnattributedFact[] {
  switch (change.action) {
    case 'create':
      return [removedFact(change.after, spelling)];
    case 'delete':
      return [addedFact(change.before, change.because, spelling)];
    case 'update':
    case 'replace':
      return change.fields.flatMap((field) => changedFacts(change.before, change.after, field, spelling));
    case 'deferred':
      return change.unsettled === undefined ? [] : [waiting(change)];
  }
}

/** What the documents take away and somebody still has, or what cannot be made: no drift, and not to be forgotten. */
function waiting({ address, part, wanted, waitsFor, because }: DeferredChange): UnattributedFact {
  const what = `${wanted}: waits for ${waitsFor}`;
  const same = (all: readonly Resource[]): readonly Resource[] => all;
  return {
    finding: {
      kind: 'waiting',
      address,
      // Several entries of one thing may wait, each for something else.
      field: part?.field ?? null,
      entry: part?.entry ?? null,
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
function invitationsLeftToExpire(plan: Plan): readonly UnattributedFact[] {
  const waiting = new Set(plan.changes.flatMap((c) => (c.action === 'deferred' ? [c.address] : [])));
  // Nearly always nothing waits, and then a large company is not looked through for it.
  if (waiting.size === 0) return [];
  const live = modelOf(plan.live.resources);
  return modelOf(plan.wanted)
    .all('member')
    .flatMap((wanted) => {
      const found = waiting.has(wanted.address) ? live.at(wanted.address) : undefined;
      if (found?.type !== 'member' || found.attributes.state !== 'expired') return [];
      const field = { field: 'state', kind: 'text', before: 'expired', after: 'active' } as const;
      return changedFacts(found, wanted, field, plan.spelling);
    });
}

/** No apply gives people their key back; that they have another is drift all the same. */
function peopleRenamed({ live, wanted, spelling }: Plan): readonly UnattributedFact[] {
  const { renamed } = live;
  if (renamed === undefined) return [];
  const people = modelOf(live.resources);
  return modelOf(wanted)
    .all('member')
    .flatMap((member) => {
      const name = renamed.get(member.address)?.name;
      const found = people.at(member.address);
      if (name === undefined || found === undefined) return [];
      const field = { field: 'name', kind: 'text', before: name, after: ownName(member) } as const;
      return changedFacts(found, member, field, spelling);
    });
}

function removedFact(wanted: Resource, spelling: Spelling): UnattributedFact {
  const there = presenceFact(wanted);
  const factSentences = removedSentences(wanted, spelling);
  return {
    finding: {
      kind: 'removed',
      address: wanted.address,
      field: null,
      entry: null,
      what: factSentences.is,
      documents: displayNameOf(wanted, spelling),
      live: null,
      contradicts: wanted.origin,
      seenAt: null,
    },
    done: factSentences.done,
    fact: { touches: there.touches, applied: there.undone, undone: there.applied },
  };
}

function addedFact(live: Resource, changeReason: ChangeReason, spelling: Spelling): UnattributedFact {
  const factSentences = addedSentences(live, changeReason, spelling);
  return {
    finding: {
      kind: timeOf(changeReason) === 'expired' ? 'expired' : 'added',
      address: live.address,
      field: null,
      entry: null,
      what: factSentences.is,
      documents: null,
      live: displayNameOf(live, spelling),
      contradicts: changeReason.origin,
      seenAt: live.origin,
    },
    done: factSentences.done,
    fact: presenceFact(live),
  };
}

function changedFacts(
  live: Resource,
  wanted: Resource,
  field: FieldChange,
  spelling: Spelling,
): readonly UnattributedFact[] {
  if (field.kind === 'text') {
    const lapsed = invitationSentence(live, field, spelling);
    const what = lapsed ?? textSentence(wanted, field, spelling);
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
          contradicts: field.because?.origin ?? wanted.origin,
          seenAt: live.origin,
        },
        done: what,
        fact: {
          touches: affectedByText(wanted, field.field),
          applied: (before) => withReplaced(before, wanted, (r) => withText(r, field.field, live)),
          undone: (after) => withReplaced(after, wanted, (r) => withText(r, field.field, wanted)),
        },
      },
    ];
  }
  const found = (side: 'added' | 'removed', { entry, because }: EntryChange): UnattributedFact => {
    const factSentences = entrySentences(side, entry, field.field, wanted, because, spelling);
    const put = (origin: Origin) => (all: readonly Resource[]) =>
      withReplaced(all, wanted, (r) => withEntry(r, field.field, entry, origin));
    const taken = (all: readonly Resource[]) =>
      withReplaced(all, wanted, (r) => withEntry(r, field.field, entry, null));
    return {
      finding: {
        kind: side === 'added' && timeOf(because) === 'expired' ? 'expired' : side,
        address: wanted.address,
        field: field.field,
        entry,
        what: factSentences.is,
        documents: side === 'added' ? null : entry,
        live: side === 'added' ? entry : null,
        contradicts: because.origin,
        seenAt: live.origin,
      },
      done: factSentences.done,
      fact: {
        touches: affectedByEntry(wanted, field.field, entry),
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
