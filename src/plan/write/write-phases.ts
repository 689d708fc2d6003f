import { keptRoles } from '../../platform/kept-roles.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { type GroupPath, type Principal, type RoleKey, scopeChain } from '../../resource/identifiers.ts';
import { depthOfGroups, type ParentOf } from './group-depth.ts';
import type { Write } from './write.ts';
import type { WriteMoment } from './write-moment.ts';

type WriteKind =
  | Exclude<Write['write'], 'put-assignment' | 'delete-assignment'>
  | WriteMoment
  | 'release-role'
  | 'release-group'
  | 'deactivate-member'
  | 'exchange-roles'
  | 'give-member'
  | 'give-group'
  | 'take-from-member'
  | 'take-from-group';

/**
 * The order of an apply. What others stand on comes first; all additions come before any removal, so that nobody
 * is without access in between and the last owner can be exchanged; what others stood on goes last. People are given
 * something on a scope before they are put into groups, which may be for those alone who are attached there; groups
 * are given something once they are filled. What is taken goes the other way round (decision 10). Whoever is put from one
 * group into another by one request comes in once the group has all it is given. What deactivates people is a removal: it
 * comes after they are out of the groups that are switched off, and before others leave groups that deactivate them no less.
 * Writes of one phase touch different things and may be made side by side.
 */
const PHASES: Readonly<Record<WriteKind, number>> = {
  'create-scope': 1,
  'update-scope': 1,
  'release-role': 2,
  'create-role': 3,
  'update-role': 3,
  'add-member': 4,
  'set-member-state': 5,
  'resend-invitation': 5,
  'give-member': 6,
  'create-group': 7,
  'update-group': 7,
  'release-group': 8,
  'releases-before-joining': 8,
  'nest-group': 9,
  'add-group-member': 9,
  'set-membership-role': 9,
  'give-group': 10,
  'exchange-roles': 10,
  moves: 11,
  'exchanges-after-moves': 12,
  'take-from-group': 13,
  'unnest-group': 14,
  'remove-group-member': 14,
  deactivates: 15,
  'stays-deactivated': 16,
  'take-from-member': 17,
  'delete-group': 18,
  'deactivate-member': 19,
  'remove-member': 19,
  'delete-role': 20,
  'delete-scope': 21,
  'closes-emptied': 22,
};

const NONE: ReadonlySet<RoleKey> = new Set();

/**
 * Roles of which a platform refuses to lose the last holder, or Bylaw in its place. A put that exchanges such a role for another is a removal:
 * the successor's put must not race with it.
 */
export function rolesWithMinimumHolders(platform: PlatformDefinition): ReadonlySet<RoleKey> {
  return new Set(keptRoles(platform).map(({ role }) => role));
}

export function phaseOf(write: Write, heldAlways: ReadonlySet<RoleKey> = NONE): number {
  return PHASES[kindOf(write, heldAlways)];
}

/** What a write is to the order: who is put or set to less than before loses something, and waits with the removals. */
function kindOf(write: Write, heldAlways: ReadonlySet<RoleKey>): WriteKind {
  if ('moment' in write && write.moment !== undefined) return write.moment;
  switch (write.write) {
    case 'put-assignment': {
      const { type } = write.assignment.principal;
      if (write.shrinks === true) return `take-from-${type}`;
      if (write.loses === undefined || write.loses.length === 0) return `give-${type}`;
      return write.loses.some((role) => heldAlways.has(role)) ? `take-from-${type}` : 'exchange-roles';
    }
    case 'delete-assignment':
      return `take-from-${write.principal.type}`;
    case 'set-member-state':
      return write.state === 'active' || write.state === 'invited' ? write.write : 'deactivate-member';
    case 'update-role':
      return write.first === true ? 'release-role' : write.write;
    case 'unnest-group':
      return write.first === true ? 'release-group' : write.write;
    default:
      return write.write;
  }
}

const TAKING: ReadonlySet<WriteKind> = new Set<WriteKind>([
  'take-from-group',
  'unnest-group',
  'remove-group-member',
  'deactivates',
  'take-from-member',
  'delete-group',
  'deactivate-member',
  'remove-member',
  'delete-role',
  'delete-scope',
  'closes-emptied',
]);

