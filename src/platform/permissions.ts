import { didYouMean } from '../source/did-you-mean.ts';
import type { Findings } from '../source/findings.ts';
import { quote } from '../source/quote.ts';
import type { DocumentPath } from '../source/source-document.ts';
import { expandPattern, patternsOf } from './expand-pattern.ts';
import type { Permission, PermissionName } from './platform-definition.ts';
import type { PlatformDocument } from './platform-document.ts';

/** The catalogue, implied permissions closed. Codes: `unknown-permission`, `unknown-module`. */
export function readPermissions(
  file: PlatformDocument,
  findings: Findings,
): ReadonlyMap<PermissionName, Permission> {
  const names = new Map(Object.entries(file.permissions));
  const direct = new Map<PermissionName, readonly PermissionName[]>();
  for (const [name, entry] of names) {
    const path = ['permissions', name];
    direct.set(name, expandAll(entry.implies ?? [], [...path, 'implies'], names, findings));
    checkModule(entry.module, [...path, 'module'], file, findings);
  }
  const catalogue = new Map<PermissionName, Permission>();
  for (const [name, entry] of names) {
    catalogue.set(name, {
      name,
      title: entry.title,
      module: entry.module ?? null,
      implies: closure(name, direct),
    });
  }
  return catalogue;
}

/** Patterns → names, each once; a pattern that matches nothing is reported at its item. Code: `unknown-permission`. */
export function expandAll(
  patterns: readonly string[],
  documentPath: DocumentPath,
  catalogue: ReadonlyMap<PermissionName, unknown>,
  findings: Findings,
): readonly PermissionName[] {
  const found = new Set<PermissionName>();
  patterns.forEach((pattern, index) => {
    const names = expandPattern(pattern, catalogue);
    for (const name of names) found.add(name);
    if (names.length > 0) return;
    const message = pattern.endsWith('*')
      ? `The pattern ${quote(pattern)} matches no permission of the catalogue.`
      : `${quote(pattern)} is not a permission of the catalogue.`;
    findings.atValue('unknown-permission', [...documentPath, index], message, {
      hint: didYouMean(pattern, patternsOf(catalogue)),
    });
  });
  return [...found];
}

/** Code: `unknown-module`. */
export function checkModule(
  module: string | undefined,
  documentPath: DocumentPath,
  file: PlatformDocument,
  findings: Findings,
): void {
  if (module === undefined || Object.hasOwn(file.modules ?? {}, module)) return;
  findings.atValue('unknown-module', documentPath, `\`${module}\` is no module of this platform.`, {
    hint: didYouMean(module, Object.keys(file.modules ?? {})),
  });
}

/** Everything that follows, without the permission itself: two that imply each other are no fault. */
function closure(
  name: PermissionName,
  direct: ReadonlyMap<PermissionName, readonly PermissionName[]>,
): readonly PermissionName[] {
  const reached = new Set<PermissionName>();
  const open = [...(direct.get(name) ?? [])];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (next === name || reached.has(next)) continue;
    reached.add(next);
    open.push(...(direct.get(next) ?? []));
  }
  return [...reached];
}
