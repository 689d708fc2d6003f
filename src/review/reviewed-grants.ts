import { type OwnableType, ownerOf } from '../platform/owners.ts';
import type { PlatformDefinition, ScopeKind } from '../platform/platform-definition.ts';
import {
  GROUP_CONTENTS,
  type OrganizationDocument,
  type WrittenEntry,
  type WrittenGrants,
  type WrittenGroup,
  type WrittenMember,
  type WrittenRole,
  type WrittenScope,
  type WrittenWindow,
} from '../policy/document-types.ts';
import type { WrittenReview } from '../policy/review-document.ts';
import {
  childScope,
  type GroupPath,
  groupPath,
  type MemberId,
  memberId,
  type Principal,
  principalKey,
  type ScopePath,
  splitGroupPath,
} from '../resource/identifiers.ts';
import type { Origin } from '../source/origin.ts';

/** Where somebody or a group holds something: on a scope, or a place in a group. */
export type GrantPlace =
  | { readonly at: 'scope'; readonly scope: ScopePath }
  | { readonly at: 'group'; readonly group: GroupPath };

/** What a grant is, whatever line it stands on. */
export interface GrantIdentity {
  readonly holder: Principal;
  readonly place: GrantPlace;
  /** Of a role that has a review of its own; else the whole entry, or the place. */
  readonly role: string | null;
}

export type GrantSubject = WrittenMember | WrittenGroup | WrittenRole | WrittenEntry;

/** A grant that is to be reviewed. */
export interface ReviewedGrant {
  readonly key: string;
  readonly identity: GrantIdentity;
  /** How the holder is written. */
  readonly written: string;
  /** In the words of a report: `admin for bo@acme.com on acme`. */
  readonly grant: string;
  readonly origin: Origin;
  readonly review: WrittenReview;
  /** What it gives: roles of the entry, or the role in the group. */
  readonly roles: readonly string[];
  /** What is written: an object of its own for each line, also where lines repeat one another by alias. */
  readonly subject: GrantSubject;
  /** The windows that bound it, its own last. */
  readonly windows: readonly WrittenWindow[];
}

export function grantKey({ holder, place, role }: GrantIdentity): string {
  const where = place.at === 'scope' ? `on ${place.scope}` : `in ${place.group}`;
  return `${principalKey(holder)} ${where}${role === null ? '' : ` as ${role}`}`;
}

/** A scope and those above it, by name of what is written there. */
interface Walked {
  readonly path: ScopePath;
  readonly kind: ScopeKind;
  readonly written: WrittenScope;
  readonly parent: Walked | null;
}

/**
 * Every grant of an organization that has a review, its own or one of what holds it; the nearest counts. What something
 * else owns is nobody's to keep or to revoke here.
 */
export function reviewedGrants(
  document: OrganizationDocument,
  platform: PlatformDefinition,
): readonly ReviewedGrant[] {
  const kind = platform.scopeKinds.get(platform.root);
  if (kind === undefined) return [];
  const walk = new GrantWalk(document, platform);
  walk.scope({ path: document.root.name, kind, written: document.root, parent: null });
  return walk.found;
}

class GrantWalk {
  readonly found: ReviewedGrant[] = [];
  readonly #review: WrittenReview | undefined;
  readonly #platform: PlatformDefinition;
  readonly #root: ScopePath;
  readonly #members: ReadonlySet<MemberId>;

  constructor(document: OrganizationDocument, platform: PlatformDefinition) {
    this.#review = document.review;
    this.#platform = platform;
    this.#root = document.root.name;
    const { compare } = platform.members;
    this.#members = new Set(document.root.members.map(({ key }) => memberId(key, compare)));
  }

  #isOwned(type: OwnableType): boolean {
    return ownerOf(this.#platform, type) !== null;
  }

  scope(at: Walked): void {
    const { written, path } = at;
    if (written.absent !== null) return;
    for (const member of written.members) {
      if (member.absent !== null) continue;
      const id = memberId(member.key, this.#platform.members.compare);
      const holder: Principal = { type: 'member', member: id };
      const words = path === this.#root ? `${member.key} in ${path}` : `${member.key} on ${path}`;
      const named = { written: member.key, label: member.key, words };
      const joins = path === this.#root || (at.kind.members && !this.#members.has(id));
      this.#entry(
        holder,
        path,
        member,
        named,
        member.window.review ?? this.#review,
        joins ? 'member' : 'assignment',
      );
    }
    for (const group of written.groups) if (group.absent === null) this.#group(group, at);
    for (const child of written.scopes) {
      const kind = [...this.#platform.scopeKinds.values()].find(
        ({ plural }) => plural === child.plural?.value,
      );
      if (kind === undefined || child.plural === null) continue;
      this.scope({
        path: childScope(path, child.plural.value, child.name),
        kind,
        written: child,
        parent: at,
      });
    }
  }

