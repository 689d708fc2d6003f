import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Desired } from '../../compile/desired.ts';
import type { LiveReader, Remembered, RememberedPerson } from '../../connector/connector.ts';
import { isTaken, readWholeFile } from '../../file/read-file.ts';
import { stageFile } from '../../file/write-file.ts';
import type { Address } from '../../resource/address.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { MemberResource, MembershipState, Resource, Snapshot } from '../../resource/resource.ts';
import { compareText } from '../../source/text-order.ts';

/**
 * What applies write down of an organization, in a file of the state directory: numbers of things, and who was there. It
 * is a cache like a state: without it a renamed thing is not told from another, and who left not from who never came.
 */
export const REMEMBERED_SUFFIX = '.known.json';

const VERSION = 1;
const STATES: readonly MembershipState[] = ['invited', 'active', 'deactivated', 'expired'];

export const NOTHING_REMEMBERED: Remembered = { ids: new Map(), people: new Map() };

/** Nothing where there is no file, or none of this version: nothing is removed or given for what it does not say. */
export function loadRemembered(directory: string, organization: string): Remembered {
  const file = fileOf(directory, organization);
  if (!isTaken(file)) return NOTHING_REMEMBERED;
  const read = readWholeFile(file);
  return read.ok ? rememberedIn(read.value.toString('utf8')) : NOTHING_REMEMBERED;
}

/** Whether there is no file, or one of this version. */
export function isRememberedReadable(directory: string, organization: string): boolean {
  const file = fileOf(directory, organization);
  if (!isTaken(file)) return true;
  const read = readWholeFile(file);
  const content = read.ok ? parsed(read.value.toString('utf8')) : null;
  return isObject(content) && content.version === VERSION;
}

/** Throws what the system says where the file cannot be written. */
export function saveRemembered(directory: string, organization: string, { ids, people }: Remembered): void {
  const sorted = <T>(map: ReadonlyMap<Address, T>) =>
    Object.fromEntries([...map].sort(([a], [b]) => compareText(a, b)));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const content = { version: VERSION, ids: sorted(ids), people: sorted(people) };
  stageFile(fileOf(directory, organization), `${JSON.stringify(content, null, 1)}\n`, 0o600).replace();
}

/** What is known once an apply has read again. Of what is not written any more nothing is kept. */
export function rememberedAfter(
  desired: Desired,
  live: Snapshot,
  lastingId: NonNullable<LiveReader['lastingId']>,
  before: Remembered,
): Remembered {
  const there = modelOf(live.resources);
  const living = new Set(live.resources.flatMap((r) => lastingId(r) ?? []));
  const ids = new Map<Address, { readonly id: string; readonly at: string }>();
  const people = new Map<Address, RememberedPerson>();
  for (const { address, type } of desired.resources) {
    if (type === 'assignment' || type === 'role') continue;
    const found = there.at(address);
    const kept = before.ids.get(address);
    const again = desired.inviteAgain?.get(address);
    const forgiven = kept !== undefined && again !== undefined && Date.parse(kept.at) < Date.parse(again);
    const id = found === undefined ? null : lastingId(found);
    // Whoever has the login of somebody else now is not taken for them. Of other things the old one may be gone.
    const isAnother = kept !== undefined && id !== null && id !== kept.id;
    const stays = isAnother && !forgiven && (type === 'member' || living.has(kept.id));
    if (id !== null && !stays) ids.set(address, { id, at: live.readAt });
    else if (kept !== undefined) ids.set(address, kept);
    if (type !== 'member') continue;
    const person = personAfter(found, before.people.get(address), live.readAt);
    if (person !== null && !stays) people.set(address, person);
  }
  return { ids, people };
}

/** Who is not there any more stays as they were last seen. */
function personAfter(
  found: Resource | undefined,
  before: RememberedPerson | undefined,
  at: string,
): RememberedPerson | null {
  if (found?.type !== 'member') return before ?? null;
  const { state, invitation }: MemberResource['attributes'] = found.attributes;
  if (invitation === null) return { state, at, invitations: 0, invitedAt: null };
  const invitedAt = invitation.sentAt;
  if (before?.invitedAt === invitedAt) return { ...before, state, at };
  const sent = before === undefined ? invitation.sent : before.invitations + 1;
  return { state, at, invitations: Math.max(sent, invitation.sent), invitedAt };
}

function fileOf(directory: string, organization: string): string {
  return join(directory, `${organization}${REMEMBERED_SUFFIX}`);
}

function rememberedIn(text: string): Remembered {
  const content = parsed(text);
  if (!isObject(content) || content.version !== VERSION) return NOTHING_REMEMBERED;
  return { ids: entriesIn(content.ids, knownIdIn), people: entriesIn(content.people, personIn) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entriesIn<T>(map: unknown, entry: (value: unknown) => T | null): ReadonlyMap<Address, T> {
  const found = new Map<Address, T>();
  for (const [address, value] of isObject(map) ? Object.entries(map) : []) {
    if (!isAddress(address)) continue;
    const one = entry(value);
    if (one !== null) found.set(address, one);
  }
  return found;
}

function isAddress(text: string): text is Address {
  return /^(scope:.|group:.|member:.+\/.)/s.test(text);
}

function knownIdIn(value: unknown): { readonly id: string; readonly at: string } | null {
  if (!isObject(value) || typeof value.id !== 'string' || !isInstant(value.at)) return null;
  return { id: value.id, at: value.at };
}

function personIn(value: unknown): RememberedPerson | null {
  if (!isObject(value) || !isInstant(value.at)) return null;
  const { at, invitations, invitedAt } = value;
  const state = STATES.find((one) => one === value.state);
  if (state === undefined || typeof invitations !== 'number') return null;
  return { state, at, invitations, invitedAt: isInstant(invitedAt) ? invitedAt : null };
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
