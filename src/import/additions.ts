import type { Address } from '../resource/address.ts';
import { assignmentAddress, scopeAddress } from '../resource/address.ts';
import {
  groupKey,
  memberKey,
  type PrincipalKey,
  parentScope,
  type ScopePath,
  splitGroupPath,
} from '../resource/identifiers.ts';
import type { ResourceTypeName } from '../resource/resource.ts';
import { groupPathOf } from '../resource/resource.ts';
import { type Draft, type DraftMap, isDraftMap } from '../source/edit/draft.ts';
import { known } from '../source/known.ts';
import { withEntries, withKey } from './draft-map.ts';
import {
  groupEntry,
  type ImportableView,
  lastPathSegment,
  memberEntry,
  mentionEntry,
  roleEntry,
  scopeEntry,
} from './entry-drafts.ts';
import { scopeKindOf } from './live-view.ts';
import type { PresentDocuments } from './present-documents.ts';
import { isInhabited, isPlaceInGroup, referencedNamesIn } from './referenced-names.ts';

/** Keys of a scope in the order a person writes them; scopes below come after all of these. */
export const SCOPE_KEYS = [
  'apiVersion',
  'kind',
  'name',
  'title',
  'platform',
  'authority',
  'settings',
  'roles',
  'members',
  'groups',
];

/** A new entry: where it belongs, and what it says. */
export interface Addition {
  readonly address: string;
  /** Keys from the root of a document to the section. */
  readonly section: readonly string[];
  readonly key: string;
  readonly value: Draft;
}

/**
 * What is live and nowhere written. Under declared authority nobody asked for it, unless something that is written
 * names it: everything used is written.
 */
export function missingEntries(
  importableView: ImportableView,
  presentDocuments: PresentDocuments,
  written: ReadonlySet<string>,
  wanted: ReadonlySet<ResourceTypeName>,
  revised: readonly DraftMap[],
): readonly Addition[] {
  const { view, keyOf, homes } = importableView;
  const additions: Addition[] = [];
  const isNew = (address: Address): boolean => !written.has(address) && !presentDocuments.ruledOut(address);
  const fresh = new Set<ScopePath>();
  for (const path of [...view.scopes.keys()].sort()) {
    if (path === view.organization || !isNew(scopeAddress(path))) continue;
    const parent = parentScope(path) ?? view.organization;
    fresh.add(path);
    if (fresh.has(parent) || !(wanted.has('scope') || isInhabited(path, importableView, wanted))) continue;
    const kind = known(scopeKindOf(view, path), `the kind of scope ${path}, which can be written`);
    const value = scopeEntry(importableView, path);
    // A scope that Bylaw may not make is named when something is on it.
    if (!kind.manage && (value === null || [...value.keys()].every((key) => key === 'title'))) continue;
    additions.push({
      address: scopeAddress(path),
      section: [...sectionOf(parent), known(kind.plural, 'the plural of a kind below the root')],
      key: lastPathSegment(path),
      value,
    });
  }
  const referencedNames = referencedNamesIn(revised, importableView);
  /** Whoever is given something by a document that owns that is written, whoever else is. */
  const holds = (scope: ScopePath, principal: PrincipalKey): boolean =>
    wanted.has('assignment') && view.assignments.has(assignmentAddress(scope, principal));
  const here = (scope: ScopePath): boolean => !fresh.has(scope);
  for (const role of view.roles.values()) {
    const { name } = role.attributes;
    const home = homes.get(name) ?? view.organization;
    if (!here(home) || !isNew(role.address) || !(wanted.has('role') || referencedNames.roles.has(name)))
      continue;
    additions.push({
      address: role.address,
      section: [...sectionOf(home), 'roles'],
      key: name,
      value: roleEntry(importableView, role),
    });
  }
  for (const member of view.members.values()) {
    const { member: id } = member.attributes;
    const asked =
      wanted.has('member') || referencedNames.members.has(id) || holds(view.organization, memberKey(id));
    if (!isNew(member.address) || !asked) continue;
    additions.push({
      address: member.address,
      section: ['members'],
      key: keyOf(id),
      value: memberEntry(importableView, view.organization, id),
    });
  }
  const entered = new Set<string>();
  for (const member of view.below.values()) {
    const { scope, member: id } = member.attributes;
    if (!here(scope) || !isNew(member.address) || !wanted.has('member')) continue;
    entered.add(`${scope}|${id}`);
    additions.push({
      address: member.address,
      section: [...sectionOf(scope), 'members'],
      key: keyOf(id),
      value: memberEntry(importableView, scope, id),
    });
  }
  for (const group of view.groups.values()) {
    const { home, name } = group.attributes;
    const asked =
      wanted.has('group') || referencedNames.groups.has(name) || holds(home, groupKey(groupPathOf(group)));
    if (!here(home) || !isNew(group.address) || !asked) continue;
    additions.push({
      address: group.address,
      section: [...sectionOf(home), 'groups'],
      key: name,
      value: groupEntry(importableView, group),
    });
  }
  for (const { address, attributes } of view.assignments.values()) {
    const { scope, principal } = attributes;
    if (!here(scope) || !isNew(address)) continue;
    if (!wanted.has('assignment') && !isPlaceInGroup(attributes, importableView, referencedNames, written))
      continue;
    if (principal.type === 'member') {
      if (scope === view.organization || entered.has(`${scope}|${principal.member}`)) continue;
      additions.push({
        address,
        section: [...sectionOf(scope), 'members'],
        key: keyOf(principal.member),
        value: memberEntry(importableView, scope, principal.member),
      });
      continue;
    }
    const { home, name } = splitGroupPath(principal.group);
    if (home === scope) continue;
    additions.push({
      address,
      section: [...sectionOf(scope), 'groups'],
      key: name,
      value: mentionEntry(importableView, scope, principal.group),
    });
  }
  return additions;
}

