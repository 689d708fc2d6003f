import { didYouMean } from '../source/did-you-mean.ts';
import type { Findings } from '../source/findings.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import { quote } from '../source/quote.ts';
import { reachableFrom } from '../source/reachable.ts';
import type { DocumentPath } from '../source/source-document.ts';
import { expandPattern, patternsOf } from './expand-pattern.ts';
import { instanceIn, type Parametrised } from './permission-instances.ts';
import type { CompletePlatform } from './platform-defaults.ts';
import type { Permission, PermissionName } from './platform-definition.ts';

/** The catalogue, implied permissions closed. Codes: `unknown-permission`, `unknown-module`. */
export function readPermissions(
  file: CompletePlatform,
  findings: Findings,
): ReadonlyMap<PermissionName, Permission> {
  const names = new Map(Object.entries(file.permissions));
  const direct = new ListsByKey<PermissionName, PermissionName>();
  for (const [name, entry] of names) {
    const path = ['permissions', name];
    for (const implied of expandAll(entry.implies, [...path, 'implies'], names, findings))
      direct.add(name, implied);
    checkModule(entry.module, [...path, 'module'], file, findings);
  }
  const catalogue = new Map<PermissionName, Permission>();
  for (const [name, entry] of names) {
    catalogue.set(name, {
      name,
      title: entry.title,
      module: entry.module ?? null,
      parameter: entry.parameter ?? null,
      // Two that imply each other are no fault.
      implies: [...reachableFrom(direct.get(name), (one) => direct.get(one))].filter((one) => one !== name),
    });
  }
  return catalogue;
}

/** Patterns → names, each once; a pattern that matches nothing is reported at its item. Code: `unknown-permission`. */
export function expandAll(
  patterns: readonly string[],
  documentPath: DocumentPath,
  catalogue: ReadonlyMap<PermissionName, Parametrised>,
  findings: Findings,
): readonly PermissionName[] {
  const found = new Set<PermissionName>();
  patterns.forEach((pattern, index) => {
    // A platform file says what there is, and gives nobody a part of it.
    const names = instanceIn(pattern, catalogue) === null ? expandPattern(pattern, catalogue) : [];
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
  file: CompletePlatform,
  findings: Findings,
): void {
  if (module === undefined || Object.hasOwn(file.modules, module)) return;
  findings.atValue('unknown-module', documentPath, `\`${module}\` is no module of this platform.`, {
    hint: didYouMean(module, Object.keys(file.modules)),
  });
}
