import { fieldChanges } from '../../../plan/field-changes.ts';
import { writesOf } from '../../../plan/write/change-writes.ts';
import type { Write } from '../../../plan/write/write.ts';
import type { ScopeKindName } from '../../../platform/platform-definition.ts';
import { assignmentAddress } from '../../../resource/address.ts';
import {
  type GroupPath,
  type MemberId,
  type Principal,
  principalKey,
  type RoleKey,
  type ScopePath,
} from '../../../resource/identifiers.ts';
import type { AssignmentAttributes, Entries } from '../../../resource/resource.ts';
import { attributesWith, entriesFrom, resource } from '../../../resource/resource-types.ts';
import { BY_ID } from '../../../resource/spelling.ts';
import type { WriteTrial } from './write-trial.ts';

/** Who is given roles, and where. */
interface AssignedPlaces {
  readonly scope: ScopePath | null;
  readonly group: GroupPath | null;
  readonly people: readonly MemberId[];
}

/** Roles are given, changed and taken, of a group and of a person, on the organization and below. */
export async function tryAssignments(trial: WriteTrial, places: AssignedPlaces): Promise<void> {
  for (const scope of [trial.root, ...(places.scope === null ? [] : [places.scope])]) {
    for (const principal of principalsOf(trial, places)) await tryAt(trial, scope, principal);
  }
  for (const kind of ['put-assignment', 'delete-assignment'] as const)
    trial.skip(kind, 'nobody and no group of the test can be given a role that the file can write');
}

function principalsOf({ site }: WriteTrial, { group, people }: AssignedPlaces): readonly Principal[] {
  const [member] = people;
  return [
    ...(group !== null && site.platform.groups.carry.includes('roles')
      ? [{ type: 'group', group } as const]
      : []),
    ...(member === undefined ? [] : [{ type: 'member', member } as const]),
  ];
}

async function tryAt(trial: WriteTrial, scope: ScopePath, principal: Principal): Promise<void> {
  const kind = kindOf(trial, scope);
  const principals = kind === null ? undefined : trial.site.platform.scopeKinds.get(kind)?.principals;
  if (kind === null || principals?.includes(principal.type) !== true) return;
  const address = assignmentAddress(scope, principalKey(principal));
  const there = trial.live.get(address);
  const had = there?.type === 'assignment' ? there.attributes : null;
  const held = had === null ? [] : [...had.roles.keys()];
  const put = (role: RoleKey, loses: readonly RoleKey[]): Write => {
    const roles = entriesFrom([role], trial.origin);
    const assignment = attributesWith('assignment', { scope, principal, roles });
    return { write: 'put-assignment', assignment, ...(loses.length === 0 ? {} : { loses }) };
  };
  const able = rolesAt(trial, kind).filter((role) => !held.includes(role) && trial.can(put(role, held)));
  const [first, second] = able;
  const deleting = { write: 'delete-assignment', scope, principal } as const;
  const isOurs = address.includes(trial.site.prefix);
  // What somebody else is given has to go by itself; what hangs on a thing of the test goes with it.
  if (first === undefined || (had === null && !isOurs && !trial.can(deleting))) return;
  const isGiven = await trial.tryFirst('put-assignment', [put(first, held)]);
  if (isGiven && second !== undefined && trial.can(put(second, [first])))
    await trial.tryFirst('put-assignment', [put(second, [first])]);
  if (isGiven) await tryMore(trial, { scope, principal }, kind);
  if (trial.live.has(address)) {
    if (trial.can(deleting)) await trial.tryFirst('delete-assignment', [deleting]);
    await restored(trial, address, had);
  }
}

/** What a platform can give beside plain roles: one of each of two modules, one for what is below, one that is denied. */
async function tryMore(
  trial: WriteTrial,
  at: Pick<AssignmentAttributes, 'scope' | 'principal'>,
  kind: ScopeKindName,
): Promise<void> {
  const { assignments } = trial.site.platform;
  const entries = (roles: readonly RoleKey[]): Entries => entriesFrom(roles, trial.origin);
  const [plain] = rolesAt(trial, kind);
  const byModule = rolesByModule(trial, kind);
  const [one = plain, other = plain] = byModule;
  const wanted: readonly Partial<AssignmentAttributes>[] = [
    ...(byModule.length > 1 ? [{ roles: entries(byModule.slice(0, 2)) }] : []),
    ...(assignments.below && one !== undefined ? [{ below: entries([one]) }] : []),
    ...(assignments.denied && one !== undefined && other !== undefined && one !== other
      ? [{ roles: entries([one]), denied: entries([other]) }]
      : []),
  ];
  for (const some of wanted) {
    const assignment = resource('assignment', attributesWith('assignment', { ...at, ...some }), trial.origin);
    const there = trial.live.get(assignment.address);
    if (there === undefined) return;
    const [write] = writesOf({
      action: 'update',
      address: assignment.address,
      before: there,
      after: assignment,
      fields: fieldChanges(assignment, there, new Map(), BY_ID),
      because: { text: 'a test', origin: trial.origin },
    });
    if (write !== undefined && trial.can(write) && !(await trial.tryFirst('put-assignment', [write]))) return;
  }
}

/** The first role of each module that gives something there. */
function rolesByModule({ site }: WriteTrial, kind: ScopeKindName): readonly RoleKey[] {
  const found = new Map<string, RoleKey>();
  for (const { name, assignable, assignableAt, none, module } of site.platform.roles.values())
    if (assignable && assignableAt.includes(kind) && !none && module !== null && !found.has(module))
      found.set(module, name);
  return [...found.values()];
}

/** Somebody who was made for the test has what they had. */
async function restored(
  trial: WriteTrial,
  address: ReturnType<typeof assignmentAddress>,
  had: AssignmentAttributes | null,
): Promise<void> {
  if (had === null) return;
  const now = trial.live.get(address);
  const loses =
    now?.type === 'assignment' ? [...now.attributes.roles.keys()].filter((one) => !had.roles.has(one)) : [];
  await trial.tryFirst('put-assignment', [
    { write: 'put-assignment', assignment: had, ...(loses.length === 0 ? {} : { loses }) },
  ]);
}

/** Of the platform's own: one that the test made could not be deleted while somebody holds it. */
function rolesAt({ site }: WriteTrial, kind: ScopeKindName): readonly RoleKey[] {
  return [...site.platform.roles.values()]
    .filter(
      ({ assignable, assignableAt, none, module }) =>
        assignable && assignableAt.includes(kind) && !none && module === null,
    )
    .map(({ name }) => name);
}

function kindOf({ live }: WriteTrial, path: ScopePath): ScopeKindName | null {
  const found = [...live.values()].find((one) => one.type === 'scope' && one.attributes.path === path);
  return found?.type === 'scope' ? found.attributes.kind : null;
}
