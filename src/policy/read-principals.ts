import type { Diagnostic } from '../source/diagnostic.ts';
import { quote } from '../source/quote.ts';
import { isPlainMap } from '../source/source-document.ts';
import {
  absentAt,
  childNode,
  type DocumentNode,
  itemsOf,
  nodeKeyOrigin,
  nodeOrigin,
  recordedAt,
  saysAtMost,
  settingsAt,
  textAt,
  textsOf,
} from './document-node.ts';
import type { WrittenEntry, WrittenGroup, WrittenMember } from './document-types.ts';
import { onceEach } from './duplicate-declaration.ts';
import { readGivenAt, readRolesAt } from './read-roles.ts';
import { NO_WINDOW, readWindow } from './read-window.ts';

/** Codes: `duplicate-declaration`, `window-empty`. */
export function readMember(
  key: string,
  documentNode: DocumentNode,
  diagnostics: Diagnostic[],
): WrittenMember {
  const origin = nodeKeyOrigin(documentNode);
  const roles = childNode(documentNode, 'roles');
  // Written out, as groups are below.
  if (saysAtMost(documentNode, 'roles')) {
    const given = readRolesAt(roles, diagnostics);
    return {
      key,
      origin,
      roles: given.roles,
      below: given.below,
      denied: given.denied,
      noRoles: roles !== null && isEmpty(roles) ? nodeKeyOrigin(roles) : null,
      state: null,
      window: NO_WINDOW,
      inviteAgain: null,
      absent: null,
      recorded: null,
    };
  }
  const state = textAt(documentNode, 'state');
  const given = readGivenAt(documentNode, diagnostics);
  return {
    key,
    origin,
    roles: given.roles,
    below: given.below,
    denied: given.denied,
    noRoles: roles !== null && isEmpty(roles) ? nodeKeyOrigin(roles) : null,
    state:
      state !== null && (state.value === 'active' || state.value === 'deactivated')
        ? { value: state.value, origin: state.origin }
        : null,
    window: readWindow(documentNode, diagnostics),
    inviteAgain: textAt(documentNode, 'invite-again'),
    absent: absentAt(documentNode),
    recorded: recordedAt(documentNode),
  };
}

/** Codes: `duplicate-declaration`, `window-empty`. */
export function readGroup(
  name: string,
  documentNode: DocumentNode,
  comparable: (memberKey: string) => string,
  diagnostics: Diagnostic[],
): WrittenGroup {
  const origin = nodeKeyOrigin(documentNode);
  // Written out: there are hundreds of thousands, and an object that is put together of others takes twice as much.
  if (saysAtMost(documentNode, 'roles')) {
    const given = readRolesAt(childNode(documentNode, 'roles'), diagnostics);
    return {
      name,
      origin,
      title: null,
      description: null,
      renamedFrom: null,
      settings: null,
      members: null,
      groups: null,
      permissions: null,
      roles: given.roles,
      below: given.below,
      denied: given.denied,
      window: NO_WINDOW,
      absent: null,
      recorded: null,
    };
  }
  const permissions = childNode(documentNode, 'permissions');
  const members = readEntries(childNode(documentNode, 'members'), 'member', comparable, diagnostics);
  const groups = readEntries(childNode(documentNode, 'groups'), 'group', (group) => group, diagnostics);
  const carried =
    permissions === null
      ? null
      : onceEach(
          textsOf(permissions),
          (text) => text.value,
          (text) => `The permission ${quote(text.value)}`,
          diagnostics,
        );
  const given = readGivenAt(documentNode, diagnostics);
  return {
    name,
    origin,
    title: textAt(documentNode, 'title'),
    description: textAt(documentNode, 'description'),
    renamedFrom: textAt(documentNode, 'renamed-from'),
    settings: childNode(documentNode, 'settings') === null ? null : settingsAt(documentNode),
    members,
    groups,
    permissions: carried,
    roles: given.roles,
    below: given.below,
    denied: given.denied,
    window: readWindow(documentNode, diagnostics),
    absent: absentAt(documentNode),
    recorded: recordedAt(documentNode),
  };
}

function isEmpty({ value }: DocumentNode): boolean {
  if (isPlainMap(value)) return Object.keys(value).length === 0;
  return !Array.isArray(value) || value.length === 0;
}

function readEntries(
  site: DocumentNode | null,
  nameKey: 'member' | 'group',
  comparable: (name: string) => string,
  diagnostics: Diagnostic[],
): readonly WrittenEntry[] | null {
  if (site === null) return null;
  const entries: WrittenEntry[] = [];
  for (const item of itemsOf(site)) {
    if (typeof item.value === 'string') {
      entries.push({ name: item.value, role: null, window: NO_WINDOW, origin: nodeOrigin(item) });
      continue;
    }
    const name = textAt(item, nameKey);
    if (name === null) continue;
    const role = nameKey === 'member' ? textAt(item, 'role') : null;
    entries.push({ name: name.value, role, window: readWindow(item, diagnostics), origin: name.origin });
  }
  return onceEach(
    entries,
    (entry) => comparable(entry.name),
    (entry) => `The ${nameKey} ${quote(entry.name)}`,
    diagnostics,
  );
}
