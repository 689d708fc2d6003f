import type { PlatformSettings } from '../../platform/platform-definition.ts';
import { groupPath, memberId } from '../../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { type Outcome, outcome } from '../../source/outcome.ts';
import type { KeyedIndex } from '../protocol/keyed-index.ts';
import { type Arriving, eachOf, finish, type Steps, whole, wholeList } from './arriving.ts';
import { incompleteRead } from './incomplete-read.ts';
import {
  assignmentIdKey,
  emptyLiveIndex,
  type LiveIndex,
  membershipKey,
  scopeMemberKey,
} from './live-index.ts';
import type { LiveAssignment, LiveScopeSettings } from './live-object.ts';
import type { LiveObjects } from './live-objects.ts';
import { liveOrigin, type OrganizationEndpoint } from './organization-endpoint.ts';
import { scopePaths } from './scope-paths.ts';
import { allRoleIds, untoldOfAssignment, untoldOfRole } from './untold-words.ts';

/** The lists of an organization while they are read. */
export type ArrivingObjects = {
  readonly [List in Exclude<keyof LiveObjects, 'revision'>]: Arriving<LiveObjects[List][number]>;
};

/**
 * Binds everything to everything. Fails with connector-incomplete-read when an object names another that no page
 * held, and with connector-mismatch when two live objects would be one resource or a scope has no place in the
 * platform's tree.
 */
export function buildLiveIndex(
  live: LiveObjects,
  organizationEndpoint: OrganizationEndpoint,
): Outcome<LiveIndex> {
  const binding = new LiveBinding(organizationEndpoint);
  const arriving = {
    scopes: wholeList(live.scopes),
    roles: wholeList(live.roles),
    members: wholeList(live.members),
    scopeMembers: wholeList(live.scopeMembers),
    groups: wholeList(live.groups),
    memberships: wholeList(live.memberships),
    nestings: wholeList(live.nestings),
    assignments: wholeList(live.assignments),
  };
  finish(binding.allButAssignments(arriving));
  finish(binding.assignments(arriving, () => {}));
  return binding.end();
}

