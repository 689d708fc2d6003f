import {
  deactivatedByGroups,
  groupsThatDeactivate,
  hasDeactivatingGroups,
} from '../../access/active-memberships.ts';
import { canClose, closingValue } from '../../access/closed-scopes.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { type GroupPath, type MemberId, type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import { groupPathOf, type Resource } from '../../resource/resource.ts';
import { reachableFrom } from '../../source/reachable.ts';
import type { EffectiveChange } from '../change.ts';
import { placesReplace, type ReplacedPlaces } from '../replacement/replaced-places.ts';
import { writesOf } from './change-writes.ts';
import type { Write } from './write.ts';
import type { WriteMoment } from './write-moment.ts';
import { writeKey } from './write-subject.ts';

/** Live, and live after the changes, in the platform's form; and who is moved from one group to another. */
interface TimedSides {
  readonly live: readonly Resource[];
  readonly after: () => readonly Resource[];
  readonly replaced: ReplacedPlaces;
}

/**
 * Additions come before removals, so that nobody is without access in between. What an addition takes away, and what a
 * removal gives, is told here of each write: whoever comes into a group that deactivates loses everything, and whoever is
 * moved loses what the other group gives.
 */
export function withMomentsOfWrites(
  changes: readonly EffectiveChange[],
  platform: PlatformDefinition,
  sides: TimedSides,
): readonly EffectiveChange[] {
  const isMoving = placesReplace(platform) && sides.replaced.size > 0;
  if (!isMoving && !hasDeactivatingGroups(platform) && !canClose(platform)) return changes;
  const timing = new WriteTiming(changes, platform, sides);
  return changes.map((change) => {
    if (change.action === 'delete') return change;
    const moments = new Map<string, WriteMoment>();
    for (const write of writesOf(change)) {
      const moment = timing.momentOf(write);
      if (moment !== null) moments.set(writeKey(write), moment);
    }
    return moments.size === 0 ? change : { ...change, moments };
  });
}

class WriteTiming {
  readonly #platform: PlatformDefinition;
  readonly #live: OrganizationModel;
  readonly #after: OrganizationModel;
  /** Groups whose people are deactivated, before and after. */
  readonly #wereOff: ReadonlySet<GroupPath>;
  readonly #areOff: ReadonlySet<GroupPath>;
  readonly #peopleBefore: ReadonlySet<MemberId>;
  readonly #peopleAfter: ReadonlySet<MemberId>;
  readonly #moves = new Set<string>();
  /** Groups that give something to somebody who is moved, as long as the move has not been made, and once it has. */
  readonly #from = new Set<GroupPath>();
  readonly #into = new Set<GroupPath>();
  /** Scopes of which one below is deleted. */
  readonly #emptied = new Set<ScopePath>();
  /** Groups that somebody who can do something comes into. */
  readonly #joined = new Set<GroupPath>();

  constructor(
    changes: readonly EffectiveChange[],
    platform: PlatformDefinition,
    { live, after, replaced }: TimedSides,
  ) {
    this.#platform = platform;
    this.#live = modelOf(live);
    this.#after = modelOf(after());
    this.#wereOff = groupsThatDeactivate(platform, this.#live);
    this.#areOff = groupsThatDeactivate(platform, this.#after);
    this.#peopleBefore = deactivatedByGroups(platform, this.#live);
    this.#peopleAfter = deactivatedByGroups(platform, this.#after);
    for (const leaving of replaced.values()) {
      for (const [member, by] of leaving) {
        this.#moves.add(place(groupPathOf(by), member));
        for (const path of this.#live.groupsAround(member)) this.#from.add(path);
        for (const path of this.#after.groupsAround(member)) this.#into.add(path);
      }
    }
    for (const write of changes.flatMap(writesOf)) {
      if (write.write === 'delete-scope')
        for (const above of scopeChain(write.path).slice(1)) this.#emptied.add(above);
      if (write.write === 'nest-group') this.#joined.add(write.group);
      if (write.write === 'add-group-member' && !this.#peopleBefore.has(write.member))
        this.#joined.add(write.group);
    }
  }

  /** Null where a write is made when others of its kind are. */
  momentOf(write: Write): WriteMoment | null {
    switch (write.write) {
      case 'add-group-member': {
        const isMoved = this.#moves.has(place(write.group, write.member));
        if (!this.#areOff.has(write.group)) return isMoved ? 'moves' : null;
        if (!this.#peopleBefore.has(write.member)) return 'deactivates';
        return isMoved ? 'stays-deactivated' : null;
      }
      case 'nest-group':
        return this.#areOff.has(write.group) ? 'deactivates' : null;
      case 'update-group':
        return this.#areOff.has(write.group) && !this.#wereOff.has(write.group) ? 'deactivates' : null;
      case 'update-scope':
        if (!this.#closes(write.path, this.#after) || this.#closes(write.path, this.#live)) return null;
        return this.#emptied.has(write.path) ? 'closes-emptied' : 'deactivates';
      case 'remove-group-member':
        return this.#wereOff.has(write.group) && this.#peopleAfter.has(write.member)
          ? 'stays-deactivated'
          : null;
      case 'unnest-group':
        return this.#wereOff.has(write.group) ? this.#letGo(write.child) : null;
      case 'put-assignment': {
        const { principal } = write.assignment;
        if (write.loses === undefined || principal.type !== 'group') return null;
        const isLeft = this.#from.has(principal.group) && !this.#into.has(principal.group);
        return isLeft ? 'exchanges-after-moves' : null;
      }
      default:
        return null;
    }
  }

  #closes(path: ScopePath, side: OrganizationModel): boolean {
    const found = side.scope(path)?.attributes;
    const kind = found === undefined ? undefined : this.#platform.scopeKinds.get(found.kind);
    return found !== undefined && kind !== undefined && closingValue(kind, found.settings) !== null;
  }

  #letGo(child: GroupPath): WriteMoment | null {
    const inside = this.#inside(child);
    if (!this.#areOff.has(child) && inside.some((path) => this.#joined.has(path)))
      return 'releases-before-joining';
    const people = inside.flatMap((path) => {
      const group = this.#live.group(path);
      return group === undefined ? [] : [...group.attributes.members.keys()];
    });
    return people.some((member) => this.#peopleAfter.has(member)) ? 'stays-deactivated' : null;
  }

  #inside(path: GroupPath): readonly GroupPath[] {
    const below = (at: GroupPath): readonly GroupPath[] =>
      [this.#live, this.#after].flatMap((side) => {
        const group = side.group(at);
        return group === undefined ? [] : [...group.attributes.groups.keys()];
      });
    return [...reachableFrom([path], below)];
  }
}

function place(group: GroupPath, member: MemberId): string {
  return `${group} ${member}`;
}