  #group(group: WrittenGroup, at: Walked): void {
    const home = homeOf(group.name, at, this.#platform);
    const path = groupPath(home.path, group.name);
    const label = groupLabel(path, this.#root);
    const holder: Principal = { type: 'group', group: path };
    const review = group.window.review ?? this.#review;
    const named = { written: group.name, label, words: `${label} on ${at.path}` };
    const gives = group.roles.length + group.below.length > 0;
    if (gives || home !== at)
      this.#entry(holder, at.path, group, named, review, home === at ? 'group' : 'assignment');
    if (home !== at || this.#isOwned('group')) return;
    for (const entry of listed(group.members)) {
      const member: Principal = {
        type: 'member',
        member: memberId(entry.name, this.#platform.members.compare),
      };
      const roles = entry.role === null ? [] : [entry.role.value];
      this.#place(member, path, entry, group, { grant: `${entry.name} in ${label}`, roles });
    }
    for (const entry of listed(group.groups)) {
      const inner = groupPath(homeOf(entry.name, at, this.#platform).path, entry.name);
      const grant = `${groupLabel(inner, this.#root)} in ${label}`;
      this.#place({ type: 'group', group: inner }, path, entry, group, { grant, roles: [] });
    }
  }

  #place(
    holder: Principal,
    path: GroupPath,
    entry: WrittenEntry,
    group: WrittenGroup,
    said: Pick<ReviewedGrant, 'grant' | 'roles'>,
  ): void {
    const review = entry.window.review ?? group.window.review ?? this.#review;
    if (review === undefined) return;
    const identity: GrantIdentity = { holder, place: { at: 'group', group: path }, role: null };
    this.found.push({
      key: grantKey(identity),
      identity,
      written: entry.name,
      origin: entry.origin,
      review,
      subject: entry,
      windows: [group.window, entry.window],
      ...said,
    });
  }

  /** The entry with its roles, and each role that has a review of its own. */
  #entry(
    holder: Principal,
    scope: ScopePath,
    entry: WrittenMember | WrittenGroup,
    { written, label, words }: { readonly written: string; readonly label: string; readonly words: string },
    review: WrittenReview | undefined,
    of: OwnableType,
  ): void {
    const place = { at: 'scope', scope } as const;
    // What the entry is of cannot end here, where something else owns it: each role it gives is looked at by itself.
    const inherited = this.#isOwned(of) ? review : undefined;
    for (const role of this.#isOwned('assignment') ? [] : [...entry.roles, ...entry.below]) {
      const reviewOfRole = role.window.review ?? inherited;
      if (reviewOfRole === undefined) continue;
      const name = roleText(role, entry.below.includes(role));
      const identity: GrantIdentity = { holder, place, role: name };
      this.found.push({
        key: grantKey(identity),
        identity,
        written,
        grant: `${name} for ${label} on ${scope}`,
        origin: role.origin,
        review: reviewOfRole,
        roles: [name],
        subject: role,
        windows: [entry.window, role.window],
      });
    }
    if (review === undefined || this.#isOwned(of)) return;
    const identity: GrantIdentity = { holder, place, role: null };
    this.found.push({
      key: grantKey(identity),
      identity,
      written,
      grant: words,
      origin: entry.origin,
      review,
      roles: this.#isOwned('assignment') ? [] : entryRoles(entry),
      subject: entry,
      windows: [entry.window],
    });
  }
}

/** What an entry gives by roles without a review of their own, and what it keeps back. */
function entryRoles(entry: WrittenGrants): readonly string[] {
  const isOurs = ({ window }: WrittenRole): boolean => window.review === undefined;
  return [
    ...entry.roles.filter(isOurs).map((role) => roleText(role, false)),
    ...entry.below.filter(isOurs).map((role) => roleText(role, true)),
    ...entry.denied.map((role) => `${DENIED}${roleText(role, false)}`),
  ].sort();
}

/** Before a role that is denied: one that is gone from there gives more. */
export const DENIED = 'not:';

/** `admin`, `build:operator`, `below:writer`. */
export function roleText({ role, module }: WrittenRole, below: boolean): string {
  return `${below ? 'below:' : ''}${module === null ? role : `${module}:${role}`}`;
}

/** As messages call a group: by its name, and with its home where that is not the organization. */
function groupLabel(path: GroupPath, root: ScopePath): string {
  const { home, name } = splitGroupPath(path);
  return home === root ? `group ${name}` : `group ${name} of ${home}`;
}

/** Where the group that a name stands for lives: the nearest scope from here up that says what it is, or that can. */
function homeOf(name: string, from: Walked, { groups }: PlatformDefinition): Walked {
  let farthest: Walked = from;
  for (let at: Walked | null = from; at !== null; at = at.parent) {
    const there = groups.homes.includes(at.kind.name)
      ? at.written.groups.find((group) => group.name === name)
      : undefined;
    if (there === undefined) continue;
    farthest = at;
    if (GROUP_CONTENTS.some((key) => there[key] !== null)) return at;
  }
  return farthest;
}

/** The entries of a list, of which there are none where it is not written. */
export function listed<T>(list: readonly T[] | null | undefined): readonly T[] {
  return list === null || list === undefined ? [] : list;
}
