import { ownerOf } from '../platform/owners.ts';
import type { ScopeKind } from '../platform/platform-definition.ts';
import { GRANT_KEYS, ROLE_TEXTS } from '../policy/document-types.ts';
import {
  assignmentAddress,
  groupAddress,
  memberAddress,
  roleAddress,
  scopeAddress,
} from '../resource/address.ts';
import {
  childScope,
  groupKey,
  groupPath,
  memberId,
  memberKey,
  type ScopePath,
  splitGroupPath,
} from '../resource/identifiers.ts';
import type { Entries, ResourceTypeName, ScopeResource } from '../resource/resource.ts';
import { type Draft, type DraftMap, isDraftList, isDraftMap } from '../source/edit/draft.ts';
import { changedMap, withKey, withTexts, withTitle } from './draft-map.ts';
import { givenAt, type ImportableView } from './entry-drafts.ts';
import { refoldPermissions } from './fold-permissions.ts';
import { scopeSettings } from './live-view.ts';
import { isTombstone, type PresentDocuments } from './present-documents.ts';
import { isGroupRecord, isMemberRecord, isMentionRecord, withRecordMark } from './record-marks.ts';
import { revisedGroup, withGiven } from './revise-group.ts';
import { inRoleOrder } from './roles-value.ts';
import { withSettings } from './setting-drafts.ts';

/** Brings what is written to what is live, scope by scope, and remembers what it has met. */
export class ScopeReviser {
  /** Addresses of resources, and `scope|group:…` of mentions, that documents write. */
  readonly written = new Set<string>();
  readonly #sound: ImportableView;
  readonly #present: PresentDocuments;
  readonly #full: ReadonlySet<ResourceTypeName>;
  /** Scopes of which some document writes the title: no other may. */
  readonly #titled = new Set<ScopePath>();
  /** Settings that some document writes, as `scope|name`: no other may. */
  readonly #set = new Set<string>();

  constructor(
    importableView: ImportableView,
    presentDocuments: PresentDocuments,
    full: ReadonlySet<ResourceTypeName>,
  ) {
    this.#sound = importableView;
    this.#present = presentDocuments;
    this.#full = full;
  }

  documents(): readonly DraftMap[] {
    const { organization } = this.#sound.view;
    for (const { draft } of this.#present.documents) this.#findTitles(draft, organization);
    return this.#present.documents.map(({ draft }) => this.#scope(draft, organization));
  }

  #findTitles(draft: Draft, path: ScopePath): void {
    if (!isDraftMap(draft)) return;
    if (draft.has('title')) this.#titled.add(path);
    const settings = draft.get('settings');
    if (isDraftMap(settings)) for (const name of settings.keys()) this.#set.add(`${path}|${name}`);
    for (const { name, value, child } of this.#below(draft, path)) {
      if (name !== '') this.#findTitles(value, child);
    }
  }

  *#below(draft: DraftMap, path: ScopePath) {
    for (const [plural, scopes] of draft) {
      if (this.#kindOf(plural, path) === null || !isDraftMap(scopes)) continue;
      for (const [name, value] of scopes) yield { name, value, child: childScope(path, plural, name) };
    }
  }

