import { didYouMean } from '../source/did-you-mean.ts';
import type { Findings } from '../source/findings.ts';
import { keyOrigin } from '../source/source-document.ts';
import { reportContradiction } from './both-places.ts';
import type { Parametrised } from './permission-instances.ts';
import { checkModule, expandAll } from './permissions.ts';
import type { CompletePlatform, CompleteRole } from './platform-defaults.ts';
import type { PredefinedRole, RoleName } from './platform-definition.ts';

/**
 * The platform's own roles. Codes: `unknown-role`, `unknown-permission`, `unknown-scope-kind`, `unknown-module`,
 * `role-cycle`, `platform-invalid`.
 */
export function readPredefinedRoles(
  file: CompletePlatform,
  catalogue: ReadonlyMap<string, Parametrised>,
  findings: Findings,
): ReadonlyMap<RoleName, PredefinedRole> {
  const roles = new Map<RoleName, PredefinedRole>();
  for (const [name, entry] of Object.entries(file.roles)) {
    checkRole(name, entry, file, catalogue, findings);
    roles.set(name, {
      name,
      title: entry.title,
      permissions: entry.permissions,
      denies: entry.denies,
      includes: entry.includes,
      assignableAt: entry['assignable-at'],
      ungated: entry.ungated,
      bypass: entry.bypass,
      reach: entry.reach,
      assignable: entry.assignable,
      byInvitation: entry['by-invitation'],
      module: entry.module ?? null,
      none: entry.none,
    });
  }
  checkCycles(roles, findings);
  return roles;
}

function checkRole(
  name: RoleName,
  entry: CompleteRole,
  file: CompletePlatform,
  catalogue: ReadonlyMap<string, Parametrised>,
  findings: Findings,
): void {
  const path = ['roles', name];
  expandAll(entry.permissions, [...path, 'permissions'], catalogue, findings);
  expandAll(entry.denies, [...path, 'denies'], catalogue, findings);
  entry.includes.forEach((included, index) => {
    checkRoleName(included, [...path, 'includes', index], file, findings);
  });
  entry['assignable-at'].forEach((kind, index) => {
    checkKind(kind, [...path, 'assignable-at', index], file, findings);
  });
  checkModule(entry.module, [...path, 'module'], file, findings);
  if (!entry.none) return;
  if (entry.module === undefined) {
    findings.atKey('platform-invalid', [...path, 'none'], `\`${name}\` is a none role without a module.`, {
      hint: 'Name the module it is the absence of a role in.',
    });
  }
  for (const key of ['permissions', 'denies', 'includes'] as const) {
    if (entry[key].length === 0) continue;
    const message = `\`${name}\` is a none role, which gives nothing, but has ${key}.`;
    reportContradiction({ at: [...path, key], against: [...path, 'none'], message }, findings);
  }
  if (entry.bypass) {
    const message = `\`${name}\` is a none role, and bypasses all.`;
    reportContradiction({ at: [...path, 'bypass'], against: [...path, 'none'], message }, findings);
  }
}

/** Code: `unknown-role`. */
export function checkRoleName(
  role: string,
  path: readonly (string | number)[],
  file: CompletePlatform,
  findings: Findings,
): void {
  if (Object.hasOwn(file.roles, role)) return;
  findings.atValue('unknown-role', path, `\`${role}\` is no role of this platform.`, {
    hint: didYouMean(role, Object.keys(file.roles)),
  });
}

/** Code: `unknown-scope-kind`. */
export function checkKind(
  kind: string,
  path: readonly (string | number)[],
  file: CompletePlatform,
  findings: Findings,
): void {
  if (Object.hasOwn(file.scopes, kind)) return;
  findings.atValue('unknown-scope-kind', path, `\`${kind}\` is no scope kind of this platform.`, {
    hint: didYouMean(kind, Object.keys(file.scopes)),
  });
}

/** One report for each ring: the walk never enters a role twice. Code: `role-cycle`. */
function checkCycles(roles: ReadonlyMap<RoleName, PredefinedRole>, findings: Findings): void {
  const state = new Map<RoleName, 'open' | 'done'>();
  const trail: RoleName[] = [];
  const visit = (name: RoleName): void => {
    state.set(name, 'open');
    trail.push(name);
    roles.get(name)?.includes.forEach((included, index) => {
      if (state.get(included) === 'open') {
        const ring = [...trail.slice(trail.indexOf(included)), included];
        findings.atValue(
          'role-cycle',
          ['roles', name, 'includes', index],
          `Roles include each other in a cycle: ${ring.join(' → ')}.`,
          {
            related: ring.slice(0, -1).map((role) => ({
              message: `\`${role}\` is part of the cycle`,
              origin: keyOrigin(findings.document, ['roles', role]),
            })),
          },
        );
      } else if (state.get(included) === undefined && roles.has(included)) {
        visit(included);
      }
    });
    trail.pop();
    state.set(name, 'done');
  };
  for (const name of roles.keys()) if (!state.has(name)) visit(name);
}
