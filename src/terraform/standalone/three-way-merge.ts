import type { EffectiveChange } from '../../plan/change.ts';
import { entryName } from '../../plan/display-names.ts';
import { fieldChanges } from '../../plan/field-changes.ts';
import { writesOf } from '../../plan/write/change-writes.ts';
import type { Write } from '../../plan/write/write.ts';
import type { AttributeSpec } from '../../resource/attribute-spec.ts';
import { choicesIn, splitChoice } from '../../resource/choices.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Entries, Resource } from '../../resource/resource.ts';
import { RESOURCE_TYPES } from '../../resource/resource-types.ts';
import { BY_ID, type Spelling, writtenAddress, writtenPrincipal } from '../../resource/spelling.ts';

/**
 * What a reviewed change of a row means on a platform that may have moved since. Terraform shows what becomes of the
 * row it remembers; somebody else may have given or taken access in between. What was reviewed is done, what nobody
 * reviewed is neither undone nor run over: then there is a conflict, and nothing of that thing is written.
 */
export interface MergedChange {
  readonly writes: readonly Write[];
  readonly conflicts: readonly MergeConflict[];
}

export interface MergeConflict {
  readonly resource: Resource;
  /** Wire name of the attribute, and the entry of it that nobody wrote; null where all of it is meant. */
  readonly field: string | null;
  readonly entry: string | null;
  /** What is live where something else was known. */
  readonly found: (spelling: Spelling) => string;
}

export interface MergeSides {
  /** What terraform remembers; null for a row to be created. */
  readonly prior: readonly Resource[] | null;
  readonly planned: readonly Resource[];
  readonly live: readonly Resource[];
}

/** Attributes whose entries are written one by one; of the others the whole is written at once. */
const ENTRY_BY_ENTRY: ReadonlySet<string> = new Set(['group.members', 'group.groups']);

export function mergeChange({ prior, planned, live }: MergeSides): MergedChange {
  const before = modelOf(prior === null ? [] : prior).byAddress;
  const after = modelOf(planned).byAddress;
  const found = modelOf(live).byAddress;
  const changes: EffectiveChange[] = [];
  const conflicts: MergeConflict[] = [];
  for (const address of new Set([...before.keys(), ...after.keys(), ...found.keys()])) {
    const [was, wanted, there] = [before.get(address), after.get(address), found.get(address)];
    if (wanted === undefined) {
      if (there === undefined) continue;
      if (was !== undefined) {
        const moved = movedSince(was, there);
        if (moved.length > 0) conflicts.push(...moved);
        else changes.push({ action: 'delete', address, before: there, because: becauseOf(there) });
      } else if (prior === null) {
        // A row that is created takes nothing away: no plan has shown it.
        conflicts.push({ resource: there, field: null, entry: null, found: wordsFor(there) });
      }
      continue;
    }
    if (
      was !== undefined &&
      fieldChanges(wanted, was, NONE, BY_ID).length === 0 &&
      !speaksOfMore(wanted, was)
    )
      continue;
    if (there === undefined) {
      if (was !== undefined) {
        // Somebody took it away since: to make it again would give back what they took.
        conflicts.push({ resource: was, field: null, entry: null, found: () => 'it is not there any more' });
        continue;
      }
      changes.push({ action: 'create', address, after: wanted, because: becauseOf(wanted) });
      continue;
    }
    const { target, moved } = merged(was, wanted, there);
    if (moved.length > 0) {
      conflicts.push(...moved);
      continue;
    }
    const fields = fieldChanges(target, there, NONE, BY_ID);
    if (fields.length === 0) continue;
    changes.push({
      action: 'update',
      address,
      before: there,
      after: target,
      fields,
      because: becauseOf(wanted),
    });
  }
  return { writes: changes.flatMap(writesOf), conflicts };
}

const NONE: Parameters<typeof fieldChanges>[2] = new Map();

/** The resource as it is to be written: the reviewed change of each attribute made to what is live. */
function merged(
  was: Resource | undefined,
  wanted: Resource,
  there: Resource,
): { readonly target: Resource; readonly moved: readonly MergeConflict[] } {
  const moved: MergeConflict[] = [];
  const made: Record<string, unknown> = {};
  const [w, l] = [valuesOf(wanted), valuesOf(there)];
  const p = was === undefined ? null : valuesOf(was);
  for (const [name, spec] of specsOf(wanted)) {
    switch (spec.role) {
      case 'identity':
      case 'display':
        break;
      case 'text': {
        const unchanged = p !== null && p[name] === w[name];
        made[name] = unchanged ? l[name] : w[name];
        const known =
          p === null || l[name] === p[name] || l[name] === w[name] || satisfied(spec, p[name], l[name]);
        if (!unchanged && !known) moved.push(conflict(there, spec.wire, null, () => JSON.stringify(l[name])));
        break;
      }
      case 'entries': {
        const sides = {
          was: p === null ? null : entries(p[name]),
          wanted: entries(w[name]),
          live: entries(l[name]),
        };
        const each = ENTRY_BY_ENTRY.has(`${wanted.type}.${spec.wire}`);
        if (spec.choice !== undefined) {
          made[name] = mergedChoices(sides);
          break;
        }
        made[name] = mergedEntries(sides, each, (entry) =>
          moved.push(conflict(there, spec.wire, entry, entryIsThere(spec, entry))),
        );
        break;
      }
    }
  }
  return { target: withValues(wanted, made), moved };
}