/** `acme/units/emea` → `['units', 'emea']`. */
function sectionOf(scope: ScopePath): readonly string[] {
  return scope.split('/').slice(1);
}

/** Puts every addition into a document: where its section is, else where the scope around it is, else at the head. */
export function placeAdditions(
  documents: readonly DraftMap[],
  additions: readonly Addition[],
  plurals: readonly string[],
): readonly DraftMap[] {
  const result = [...documents];
  const bySection = new Map<
    string,
    { readonly section: readonly string[]; readonly entries: Map<string, Draft> }
  >();
  for (const { section, key, value } of additions) {
    const name = JSON.stringify(section);
    const found = bySection.get(name) ?? { section, entries: new Map() };
    found.entries.set(key, value);
    bySection.set(name, found);
  }
  for (const { section, entries } of bySection.values()) {
    const at = bestDocument(result, section);
    const document = result[at];
    if (document !== undefined) result[at] = inserted(document, section, entries, plurals);
  }
  return result;
}

/** The document that reaches furthest down the path; of several the one with the most in that place. */
export function bestDocument(documents: readonly DraftMap[], section: readonly string[]): number {
  let best = { at: 0, depth: -1, size: -1 };
  documents.forEach((document, at) => {
    let node: Draft = document;
    let depth = 0;
    for (const key of section) {
      const next: Draft | undefined = isDraftMap(node) ? node.get(key) : undefined;
      if (next === undefined) break;
      node = next;
      depth += 1;
    }
    const head = document.has('platform') ? 0.5 : 0;
    const size = depth === 0 ? head : isDraftMap(node) ? node.size : 0;
    if (depth > best.depth || (depth === best.depth && size > best.size)) best = { at, depth, size };
  });
  return best.at;
}

function inserted(
  map: DraftMap,
  [key, ...rest]: readonly string[],
  entries: ReadonlyMap<string, Draft>,
  plurals: readonly string[],
): DraftMap {
  if (key === undefined) return withEntries(map, entries);
  const inner = map.get(key);
  const next = inserted(isDraftMap(inner) ? inner : new Map(), rest, entries, plurals);
  const place = [...SCOPE_KEYS, ...plurals].indexOf(key);
  return withKey(map, key, next, [...SCOPE_KEYS, ...plurals].slice(0, place));
}
