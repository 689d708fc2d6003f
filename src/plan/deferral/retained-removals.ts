import type { Desired } from '../../compile/desired.ts';
import { type Address, assignmentAddress, type PartKey } from '../../resource/address.ts';
import { type MemberId, type Principal, principalKey, type ScopePath } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import type { Entries, Resource, ScopeResource } from '../../resource/resource.ts';
import { resourceWith } from '../../resource/resource-types.ts';
import type { Spelling } from '../../resource/spelling.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { ChangeReason, DeferredChange, EffectiveChange, EntryChange, FieldChange } from '../change.ts';
import { displayNameOf, entryName } from '../display-names.ts';
import { settingOfField } from '../field-changes.ts';
import { ENTRY_WORDS, type EntriesAttribute, emptied, withEntries, withSetting } from './retained-entries.ts';

/**
 * Whether the documents want a thing gone by a word of their own: what is marked absent, and what ended with its window,
 * never waits. Who is only declared without roles says nothing of when.
 */
export function isNeverDeferred({ ruledOut }: Desired, key: Address | PartKey): boolean {
  const why = ruledOut.get(key)?.why;
  return why !== undefined && why !== 'emptied';
}

export interface DeferralContext {
  readonly desired: Desired;
  readonly live: readonly Resource[];
  /** In the platform's form, without what waits. */
  readonly wanted: readonly Resource[];
  readonly changes: readonly EffectiveChange[];
  /** Written, and nobody can make them: what may be they under another name stays. */
  readonly missing: readonly ScopeResource[];
  readonly spelling: Spelling;
}

