import type { AssignmentResource, Resource } from '../../resource/resource.ts';
import type { Outcome } from '../../source/outcome.ts';
import { finish, GrowingList, type Steps } from '../live/arriving.ts';
import { type ArrivingObjects, LiveBinding } from '../live/live-binding.ts';
import type { LiveIndex } from '../live/live-index.ts';
import type { LiveObjects } from '../live/live-objects.ts';
import { liveAssignment, liveOthers, withAssignments } from '../live/live-resources.ts';
import type { OrganizationEndpoint } from '../live/organization-endpoint.ts';

export type ListName = keyof ArrivingObjects;

/** What is read, put together. */
export interface AssembledOrganization {
  readonly index: Outcome<LiveIndex>;
  /** In their order, where the index is whole. */
  readonly resources: readonly Resource[];
}

/**
 * So much is done for each page that comes. It takes less than the platform needs for the next one, and a large organization is
 * put together when its last page is there.
 */
const STEPS_OF_A_PAGE = 6;

type GrowingLists = {
  readonly [Name in ListName]: GrowingList<LiveObjects[Name][number]>;
};

/**
 * One reading of an organization, put together while its pages come. Only the reader can tell whether the lists were whole and
 * of one revision; where they were not, all of it is thrown away.
 */
export class OrganizationAssembly {
  readonly lists: GrowingLists = {
    scopes: new GrowingList(),
    roles: new GrowingList(),
    members: new GrowingList(),
    scopeMembers: new GrowingList(),
    groups: new GrowingList(),
    memberships: new GrowingList(),
    nestings: new GrowingList(),
    assignments: new GrowingList(),
  };
  readonly #steps: Steps<AssembledOrganization>;
  #assembled: AssembledOrganization | null = null;

  constructor(organizationEndpoint: OrganizationEndpoint) {
    this.#steps = assembled(this.lists, organizationEndpoint);
  }

  /** A little of what can be done by now. */
  goOn(): void {
    for (let step = 0; step < STEPS_OF_A_PAGE && this.#assembled === null; step += 1) {
      const { done, value } = this.#steps.next();
      if (done === true) this.#assembled = value;
      else if (value === 'waits') return;
    }
  }

  /** All that is left. Every list has to be whole. */
  end(): AssembledOrganization {
    this.#assembled ??= finish(this.#steps);
    return this.#assembled;
  }
}

function* assembled(
  lists: ArrivingObjects,
  organizationEndpoint: OrganizationEndpoint,
): Steps<AssembledOrganization> {
  const binding = new LiveBinding(organizationEndpoint);
  const { liveIndex } = binding;
  yield* binding.allButAssignments(lists);
  // What does not bind has no path and no name.
  const others = binding.isSound ? yield* liveOthers(liveIndex, organizationEndpoint) : [];
  const assignments: AssignmentResource[] = [];
  yield* binding.assignments(lists, (assignment) => {
    assignments.push(liveAssignment(assignment, liveIndex, organizationEndpoint));
  });
  return { index: binding.end(), resources: withAssignments(others, assignments) };
}
