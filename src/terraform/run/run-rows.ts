import type { Plan } from '../../plan/plan.ts';
import { untouchedResources } from '../../plan/untouched-resources.ts';
import type { Address } from '../../resource/address.ts';
import { scopeAddress } from '../../resource/address.ts';
import { withLiveMembershipRoles } from '../../resource/choices.ts';
import { principalKey } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { groupPathOf, type Resource } from '../../resource/resource.ts';
import {
  type GroupMembershipKey,
  groupMembershipKey,
  type RemovedRoles,
} from '../provider/rows/encode-rows.ts';
import {
  attachesBeforeGroups,
  type PlacedRow,
  type RowKey,
  rowKey,
  rowsOfOrganization,
} from '../provider/rows/organization-rows.ts';
import { closedAtTheEnd } from './closed-at-the-end.ts';

export interface RunRows {
  readonly live: readonly PlacedRow[];
  readonly wanted: readonly PlacedRow[];
  readonly removed: ReadonlySet<RowKey>;
  /** Rows of the above that go before scopes around them are closed, which is the last thing of a run. */
  readonly emptied: ReadonlySet<RowKey>;
}

/** The rows of one organization in a run: what is live, what shall be, and which rows go. */
export function rowsOfRun(plan: Plan): RunRows {
  const { platform } = plan.desired;
  const stays = untouchedResources(plan.live.resources, plan);
  const unmanaged = new Set(plan.unmanaged.map((r) => r.address));
  const goes = new Set(plan.changes.flatMap((c) => (c.action === 'delete' ? [c.address] : [])));
  // Whoever is a member of a scope that goes leaves with that scope's row.
  const leavers = plan.changes.flatMap((change) =>
    change.action === 'delete' &&
    change.before.type === 'member' &&
    !goes.has(scopeAddress(change.before.attributes.scope))
      ? [change.before]
      : [],
  );
  // Whoever is deactivated loses all there is to lose, so that too waits until everything is added.
  const deactivated = new Map(
    plan.changes.flatMap((change) =>
      change.action === 'update' &&
      change.after.type === 'member' &&
      change.after.attributes.state === 'deactivated'
        ? [[change.address, change.before] as const]
        : [],
    ),
  );
  const { keeping, places } = placesGivenUp(plan);
  const { holding, takings } = attachesBeforeGroups(platform) ? takenAtTheEnd(plan, goes) : NOTHING_TAKEN;
  const { called, toBeCalled } = namesOf(plan);
  const { closings, open, emptied } = closedAtTheEnd(plan, { called, toBeCalled });
  const stillCalled = [...called].filter(([address]) => open.has(address));
  const live = rowsOfOrganization({
    platform,
    resources: plan.live.resources,
    unmanaged,
    leaving: [],
    called,
  });
  const wanted = rowsOfOrganization({
    platform,
    resources: [
      ...plan.wanted
        .filter((r) => !holding.has(r.address))
        .map((r) => deactivated.get(r.address) ?? keeping.get(r.address) ?? open.get(r.address) ?? r),
      ...holding.values(),
      ...stays,
      ...leavers,
    ],
    places,
    takings,
    closings,
    unmanaged,
    called: new Map([...toBeCalled, ...stillCalled]),
    leaving: leavers,
    deactivated: modelOf([...deactivated.values()]).all('member'),
  });
  const wantedKeys = new Set(wanted.map((row) => rowKey(row.type, row.key)));
  const removed = new Set(live.map((row) => rowKey(row.type, row.key)).filter((key) => !wantedKeys.has(key)));
  return { live, wanted, removed, emptied };
}

/** What things are called on the platform before and after, where that is not what they are called here. */
function namesOf({ live, changes }: Plan) {
  const called = new Map<Address, string>();
  const toBeCalled = new Map<Address, string>();
  for (const change of changes) {
    if (change.action !== 'update' && change.action !== 'replace') continue;
    const name = change.fields.find(({ field, kind }) => kind === 'text' && field === 'name');
    const before = live.renamed?.get(change.address)?.name;
    if (name?.kind !== 'text' || name.after === null || before === undefined) continue;
    called.set(change.address, before);
    toBeCalled.set(change.address, name.after);
  }
  return { called, toBeCalled };
}

/**
 * Groups that somebody leaves, as they are with those still in, and the places given up. Terraform orders whole rows:
 * within its group's row a removal would come before what a roster adds, and the last owner could never be exchanged.
 */
function placesGivenUp(plan: Plan): {
  readonly keeping: ReadonlyMap<Address, Resource>;
  readonly places: readonly GroupMembershipKey[];
} {
  const keeping = new Map<Address, Resource>();
  const places: GroupMembershipKey[] = [];
  for (const change of plan.changes) {
    if (change.action !== 'update' || change.after.type !== 'group') continue;
    const { attributes } = change.after;
    const path = groupPathOf({ attributes });
    const members = new Map(attributes.members);
    const groups = new Map(attributes.groups);
    for (const field of change.fields) {
      if (field.kind !== 'entries' || (field.field !== 'members' && field.field !== 'groups')) continue;
      const [entries, type] =
        field.field === 'members' ? [members, 'member' as const] : [groups, 'group' as const];
      for (const { entry, because, first, replacedBy } of field.removed) {
        // Where a place takes the place of another, the row of the group says so and writes nothing.
        if (first === true || replacedBy !== undefined) continue;
        entries.set(entry, because.origin);
        places.push(groupMembershipKey(path, type, entry));
      }
    }
    const kept = { ...change.after, attributes: { ...attributes, members, groups } };
    // Whoever leaves at the end is until then what they are.
    const roles =
      change.before.type === 'group'
        ? withLiveMembershipRoles(kept, (member) => attributes.members.has(member), change.before)
        : kept;
    keeping.set(change.address, roles);
  }
  return { keeping, places };
}

interface RemovedAtEnd {
  readonly holding: ReadonlyMap<Address, Resource>;
  readonly takings: RemovedRoles;
}

const NOTHING_TAKEN: RemovedAtEnd = { holding: new Map(), takings: new Map() };

/**
 * What people lose on scopes whose rosters come before the groups there: held in the roster until the end. Not where
 * a role that goes is lost, or the scope itself: those wait for it.
 */
function takenAtTheEnd(plan: Plan, goes: ReadonlySet<Address>): RemovedAtEnd {
  const holding = new Map<Address, Resource>();
  const takings = new Map<string, string>();
  const roles = new Set(
    plan.live.resources.flatMap((r) => (r.type === 'role' && goes.has(r.address) ? [r.attributes.name] : [])),
  );
  for (const change of plan.changes) {
    if (change.action !== 'delete' && change.action !== 'update') continue;
    const { before } = change;
    if (before.type !== 'assignment' || before.attributes.principal.type !== 'member') continue;
    const { scope, principal } = before.attributes;
    const held = [...before.attributes.roles.keys()].sort();
    if (goes.has(scopeAddress(scope)) || held.some((role) => roles.has(role))) continue;
    const key = `${scope}|${principalKey(principal)}`;
    if (change.action === 'delete') {
      takings.set(key, '-');
    } else {
      const fields = change.fields.flatMap((f) => (f.kind === 'entries' ? [f] : []));
      const taken = fields.flatMap((f) => f.removed.map(({ entry }) => entry));
      if (fields.some((f) => f.added.length > 0)) continue;
      takings.set(key, `${held.filter((role) => !taken.includes(role)).join(',')}|${taken.join(',')}`);
    }
    holding.set(change.address, before);
  }
  return { holding, takings };
}
