import type { Diagnostic } from '../source/diagnostic.ts';
import { isPlainMap } from '../source/document.ts';
import { quote } from '../source/quote.ts';
import type { Written, WrittenCustomRole, WrittenRole } from './documents.ts';
import { onceEach } from './duplicates.ts';
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

/**
 * Roles given to a member or group: a list, or a map of module → role. One role may be written once in a list,
 * whatever its window: two lines for one grant could only be read together. Codes: `duplicate-declaration`,
 * `window-empty`.
 */
export function readGrants(site: DocumentNode | null, diagnostics: Diagnostic[]): readonly WrittenRole[] {
  if (site === null) return [];
  if (isPlainMap(site.value)) {
    return entriesOf(site).flatMap(([module, item]) => readGrant(item, module, diagnostics) ?? []);
  }
  const grants = itemsOf(site).flatMap((item) => readGrant(item, null, diagnostics) ?? []);
  return onceEach(
    grants,
    (grant) => grant.role,
    (grant) => `The role ${quote(grant.role)}`,
    diagnostics,
  );
}

function readGrant(site: DocumentNode, module: string | null, diagnostics: Diagnostic[]): WrittenRole | null {
  if (typeof site.value === 'string') {
    return { role: site.value, module, window: NO_WINDOW, origin: nodeOrigin(site) };
  }
  const role = textAt(site, 'role');
  if (role === null) return null;
  return { role: role.value, module, window: readWindow(site, diagnostics), origin: role.origin };
}

/** Code: `duplicate-declaration`. */
export function readCustomRole(name: string, site: DocumentNode, diagnostics: Diagnostic[]): WrittenCustomRole {
  return {
    name,
    origin: nodeKeyOrigin(site),
    title: textAt(site, 'title'),
    renamedFrom: textAt(site, 'renamed-from'),
    description: textAt(site, 'description'),
    permissions: namesAt(site, 'permissions', 'permission', diagnostics),
    includes: namesAt(site, 'includes', 'included role', diagnostics),
    absent: absentAt(site),
  };
}

/** Null where the key is not written at all: nothing is not the same as an empty list. */
function namesAt(
  site: DocumentNode,
  key: string,
  what: string,
  diagnostics: Diagnostic[],
): readonly Written<string>[] | null {
  const list = childNode(site, key);
  if (list === null) return null;
  return onceEach(
    textsOf(list),
    (text) => text.value,
    (text) => `The ${what} ${quote(text.value)}`,
    diagnostics,
  );
}
