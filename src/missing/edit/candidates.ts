import { type OwnableType, ownerOf } from '../../platform/owners.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { type Principal, principalKey, type ScopePath } from '../../resource/identifiers.ts';
import { mapResources, modelOf } from '../../resource/organization-model.ts';
import { groupPathOf, type Resource } from '../../resource/resource.ts';
import { resource } from '../../resource/resource-types.ts';
import { nearest } from '../../source/did-you-mean.ts';
import { barriersTo } from '../barriers.ts';
import type { DeniedQuestion, DeniedSide } from '../denied-side.ts';
import { standingDenies } from '../deny-obstacles.ts';
import { rolesGivingAt, rolesHeld } from '../giving-roles.ts';
import { scopesUpwards } from '../lapsed-bounds.ts';
import type { BlockedWay } from '../obstacle.ts';
import { accessOfStandIns, cellsOf, isLess, standIn } from '../stand-ins.ts';
import { withoutDenies } from '../without-entries.ts';
import { type EditCandidate, type EditStep, joined } from './candidate.ts';
import type { EditableDocuments } from './editable-documents.ts';
import type { EntryEdits } from './entry-edits.ts';
import { liftingEdits } from './lifting-edits.ts';

/** Groups that are tried: those that give least. */
const MOST_GROUPS = 6;
/** Ways out of what takes everything from the person, for each of which all that gives is tried. */
const MOST_CLEARINGS = 2;
/** Ways to lift what denies it, for each of which the same is tried. */
const MOST_LIFTS = 3;
const NOTHING: EditCandidate = { steps: [], edits: [] };
/** The person's own groups that are given something. */
const MOST_OWN_GROUPS = 4;

/**
 * Edits that may give the permission, the likeliest first: what stands in a way is taken away, the person joins a group,
 * the person is given a role, a group of theirs is, and what would take all of that away again goes with it. Each has been
 * tried on resources, and is yet to be tried as documents.
 */
export function editCandidates(
  question: DeniedQuestion,
  side: DeniedSide,
  ways: readonly BlockedWay[],
  documents: EditableDocuments,
  entries: EntryEdits,
): readonly EditCandidate[] {
  const { member } = question;
  const lifting = ways
    .flatMap((way) => liftingEdits(way, member, side, documents, entries))
    .filter(isOurs(side));
  const barriers = barriersTo(question, side);
  const beyond = { ...side, resources: barriers.resources };
  const base = standing(question, beyond, entries);
  const [first, ...others] = barriers.obstacles;
  const clearing =
    first === undefined
      ? [NOTHING]
      : liftingEdits({ path: null, obstacles: [first, ...others] }, member, side, documents, entries).filter(
          isOurs(side),
        );
  if (base === null) return lifting;
  const there = { ...side, resources: base.resources };
  const giving = [...givingEdits(question, there, entries), ...(base.alone ? [NOTHING] : [])];
  const cleared = clearing.slice(0, MOST_CLEARINGS);
  const undenied = lifting.length > 0 ? [] : undeniedEdits(question, there, documents, entries);
  return [
    ...lifting,
    ...[
      ...cleared.flatMap((clear) => giving.map((one) => joined([clear, base.first, one]))),
      ...undenied.flatMap((one) => cleared.map((clear) => joined([clear, base.first, one]))),
    ].filter(isOurs(side)),
  ];
}

function givingEdits(
  question: DeniedQuestion,
  side: DeniedSide,
  entries: EntryEdits,
): readonly EditCandidate[] {
  return [
    ...groupEdits(question, side, entries),
    ...roleEdits(question, side, entries),
    ...ownGroupEdits(question, side, entries),
  ];
}

/** Where it is denied, and nobody gave it either: whatever gives it helps only once nothing denies it. */
function undeniedEdits(
  question: DeniedQuestion,
  side: DeniedSide,
  documents: EditableDocuments,
  entries: EntryEdits,
): readonly EditCandidate[] {
  const denies = standingDenies(question, side.platform, side.resources);
  const [first, ...others] = denies;
  if (first === undefined) return [];
  const way: BlockedWay = { path: null, obstacles: [first, ...others] };
  const lifts = liftingEdits(way, question.member, side, documents, entries)
    .filter(isOurs(side))
    .slice(0, MOST_LIFTS);
  if (lifts.length === 0) return [];
  const free = { ...side, resources: withoutDenies(side.resources, denies) };
  const giving = givingEdits(question, free, entries);
  return lifts.flatMap((lift) => giving.map((one) => joined([lift, one])));
}

/** An edit of a record would change what is written, and nothing on the platform. */
function isOurs({ platform }: DeniedSide): (candidate: EditCandidate) => boolean {
  return ({ steps }) =>
    steps.every((step) => {
      const type = editedType(step);
      return type === null || ownerOf(platform, type) === null;
    });
}

/** What a step edits; null where it is a scope, or a bound, which stands beside nothing that something else owns. */
function editedType(step: EditStep): OwnableType | null {
  switch (step.step) {
    case 'lift':
      if (step.obstacle.obstacle === 'membership') return 'member';
      return step.obstacle.obstacle === 'override' ? 'assignment' : null;
    case 'join':
      return 'member';
    case 'join-group':
    case 'leave-group':
    case 'set-group':
      return 'group';
    case 'role':
    case 'attach':
    case 'take':
    case 'no-longer-deny':
      return 'assignment';
    case 'role-without-deny':
      return 'role';
    case 'set-scope':
      return null;
  }
}