/** Changes cut down to what is not too early, and what is kept by that. */
export interface RetentionResult {
  readonly changes: readonly EffectiveChange[];
  readonly wanted: readonly Resource[];
  readonly deferred: readonly DeferredChange[];
  /** Resources that hold, for now, what they are to lose. */
  readonly keeps: readonly Resource[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Nothing is too early. */
export function allTimely({ changes, wanted }: DeferralContext): RetentionResult {
  return { changes, wanted, deferred: [], keeps: [], diagnostics: [] };
}

/** What two steps keep, the second of which went on from the first. */
export function together(first: RetentionResult, second: RetentionResult): RetentionResult {
  return {
    changes: second.changes,
    wanted: second.wanted,
    deferred: [...first.deferred, ...second.deferred],
    keeps: [...first.keeps, ...second.keeps],
    diagnostics: [...first.diagnostics, ...second.diagnostics],
  };
}

/** Whether what is kept waits for something that comes by itself. */
export type RetentionReason = Exclude<DeferredChange['unsettled'], undefined>;

/** Takes removals back out of a list of changes, one by one, and keeps account of what is kept by that. */
export class RetainedRemovals {
  readonly #changes = new Map<Address, EffectiveChange>();
  readonly #before: OrganizationModel;
  /** What is wanted otherwise than before; null for what is not wanted any more. */
  readonly #otherwise = new Map<Address, Resource | null>();
  readonly #deferred: DeferredChange[] = [];
  readonly #keeps: Resource[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #spelling: Spelling;

  constructor({ changes, wanted, spelling }: DeferralContext) {
    this.#before = modelOf(wanted);
    this.#spelling = spelling;
    for (const change of changes) this.#changes.set(change.address, change);
  }

  changeOf(address: Address): EffectiveChange | undefined {
    return this.#changes.get(address);
  }

  tell(diagnostic: Diagnostic): void {
    this.#diagnostics.push(diagnostic);
  }

  /** The whole resource stays as it is live. */
  whole(address: Address, waitsFor: string, kept: RetentionReason = 'takes'): void {
    const change = this.#changes.get(address);
    if (change === undefined || change.action === 'create') return;
    const { before } = change;
    this.#changes.delete(address);
    if (change.action !== 'delete') this.#otherwise.set(address, before);
    this.#keeps.push(before);
    const name = displayNameOf(before, this.#spelling);
    const wanted = change.action === 'delete' ? `${name} removed` : `${name} changed`;
    const { because } = change;
    this.#deferred.push({ action: 'deferred', address, wanted, waitsFor, because, unsettled: kept });
  }

  /** What is not live is not made for now. */
  notMade(address: Address, waitsFor: string, kept: RetentionReason): void {
    const change = this.#changes.get(address);
    if (change?.action !== 'create') return;
    const { after, because } = change;
    this.#changes.delete(address);
    this.#otherwise.set(address, null);
    const wanted = displayNameOf(after, this.#spelling);
    this.#deferred.push({ action: 'deferred', address, wanted, waitsFor, because, unsettled: kept });
  }

  /**
   * Single entries of an attribute stay; what else changes on the resource changes. Of an assignment or a group that is
   * to go, what stays makes a smaller one.
   */
  entries(
    address: Address,
    attribute: EntriesAttribute,
    waitsFor: string,
    stays: (removed: EntryChange) => boolean,
    kept: RetentionReason = 'takes',
  ): void {
    const found = this.#changes.get(address);
    const change = found?.action === 'delete' ? emptied(found) : found;
    if (change?.action !== 'update') return;
    const field = change.fields.find((f) => f.kind === 'entries' && f.field === attribute);
    if (field?.kind !== 'entries') return;
    const staying = field.removed.filter(stays);
    if (staying.length === 0) return;
    const after = withEntries(change.after, attribute, staying);
    const left: FieldChange = { ...field, removed: field.removed.filter((r) => !staying.includes(r)) };
    const fields = change.fields
      .map((f) => (f === field ? left : f))
      .filter((f) => f.kind === 'text' || f.added.length + f.removed.length > 0);
    if (found?.action === 'delete' && fields.length === 0) {
      this.whole(address, waitsFor, kept);
      return;
    }
    if (fields.length === 0) this.#changes.delete(address);
    else this.#changes.set(address, { ...change, after, fields });
    this.#otherwise.set(address, after);
    this.#keeps.push(after);
    if (found?.action === 'delete') {
      this.#removedLater(address, found.before, waitsFor, found.because, kept);
      // Of an assignment the next plan says so too, whichever of its roles are left by then.
      if (found.before.type === 'assignment') return;
    }
    for (const { entry, because } of staying) {
      const wanted = `${ENTRY_WORDS[attribute](entryName(attribute, entry, this.#spelling))} ${displayNameOf(after, this.#spelling)}`;
      const part = { field: attribute, entry };
      this.#deferred.push({ action: 'deferred', address, part, wanted, waitsFor, because, unsettled: kept });
    }
  }

  /** What stays in part is told once, however much of it stays. */
  #removedLater(
    address: Address,
    resource: Resource,
    waitsFor: string,
    because: ChangeReason,
    unsettled: RetentionReason,
  ): void {
    const wanted = `${displayNameOf(resource, this.#spelling)} removed`;
    if (this.#deferred.some((one) => one.address === address && one.wanted === wanted)) return;
    this.#deferred.push({ action: 'deferred', address, wanted, waitsFor, because, unsettled });
  }

  /** A setting stays as it is live; what else changes changes. */
  setting(address: Address, name: string, waitsFor: string, kept: RetentionReason): void {
    const change = this.#changes.get(address);
    if (change?.action !== 'update') return;
    const field = change.fields.find((one) => settingOfField(one.field) === name);
    if (field?.kind !== 'text' || field.before === null) return;
    const { because = change.because, before } = field;
    const after = withSetting(change.after, name, before, because.origin);
    const fields = change.fields.filter((one) => one !== field);
    if (fields.length === 0) this.#changes.delete(address);
    else this.#changes.set(address, { ...change, after, fields });
    this.#otherwise.set(address, after);
    this.#keeps.push(after);
    const wanted = `${name} of ${displayNameOf(after, this.#spelling)} set to ${field.after}`;
    this.#deferred.push({ action: 'deferred', address, wanted, waitsFor, because, unsettled: kept });
  }

  /**
   * Roles that somebody is given for now instead of what goes: of what they hold in a scope, the part that the documents
   * give elsewhere.
   */
  standIn(
    {
      scope,
      member,
      roles,
    }: { readonly scope: ScopePath; readonly member: MemberId; readonly roles: Entries },
    live: readonly Resource[],
    waitsFor: string,
  ): void {
    const principal: Principal = { type: 'member', member };
    const address = assignmentAddress(scope, principalKey(principal));
    const found = this.#changes.get(address);
    const change = found?.action === 'delete' ? emptied(found) : found;
    const before = modelOf(live).at(address);
    const now =
      change === undefined || change.action === 'delete' ? (this.#wantedAt(address) ?? before) : change.after;
    const held: Entries = now?.type === 'assignment' ? now.attributes.roles : new Map();
    const added = [...roles].map(([entry, origin]) => ({
      entry,
      because: { text: `${entry} is given above, and stands in until that holds`, origin },
    }));
    const [first] = added;
    if (first === undefined) return;
    const known = now?.type === 'assignment' ? now.attributes : { scope, principal };
    const after = resourceWith(
      'assignment',
      { ...known, roles: new Map([...held, ...roles]) },
      now?.origin ?? first.because.origin,
    );
    const because = found?.because ?? first.because;
    if (before === undefined) this.#changes.set(address, { action: 'create', address, after, because });
    else {
      const fields = change?.action === 'update' ? change.fields : [];
      const own = fields.find((f) => f.kind === 'entries' && f.field === 'roles');
      const was: Entries = before.type === 'assignment' ? before.attributes.roles : new Map();
      const field: FieldChange = {
        ...{ field: 'roles', kind: 'entries' },
        added: [
          ...(own?.kind === 'entries' ? own.added : []),
          ...added.filter(({ entry }) => !was.has(entry)),
        ],
        removed: (own?.kind === 'entries' ? own.removed : []).filter(({ entry }) => !roles.has(entry)),
      };
      const left = [...fields.filter((f) => f !== own), field].filter(
        (f) => f.kind === 'text' || f.added.length + f.removed.length > 0,
      );
      if (left.length === 0) this.#changes.delete(address);
      else this.#changes.set(address, { action: 'update', address, before, after, because, fields: left });
    }
    this.#otherwise.set(address, after);
    this.#keeps.push(after);
    // Where the documents give nothing, the whole assignment goes once it holds above.
    if (!this.#before.has(address)) {
      this.#removedLater(address, after, waitsFor, because, 'takes');
      return;
    }
    for (const one of added)
      this.#deferred.push({
        ...{ action: 'deferred', address, waitsFor, because: one.because, unsettled: 'takes' },
        part: { field: 'roles', entry: one.entry },
        wanted: `role ${one.entry} taken from ${displayNameOf(after, this.#spelling)}`,
      });
  }

  #wantedAt(address: Address): Resource | undefined {
    const otherwise = this.#otherwise.get(address);
    return otherwise === undefined ? this.#before.at(address) : (otherwise ?? undefined);
  }

  /** The same list where nothing of it is otherwise: what is known of it stays known. */
  #wanted(): readonly Resource[] {
    if (this.#otherwise.size === 0) return this.#before.resources;
    const wanted = new Map(this.#before.byAddress);
    for (const [address, resource] of this.#otherwise) {
      if (resource === null) wanted.delete(address);
      else wanted.set(address, resource);
    }
    return [...wanted.values()];
  }

  result(): RetentionResult {
    return {
      changes: [...this.#changes.values()],
      wanted: this.#wanted(),
      deferred: this.#deferred,
      keeps: this.#keeps,
      diagnostics: this.#diagnostics,
    };
  }
}
