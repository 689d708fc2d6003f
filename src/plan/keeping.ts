import type { Desired } from '../compile/desired.ts';
import type { Address, Resource } from '../resource/resource.ts';
import type { DeferredChange, EffectiveChange, EntryChange, FieldChange } from './change.ts';
import { nameOf } from './names.ts';

/**
 * Whether the documents want a thing gone by a word of their own: what is marked absent, and what ended with its window,
 * never waits. Who is only declared without roles says nothing of when.
 */
export function neverWaits({ ruledOut }: Desired, key: string): boolean {
  const why = ruledOut.get(key)?.why;
  return why !== undefined && why !== 'emptied';
}

export interface Comparing {
  readonly desired: Desired;
  readonly live: readonly Resource[];
  /** In the platform's form, without what waits. */
  readonly wanted: readonly Resource[];
  readonly changes: readonly EffectiveChange[];
}

/** Changes cut down to what is not too early, and what is kept by that. */
export interface Timely {
  readonly changes: readonly EffectiveChange[];
  readonly wanted: readonly Resource[];
  readonly deferred: readonly DeferredChange[];
  /** Resources that hold, for now, what they are to lose. */
  readonly keeps: readonly Resource[];
}

/** Takes removals back out of a list of changes, one by one, and keeps account of what is kept by that. */
export class Keeping {
  readonly #changes = new Map<Address, EffectiveChange>();
  readonly #wanted: Map<Address, Resource>;
  readonly #deferred: DeferredChange[] = [];
  readonly #keeps: Resource[] = [];

  constructor({ changes, wanted }: Comparing) {
    for (const change of changes) this.#changes.set(change.address, change);
    this.#wanted = new Map(wanted.map((r) => [r.address, r]));
  }

  changeOf(address: Address): EffectiveChange | undefined {
    return this.#changes.get(address);
  }

  /** The whole resource stays as it is live. */
  whole(address: Address, waitsFor: string): void {
    const change = this.#changes.get(address);
    if (change === undefined || change.action === 'create') return;
    const { before } = change;
    this.#changes.delete(address);
    if (change.action !== 'delete') this.#wanted.set(address, before);
    this.#keeps.push(before);
    const wanted = change.action === 'delete' ? `${nameOf(before)} removed` : `${nameOf(before)} changed`;
    this.#defer(address, wanted, waitsFor, change);
  }

  /**
   * Single entries of an attribute stay; what else changes on the resource changes. Of an assignment that is to go, the
   * roles that stay make a smaller one.
   */
  entries(
    address: Address,
    attribute: 'roles' | 'members' | 'groups',
    waitsFor: string,
    stays: (removed: EntryChange) => boolean,
  ): void {
    const found = this.#changes.get(address);
    const change = found?.action === 'delete' && attribute === 'roles' ? emptied(found) : found;
    if (change?.action !== 'update') return;
    const field = change.fields.find((f) => f.kind === 'entries' && f.field === attribute);
    if (field?.kind !== 'entries') return;
    const staying = field.removed.filter(stays);
    if (staying.length === 0) return;
    if (found?.action === 'delete' && staying.length === field.removed.length) {
      this.whole(address, waitsFor);
      return;
    }
    const after = withEntries(change.after, attribute, staying);
    const left: FieldChange = { ...field, removed: field.removed.filter((r) => !staying.includes(r)) };
    const fields = change.fields
      .map((f) => (f === field ? left : f))
      .filter((f) => f.kind === 'text' || f.added.length + f.removed.length > 0);
    if (fields.length === 0) this.#changes.delete(address);
    else this.#changes.set(address, { ...change, after, fields });
    this.#wanted.set(address, after);
    this.#keeps.push(after);
    for (const { entry, because } of staying) {
      const wanted =
        attribute === 'roles'
          ? `role ${entry} taken from ${nameOf(after)}`
          : `${attribute === 'groups' ? `group ${entry}` : entry} taken out of ${nameOf(after)}`;
      this.#deferred.push({ action: 'deferred', address, wanted, waitsFor, because, unsettled: 'takes' });
    }
  }

  result(): Timely {
    return {
      changes: [...this.#changes.values()],
      wanted: [...this.#wanted.values()],
      deferred: this.#deferred,
      keeps: this.#keeps,
    };
  }

  #defer(address: Address, wanted: string, waitsFor: string, { because }: EffectiveChange): void {
    this.#deferred.push({ action: 'deferred', address, wanted, waitsFor, because, unsettled: 'takes' });
  }
}

/** The end of an assignment, read as the removal of all its roles. */
function emptied(change: Extract<EffectiveChange, { action: 'delete' }>): EffectiveChange | undefined {
  const { address, before, because } = change;
  if (before.type !== 'assignment') return undefined;
  const removed = [...before.attributes.roles.keys()].sort().map((entry) => ({ entry, because }));
  const after: Resource = { ...before, attributes: { ...before.attributes, roles: new Map() } };
  const fields: readonly FieldChange[] = [{ field: 'roles', kind: 'entries', added: [], removed }];
  return { action: 'update', address, before, after, fields, because };
}

function withEntries(
  resource: Resource,
  attribute: 'roles' | 'members' | 'groups',
  more: readonly EntryChange[],
): Resource {
  const added = more.map(({ entry, because }) => [entry, because.origin] as const);
  if (resource.type === 'assignment' && attribute === 'roles') {
    const roles = new Map([...resource.attributes.roles, ...added]);
    return { ...resource, attributes: { ...resource.attributes, roles } };
  }
  if (resource.type === 'group' && attribute !== 'roles') {
    const entries = new Map([...resource.attributes[attribute], ...added]);
    return { ...resource, attributes: { ...resource.attributes, [attribute]: entries } };
  }
  return resource;
}