/** A setting that the row did not speak of before: no difference from what it said, and something to do. */
function speaksOfMore(wanted: Resource, was: Resource): boolean {
  const [w, p] = [valuesOf(wanted), valuesOf(was)];
  return specsOf(wanted).some(([name, spec]) => {
    if (spec.role !== 'entries' || spec.choice?.of !== null) return false;
    const before = choicesIn(entries(p[name]));
    return [...choicesIn(entries(w[name])).keys()].some((subject) => !before.has(subject));
  });
}

interface EntrySides {
  readonly was: Entries | null;
  readonly wanted: Entries;
  readonly live: Entries;
}

/**
 * Entries nobody reviewed: in a new row they stand in the way; where each is written by itself they stay; where the
 * whole is written at once they would be lost, so they stand in the way too.
 */
function mergedEntries(
  { was, wanted, live }: EntrySides,
  each: boolean,
  inTheWay: (entry: string) => void,
): Entries {
  const unchanged = was !== null && sameKeys(was, wanted);
  if (unchanged) return live;
  const made = new Map(wanted);
  for (const [entry, origin] of live) {
    if (wanted.has(entry) || was?.has(entry)) continue;
    if (was === null || !each) inTheWay(entry);
    else made.set(entry, origin);
  }
  if (!each || was === null) return made;
  // Taken out by somebody else and not put in by this change: it stays out.
  for (const entry of wanted.keys()) if (was.has(entry) && !live.has(entry)) made.delete(entry);
  return made;
}

/** What is chosen for each subject: what this change chooses, takes back or leaves as it is. */
function mergedChoices({ was, wanted, live }: EntrySides): Entries {
  const [chosen, before] = [choicesIn(wanted), choicesIn(was ?? new Map())];
  const stays = [...live].filter(([entry]) => {
    const { subject } = splitChoice(entry);
    return chosen.get(subject) === before.get(subject);
  });
  const moves = [...wanted].filter(([entry]) => {
    const { subject, value } = splitChoice(entry);
    return before.get(subject) !== value;
  });
  return new Map([...stays, ...moves]);
}

/** Entries and roles that a thing to be removed has gained since it was looked at. */
function movedSince(was: Resource, there: Resource): readonly MergeConflict[] {
  const [p, l] = [valuesOf(was), valuesOf(there)];
  return specsOf(there).flatMap(([name, spec]) => {
    if (spec.role !== 'entries' || spec.choice !== undefined) return [];
    const known = entries(p[name]);
    return [...entries(l[name]).keys()]
      .filter((entry) => !known.has(entry))
      .map((entry) => conflict(there, spec.wire, entry, entryIsThere(spec, entry)));
  });
}

function entryIsThere({ wire }: AttributeSpec, entry: string): MergeConflict['found'] {
  return (spelling) => `${entryName(wire, entry, spelling)} is there`;
}

function conflict(
  resource: Resource,
  field: string,
  entry: string | null,
  found: MergeConflict['found'],
): MergeConflict {
  return { resource, field, entry, found };
}

function satisfied(spec: AttributeSpec, one: unknown, other: unknown): boolean {
  if (spec.satisfies === undefined || typeof one !== 'string' || typeof other !== 'string') return false;
  return spec.satisfies(one, other);
}

function wordsFor(resource: Resource): MergeConflict['found'] {
  if (resource.type !== 'assignment') return (spelling) => `${writtenAddress(resource, spelling)} is there`;
  const { principal, roles } = resource.attributes;
  return (spelling) =>
    `${writtenPrincipal(principal, spelling)} holds ${[...roles.keys()].join(', ') || 'a place without roles'}`;
}

function becauseOf(resource: Resource) {
  return { text: 'terraform’s plan', origin: resource.origin };
}

function specsOf(resource: Resource): readonly (readonly [string, AttributeSpec])[] {
  return Object.entries<AttributeSpec>(RESOURCE_TYPES[resource.type].attributes);
}

function valuesOf(resource: Resource): Readonly<Record<string, unknown>> {
  return { ...resource.attributes };
}

function entries(value: unknown): Entries {
  return value instanceof Map ? value : new Map();
}

function sameKeys(one: Entries, other: Entries): boolean {
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
}

function withValues(resource: Resource, values: Readonly<Record<string, unknown>>): Resource {
  switch (resource.type) {
    case 'scope':
      return { ...resource, attributes: { ...resource.attributes, ...values } };
    case 'role':
      return { ...resource, attributes: { ...resource.attributes, ...values } };
    case 'member':
      return { ...resource, attributes: { ...resource.attributes, ...values } };
    case 'group':
      return { ...resource, attributes: { ...resource.attributes, ...values } };
    case 'assignment':
      return { ...resource, attributes: { ...resource.attributes, ...values } };
  }
}
