import type { MemberId, Principal } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { groupPathOf } from '../../resource/resource.ts';
import type { DeniedSide } from '../denied-side.ts';
import { rolesHeld } from '../giving-roles.ts';
import type { BlockedWay, Obstacle } from '../obstacle.ts';
import { type EditCandidate, joined } from './candidate.ts';
import { deactivationLifts, denyLifts } from './deny-lifts.ts';
import type { EditableDocuments } from './editable-documents.ts';
import { type EntryEdits, withoutBound } from './entry-edits.ts';

/** Where much stands in a way, and each can be lifted in several ways. */
const MOST_COMBINED = 32;
/** Groups that are tried at each gate. */
const MOST_GROUPS = 4;

/** Ways to take everything away that stands in a way; none where something in it is the platform's own rule. */
export function liftingEdits(
  { obstacles }: BlockedWay,
  member: MemberId,
  side: DeniedSide,
  documents: EditableDocuments,
  entries: EntryEdits,
): readonly EditCandidate[] {
  let ways: readonly (readonly EditCandidate[])[] = [[]];
  for (const obstacle of obstacles) {
    const lifts = liftsOf(obstacle, member, side, documents, entries);
    ways = ways.flatMap((way) => lifts.map((lift) => [...way, lift])).slice(0, MOST_COMBINED);
  }
  return ways.map(joined);
}

function liftsOf(
  obstacle: Obstacle,
  member: MemberId,
  side: DeniedSide,
  documents: EditableDocuments,
  entries: EntryEdits,
): readonly EditCandidate[] {
  const person: Principal = { type: 'member', member };
  switch (obstacle.obstacle) {
    case 'window': {
      const bound = documents.bound(obstacle.origin, null);
      if (bound === null) return [];
      return [{ steps: [{ step: 'lift', obstacle }], edits: [withoutBound(bound.document, bound.path)] }];
    }
    case 'membership':
      if (obstacle.state !== 'deactivated') return [];
      return [
        {
          steps: [{ step: 'lift', obstacle }],
          edits: [entries.withoutKey(person, obstacle.scope, 'state')],
        },
      ];
    case 'gate': {
      const { scope } = obstacle;
      const groups = modelOf(side.resources)
        .groupsListing(member)
        .slice(0, MOST_GROUPS)
        .map((group): Principal => ({ type: 'group', group: groupPathOf(group) }));
      return [person, ...groups]
        .filter(({ type }) => kindAt(scope, side)?.principals.includes(type) === true)
        .map((principal) => ({
          steps: [{ step: 'attach', principal, scope }],
          edits: [entries.attached(principal, scope)],
        }));
    }
    case 'override':
      return [
        {
          steps: [{ step: 'lift', obstacle }],
          edits: obstacle.by.map(({ principal }) => {
            const held = [...rolesHeld(principal, obstacle.scope, side.resources).keys()];
            const gone = new Set(
              obstacle.by.flatMap((one) =>
                JSON.stringify(one.principal) === JSON.stringify(principal) ? [one.role] : [],
              ),
            );
            return entries.roles(
              principal,
              obstacle.scope,
              held,
              held.filter((role) => !gone.has(role)),
            );
          }),
        },
      ];
    case 'deny':
      return denyLifts(obstacle.denial, member, side, entries);
    case 'closed-scope': {
      const { scope, setting } = obstacle;
      const value = kindAt(scope, side)?.settings.get(setting)?.unwritten;
      if (value === undefined) return [];
      return [
        {
          steps: [{ step: 'set-scope', scope, setting, value }],
          edits: [entries.setScope(scope, setting, value)],
        },
      ];
    }
    case 'deactivating-group':
      return deactivationLifts(obstacle, member, side, entries);
    case 'absent':
    case 'isolated':
    case 'reach':
    case 'flow-down':
      return [];
  }
}

function kindAt(scope: string, { platform, resources }: DeniedSide) {
  const found = modelOf(resources).scope(scope);
  return found === undefined ? undefined : platform.scopeKinds.get(found.attributes.kind);
}
