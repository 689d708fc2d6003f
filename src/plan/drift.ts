import type { AccessDelta } from '../access/access.ts';
import { buildAccess } from '../access/build.ts';
import { compareAccess } from '../access/compare.ts';
import type { Address, AssignmentResource, Entries, Resource } from '../resource/resource.ts';
import { type AttributeSpec, RESOURCE_TYPES } from '../resource/types.ts';
import type { Origin } from '../source/origin.ts';
import type { Change, EntryChange, FieldChange } from './change.ts';
import { nameOf, principalName } from './names.ts';
import { leftAlone } from './organization.ts';
import type { Plan } from './plan.ts';

/** What happened on the platform, seen from the documents. */
export type DriftKind = 'added' | 'removed' | 'changed';

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
   * Effective access this one fact gave (`gained`) and took (`lost`), against the documents with nothing else
   * changed. Null where there were too many findings to weigh each.
   */
  readonly effect: AccessDelta | null;
}

/** Weighing a finding resolves the organization once more; past this many only the sum is told. */
const WEIGHED_FINDINGS = 100;

/** Drift is the plan read backwards: what an apply would undo is what happened outside. */
export function driftOf(plan: Plan): readonly DriftFinding[] {
  const findings = plan.changes.flatMap(findingsOf);
  const weigh = findings.length <= WEIGHED_FINDINGS;
  // Weighed on the platform's form: nesting would hide a membership that the flat form has twice.
  const base = weigh ? [...plan.wanted, ...leftAlone(plan.live, plan)] : [];
  const { platform } = plan.desired;
  const documents = buildAccess(platform, base);
  return findings.map(({ finding, applied }) => ({
    ...finding,
    effect: weigh ? compareAccess(documents, buildAccess(platform, applied(base))) : null,
  }));
}

function findingsOf(change: Change): readonly Found[] {
  switch (change.action) {
    case 'create':
      return [gone(change.after)];
    case 'delete':
      return [appeared(change.before, change.because.origin)];
    case 'update':
    case 'replace':
      return change.fields.flatMap((field) => changed(change.before, change.after, field));
    case 'deferred':
      return [];
  }
}

interface Found {
  readonly finding: Omit<DriftFinding, 'effect'>;
  /** The documents' resources with only this finding on top. */
  readonly applied: (base: readonly Resource[]) => readonly Resource[];
}

function gone(wanted: Resource): Found {
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
    applied: (base) => base.filter((r) => r.address !== wanted.address),
  };
}

function appeared(live: Resource, contradicts: Origin): Found {
  return {
    finding: {
      kind: 'added',
      address: live.address,
      field: null,
      entry: null,
      what: live.type === 'assignment' ? `${grantOf(live)} was added` : `${nameOf(live)} was added`,
      documents: null,
      live: nameOf(live),
      contradicts,
      seenAt: live.origin,
    },
    applied: (base) => [...base, live],
  };
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
          what: `${field.field} of ${nameOf(wanted)} is ${JSON.stringify(field.before)}`,
          documents: field.after,
          live: field.before,
          contradicts: wanted.origin,
          seenAt: live.origin,
        },
        applied: (base) => exchanged(base, wanted, (r) => withText(r, field.field, live)),
      },
    ];
  }
  const found = (kind: DriftKind, { entry, because }: EntryChange): Found => ({
    finding: {
      kind,
      address: wanted.address,
      field: field.field,
      entry,
      what: entryStory(kind, entry, field.field, wanted),
      documents: kind === 'added' ? null : entry,
      live: kind === 'added' ? entry : null,
      contradicts: because.origin,
      seenAt: live.origin,
    },
    applied: (base) =>
      exchanged(base, wanted, (r) => withEntry(r, field.field, entry, kind === 'added' ? live.origin : null)),
  });
  return [
    ...field.removed.map((entry) => found('added', entry)),
    ...field.added.map((entry) => found('removed', entry)),
  ];
}

function entryStory(kind: DriftKind, entry: string, field: string, owner: Resource): string {
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