  #kindOf(plural: string, path: ScopePath): ScopeKind | null {
    const { view } = this.#sound;
    const kind = view.scopes.get(path)?.attributes.kind;
    if (kind === undefined) return null;
    for (const below of view.platform.scopeKinds.values()) {
      if (below.plural === plural && below.parents.includes(kind)) return below;
    }
    return null;
  }

  #scope(draft: DraftMap, path: ScopePath): DraftMap {
    const { view } = this.#sound;
    this.written.add(scopeAddress(path));
    const next = changedMap(draft, (key, value) => {
      if (!isDraftMap(value)) return value;
      const revised = this.#section(key, value, path);
      // A section that has lost everything goes with its key.
      return revised !== value && revised.size === 0 ? undefined : revised;
    });
    const scope = view.scopes.get(path);
    if (scope === undefined) return next;
    const settled = this.#settled(next, path, scope);
    if (path === view.organization) return settled;
    if (view.platform.scopeKinds.get(scope.attributes.kind)?.manage !== true) return settled;
    return this.#titledAs(settled, path, scope.attributes.title);
  }

  #settled(draft: DraftMap, path: ScopePath, scope: ScopeResource): DraftMap {
    const isElsewhere = (name: string) => this.#set.has(`${path}|${name}`);
    const after = ['apiVersion', 'kind', 'name', 'title', 'platform', 'authority', 'renamed-from'];
    const live = scopeSettings(this.#sound.view, scope);
    const next = withSettings(draft, live, this.#full.has('scope'), after, isElsewhere);
    const written = next.get('settings');
    if (isDraftMap(written)) for (const name of written.keys()) this.#set.add(`${path}|${name}`);
    return next;
  }

  #titledAs(draft: DraftMap, path: ScopePath, live: string): DraftMap {
    if (!draft.has('title') && this.#titled.has(path)) return draft;
    this.#titled.add(path);
    return withTitle(draft, path.slice(path.lastIndexOf('/') + 1), live);
  }

  #section(key: string, map: DraftMap, path: ScopePath): DraftMap {
    switch (key) {
      case 'members':
        return changedMap(map, (name, entry) => this.#member(name, entry, path));
      case 'groups':
        return changedMap(map, (name, entry) => this.#group(name, entry, path));
      case 'roles':
        return changedMap(map, (name, entry) => this.#role(name, entry, path));
    }
    if (this.#kindOf(key, path) === null) return map;
    return changedMap(map, (name, entry) => this.#child(childScope(path, key, name), entry));
  }

  #child(path: ScopePath, entry: Draft): Draft | undefined {
    if (isTombstone(entry)) {
      this.written.add(scopeAddress(path));
      return entry;
    }
    // Another document may have ruled the scope out; then it is not looked at, here or live.
    if (this.#present.ruledOut(scopeAddress(path))) return entry;
    if (!this.#sound.view.scopes.has(path)) return undefined;
    const before: DraftMap = isDraftMap(entry) ? entry : new Map();
    const next = this.#scope(before, path);
    return next === before ? entry : next.size === 0 ? null : next;
  }

  #member(key: string, entry: Draft, scope: ScopePath): Draft | undefined {
    const { view } = this.#sound;
    const member = memberId(key, view.platform.members.compare);
    const address = assignmentAddress(scope, memberKey(member));
    const root = scope === view.organization;
    this.written.add(memberAddress(scope, member));
    this.written.add(address);
    if (isTombstone(entry) || this.#present.ruledOut(memberAddress(view.organization, member))) return entry;
    const membership = root ? view.members.get(member) : view.below.get(memberAddress(scope, member));
    const isGiven = view.assignments.has(assignmentAddress(scope, memberKey(member)));
    if (membership === undefined && (root || !isGiven)) {
      const over =
        this.#present.ruledOut(memberAddress(scope, member)) || (!root && this.#present.ruledOut(address));
      return over ? entry : undefined;
    }
    const before: DraftMap = isDraftMap(entry) ? entry : new Map();
    const given = givenAt(this.#sound, scope, memberKey(member));
    let map = withGiven(before, given, address, this.#sound, this.#present);
    const deactivated = membership?.attributes.state === 'deactivated';
    const state = map.get('state');
    if (deactivated && state !== 'deactivated') map = withKey(map, 'state', 'deactivated', GRANT_KEYS);
    if (!deactivated && state === 'deactivated') map = withKey(map, 'state', undefined);
    const revised = map === before ? entry : map.size === 0 ? null : map;
    return withRecordMark(revised, isMemberRecord(view, scope, member, given));
  }

  #group(name: string, entry: Draft, scope: ScopePath): Draft | undefined {
    const { view } = this.#sound;
    const own = `${scope}/${name}`;
    if (isTombstone(entry)) {
      this.written.add(groupAddress(own));
      const meant = this.#present.groupMeant(name, scope) ?? own;
      this.written.add(assignmentAddress(scope, groupKey(meant)));
      return entry;
    }
    if (this.#present.defines(scope, name)) {
      this.written.add(groupAddress(own));
      this.written.add(assignmentAddress(scope, groupKey(own)));
      const group = view.groups.get(own);
      if (group === undefined) return undefined;
      const revised = revisedGroup(entry, group, this.#sound, this.#present, this.#full.has('group'));
      const held = givenAt(this.#sound, scope, groupKey(own));
      return withRecordMark(revised, isGroupRecord(view, held));
    }
    const meant = this.#present.groupMeant(name, scope);
    if (meant === null) return entry;
    const address = assignmentAddress(scope, groupKey(meant));
    this.written.add(address);
    if (!view.groups.has(meant)) return undefined;
    if (!view.assignments.has(assignmentAddress(scope, groupKey(meant)))) {
      return this.#present.ruledOut(address) ? entry : undefined;
    }
    const given = givenAt(this.#sound, scope, groupKey(groupPath(splitGroupPath(meant).home, name)));
    const before: DraftMap = isDraftMap(entry) ? entry : new Map();
    const map = withGiven(before, given, address, this.#sound, this.#present);
    const revised = map === before ? entry : map.size === 0 ? null : map;
    return withRecordMark(revised, isMentionRecord(view));
  }

  #role(name: string, entry: Draft, scope: ScopePath): Draft | undefined {
    const { view, homes } = this.#sound;
    if (isTombstone(entry)) {
      this.written.add(roleAddress(view.organization, name));
      return entry;
    }
    const role = view.roles.get(name);
    if (role === undefined || (homes.get(name) ?? view.organization) !== scope) return undefined;
    this.written.add(role.address);
    const before: DraftMap = isDraftMap(entry) ? entry : new Map();
    const { permissions, denies } = role.attributes;
    const isOpen = this.#sound.left.hasAttribute(role.address, 'includes');
    const includes: Entries = isOpen ? new Map() : role.attributes.includes;
    let map = withTexts(before, role, ROLE_TEXTS);
    const included = texts(map.get('includes'));
    const stay = included.filter((one) => includes.has(one));
    const more = inRoleOrder(
      [...includes.keys()].filter((one) => !stay.includes(one)),
      view.platform,
    );
    if (stay.length !== included.length || more.length > 0) {
      const next = stay.length + more.length === 0 ? undefined : [...stay, ...more];
      map = withKey(map, 'includes', next, ROLE_TEXTS);
    }
    const said = texts(map.get('permissions'));
    const next = refoldPermissions(said, new Set(permissions.keys()), view.platform.permissions);
    if (next !== said) map = withKey(map, 'permissions', next);
    const taken = texts(map.get('denies'));
    const takes = refoldPermissions(taken, new Set(denies.keys()), view.platform.permissions);
    if (takes !== taken) map = withKey(map, 'denies', takes.length === 0 ? undefined : takes);
    const revised = map === before ? entry : map;
    return withRecordMark(revised, ownerOf(view.platform, 'role') !== null);
  }
}

function texts(list: Draft | undefined): readonly string[] {
  return isDraftList(list) ? list.filter((text): text is string => typeof text === 'string') : [];
}