/** The same in steps, as lists come. Nothing of it holds before all lists are known to be whole and of one revision. */
export class LiveBinding {
  /** As far as it is bound. */
  readonly liveIndex: LiveIndex = emptyLiveIndex();
  readonly #endpoint: OrganizationEndpoint;
  readonly #found: Diagnostic[] = [];
  // By ids as listed, so that an object refused is not reported a second time as missing.
  readonly #ids = {
    scope: new Set<string>(),
    role: new Set<string>(),
    member: new Set<string>(),
    group: new Set<string>(),
  };

  constructor(organizationEndpoint: OrganizationEndpoint) {
    this.#endpoint = organizationEndpoint;
  }

  /** Whether nothing speaks against it so far. */
  get isSound(): boolean {
    return this.#found.length === 0;
  }

  end(): Outcome<LiveIndex> {
    return outcome(this.liveIndex, this.#found);
  }

  *allButAssignments(live: Omit<ArrivingObjects, 'assignments'>): Steps<void> {
    const { liveIndex } = this;
    const ids = this.#ids;
    const endpoint = this.#endpoint;
    const scopes = yield* whole(live.scopes);
    const paths = scopePaths(scopes, endpoint);
    this.#found.push(...paths.diagnostics);
    yield* eachOf(live.scopes, (scope) => {
      ids.scope.add(scope.id);
      const path = paths.byId.get(scope.id);
      if (path !== undefined) this.#enter(liveIndex.scopes, path, scope, endpoint.paths.scope, 'scope');
    });
    yield* eachOf(live.roles, (role) => {
      ids.role.add(role.id);
      this.#enter(liveIndex.roles, role.slug, role, endpoint.paths.role, 'role');
    });
    yield* eachOf(live.members, (member) => {
      ids.member.add(member.id);
      const key = memberId(member.key, endpoint.platform.members.compare);
      this.#enter(liveIndex.members, key, member, endpoint.paths.member, 'member');
    });
    const inScopes = new Set<string>();
    yield* eachOf(live.scopeMembers, (membership) => {
      inScopes.add(membership.memberId);
      const path = paths.byId.get(membership.scopeId);
      const member = liveIndex.members.keyOf(membership.memberId);
      if (!ids.scope.has(membership.scopeId))
        this.#dangling(`${membership.id} is a membership of an unlisted scope`);
      else if (!ids.member.has(membership.memberId))
        this.#dangling(`a member of scope ${path ?? membership.scopeId} is not listed`);
      else if (path !== undefined && member !== undefined) {
        const where = () => endpoint.paths.scopeMember(membership.scopeId, membership.memberId);
        this.#enter(liveIndex.scopeMembers, scopeMemberKey(path, member), membership, where, 'membership');
      }
    });
    yield* eachOf(live.members, ({ id, key, state }) => {
      // Whoever is nowhere a member would not be known.
      if (state === 'outside' && !inScopes.has(id))
        this.#dangling(`${key} is a member of scopes below only, and of none that is listed`);
    });
    yield* eachOf(live.groups, (group) => {
      ids.group.add(group.id);
      const home = paths.byId.get(group.scopeId);
      if (home !== undefined)
        this.#enter(liveIndex.groups, groupPath(home, group.slug), group, endpoint.paths.group, 'group');
      else if (!ids.scope.has(group.scopeId))
        this.#dangling(`group ${group.slug} is at home in an unlisted scope`);
    });
    const { scopeKinds, groups: groupRules } = endpoint.platform;
    for (const { slug, kind, settings } of scopes)
      this.#checkSettings(`scope ${slug}`, settings, scopeKinds.get(kind)?.settings);
    yield* eachOf(live.groups, ({ slug, settings }) => {
      this.#checkSettings(`group ${slug}`, settings, groupRules.settings);
    });
    yield* eachOf(live.roles, (role) => {
      const untold = role.predefined ? null : untoldOfRole(role, endpoint.platform);
      if (untold !== null) this.#dangling(`role ${role.slug} ${untold}`);
      if (role.includes.some((id) => !ids.role.has(id)))
        this.#dangling(`role ${role.slug} includes an unlisted role`);
    });
    yield* eachOf(live.memberships, ({ groupId, userId, role }) => {
      if (!ids.group.has(groupId)) this.#dangling(`a membership names group ${groupId}, which is not listed`);
      else if (!ids.member.has(userId))
        this.#dangling(`a membership names member ${userId}, who is not listed`);
      else {
        liveIndex.memberships.add(groupId, userId);
        if (role !== null) liveIndex.membershipRoles.set(membershipKey(groupId, userId), role);
      }
    });
    yield* eachOf(live.nestings, ({ parentId, childId }) => {
      if (ids.group.has(parentId) && ids.group.has(childId)) liveIndex.nestings.add(parentId, childId);
      else this.#dangling('a nesting names a group that is not listed');
    });
    yield* eachOf(live.groups, (group) => {
      const listed = liveIndex.memberships.of(group.id).size;
      if (listed !== group.memberCount)
        this.#dangling(`group ${group.slug} has ${group.memberCount} members and ${listed} are listed`);
    });
  }

  /** After all the others. `bound` hears of each that binds, while everything is sound. */
  *assignments(
    { assignments }: Pick<ArrivingObjects, 'assignments'>,
    bound: (assignment: LiveAssignment) => void,
  ): Steps<void> {
    const { liveIndex } = this;
    const ids = this.#ids;
    const endpoint = this.#endpoint;
    yield* eachOf(assignments, (assignment) => {
      const { scopeId, principalType, principalId, id } = assignment;
      const untold = untoldOfAssignment(assignment, endpoint.platform);
      if (!ids.scope.has(scopeId)) this.#dangling(`assignment ${id} is on a scope that is not listed`);
      else if (!ids[principalType].has(principalId))
        this.#dangling(`assignment ${id} is of an unlisted ${principalType}`);
      else if (allRoleIds(assignment).some((role) => !ids.role.has(role)))
        this.#dangling(`assignment ${id} gives an unlisted role`);
      else if (untold !== null) this.#dangling(`assignment ${id} ${untold}`);
      else {
        const key = assignmentIdKey(scopeId, principalType, principalId);
        const path = () => endpoint.paths.assignment(scopeId, principalType, principalId);
        this.#enter(liveIndex.assignments, key, assignment, path, 'assignment');
        if (this.isSound) bound(assignment);
      }
    });
  }

  #enter<T extends { readonly id: string }>(
    keyedIndex: KeyedIndex<T>,
    key: string,
    object: T,
    path: (id: string) => string,
    what: string,
  ): void {
    const before = keyedIndex.enter(key, object);
    if (before === undefined) return;
    const related = [{ message: 'the other one', origin: liveOrigin(this.#endpoint, path(before.id)) }];
    const message = `Two live objects are both ${what} ${key}`;
    const origin = liveOrigin(this.#endpoint, path(object.id));
    this.#found.push(diagnostic('connector-mismatch', message, origin, { related }));
  }

  #dangling(message: string): void {
    this.#found.push(incompleteRead(this.#endpoint, `A list came back incomplete: ${message}`));
  }

  #checkSettings(what: string, told: LiveScopeSettings, rules: PlatformSettings | undefined): void {
    for (const [name, value] of told) {
      // What a word means that the platform file does not have, nobody here can say.
      if (rules?.get(name)?.values.has(value) === false)
        this.#dangling(`${what} has ${name} set to ${value}, which the platform file does not know`);
    }
  }
}
