import type { Diagnostic } from '../source/diagnostic.ts';
import { quote } from '../source/quote.ts';
import { isPlainMap } from '../source/source-document.ts';
import {
  absentAt,
  childNode,
  type DocumentNode,
  entriesOf,
  itemsOf,
  nodeKeyOrigin,
  nodeOrigin,
  settingsAt,
  textAt,
  textsOf,
} from './document-node.ts';
import type { WrittenEntry, WrittenGroup, WrittenMember } from './document-types.ts';
import { onceEach } from './duplicate-declaration.ts';
import { readGivenAt } from './read-roles.ts';
import { NO_WINDOW, readWindow } from './read-window.ts';

/** Codes: `duplicate-declaration`, `window-empty`. */
export function readMember(
  key: string,
  documentNode: DocumentNode,
  diagnostics: Diagnostic[],
): WrittenMember {
  const state = textAt(documentNode, 'state');
  const roles = childNode(documentNode, 'roles');
  return {
    key,
    origin: nodeKeyOrigin(documentNode),
    ...readGivenAt(documentNode, diagnostics),
    noRoles: roles !== null && isEmpty(roles) ? nodeKeyOrigin(roles) : null,
    state:
      state !== null && (state.value === 'active' || state.value === 'deactivated')
        ? { value: state.value, origin: state.origin }
        : null,
    window: readWindow(documentNode, diagnostics),
    inviteAgain: textAt(documentNode, 'invite-again'),
    absent: absentAt(documentNode),
  };
}

/** Codes: `duplicate-declaration`, `window-empty`. */
export function readGroup(
  name: string,
  documentNode: DocumentNode,
  comparable: (memberKey: string) => string,
  diagnostics: Diagnostic[],
): WrittenGroup {
  const permissions = childNode(documentNode, 'permissions');
  return {
    name,
    origin: nodeKeyOrigin(documentNode),
    // Written out: there are a hundred thousand groups, and an object that is put together of others takes twice as much.
    title: textAt(documentNode, 'title'),
    description: textAt(documentNode, 'description'),
    renamedFrom: textAt(documentNode, 'renamed-from'),
    settings: childNode(documentNode, 'settings') === null ? null : settingsAt(documentNode),
    members: readEntries(childNode(documentNode, 'members'), 'member', comparable, diagnostics),
    groups: readEntries(childNode(documentNode, 'groups'), 'group', (group) => group, diagnostics),
    permissions:
      permissions === null
        ? null
        : onceEach(
            textsOf(permissions),
            (text) => text.value,
            (text) => `The permission ${quote(text.value)}`,
            diagnostics,
          ),
    ...readGivenAt(documentNode, diagnostics),
    window: readWindow(documentNode, diagnostics),
    absent: absentAt(documentNode),
  };
}

function isEmpty(documentNode: DocumentNode): boolean {
  return isPlainMap(documentNode.value)
    ? entriesOf(documentNode).length === 0
    : itemsOf(documentNode).length === 0;
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
