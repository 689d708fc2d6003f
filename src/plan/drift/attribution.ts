import type { Address } from '../../resource/address.ts';
import { ListsByKey, type ReadonlyListsByKey } from '../../source/lists-by-key.ts';
import { actionDirection } from './action-direction.ts';
import type { DeedSource } from './attribution-source.ts';
import type { DriftFact } from './drift-finding.ts';

/** The part of an audit event that tells who did something to what, and when. */
export interface AuditAction {
  /** RFC 3339 instant. */
  readonly at: string;
  readonly actor: string;
  /** The platform's word for it: `group.member-added`. */
  readonly action: string;
  readonly address: Address | null;
  readonly entry: string | null;
  /** What it moved, where the log tells; left out where it has no more than its word for it. */
  readonly moved?: ActionEffect;
  /** Where it is known from; left out: the audit log of the platform. */
  readonly source?: DeedSource;
}

/**
 * The thing itself (for a field of null) or an entry of it came or went, for a way of null nothing that is compared; or a
 * text became another. A `name` is such a text: what a thing is called by whoever speaks of it.
 */
export type ActionEffect =
  | { readonly field: string; readonly way: ActionDirection }
  | { readonly field: null; readonly way: ActionDirection | null }
  | { readonly field: string; readonly to: string | null };

export type ActionDirection = 'added' | 'removed';

/** Who made a finding so, the first deed first: several where others gave the thing more after somebody made it. */
export type Attributions<F extends DriftFact = DriftFact> = ReadonlyMap<
  F,
  readonly [AuditAction, ...AuditAction[]]
>;

/**
 * Who made each finding so. Blaming the wrong person is worse than naming nobody, so a deed must be on the very fact
 * (whoever edited the thing in another place has not moved it), be the last that moved it, and end where live is: after
 * a deed the other way somebody unknown did it. A thing that appeared falls on who made it, and then on who gave it
 * more. Nobody has done what only time did. `readAt` is when live was read: what was done later is not in it.
 */
export function attributeFindings<F extends DriftFact>(
  findings: readonly F[],
  deeds: readonly AuditAction[],
  readAt: string | null = null,
): Attributions<F> {
  const byAddress = actionsByAddress([...deeds].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)));
  const found = new Map<F, readonly [AuditAction, ...AuditAction[]]>();
  for (const finding of findings) {
    const on = byAddress.get(finding.address);
    const deed = lastActionChanging(on, finding, readAt);
    if (deed !== null) found.set(finding, [deed, ...addedTo(finding, deed, on)]);
  }
  return found;
}

/** The deeds on each thing, in the order given. */
export function actionsByAddress(deeds: readonly AuditAction[]): ReadonlyListsByKey<Address, AuditAction> {
  const byAddress = new ListsByKey<Address, AuditAction>();
  for (const deed of deeds) if (deed.address !== null) byAddress.add(deed.address, deed);
  return byAddress;
}

/** Whether a deed gave or took the very thing that a fact speaks of. */
export function isActionOn(auditAction: AuditAction, driftFact: DriftFact): boolean {
  const end = endOf(auditAction, driftFact);
  return end === 'added' || end === 'removed';
}

function lastActionChanging(
  on: readonly AuditAction[],
  finding: DriftFact,
  readAt: string | null,
): AuditAction | null {
  if (finding.kind === 'due' || finding.kind === 'waiting') return null;
  // The platform itself tells that an invitation expired; of a grant that is over, who once gave it says nothing.
  if (finding.kind === 'expired') {
    if (finding.field !== 'state') return null;
    return on.find(({ entry, action }) => entry === null && /expired$/i.test(action)) ?? null;
  }
  for (const [at, deed] of on.entries()) {
    if (finding.field !== null && isNamedSo(deed) && on.slice(at + 1).some(isDeparture)) return deed;
    const end = endOf(deed, finding);
    if (end === null) continue;
    if (end === finding.kind) return deed;
    if (readAt === null || Date.parse(deed.at) < Date.parse(readAt)) return null;
  }
  return null;
}

/** It gave a thing the name that the address is of. Where another had that name before, all at it became another. */
function isNamedSo({ address, moved }: AuditAction): boolean {
  if (moved === undefined || !('to' in moved) || moved.field !== 'name' || moved.to === null) return false;
  return address?.toLowerCase().endsWith(`/${moved.to.toLowerCase()}`) === true;
}

function isDeparture({ moved }: AuditAction): boolean {
  return moved?.field === null && moved.way === 'removed';
}

/** Where a deed left the fact that a finding speaks of; `changed`: with the text that is live. Null: it did not move it. */
function endOf(
  auditAction: AuditAction,
  finding: DriftFact,
): ActionDirection | 'changed' | 'otherwise' | null {
  const { action, entry, moved } = auditAction;
  const isText = finding.field !== null && finding.entry === null;
  if (isText) {
    if (moved === undefined || !('to' in moved) || moved.field !== finding.field) return null;
    return moved.to === finding.live ? 'changed' : 'otherwise';
  }
  if (moved === undefined) {
    const way = actionDirection(action);
    if (way === null) return null;
    // Roles are assigned and unassigned one by one in some logs: on an assignment such a deed is one on the whole.
    const whole = finding.field === null && finding.address.startsWith('assignment:');
    return entry === finding.entry || whole ? way : null;
  }
  if (finding.field === null && isNamedSo(auditAction)) return 'added';
  return 'way' in moved && moved.field === finding.field && entry === finding.entry ? moved.way : null;
}

/** What others gave or took of a thing since somebody made it, the last deed of each, and of each fact the last. */
function addedTo(finding: DriftFact, made: AuditAction, on: readonly AuditAction[]): readonly AuditAction[] {
  if (finding.kind !== 'added' || finding.field !== null) return [];
  const told = new Set<string>();
  const byActor = new Map<string, AuditAction>();
  for (const auditAction of on.slice(0, on.indexOf(made))) {
    if (auditAction.moved?.field === null) continue;
    const fact = JSON.stringify([auditAction.moved?.field ?? null, auditAction.entry]);
    if (told.has(fact)) continue;
    told.add(fact);
    if (auditAction.actor !== made.actor && !byActor.has(auditAction.actor))
      byActor.set(auditAction.actor, auditAction);
  }
  return [...byActor.values()].reverse();
}
