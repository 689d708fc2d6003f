import type { Address } from '../resource/resource.ts';
import type { Fact } from './drift-finding.ts';

/** The part of an audit event that tells who did something to what, and when. */
export interface Deed {
  /** RFC 3339 instant. */
  readonly at: string;
  readonly actor: string;
  /** The platform's word for it: `group.member-added`. */
  readonly action: string;
  readonly address: Address | null;
  readonly entry: string | null;
}

/**
 * The latest deed that made each finding so. Blaming the wrong person is worse than naming nobody, so a deed must be
 * on the very thing and go the same way: whoever once added a person has not removed them, and a finding that only
 * comes of documents edited since the last apply finds nobody. Nobody has done what only time did.
 */
export function attribute<F extends Fact>(
  findings: readonly F[],
  deeds: readonly Deed[],
): ReadonlyMap<F, Deed> {
  const newestFirst = [...deeds].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  const byAddress = new Map<Address, Deed[]>();
  for (const deed of newestFirst) {
    if (deed.address === null) continue;
    const list = byAddress.get(deed.address);
    if (list === undefined) byAddress.set(deed.address, [deed]);
    else list.push(deed);
  }
  const found = new Map<F, Deed>();
  for (const finding of findings) {
    const deed = byAddress.get(finding.address)?.find((one) => explains(one, finding));
    if (deed !== undefined) found.set(finding, deed);
  }
  return found;
}

/** Whether a deed gave or took the very thing that a fact speaks of. */
export function isDeedOn(deed: Deed, fact: Fact): boolean {
  return explains(deed, { ...fact, kind: 'added' }) || explains(deed, { ...fact, kind: 'removed' });
}

function explains({ action, entry }: Deed, finding: Fact): boolean {
  if (finding.kind === 'due') return false;
  // The platform itself tells that an invitation expired; of a grant that is over, who once gave it says nothing.
  if (finding.kind === 'expired')
    return finding.field === 'state' && entry === null && /expired$/i.test(action);
  const way = wayOf(action);
  // Roles are assigned and unassigned one by one in some logs: on an assignment such a deed is one on the whole.
  if (finding.field === null) {
    return way === finding.kind && (entry === null || finding.address.startsWith('assignment:'));
  }
  if (finding.entry === null) return entry === null && way === 'changed';
  if (entry !== null) return entry === finding.entry && (way === finding.kind || way === 'changed');
  // What a role or group is made of is exchanged as a whole: the log has no deed on one of its permissions.
  return way === 'changed' && MADE_OF.has(finding.field);
}

const MADE_OF: ReadonlySet<string> = new Set(['permissions', 'includes']);

const GIVING = words('add create assign grant give invite join attach nest insert');
const TAKING = words('remove delete unassign revoke take leave detach unnest destroy drop');
for (const word of ['given', 'joining']) GIVING.add(word);
for (const word of ['taken', 'took', 'left', 'leaving']) TAKING.add(word);

/** With the forms of their past: `add`, `added`; `create`, `created`; `drop`, `dropped`. */
function words(list: string): Set<string> {
  return new Set(
    list.split(' ').flatMap((word) => [word, `${word}ed`, `${word}d`, `${word}${word.at(-1)}ed`, `${word}s`]),
  );
}

/** Which way a deed goes, by the last telling word of its name: `group.member-added`, `GROUP_MEMBER_REMOVED`. */
function wayOf(action: string): 'added' | 'removed' | 'changed' {
  const parts = action
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  for (const part of parts.reverse()) {
    if (TAKING.has(part)) return 'removed';
    if (GIVING.has(part)) return 'added';
  }
  return 'changed';
}
