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
  recordedAt,
  textAt,
  textsAt,
  textsOf,
} from './document-node.ts';
import {
  type GrantKey,
  ROLE_TEXTS,
  type Written,
  type WrittenCustomRole,
  type WrittenGrants,
  type WrittenRole,
} from './document-types.ts';
import { onceEach } from './duplicate-declaration.ts';
import { NO_WINDOW, readWindow } from './read-window.ts';

/** One empty list for all entries that have none: there are many. */
const NO_ROLES: readonly WrittenRole[] = [];

/** All that an entry gives and takes. Codes: as of `readGrants`. */
export function readGivenAt(documentNode: DocumentNode, diagnostics: Diagnostic[]): WrittenGrants {
  const at = (key: GrantKey) => readGrants(childNode(documentNode, key), diagnostics);
  return { roles: at('roles'), below: at('below'), denied: at('denied') };
}

/** The same of an entry that says nothing but its roles. */
export function readRolesAt(roles: DocumentNode | null, diagnostics: Diagnostic[]): WrittenGrants {
  return { roles: readGrants(roles, diagnostics), below: NO_ROLES, denied: NO_ROLES };
}

/**
 * Roles given to a member or group: a list, or a map of module → role. One role may be written once in a list,
 * whatever its window: two lines for one grant could only be read together. Codes: `duplicate-declaration`,
 * `window-empty`.
 */
function readGrants(site: DocumentNode | null, diagnostics: Diagnostic[]): readonly WrittenRole[] {
  if (site === null) return NO_ROLES;
  if (isPlainMap(site.value)) {
    return whole(entriesOf(site).map(([module, item]) => readGrant(item, module, diagnostics)));
  }
  const grants = whole(itemsOf(site).map((item) => readGrant(item, null, diagnostics)));
  return onceEach(
    grants,
    (grant) => grant.role,
    (grant) => `The role ${quote(grant.role)}`,
    diagnostics,
  );
}

/** Without what is no grant, which is hardly ever there: a list that is filtered has room for a dozen more. */
function whole(grants: readonly (WrittenRole | null)[]): readonly WrittenRole[] {
  return grants.every((grant) => grant !== null) ? grants : grants.filter((grant) => grant !== null);
}

function readGrant(
  documentNode: DocumentNode,
  module: string | null,
  diagnostics: Diagnostic[],
): WrittenRole | null {
  if (typeof documentNode.value === 'string') {
    return { role: documentNode.value, module, window: NO_WINDOW, origin: nodeOrigin(documentNode) };
  }
  const role = textAt(documentNode, 'role');
  if (role === null) return null;
  return { role: role.value, module, window: readWindow(documentNode, diagnostics), origin: role.origin };
}

/** Code: `duplicate-declaration`. */
export function readCustomRole(
  name: string,
  documentNode: DocumentNode,
  diagnostics: Diagnostic[],
): WrittenCustomRole {
  return {
    name,
    origin: nodeKeyOrigin(documentNode),
    recorded: recordedAt(documentNode),
    ...textsAt(documentNode, ROLE_TEXTS),
    renamedFrom: textAt(documentNode, 'renamed-from'),
    permissions: namesAt(documentNode, 'permissions', 'permission', diagnostics),
    denies: namesAt(documentNode, 'denies', 'denied permission', diagnostics),
    includes: namesAt(documentNode, 'includes', 'included role', diagnostics),
    absent: absentAt(documentNode),
  };
}

/** Null where the key is not written at all: nothing is not the same as an empty list. */
function namesAt(
  documentNode: DocumentNode,
  key: string,
  what: string,
  diagnostics: Diagnostic[],
): readonly Written<string>[] | null {
  const list = childNode(documentNode, key);
  if (list === null) return null;
  return onceEach(
    textsOf(list),
    (text) => text.value,
    (text) => `The ${what} ${quote(text.value)}`,
    diagnostics,
  );
}
