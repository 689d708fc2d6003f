import type { Diagnostic } from '../source/diagnostic.ts';
import { isPlainMap } from '../source/document.ts';
import { quote } from '../source/quote.ts';
import type { WrittenCustomRole, WrittenRole } from './documents.ts';
import { onceEach } from './duplicates.ts';
import { NO_WINDOW, readWindow } from './read-window.ts';
import {
  absentAt,
  child,
  entriesOf,
  itemsOf,
  keyOriginOf,
  originOf,
  type Site,
  textAt,
  textsOf,
} from './site.ts';

/**
 * Roles given to a member or group: a list, or a map of module → role. One role may be written once in a list,
 * whatever its window: two lines for one grant could only be read together. Codes: `duplicate-declaration`,
 * `window-empty`.
 */
export function readGrants(site: Site | null, diagnostics: Diagnostic[]): readonly WrittenRole[] {
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

function readGrant(site: Site, module: string | null, diagnostics: Diagnostic[]): WrittenRole | null {
  if (typeof site.value === 'string') {
    return { role: site.value, module, window: NO_WINDOW, origin: originOf(site) };
  }
  const role = textAt(site, 'role');
  if (role === null) return null;
  return { role: role.value, module, window: readWindow(site, diagnostics), origin: role.origin };
}

/** Code: `duplicate-declaration`. */
export function readCustomRole(name: string, site: Site, diagnostics: Diagnostic[]): WrittenCustomRole {
  return {
    name,
    origin: keyOriginOf(site),
    title: textAt(site, 'title'),
    description: textAt(site, 'description'),
    permissions: onceEach(
      textsOf(child(site, 'permissions')),
      (text) => text.value,
      (text) => `The permission ${quote(text.value)}`,
      diagnostics,
    ),
    includes: onceEach(
      textsOf(child(site, 'includes')),
      (text) => text.value,
      (text) => `The included role ${quote(text.value)}`,
      diagnostics,
    ),
    absent: absentAt(site),
  };
}
