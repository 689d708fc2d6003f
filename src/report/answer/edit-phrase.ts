import type { AccessGrant } from '../../access/effective-access.ts';
import type { EditStep } from '../../missing/edit/candidate.ts';
import type { ProposedEdit } from '../../missing/edit/proposed-edits.ts';
import type { Obstacle } from '../../missing/obstacle.ts';
import { OWNABLE_TYPES, type OwnableType, ownerOf } from '../../platform/owners.ts';
import { splitGroupPath } from '../../resource/identifiers.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { counted, listed } from '../phrases.ts';
import { accessBlocks } from '../plan/access-blocks.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';
import type { AccessSource } from './access-source.ts';
import { principalPhrase } from './obstacle-phrase.ts';

/** How many are shown to people; JSON has all. */
export const MOST_WAYS = 3;
export const MOST_EDITS = 3;
/** Lines of a file around one that changes. */
export const DIFF_CONTEXT = 1;

const MOST_BLOCKS = 2;
const MOST_NAMES = 4;
const MOST_NOTES = 3;

/** Who else could give it, where nothing that documents say could; null where all of it is the documents' to say. */
export function othersToAsk({ platform }: Pick<AccessSource, 'platform'>): string | null {
  const owned = OWNABLE_TYPES.flatMap((type) => {
    const owner = ownerOf(platform, type);
    return owner === null ? [] : [`${OWNED_THINGS[type]}: ${owner}`];
  });
  return owned.length === 0
    ? null
    : `No edit that was tried gives it. What something else owns is changed there: ${owned.join('; ')}.`;
}

const OWNED_THINGS: { readonly [T in OwnableType]: string } = {
  role: 'custom roles',
  group: 'groups',
  member: 'who is a member',
  assignment: 'what is given',
};

/** `add dan@acme.com to group qa`. */
export function editSummary({ steps }: ProposedEdit, spelling: Spelling): string {
  return steps.map((step) => stepPhrase(step, spelling)).join(', and ');
}

function stepPhrase(step: EditStep, spelling: Spelling): string {
  switch (step.step) {
    case 'lift':
      return liftPhrase(step.obstacle, spelling);
    case 'role':
      return `give ${principalPhrase(step.principal, spelling)} the role ${step.role} on ${step.scope}`;
    case 'attach':
      return `attach ${principalPhrase(step.principal, spelling)} to ${step.scope}`;
    case 'join-group':
      return `add ${spelling(step.member)} to group ${splitGroupPath(step.group).name}`;
    case 'join':
      return `make ${spelling(step.member)} a member of ${step.scope}`;
    case 'leave-group':
      return `take ${spelling(step.member)} out of group ${splitGroupPath(step.group).name}`;
    case 'set-group':
      return `set ${step.setting} of group ${splitGroupPath(step.group).name} to ${step.value}`;
    case 'set-scope':
      return `set ${step.setting} of ${step.scope} to ${step.value}`;
    case 'take':
      return `take ${step.role} on ${step.scope} from ${principalPhrase(step.principal, spelling)}`;
    case 'no-longer-deny':
      return `no longer deny ${step.role} on ${step.scope} to ${principalPhrase(step.principal, spelling)}`;
    case 'role-without-deny':
      return `take ${step.permission} out of what ${step.role} denies`;
  }
}

function liftPhrase(obstacle: Obstacle, spelling: Spelling): string {
  switch (obstacle.obstacle) {
    case 'window': {
      const key = obstacle.why === 'expired' ? 'until' : 'from';
      return `drop \`${key}\` of ${obstacle.grant}, or move it`;
    }
    case 'membership':
      return `reactivate on ${obstacle.scope}`;
    case 'override': {
      const roles = obstacle.by.map(
        ({ role, principal }) => `${role} from ${principalPhrase(principal, spelling)}`,
      );
      return `take ${listed(roles, MOST_NAMES)} on ${obstacle.scope}`;
    }
    case 'absent':
    case 'gate':
    case 'isolated':
    case 'reach':
    case 'flow-down':
    case 'closed-scope':
      return `lift what stands in the way on ${obstacle.scope}`;
    case 'deny':
      return 'lift what denies it';
    case 'deactivating-group':
      return 'lift what deactivates';
  }
}

/** What else the edit does to people, and what speaks against it; sentences without an end. */
export function editConsequences(edit: ProposedEdit, source: AccessSource): readonly string[] {
  const { gained, lost, notes } = edit;
  const besides = gained.length + lost.length === 0 ? ['gives nothing else'] : [];
  return [
    ...besides,
    ...deltaPhrases('gives also', 'to', gained, source),
    ...deltaPhrases('takes', 'from', lost, source),
    ...notes.slice(0, MOST_NOTES).map((note) => `but ${note}`),
    ...(notes.length > MOST_NOTES
      ? [`but ${counted(notes.length - MOST_NOTES, 'thing')} more would be against it`]
      : []),
  ];
}

function deltaPhrases(
  verb: string,
  to: string,
  grants: readonly AccessGrant[],
  { platform, spelling }: AccessSource,
): readonly string[] {
  const blocks = accessBlocks(grants);
  if (blocks.length > MOST_BLOCKS) {
    const people = new Set(grants.map(({ member }) => member)).size;
    const scopes = new Set(grants.map(({ scope }) => scope)).size;
    return [
      `${verb} ${counted(grants.length, 'permission')} on ${counted(scopes, 'scope')} ${to} ${counted(people, 'person', 'people')}`,
    ];
  }
  return blocks.map(({ permissions, scopes, members }) => {
    const people = listed(members.map(spelling), MOST_NAMES);
    return `${verb} ${permissionPhrase(permissions, platform)} on ${listed(scopes, MOST_NAMES)} ${to} ${people}`;
  });
}