interface Standing {
  readonly resources: readonly Resource[];
  /** What makes the person an active member; nothing where they are. */
  readonly first: EditCandidate;
  /** Whether that may be enough. */
  readonly alone: boolean;
}

/** Nobody is given anything who is no active member: what makes them one comes first. */
function standing({ member, scope }: DeniedQuestion, side: DeniedSide, entries: EntryEdits): Standing | null {
  const model = modelOf(side.resources);
  const memberships = model.membershipsOf(member);
  const above = scopesUpwards(model, scope);
  const here = memberships.filter(({ attributes }) => above.includes(attributes.scope));
  if (here.some(({ attributes }) => attributes.state === 'active'))
    return { resources: side.resources, first: NOTHING, alone: false };
  const principal: Principal = { type: 'member', member };
  const [idle] = here;
  if (idle !== undefined) {
    const { scope: at, state } = idle.attributes;
    if (state !== 'deactivated') return null;
    const resources = mapResources(side.resources, (r) =>
      r === idle ? { ...idle, attributes: { ...idle.attributes, state: 'active' } } : r,
    );
    const obstacle = { obstacle: 'membership', scope: at, state, origin: idle.origin } as const;
    const edits = [entries.withoutKey(principal, at, 'state')];
    return { resources, first: { steps: [{ step: 'lift', obstacle }], edits }, alone: false };
  }
  // Whoever is a member of another scope alone, or will be one, is not made a member of everything.
  const root = above.at(-1);
  if (root === undefined || memberships.length > 0) return null;
  // One letter amiss would invite a stranger.
  const people = model.all('member').map(({ attributes }) => attributes.member);
  if (nearest(member, people) !== null) return null;
  const attributes = { scope: root, member, display: member, state: 'active', invitation: null } as const;
  const origin = { from: 'platform', platform: '', what: '' } as const;
  return {
    resources: [...side.resources, resource('member', attributes, origin)],
    first: { steps: [{ step: 'join', member, scope: root }], edits: [entries.joined(member, root)] },
    alone: true,
  };
}

function groupEdits(
  { member, permission, scope }: DeniedQuestion,
  side: DeniedSide,
  entries: EntryEdits,
): readonly EditCandidate[] {
  const model = modelOf(side.resources);
  const around = model.groupsAround(member);
  const groups = model.all('group').map(groupPathOf);
  const others = groups.filter((group) => !around.has(group));
  const access = accessOfStandIns(
    member,
    others.map((group) => ({ group })),
    side,
  );
  const works = others.flatMap((group, at) =>
    access.can(standIn(at), permission, scope) ? [{ group, gives: cellsOf(at, access) }] : [],
  );
  return works
    .filter(({ gives }) => !works.some((other) => isLess(other.gives, gives)))
    .sort((a, b) => a.gives.size - b.gives.size)
    .slice(0, MOST_GROUPS)
    .map(({ group }) => ({
      steps: [{ step: 'join-group', member, group }],
      edits: [entries.inGroup(member, group)],
    }));
}

function roleEdits(
  question: DeniedQuestion,
  side: DeniedSide,
  entries: EntryEdits,
): readonly EditCandidate[] {
  const principal: Principal = { type: 'member', member: question.member };
  return scopesUpwards(modelOf(side.resources), question.scope).flatMap((at) =>
    givenAt(at, principal, question, side, entries),
  );
}

function ownGroupEdits(
  question: DeniedQuestion,
  side: DeniedSide,
  entries: EntryEdits,
): readonly EditCandidate[] {
  const model = modelOf(side.resources);
  const own = model.groupsListing(question.member).map(groupPathOf).slice(0, MOST_OWN_GROUPS);
  const scopes = scopesUpwards(model, question.scope);
  return own.flatMap((group): readonly EditCandidate[] => {
    const principal: Principal = { type: 'group', group };
    return scopes.flatMap((at) => [
      ...attachedAt(at, principal, side, entries),
      ...givenAt(at, principal, question, side, entries),
    ]);
  });
}

function givenAt(
  scope: ScopePath,
  principal: Principal,
  question: DeniedQuestion,
  side: DeniedSide,
  entries: EntryEdits,
): readonly EditCandidate[] {
  const held = [...rolesHeld(principal, scope, side.resources).keys()];
  return rolesGivingAt(scope, principal, question, side).map(({ role, roles }) => ({
    steps: [{ step: 'role', role, principal, scope }],
    edits: [entries.roles(principal, scope, held, roles)],
  }));
}

/** Where attaching alone may give something, and nobody of these is attached. */
function attachedAt(
  scope: ScopePath,
  principal: Principal,
  { platform, resources }: DeniedSide,
  entries: EntryEdits,
): readonly EditCandidate[] {
  const model = modelOf(resources);
  const kind = kindOf(scope, platform, resources);
  const takes = kind?.principals.includes(principal.type) === true && kind.attached.length > 0;
  const isThere = model
    .assignmentsTo(principalKey(principal))
    .some(({ attributes }) => attributes.scope === scope);
  if (!takes || isThere) return [];
  return [{ steps: [{ step: 'attach', principal, scope }], edits: [entries.attached(principal, scope)] }];
}

function kindOf(scope: ScopePath, platform: PlatformDefinition, resources: readonly Resource[]) {
  const found = modelOf(resources).scope(scope);
  return found === undefined ? undefined : platform.scopeKinds.get(found.attributes.kind);
}
