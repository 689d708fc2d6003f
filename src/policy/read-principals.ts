import type { Diagnostic } from '../source/diagnostic.ts';
import { isPlainMap } from '../source/document.ts';
import { quote } from '../source/quote.ts';
import type { WrittenEntry, WrittenGroup, WrittenMember } from './documents.ts';
import { onceEach } from './duplicates.ts';
import { readGrants } from './read-roles.ts';
import { NO_WINDOW, readWindow } from './read-window.ts';
import {
  absentAt,
  childNode,
  entriesOf,
  itemsOf,
  nodeKeyOrigin,
  nodeOrigin,
  type DocumentNode,
  textAt,
  textsOf,
} from './site.ts';

/** Codes: `duplicate-declaration`, `window-empty`. */
export function readMember(key: string, site: DocumentNode, diagnostics: Diagnostic[]): WrittenMember {
  const state = textAt(site, 'state');
  const roles = childNode(site, 'roles');
  return {
    key,
    origin: nodeKeyOrigin(site),
    roles: readGrants(roles, diagnostics),
    noRoles: roles !== null && isEmpty(roles) ? nodeKeyOrigin(roles) : null,
    state:
      state !== null && (state.value === 'active' || state.value === 'deactivated')
        ? { value: state.value, origin: state.origin }
        : null,
    window: readWindow(site, diagnostics),
    absent: absentAt(site),
  };
}

/** Codes: `duplicate-declaration`, `window-empty`. */
export function readGroup(
  name: string,
  site: DocumentNode,
  comparable: (memberKey: string) => string,
  diagnostics: Diagnostic[],
): WrittenGroup {
  const permissions = childNode(site, 'permissions');
  return {
    name,
    origin: nodeKeyOrigin(site),
    title: textAt(site, 'title'),
    renamedFrom: textAt(site, 'renamed-from'),
    description: textAt(site, 'description'),
    members: readEntries(childNode(site, 'members'), 'member', comparable, diagnostics),
    groups: readEntries(childNode(site, 'groups'), 'group', (group) => group, diagnostics),
    permissions:
      permissions === null
        ? null
        : onceEach(
            textsOf(permissions),
            (text) => text.value,
            (text) => `The permission ${quote(text.value)}`,
            diagnostics,
          ),
    roles: readGrants(childNode(site, 'roles'), diagnostics),
    window: readWindow(site, diagnostics),
    absent: absentAt(site),
  };
}

function isEmpty(site: DocumentNode): boolean {
  return isPlainMap(site.value) ? entriesOf(site).length === 0 : itemsOf(site).length === 0;
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
      entries.push({ name: item.value, window: NO_WINDOW, origin: nodeOrigin(item) });
      continue;
    }
    const name = textAt(item, nameKey);
    if (name === null) continue;
    entries.push({ name: name.value, window: readWindow(item, diagnostics), origin: name.origin });
  }
  return onceEach(
    entries,
    (entry) => comparable(entry.name),
    (entry) => `The ${nameKey} ${quote(entry.name)}`,
    diagnostics,
  );
}
