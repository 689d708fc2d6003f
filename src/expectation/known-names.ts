import type { Desired } from '../compile/desired.ts';
import type { GroupPath, MemberId, ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import { groupPathOf, type Resource } from '../resource/resource.ts';

/** The names an expectation may use. What the documents rule out is still a name: its access is expected to be gone. */
export interface KnownNames {
  /** By the key as it is shown: for suggestions. */
  readonly members: ReadonlyMap<MemberId, string>;
  /**
   * People whom the documents rule out, by a window or a tombstone, and who are nowhere else: known by their names, and
   * not among those whom a pattern means, or an expectation would forbid that they go. By the key as it is shown.
   */
  readonly gone: ReadonlyMap<MemberId, string>;
  readonly groups: ReadonlySet<GroupPath>;
  /** Those the documents speak of: a bare name means one of these first, whatever else is live. */
  readonly writtenGroups: ReadonlySet<GroupPath>;
  /** Parents before children, otherwise in byte order. */
  readonly scopes: readonly ScopePath[];
}

/** Of the documents and, where it is given, of the live platform. */
export function knownNamesIn(
  { resources, ruledOut, written }: Desired,
  live: readonly Resource[],
): KnownNames {
  const members = new Map<MemberId, string>();
  const gone = new Map<MemberId, string>();
  const groups = new Set<GroupPath>();
  const writtenGroups = new Set<GroupPath>();
  const scopes = new Set<ScopePath>();
  for (const side of [resources, live]) {
    for (const { attributes } of modelOf(side).all('scope')) scopes.add(attributes.path);
    for (const { attributes } of modelOf(side).all('group')) {
      const path = groupPathOf({ attributes });
      groups.add(path);
      if (side === resources) writtenGroups.add(path);
    }
    for (const { attributes } of modelOf(side).all('member')) {
      if (!members.has(attributes.member)) members.set(attributes.member, attributes.display);
    }
  }
  for (const address of ruledOut.keys()) {
    if (address.startsWith('member:')) {
      const member = below(address.slice('member:'.length), scopes);
      if (member !== null && !members.has(member)) gone.set(member, written?.get(member) ?? member);
    } else if (address.startsWith('group:') && !address.includes('#')) {
      const path = address.slice('group:'.length);
      groups.add(path);
      writtenGroups.add(path);
    }
  }
  return { members, gone, groups, writtenGroups, scopes: [...scopes].sort() };
}

/** A member's address is its scope and its key, and a key may hold a slash: the scope is the longest there is. */
function below(text: string, scopes: ReadonlySet<ScopePath>): MemberId | null {
  for (let cut = text.lastIndexOf('/'); cut > 0; cut = text.lastIndexOf('/', cut - 1)) {
    if (scopes.has(text.slice(0, cut))) return text.slice(cut + 1);
  }
  return null;
}