/** Whether somebody has less by a write: what a run makes before all else where it cannot make everything. */
export function takesAccess(write: Write): boolean {
  if (write.write === 'put-assignment' && write.loses !== undefined && write.loses.length > 0) return true;
  return TAKING.has(kindOf(write, NONE));
}

/** Whether nobody can do anything on a scope by it. */
export function closesScope(write: Write): boolean {
  return (
    write.write === 'update-scope' && (write.moment === 'deactivates' || write.moment === 'closes-emptied')
  );
}

const ON_THEIR_OWN: ParentOf = () => null;

/**
 * Writes cut into steps: each step may run side by side, and only after the one before is done. By `parentOf` a group lets
 * go of what it was given before the groups nested in it do.
 */
export function writeSteps(
  writes: readonly Write[],
  heldAlways: ReadonlySet<RoleKey> = NONE,
  parentOf: ParentOf = ON_THEIR_OWN,
): readonly (readonly Write[])[] {
  const depths: Depths = { roleDepth: depthOfRoles(writes), groupDepth: depthOfGroups(writes, parentOf) };
  const steps = new Map<string, { readonly order: readonly [number, number]; readonly writes: Write[] }>();
  for (const write of writes) {
    const order: readonly [number, number] = [phaseOf(write, heldAlways), within(write, depths)];
    const key = order.join('.');
    const step = steps.get(key);
    if (step === undefined) steps.set(key, { order, writes: [write] });
    else step.writes.push(write);
  }
  return [...steps.values()]
    .sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1])
    .map((step) => step.writes);
}

interface Depths {
  readonly roleDepth: (role: RoleKey) => number;
  readonly groupDepth: (group: GroupPath) => number;
}

/**
 * Parents before children when creating, after them when deleting; included roles likewise. What a parent group is given
 * hides what its child is, and goes first.
 */
function within(write: Write, { roleDepth, groupDepth }: Depths): number {
  switch (write.write) {
    case 'create-scope':
      return scopeChain(write.scope.path).length;
    // A scope is opened before what is in it, and closed after that.
    case 'update-scope':
      return closesScope(write) ? -scopeChain(write.path).length : scopeChain(write.path).length;
    case 'delete-scope':
      return -scopeChain(write.path).length;
    case 'create-role':
    case 'update-role':
      return roleDepth(write.role.name);
    case 'delete-role':
      return -roleDepth(write.name);
    case 'delete-assignment':
      return takenFrom(write.principal, groupDepth);
    case 'put-assignment':
      return write.shrinks === true ? takenFrom(write.assignment.principal, groupDepth) : 0;
    default:
      return 0;
  }
}

function takenFrom(principal: Principal, groupDepth: Depths['groupDepth']): number {
  return principal.type === 'group' ? groupDepth(principal.group) : 0;
}

/** How many roles written here stand below one by inclusion; a cycle (refused by the compiler) counts as depth 0. */
function depthOfRoles(writes: readonly Write[]): (role: RoleKey) => number {
  const includes = new Map<RoleKey, readonly RoleKey[]>();
  for (const write of writes) {
    if (write.write === 'create-role' || write.write === 'update-role') {
      if (write.write === 'create-role' || write.first !== true)
        includes.set(write.role.name, [...write.role.includes.keys()]);
    } else if (write.write === 'delete-role') {
      includes.set(write.name, write.includes === undefined ? [] : write.includes);
    }
  }
  const depths = new Map<RoleKey, number>();
  const depth = (role: RoleKey): number => {
    const known = depths.get(role);
    if (known !== undefined) return known;
    depths.set(role, 0);
    const included = includes.get(role);
    // One that only lets go of others is not written here.
    const below = included === undefined ? [] : included.filter((one) => includes.has(one)).map(depth);
    const own = below.length === 0 ? 0 : Math.max(...below) + 1;
    depths.set(role, own);
    return own;
  };
  return depth;
}
