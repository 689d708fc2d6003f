import type { Plan } from '../../plan/plan.ts';
import { plannedWrites, writesOf } from '../../plan/write/change-writes.ts';
import { closesScope } from '../../plan/write/write-phases.ts';
import type { Address } from '../../resource/address.ts';
import { type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import type { ScopeResource } from '../../resource/resource.ts';
import { namedRow, type ScopeClosing, type ScopeClosings } from '../provider/rows/encode-rows.ts';
import { type RowKey, rowKey } from '../provider/rows/organization-rows.ts';

/** What things are called on the platform, by address, where that is not what they are called here. */
export type PlatformNames = ReadonlyMap<Address, string>;

export interface ClosedAtTheEnd {
  readonly closings: ScopeClosings;
  /** The scopes as they are until then, by address. */
  readonly open: ReadonlyMap<Address, ScopeResource>;
  /** Rows of scopes below them that are deleted, which comes first. */
  readonly emptied: ReadonlySet<RowKey>;
}

/**
 * Scopes that a run closes. Terraform changes what is around before what is in it, and so would close a scope before
 * those below it and before what is still to be done there: platforms refuse that. Like people who are deactivated they
 * wait in the row that comes after all others.
 */
export function closedAtTheEnd(
  { changes }: Plan,
  names: { readonly called: PlatformNames; readonly toBeCalled: PlatformNames },
): ClosedAtTheEnd {
  const closings = new Map<ScopePath, ScopeClosing>();
  const open = new Map<Address, ScopeResource>();
  for (const change of changes) {
    if (change.action !== 'update' || change.before.type !== 'scope' || change.after.type !== 'scope')
      continue;
    if (!writesOf(change).some(closesScope)) continue;
    const { before, after } = change;
    const called = (scope: ScopeResource, by: PlatformNames) => {
      const name = by.get(change.address);
      const { row } = namedRow(scope);
      return name === undefined ? row : { ...row, called: name };
    };
    closings.set(after.attributes.path, {
      before: called(before, names.called),
      after: called(after, names.toBeCalled),
    });
    open.set(change.address, before);
  }
  const emptied = plannedWrites(changes).flatMap((write) =>
    write.write === 'delete-scope' && scopeChain(write.path).some((above) => closings.has(above))
      ? [rowKey('bylaw_scope', write.path)]
      : [],
  );
  return { closings, open, emptied: new Set(emptied) };
}
