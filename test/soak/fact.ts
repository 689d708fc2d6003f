/** What one fact of `live.ts` speaks of. */
export type Fact =
  | { readonly of: 'scope'; readonly scope: string }
  | { readonly of: 'role'; readonly role: string; readonly scope: null }
  | { readonly of: 'member'; readonly key: string; readonly scope: string }
  | { readonly of: 'state'; readonly key: string; readonly scope: string }
  | GroupFact
  /** Something is given on a scope, or somebody attached to it; `whom` is a key or `group NAME`. */
  | { readonly of: 'given'; readonly whom: string; readonly scope: string };

interface GroupFact {
  readonly of: 'group';
  /** With the path of its home. */
  readonly group: string;
  readonly home: string;
  readonly scope: null;
  /** Which of its lists the fact is an entry of; null where it is the group itself. */
  readonly lists: 'people' | 'groups' | 'permissions' | null;
  readonly member: string | null;
  readonly child: string | null;
}

const ROOT = 'acme';

export function read(text: string): Fact {
  const found = (pattern: RegExp): readonly string[] | null => pattern.exec(text)?.slice(1) ?? null;
  const [scope] = found(/^scope (\S+)$/) ?? [];
  if (scope !== undefined) return { of: 'scope', scope };
  const [role] = found(/^role (\S+)(?: (?:gives|includes) \S+)?$/) ?? [];
  if (role !== undefined) return { of: 'role', role, scope: null };
  const [member, where] = found(/^member (\S+)(?: of (\S+))?$/) ?? [];
  if (member !== undefined) return { of: 'member', key: member, scope: where ?? ROOT };
  const [locked, place] = found(/^(\S+)(?: of (\S+))? is deactivated$/) ?? [];
  if (locked !== undefined) return { of: 'state', key: locked, scope: place ?? ROOT };
  const [self] = found(/^group (\S+) of \S+$/) ?? [];
  if (self !== undefined) return groupFact(self, null, null);
  const [carrying] = found(/^group (\S+) gives \S+$/) ?? [];
  if (carrying !== undefined) return groupFact(carrying, 'permissions', null);
  const [child, parent] = found(/^group (\S+) in (\S+)$/) ?? [];
  if (child !== undefined && parent !== undefined) return groupFact(parent, 'groups', child);
  const [key, group] = found(/^(\S+) in (\S+)$/) ?? [];
  if (key !== undefined && group !== undefined) return groupFact(group, 'people', key);
  const [whom, at] = found(/^(group \S+|\S+) at (\S+)(?: is \S+)?$/) ?? [];
  if (whom !== undefined && at !== undefined) return { of: 'given', whom, scope: at };
  throw new Error(`no fact: ${text}`);
}

function groupFact(group: string, lists: GroupFact['lists'], entry: string | null): GroupFact {
  return {
    ...{ of: 'group', group, lists, scope: null },
    home: group.slice(0, group.lastIndexOf('/')),
    member: lists === 'people' ? entry : null,
    child: lists === 'groups' ? entry : null,
  };
}
